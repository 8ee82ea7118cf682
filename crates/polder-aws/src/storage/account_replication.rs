//! Replication of buckets of an account to another region: the state, and the archive of audit logs.

use polder_cloud::{Handle, Policy, Statement, Value, allow, body, text};

use crate::draft::Draft;
use crate::iam::iam_service_role;

/// Buckets that are replicated from one region to another, each side with one key.
pub(crate) struct Direction<'a> {
    /// The end of the names of its statements.
    pub(crate) name: &'static str,
    /// `aws_s3_bucket` of each source and its replica.
    pub(crate) buckets: Vec<(&'a Handle, &'a Handle)>,
    /// `aws_kms_key` of the sources, and its region.
    pub(crate) from: (&'a Handle, &'a str),
    /// `aws_kms_key` of the replicas, and its region.
    pub(crate) to: (&'a Handle, &'a str),
}

/// Writes the role, and returns it with its policy, which a replication depends on.
pub(crate) fn role(
    s: &Draft,
    name: &'static str,
    suffix: &'static str,
    description: &'static str,
    directions: &[Direction<'_>],
) -> (Handle, Handle) {
    let role = iam_service_role::role(s, name, suffix, iam_service_role::REPLICATION, description);
    let rights = s.resource(
        "aws_iam_role_policy",
        name,
        body! {
            name = "copy-objects";
            role = role.id();
            policy = Policy::of(directions.iter().flat_map(statements));
        },
    );
    (role, rights)
}

fn statements(of: &Direction<'_>) -> [Statement; 5] {
    let statement = |what: &str| allow(format!("{what}{}", of.name));
    let sources = |of: &Direction<'_>| of.buckets.iter().map(|(from, _)| from.arn()).collect::<Vec<Value>>();
    let inside = |bucket: &Handle| text![bucket.arn(), "/*"];
    let with_key = |what, (key, region): (&Handle, &str), actions: &[&'static str]| {
        statement(what).actions(actions.iter().copied()).on(key.arn()).when(
            "StringEquals",
            "kms:ViaService",
            [format!("s3.{region}.amazonaws.com")],
        )
    };
    [
        statement("Sources").actions(["s3:GetReplicationConfiguration", "s3:ListBucket"]).on_all(sources(of)),
        statement("Originals")
            .actions([
                "s3:GetObjectLegalHold",
                "s3:GetObjectRetention",
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionTagging",
            ])
            .on_all(of.buckets.iter().map(|(from, _)| inside(from)).collect::<Vec<Value>>()),
        statement("Copies")
            .actions(["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"])
            .on_all(of.buckets.iter().map(|(_, to)| inside(to)).collect::<Vec<Value>>()),
        with_key("Decrypt", of.from, &["kms:Decrypt"]),
        with_key("Encrypt", of.to, &["kms:Encrypt", "kms:GenerateDataKey"]),
    ]
}
