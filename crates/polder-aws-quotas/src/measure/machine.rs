//! Virtual processors of EC2 instances, by the families that quotas distinguish.
//!
//! Source: Amazon EC2 User Guide, "EC2 instance type quotas"; Amazon EC2 Instance Types Guide, tables of vCPUs by size.

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::amount::Amount;
use crate::weigh::{number, number_or};

/// The families of instance types that share a quota.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// A, C, D, H, I, M, R, T, Z.
    Standard,
    /// G and VT.
    Graphics,
    /// P.
    Accelerated,
    /// X.
    Memory,
    /// Any other.
    Other,
}

/// How an instance is bought.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Market {
    OnDemand,
    Spot,
}

/// Defines the measures of a quota for each kind of resource that runs instances.
macro_rules! measures {
    ($($instance:ident $group:ident $nodes:ident: $family:ident $market:ident;)*) => {
        $(
            /// The vCPUs of an instance.
            pub(crate) fn $instance(view: &View<'_, '_>) -> Amount {
                of_instance(view, Family::$family, Market::$market)
            }

            /// The vCPUs of an Auto Scaling group at its maximum size.
            pub(crate) fn $group(view: &View<'_, '_>) -> Amount {
                of_group(view, Family::$family, Market::$market)
            }

            /// The vCPUs of a node group at its maximum size.
            pub(crate) fn $nodes(view: &View<'_, '_>) -> Amount {
                of_nodes(view, Family::$family, Market::$market)
            }
        )*
    };
}

measures! {
    standard_instance standard_group standard_nodes: Standard OnDemand;
    graphics_instance graphics_group graphics_nodes: Graphics OnDemand;
    accelerated_instance accelerated_group accelerated_nodes: Accelerated OnDemand;
    memory_instance memory_group memory_nodes: Memory OnDemand;
    spot_instance spot_group spot_nodes: Standard Spot;
}

fn of_instance(view: &View<'_, '_>, family: Family, market: Market) -> Amount {
    let spot = view
        .block("instance_market_options")
        .is_some_and(|it| it.text("market_type").as_deref() == Some("spot"));
    if spot != (market == Market::Spot) || view.text("tenancy").as_deref() == Some("host") {
        return Amount::NONE;
    }
    match view.get("instance_type") {
        Resolved::Absent => {
            view.block("launch_template").map_or(Amount::UNKNOWN, |it| of_template(&it, family))
        }
        class => of_class(&class, family),
    }
}

fn of_group(view: &View<'_, '_>, family: Family, market: Market) -> Amount {
    let size = number(view, "max_size");
    let Some(policy) = view.block("mixed_instances_policy") else {
        if market == Market::Spot {
            return Amount::NONE;
        }
        let template = view.block("launch_template").map(|it| of_template(&it, family));
        let configuration =
            || view.target("launch_configuration").map(|it| of_class(&it.get("instance_type"), family));
        return template.or_else(configuration).unwrap_or(Amount::UNKNOWN).times(size);
    };
    let template = policy.block("launch_template");
    let overrides: Vec<View<'_, '_>> = template.iter().flat_map(|it| it.blocks("override")).collect();
    let specification = template.and_then(|it| it.block("launch_template_specification"));
    let one = if overrides.is_empty() {
        specification.map_or(Amount::UNKNOWN, |it| of_template(&it, family))
    } else {
        // Any of the classes may be all of the group.
        largest(overrides.iter().map(|it| of_class(&it.get("instance_type"), family)))
    };
    one.times(share(&policy, size, market))
}

/// The instances of a group that are bought in one way.
fn share(policy: &View<'_, '_>, size: Amount, market: Market) -> Amount {
    let distribution = policy.block("instances_distribution");
    let part = |name: &str, default: u64| {
        distribution.as_ref().map_or(Amount::exactly(default), |it| number_or(it, name, default))
    };
    let base = part("on_demand_base_capacity", 0);
    let percent = part("on_demand_percentage_above_base_capacity", 100);
    let (Some(size), Some(base), Some(percent)) = (size.known(), base.known(), percent.known()) else {
        return Amount::up_to(size.most);
    };
    let above = size.saturating_sub(base).saturating_mul(percent).div_ceil(100);
    let on_demand = base.min(size).saturating_add(above);
    Amount::exactly(match market {
        Market::OnDemand => on_demand,
        Market::Spot => size.saturating_sub(on_demand),
    })
}

