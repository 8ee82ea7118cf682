//! `aws_iam_role` of the machines that containers run on, and the profile by which machines get it.

use polder_cloud::{Handle, Policy, allow, body, text};

use crate::compute::app_context::AppContext;
use crate::iam::iam_role::prefix;
use crate::names::{arn_here, local};

/// What a machine is to the provider.
pub(crate) struct MachineRole {
    /// `aws_iam_instance_profile`.
    pub(crate) profile: Handle,
    /// What gives the role its rights: no machine works before.
    pub(crate) policy: Handle,
}

/// Writes the role of a site's machines. Images, logs and secrets are not in it: the agent fetches those in the name of
/// each process, with that process's own role.
pub(crate) fn machine_role(place: &AppContext<'_>, cluster: &Handle) -> MachineRole {
    let s = place.s;
    let role = s.resource(
        "aws_iam_role",
        "machine",
        body! {
            name = text![prefix(s, place.design, place.site), "-machine"];
            description = "What a machine may do: belong to its cluster";
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
                // The one action that knows no resource: where to ask.
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
            name = text![prefix(s, place.design, place.site), "-machine"];
            role = role.name();
        },
    );
    MachineRole { profile, policy }
}
