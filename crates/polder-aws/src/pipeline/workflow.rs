//! How the workflows of a repository get access to an account: the roles of `deploy_role`, assumed with OIDC,
//! and the script that releases functions.

use polder_cloud::provider::{Action, AssumeRole, WorkflowModel};
use polder_cloud::{Value, Variable};
use polder_design::delivery::REPOSITORY_VARIABLE;

use crate::draft::Draft;

/// The audience of a job's token: the pipeline's roles accept no other.
pub(crate) const AUDIENCE: &str = "sts.amazonaws.com";

/// The commands and settings of workflows on AWS.
pub(crate) const WORKFLOW: WorkflowModel = WorkflowModel {
    audience: AUDIENCE,
    action: Action {
        name: "aws-actions/configure-aws-credentials",
        commit: "8df5847569e6427dd6c4fb1cf565c83acfa8afa7",
        version: "v6.0.0",
    },
    inputs,
    release: include_str!("../../scripts/functions.sh"),
    prerequisites: include_str!("../../scripts/prerequisites.sh"),
    rollout: include_str!("../../scripts/rollout.sh"),
};

/// The repository of the pipeline, as a variable of the stack.
pub(crate) fn repository(s: &Draft) -> Value {
    s.variable(Variable {
        name: REPOSITORY_VARIABLE.into(),
        kind: "string".into(),
        description: "Repository of the pipeline, as `owner/name`.".into(),
        default: Value::Null,
        sensitive: false,
        pattern: Some(("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", "A repository has an owner and a name.")),
        example: "example/platform".into(),
    })
}

fn inputs(of: &AssumeRole<'_>) -> Vec<(&'static str, String)> {
    vec![
        ("role-to-assume", format!("arn:aws:iam::{}:role/{}", of.account, of.role)),
        ("role-session-name", of.session.to_owned()),
        // At most the maximum of the role, which may be twelve hours where a token of a web identity assumes it. Source: AWS,
        // STS API, AssumeRoleWithWebIdentity. The default of the action is an hour.
        ("role-duration-seconds", of.seconds.to_string()),
        ("aws-region", of.region.to_owned()),
        ("audience", AUDIENCE.to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use polder_design::delivery::{FUNCTIONS_BUCKET_OUTPUT, FUNCTIONS_SIGNER_OUTPUT};

    use super::*;

    #[test]
    fn the_script_reads_the_outputs_of_the_stacks() {
        for output in [FUNCTIONS_BUCKET_OUTPUT, FUNCTIONS_SIGNER_OUTPUT] {
            assert!(WORKFLOW.release.contains(&format!(" output -raw {output})")), "{output}");
        }
    }

    /// Terraform itself protects a resource only as long as its block is in the module.
    #[test]
    fn the_script_finds_each_loss_of_what_cannot_be_made_again() {
        let (_, after) = WORKFLOW.prerequisites.split_once("select(.type | IN(").expect("a list of kinds");
        let (list, _) = after.split_once("))").expect("its end");
        let listed: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
        let kinds = crate::kinds::irreplaceable();
        assert_eq!(listed, kinds.collect::<Vec<_>>());
    }
}
