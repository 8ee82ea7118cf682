//! Cost.

use polder_design::MachineKind;

use crate::requirement::Requirement;
use crate::selector::{ANY, Condition, Selector, Subject, selector, takes_tags};

pub(crate) fn rows() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "COST-RI",
            "reserved capacity for constant load",
            "reservations for databases, caches and instances are recommended, with their savings",
            &[],
        )
        .later("the optimizer of commitments, over the bill"),
        row(
            "COST-AS",
            "capacity follows the load",
            "services, workers, functions and the storage of databases grow and shrink within limits that follow from the \
             forecast",
            SCALING,
        ),
        row(
            "COST-SP",
            "Savings Plans for variable load",
            "Savings Plans are recommended for the same forecast, together with the reservations",
            &[],
        )
        .later("the optimizer of commitments, over the bill"),
        row(
            "COST-SPOT",
            "Spot capacity for interruptible work",
            "all work that is marked interruptible runs on Spot, and no other does",
            SPOT,
        ),
        row(
            "COST-DT",
            "low data transfer cost",
            "placement and endpoints minimize the bill, and each billed flow is listed with its price",
            TRANSFER,
        )
        .later("the bill, flow by flow"),
        row(
            "COST-TAG",
            "tags on all resources",
            "each taggable resource has all tags, and costs are allocated by them",
            TAGS,
        ),
    ]
}

const SCALING: &[Selector] = &[
    selector("aws_appautoscaling_target", "sets the limits of a service"),
    selector("aws_appautoscaling_policy", "scales with the load"),
    selector("aws_appautoscaling_scheduled_action", "scales on a schedule"),
    selector("aws_autoscaling_group", "adds and removes instances").conditions(&[Condition::Has("max_size")]),
    selector("aws_ecs_capacity_provider", "adds instances as containers need them")
        .conditions(&[Condition::Is("auto_scaling_group_provider.managed_scaling.status", "ENABLED")]),
    selector("aws_eks_node_group", "adds and removes instances")
        .conditions(&[Condition::Has("scaling_config")]),
    selector("aws_db_instance", "has storage autoscaling")
        .conditions(&[Condition::AtLeast("max_allocated_storage", 1)]),
    selector("aws_rds_cluster", "has storage that grows automatically"),
    selector("aws_lambda_event_source_mapping", "scales functions with the number of messages"),
];

const SPOT: &[Selector] = &[
    selector("aws_ecs_service", "runs on Spot")
        .conditions(&[Condition::Is("capacity_provider_strategy.capacity_provider", "FARGATE_SPOT")]),
    selector("aws_ecs_service", "runs on Spot Instances").fits(is_on_spare_machines),
    selector("aws_autoscaling_group", "has Spot Instances").conditions(&[Condition::Is(
        "mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity",
        "0",
    )]),
    selector("aws_eks_node_group", "has Spot Instances")
        .conditions(&[Condition::Is("capacity_type", "SPOT")]),
    selector("aws_ecs_cluster_capacity_providers", "provides Spot capacity for interruptible tasks only")
        .conditions(&[Condition::Is("capacity_providers", "FARGATE_SPOT")]),
];

/// A service refers to machines by the name of their capacity provider.
fn is_on_spare_machines(subject: &Subject<'_, '_>) -> bool {
    let strategies = subject.resource.blocks("capacity_provider_strategy");
    let providers = strategies.iter().filter_map(|strategy| strategy.target("capacity_provider"));
    providers.into_iter().any(|provider| provider.address().name == MachineKind::Interruptible.name())
}

const TRANSFER: &[Selector] = &[
    selector("aws_vpc_endpoint", "keeps traffic to AWS off the NAT gateways"),
    selector("aws_nat_gateway", "keeps outbound traffic inside its zone"),
    selector("aws_cloudfront_distribution", "serves from the edge instead of each region")
        .conditions(&[Condition::Has("price_class")]),
];

const TAGS: &[Selector] = &[
    selector("aws_ce_cost_allocation_tag", "allocates costs by a tag"),
    selector("aws_autoscaling_group", "tags its instances").conditions(&[Condition::Has("tag")]),
    selector(ANY, "carries tags").fits(is_tagged),
];

/// The provider adds default tags to every taggable resource.
fn is_tagged(subject: &Subject<'_, '_>) -> bool {
    takes_tags(subject) && subject.resource.stack().locals.iter().any(|local| local.name == "tags")
}
