//! `aws_autoscaling_group`: the EC2 instances of a pool, across the availability zones of a site.

use polder_cloud::{Handle, Value, body, list};
use polder_design::MachineKind;

use crate::compute::app_context::AppContext;
use crate::compute::ec2::machine_figures::Figures;
use crate::compute::ec2::machine_role::MachineRole;
use crate::names::named;

/// The metrics that the group reports.
const REPORTS: [&str; 5] = [
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupPendingInstances",
    "GroupTerminatingInstances",
];

/// Writes the group of a pool.
pub(crate) fn autoscaling_group(
    context: &AppContext<'_>,
    kind: MachineKind,
    figures: &Figures,
    template: &Handle,
    role: &MachineRole,
) -> Handle {
    let s = context.s;
    let spare = kind == MachineKind::Interruptible;
    let warm_up = context.design.timings.scaling.machine_warm_up.as_seconds();
    let kind = kind.name();
    let version = || template.get("latest_version");
    s.resource(
        "aws_autoscaling_group",
        kind,
        body! {
            name = named(format!("-{kind}"));
            min_size = &figures.min;
            desired_capacity = &figures.desired;
            max_size = &figures.max;
            vpc_zone_identifier = context.subnets();
            health_check_type = "EC2";
            health_check_grace_period = warm_up;
            default_instance_warmup = warm_up;
            /// ECS removes the scale-in protection from an instance that no longer runs tasks.
            protect_from_scale_in = true;
            /// A Spot Instance at elevated risk of interruption is replaced in advance.
            capacity_rebalance = spare.then_some(true);
            metrics_granularity = "1Minute";
            enabled_metrics = REPORTS;
            wait_for_capacity_timeout = "0";
            if !spare => launch_template {
                id = template.id();
                version = version();
            }
            if spare => mixed_instances_policy {
                instances_distribution {
                    /// Spot capacity only, from the pools that are cheap and rarely interrupted.
                    on_demand_base_capacity = 0;
                    on_demand_percentage_above_base_capacity = 0;
                    spot_allocation_strategy = "price-capacity-optimized";
                }
                launch_template {
                    launch_template_specification {
                        launch_template_id = template.id();
                        version = version();
                    }
                    for class in &figures.classes => override {
                        instance_type = class;
                    }
                }
            }
            instance_refresh {
                strategy = "Rolling";
                preferences {
                    /// A new instance is launched before an old one is terminated, and ECS moves the tasks.
                    min_healthy_percentage = 100;
                    max_healthy_percentage = 110;
                    scale_in_protected_instances = "Refresh";
                    skip_matching = true;
                    auto_rollback = true;
                }
            }
            /// ECS adds this tag; without it here each plan would remove it.
            tag {
                key = "AmazonECSManaged";
                value = "true";
                propagate_at_launch = true;
            }
            tag {
                key = "Name";
                value = named(format!("-{kind}"));
                propagate_at_launch = true;
            }
            /// ECS sets the desired capacity, within the limits.
            lifecycle {
                ignore_changes = list![Value::expression("desired_capacity")];
            }
            depends_on = list![role.policy.whole()];
        },
    )
}
