//! `aws_ecs_capacity_provider`: lets ECS scale the instances of a pool.

use polder_cloud::{Handle, body, text};
use polder_design::{Component, MachineKind, Machines};

use crate::compute::app_context::AppContext;
use crate::compute::ec2::autoscaling_group::autoscaling_group;
use crate::compute::ec2::launch_template::{image, launch_template};
use crate::compute::ec2::machine_figures::Figures;
use crate::compute::ec2::machine_role::machine_role;
use crate::handles::Pool;
use crate::names::local;

/// The target utilization of the instances, in percent. The sizing rule already leaves headroom in the
/// minimum.
const TARGET_PERCENT: u64 = 100;

/// The maximum number of instances that start at once: one zone's share of a large site.
const STEP_MAX: u64 = 10;

/// Writes the instances of a site and their capacity providers.
pub(crate) fn pools(context: &AppContext<'_>, cluster: &Handle) -> Vec<Pool> {
    let s = context.s;
    if context.site.machines.is_empty() {
        return vec![];
    }
    s.file(
        "machines",
        "EC2 instances for containers: a pool for processes that must not be interrupted, and one of Spot\n\
         Instances for the others. ECS adds an instance when a task cannot be placed, and drains an instance\n\
         before it is terminated. Nobody can log in to an instance, no port is open, and its role may only\n\
         register it with its cluster.",
    );
    let role = machine_role(context, cluster);
    let image = image(context);
    let pool = |machines: &Machines| {
        let _machines = context.s.part(Component::Machines(machines.kind));
        let figures = Figures::of(context, machines);
        let template = launch_template(context, machines.kind, &figures, &image, cluster, &role);
        let group = autoscaling_group(context, machines.kind, &figures, &template, &role);
        Pool { kind: machines.kind, provider: provider(context, machines.kind, &group) }
    };
    context.site.machines.iter().map(pool).collect()
}

fn provider(context: &AppContext<'_>, kind: MachineKind, group: &Handle) -> Handle {
    let s = context.s;
    let provider = s.resource(
        "aws_ecs_capacity_provider",
        kind.name(),
        body! {
            /// The kind comes first: AWS rejects names that begin with `aws`, `ecs` or `fargate`.
            name = text![format!("{}-", kind.name()), local("name")];
            auto_scaling_group_provider {
                auto_scaling_group_arn = group.arn();
                managed_draining = "ENABLED";
                managed_termination_protection = "ENABLED";
                managed_scaling {
                    status = "ENABLED";
                    target_capacity = TARGET_PERCENT;
                    minimum_scaling_step_size = 1;
                    maximum_scaling_step_size = STEP_MAX;
                    instance_warmup_period = context.design.timings.scaling.machine_warm_up.as_seconds();
                }
            }
        },
    );
    s.expect(
        format!("instances of the {} pool must not be terminated while tasks run on them", kind.name()),
        group.get("protect_from_scale_in"),
        true,
    );
    s.expect(
        format!("instances of the {} pool must be drained before they are terminated", kind.name()),
        provider.get("auto_scaling_group_provider").at(0).field("managed_draining"),
        "ENABLED",
    );
    provider
}
