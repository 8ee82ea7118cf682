//! The purchase options of the instances of a group.

use polder_cloud::View;
use polder_inventory::compute::PurchaseOptions;
use polder_inventory::model::{Known, Text};

use crate::value::{number_or, text_or};

/// All On-Demand, or all Spot.
pub(super) fn of_one_kind(spare: Known<bool>) -> PurchaseOptions {
    PurchaseOptions {
        on_demand_base: Known::Value(0),
        on_demand_percent: spare.map(|spare| if spare { 0 } else { 100 }),
        spot_strategy: spare.map(|spare| spare.then_some(Text::new_static("lowest-price"))),
    }
}

/// The block `instances_distribution`: all On-Demand by default. Source: Terraform AWS provider,
/// `aws_autoscaling_group`, `instances_distribution`.
pub(super) fn mixed(policy: View<'_, '_>) -> PurchaseOptions {
    let Some(distribution) = policy.block("instances_distribution") else {
        return of_one_kind(Known::Value(false));
    };
    let percent = number_or(distribution, "on_demand_percentage_above_base_capacity", 100);
    PurchaseOptions {
        on_demand_base: number_or(distribution, "on_demand_base_capacity", 0),
        on_demand_percent: percent,
        spot_strategy: text_or(distribution, "spot_allocation_strategy", "lowest-price")
            .and_then(|word| percent.map(|percent| (percent < 100).then_some(word))),
    }
}