fn of_nodes(view: &View<'_, '_>, family: Family, market: Market) -> Amount {
    let spot = view.text("capacity_type").as_deref() == Some("SPOT");
    if spot != (market == Market::Spot) {
        return Amount::NONE;
    }
    let size = nodes_max(view);
    let one = match view.get("instance_types") {
        Resolved::List(classes) if !classes.is_empty() => {
            largest(classes.iter().map(|class| of_class(class, family)))
        }
        _ => match view.block("launch_template") {
            Some(template) => of_template(&template, family),
            // The default of managed node groups.
            None => of_class(&Resolved::Text("t3.medium".into()), family),
        },
    };
    one.times(size)
}

/// The maximum number of nodes of a node group.
pub(crate) fn nodes_max(view: &View<'_, '_>) -> Amount {
    view.block("scaling_config").map_or(Amount::UNKNOWN, |it| number(&it, "max_size"))
}

/// The vCPUs of an instance of a launch template.
fn of_template(reference: &View<'_, '_>, family: Family) -> Amount {
    let names = ["id", "name", "launch_template_id", "launch_template_name"];
    let target = names.into_iter().find_map(|name| reference.target(name)).filter(View::is_managed);
    target.map_or(Amount::UNKNOWN, |it| of_class(&it.get("instance_type"), family))
}

fn largest(amounts: impl Iterator<Item = Amount>) -> Amount {
    amounts.reduce(Amount::or_more).unwrap_or(Amount::UNKNOWN)
}

fn of_class(class: &Resolved<'_>, family: Family) -> Amount {
    match class {
        Resolved::Text(class) if family_of(class) == family => Amount::from_known(vcpus(class)),
        Resolved::Text(_) => Amount::NONE,
        _ => Amount::UNKNOWN,
    }
}

fn family_of(class: &str) -> Family {
    let series = class.split('.').next().unwrap_or(class);
    let letters: String = series.chars().take_while(char::is_ascii_lowercase).collect();
    match letters.as_str() {
        "a" | "c" | "d" | "h" | "i" | "im" | "is" | "m" | "r" | "t" | "z" => Family::Standard,
        "g" | "gr" | "vt" => Family::Graphics,
        "p" => Family::Accelerated,
        "x" => Family::Memory,
        _ => Family::Other,
    }
}

/// The vCPUs of an instance type. They follow from its size, except for metal sizes.
fn vcpus(class: &str) -> Option<u64> {
    let (series, size) = class.split_once('.')?;
    match size {
        "nano" | "micro" | "small" => {
            Some(if series.starts_with("t3") || series.starts_with("t4") { 2 } else { 1 })
        }
        "medium" => Some(if series.starts_with('t') { 2 } else { 1 }),
        "large" => Some(2),
        "xlarge" => Some(4),
        _ => {
            let factor = size
                .strip_prefix("metal-")
                .unwrap_or(size)
                .strip_suffix("xl")
                .or_else(|| size.strip_suffix("xlarge"))?;
            factor.parse::<u64>().ok()?.checked_mul(4)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, family_of, vcpus};

    #[test]
    fn vcpus_follow_from_the_size() {
        let cases = [
            ("t2.micro", Some(1)),
            ("t3.nano", Some(2)),
            ("t4g.medium", Some(2)),
            ("m7g.medium", Some(1)),
            ("m7g.large", Some(2)),
            ("c7g.xlarge", Some(4)),
            ("r6i.16xlarge", Some(64)),
            ("m7i.metal-24xl", Some(96)),
            ("m5.metal", None),
            ("large", None),
        ];
        for (class, expected) in cases {
            assert_eq!(vcpus(class), expected, "{class}");
        }
    }

    #[test]
    fn families_share_a_quota() {
        assert!(family_of("im4gn.large") == Family::Standard && family_of("c7gn.large") == Family::Standard);
        assert!(
            family_of("g5.xlarge") == Family::Graphics && family_of("p5.48xlarge") == Family::Accelerated
        );
        assert!(family_of("x2idn.16xlarge") == Family::Memory && family_of("mac2.metal") == Family::Other);
    }
}
