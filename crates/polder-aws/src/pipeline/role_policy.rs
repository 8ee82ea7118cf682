//! The inline policies of the pipeline's roles, and the statements that they share with each other and the boundary.

use polder_cloud::{Handle, Policy, Statement, Value, allow, body, text};
use polder_design::Design;

use crate::draft::Draft;
use crate::names::{GLOBAL_REGION, account};
use crate::pipeline::services::Service;
use crate::pipeline::{bootstrap_arns, regions};

/// Writes the policy of a role.
pub(crate) fn inline(s: &Draft, role: &Handle, name: &'static str, statements: Vec<Statement>) {
    s.resource(
        "aws_iam_role_policy",
        name,
        body! {
            name = "pipeline";
            role = role.id();
            policy = Policy::of(statements);
        },
    );
}

/// Objects of the buckets of the state whose names end like this.
pub(crate) fn states(s: &Draft, design: &Design, end: &'static str) -> Vec<Value> {
    bootstrap_arns::state_buckets(s, design).into_iter().map(|bucket| text![bucket, "/*", end]).collect()
}

/// To read states: the bucket's policy limits them to those of the account and those that its stacks refer to.
pub(crate) fn read_state(s: &Draft, design: &Design) -> [Statement; 2] {
    [
        allow("ReadState").actions(["s3:GetObject"]).on_all(states(s, design, "")),
        allow("ListState").actions(["s3:ListBucket"]).on_all(bootstrap_arns::state_buckets(s, design)),
    ]
}

/// To use the keys of the state, through S3 alone.
pub(crate) fn state_key(design: &Design, actions: &[&'static str]) -> Statement {
    let regions = || [&design.state.region].into_iter().chain(&design.state.replica_region);
    allow("StateKey")
        .actions(actions.iter().copied())
        .on_all(regions().map(|region| text!["arn:aws:kms:", region, ":*:key/*"]))
        .when(
            "StringEquals",
            "kms:ViaService",
            regions().map(|region| text!["s3.", region, ".amazonaws.com"]).collect::<Vec<_>>(),
        )
}

/// AMI IDs and other values that AWS publishes.
pub(crate) fn public_parameters() -> Statement {
    allow("PublicParameters")
        .actions(["ssm:GetParameter", "ssm:GetParameters"])
        .on("arn:aws:ssm:*::parameter/aws/service/*")
}

/// To read the configuration of services.
pub(crate) fn configuration(design: &Design, sid: &'static str, services: &[Service]) -> Statement {
    let reads = services.iter().flat_map(Service::reads);
    allow(sid).actions(reads).on("*").when("StringEquals", "aws:RequestedRegion", regions::used(design))
}

/// Actions of global services, which have one region.
pub(crate) fn global(sid: &'static str, actions: &[&'static str]) -> Statement {
    allow(sid).actions(actions.iter().copied()).on("*").when(
        "StringEquals",
        "aws:RequestedRegion",
        [GLOBAL_REGION],
    )
}

/// The platform's own IAM resources of a kind, and none of Identity Center or Organizations.
pub(crate) fn own(design: &Design, kind: &str) -> Value {
    text!["arn:aws:iam::", account(), format!(":{kind}/{}-*", design.name)]
}
