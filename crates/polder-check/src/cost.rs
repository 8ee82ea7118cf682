//! Cost: paying less for the same.

use polder_design::MachineKind;

use crate::requirement::Requirement;
use crate::speaker::{ANY, Need, Speaker, Subject, speaker, takes_tags};

pub(crate) fn rows() -> Vec<Requirement> {
    let row = Requirement::new;
    vec![
        row(
            "COST-RI",
            "reserved capacity for load that is always there",
            "reservations for databases, caches and machines are recommended, with what they save",
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
            "savings plans for load that varies",
            "savings plans are recommended over the same forecast, together with the reservations",
            &[],
        )
        .later("the optimizer of commitments, over the bill"),
        row(
            "COST-SPOT",
            "Spot capacity for work that may be interrupted",
            "all work that is marked so runs on Spot, and no other does",
            SPOT,
        ),
        row(
            "COST-DT",
            "little paid for data on the way",
            "places and endpoints are chosen for the smallest bill, and each flow that costs is listed with its price",
            TRANSFER,
        )
        .later("the bill, flow by flow"),
        row(
            "COST-TAG",
            "tags on everything",
            "each resource that takes tags carries the whole set, and bills are split by it",
            TAGS,
        ),
    ]
}

const SCALING: &[Speaker] = &[
    speaker("aws_appautoscaling_target", "sets the limits of a service"),
    speaker("aws_appautoscaling_policy", "follows the load"),
    speaker("aws_appautoscaling_scheduled_action", "follows the clock"),
    speaker("aws_autoscaling_group", "adds and removes machines").needs(&[Need::Has("max_size")]),
    speaker("aws_ecs_capacity_provider", "adds machines as containers need them")
        .needs(&[Need::Is("auto_scaling_group_provider.managed_scaling.status", "ENABLED")]),
    speaker("aws_eks_node_group", "adds and removes machines").needs(&[Need::Has("scaling_config")]),
    speaker("aws_db_instance", "grows its storage").needs(&[Need::AtLeast("max_allocated_storage", 1)]),
    speaker("aws_rds_cluster", "grows its storage by itself"),
    speaker("aws_lambda_event_source_mapping", "starts as many functions as messages need"),
];

const SPOT: &[Speaker] = &[
    speaker("aws_ecs_service", "runs on Spot")
        .needs(&[Need::Is("capacity_provider_strategy.capacity_provider", "FARGATE_SPOT")]),
    speaker("aws_ecs_service", "runs on machines of the Spot market").fits(is_on_spare_machines),
    speaker("aws_autoscaling_group", "holds machines of the Spot market").needs(&[Need::Is(
        "mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity",
        "0",
    )]),
    speaker("aws_eks_node_group", "holds machines of the Spot market")
        .needs(&[Need::Is("capacity_type", "SPOT")]),
    speaker(
        "aws_ecs_cluster_capacity_providers",
        "offers Spot to what may be interrupted, and nothing to the rest",
    )
    .needs(&[Need::Is("capacity_providers", "FARGATE_SPOT")]),
];

/// A service asks for machines by the name of their capacity provider.
fn is_on_spare_machines(subject: &Subject<'_, '_>) -> bool {
    let strategies = subject.resource.blocks("capacity_provider_strategy");
    let providers = strategies.iter().filter_map(|strategy| strategy.target("capacity_provider"));
    providers.into_iter().any(|provider| provider.address().name == MachineKind::Interruptible.name())
}

const TRANSFER: &[Speaker] = &[
    speaker("aws_vpc_endpoint", "keeps traffic to AWS off the NAT gateways"),
    speaker("aws_nat_gateway", "keeps traffic to the internet inside its zone"),
    speaker("aws_cloudfront_distribution", "serves from the edge what else each region would send")
        .needs(&[Need::Has("price_class")]),
];

const TAGS: &[Speaker] = &[
    speaker("aws_ce_cost_allocation_tag", "splits bills by a tag"),
    speaker("aws_autoscaling_group", "tags its machines").needs(&[Need::Has("tag")]),
    speaker(ANY, "carries tags").fits(is_tagged),
];

/// The provider puts the stack's tags on whatever takes tags.
fn is_tagged(subject: &Subject<'_, '_>) -> bool {
    takes_tags(subject) && subject.resource.stack().locals.iter().any(|local| local.name == "tags")
}
