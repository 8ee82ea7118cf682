//! `aws_iam_role` of the EC2 instances that containers run on, and their instance profile.

use polder_cloud::{Handle, Policy, allow, body, text};

use crate::compute::app_context::AppContext;
use crate::iam::iam_role::prefix;
use crate::names::{arn_here, local};

/// The role of the instances.
pub(crate) struct MachineRole {
    /// `aws_iam_instance_profile`.
    pub(crate) profile: Handle,
    /// The role's policy: instances depend on it.
    pub(crate) policy: Handle,
}

/// Writes the role of a site's instances. It has no permissions for images, logs and secrets: the agent uses
/// the execution role of each task for those.
pub(crate) fn machine_role(context: &AppContext<'_>, cluster: &Handle) -> MachineRole {
    let s = context.s;
    let role = s.resource(
        "aws_iam_role",
        "machine",
        body! {
            name = text![prefix(s, context.design, context.site), "-machine"];
            description = "Registers instances with their cluster";
            assume_role_policy = Policy::of([
                allow("Machines").to_service("ec2.amazonaws.com").actions(["sts:AssumeRole"]),
            ]);
        },
    );
    let policy = s.resource(
        "aws_iam_role_policy",
        "machine",
        body! {
            name = "cluster";
            role = role.id();
            policy = Policy::of([
                // The only action without resource-level permissions: discovering the endpoint.
                allow("FindTheEngine").actions(["ecs:DiscoverPollEndpoint"]).on("*"),
                allow("BelongToTheCluster")
                    .actions([
                        "ecs:DeregisterContainerInstance",
                        "ecs:RegisterContainerInstance",
                        "ecs:SubmitAttachmentStateChanges",
                        "ecs:SubmitContainerStateChange",
                        "ecs:SubmitTaskStateChange",
                    ])
                    .on(cluster.arn()),
                allow("TakeWork")
                    .actions(["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"])
                    .on(arn_here("ecs", text!["container-instance/", cluster.mention("name", local("name")), "/*"])),
            ]);
        },
    );
    let profile = s.resource(
        "aws_iam_instance_profile",
        "machine",
        body! {
            name = text![prefix(s, context.design, context.site), "-machine"];
            role = role.name();
        },
    );
    MachineRole { profile, policy }
}
