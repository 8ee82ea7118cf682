//! The roles of the delivery pipeline: one that plans and one that applies, for one repository and
//! environment.

use polder_cloud::{Handle, Policy, Principals, Statement, Value, allow, body, text};
use polder_design::delivery::{self, BRANCH, Phase};
use polder_design::{Account, Component, Design};

use crate::draft::Draft;
use crate::iam::administrator_policy::ISSUER;
use crate::pipeline::workflow::{self, AUDIENCE};
use crate::pipeline::{apply_role, bootstrap_arns, boundary_policy, plan_role};

/// Writes the pipeline's roles in an account.
pub(crate) fn deploy_roles(s: &Draft, design: &Design, of: &Account) {
    s.file(
        "deploy_roles",
        "The pipeline has no keys: GitHub issues a signed token with the repository, the branch and the\n\
         environment of a run, which may assume one of two roles for an hour. One reads and plans, in an\n\
         environment without approval; the other applies, only in this account's environment, which engineers\n\
         approve. The second accepts runs of the main branch only, and so does the first in an account with\n\
         customers and in the management account: a plan runs the code of the stacks.",
    );
    let repository = workflow::repository(s);
    let provider = identity_provider(s, of);
    s.local("environment", &of.name);
    // The environment of the jobs that `polder init --ci github` writes. Plans read what the stacks refer to,
    // and need no approval.
    let subject = |phase: Phase| {
        let environment =
            text!["environment:", Value::Local("environment".into()), phase.environment_suffix()];
        text!["repo:", &repository, ":", environment]
    };
    let role = |phase, description| {
        let merged = phase == Phase::Apply || !delivery::plans_pull_requests(of);
        role(s, design, phase, description, pipeline(&provider, subject(phase), merged))
    };
    let plan = role(Phase::Plan, "Plans; read-only.");
    let apply = role(Phase::Apply, "Applies approved plans.");
    let of_plan = s.part(Component::Delivery(Phase::Plan));
    plan_role::planning(s, design, of, &plan);
    drop(of_plan);
    let of_apply = s.part(Component::Delivery(Phase::Apply));
    apply_role::applying(s, design, of, &apply);
    drop(of_apply);
    boundary_policy::permissions_boundary(s, design);
    let trust = apply.get("max_session_duration");
    s.expect(
        "sessions of the pipeline are shorter or longer than its jobs",
        trust,
        i64::from(Phase::Apply.session_seconds()),
    );
}

/// The ARN of the identity provider, which the account may have already: there can be one for each issuer, and its ARN follows from it.
fn identity_provider(s: &Draft, of: &Account) -> Value {
    if of.identity_provider_exists {
        return bootstrap_arns::provider_of_the_account();
    }
    let provider = s.resource(
        "aws_iam_openid_connect_provider",
        "github",
        body! {
            url = format!("https://{ISSUER}");
            client_id_list = [AUDIENCE];
        },
    );
    provider.arn()
}

/// Who may assume a role: jobs of the repository in an environment, and only on the main branch if they run `merged`
/// code. Otherwise whoever can push a branch could run any code with the role.
fn pipeline(provider: &Value, subject: Value, merged: bool) -> Statement {
    let jobs = allow("Pipeline")
        .to(Principals::federated(vec![provider.clone()]))
        .actions(["sts:AssumeRoleWithWebIdentity"])
        .when("StringEquals", format!("{ISSUER}:aud"), [AUDIENCE])
        .when("StringLike", format!("{ISSUER}:sub"), [subject]);
    // STS compares this claim since January 2026. Source: AWS, IAM User Guide, "Available keys for AWS OIDC federation".
    let branch = format!("refs/heads/{BRANCH}");
    if merged { jobs.when("StringEquals", format!("{ISSUER}:ref"), [branch]) } else { jobs }
}

fn role(s: &Draft, design: &Design, phase: Phase, description: &'static str, trust: Statement) -> Handle {
    let _phase = s.part(Component::Delivery(phase));
    s.resource(
        "aws_iam_role",
        phase.word(),
        body! {
            name = phase.role(design);
            description = description;
            max_session_duration = i64::from(phase.session_seconds());
            assume_role_policy = Policy::of([trust]);
        },
    )
}
