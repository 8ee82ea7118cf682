//! Rules of security groups. AWS counts them for each direction, and for IPv4 and IPv6 separately. A rule with a
//! security group or a prefix list counts for both; a prefix list counts with the number of its entries.

use std::collections::BTreeSet;

use polder_cloud::View;
use polder_cloud::index::Resolved;

use crate::amount::Amount;
use crate::weigh::{is_computed, is_set, is_unknown, items, number};

/// The entries that a prefix list of AWS counts as, by a part of its name. Source: Amazon VPC User Guide, "AWS-managed
/// prefix lists", column "Weight".
const WEIGHTS: [(&str, u64); 7] = [
    ("cloudfront.origin-facing", 55),
    ("route53-healthchecks", 25),
    ("groundstation", 5),
    ("vpc-lattice", 10),
    ("ec2-instance-connect", 2),
    (".dynamodb", 1),
    (".s3", 1),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Four,
    Six,
}

/// A rule of its own for IPv4.
pub(crate) fn rule_v4(view: &View<'_, '_>) -> Amount {
    rule(view, Family::Four)
}

/// A rule of its own for IPv6.
pub(crate) fn rule_v6(view: &View<'_, '_>) -> Amount {
    rule(view, Family::Six)
}

fn rule(view: &View<'_, '_>, family: Family) -> Amount {
    let (own, other) = match family {
        Family::Four => ("cidr_ipv4", "cidr_ipv6"),
        Family::Six => ("cidr_ipv6", "cidr_ipv4"),
    };
    // A value that is known after apply is set.
    let has = |name: &str| is_set(view, name) != Some(false);
    if has("prefix_list_id") {
        return prefix_list(view, "prefix_list_id");
    }
    let counts = has("referenced_security_group_id") || has(own) || !has(other);
    Amount::exactly(u64::from(counts))
}

/// An older rule that lets traffic in, for IPv4.
pub(crate) fn old_inbound_v4(view: &View<'_, '_>) -> Amount {
    old(view, "ingress", Family::Four)
}

/// An older rule that lets traffic in, for IPv6.
pub(crate) fn old_inbound_v6(view: &View<'_, '_>) -> Amount {
    old(view, "ingress", Family::Six)
}

/// An older rule that lets traffic out, for IPv4.
pub(crate) fn old_outbound_v4(view: &View<'_, '_>) -> Amount {
    old(view, "egress", Family::Four)
}

/// An older rule that lets traffic out, for IPv6.
pub(crate) fn old_outbound_v6(view: &View<'_, '_>) -> Amount {
    old(view, "egress", Family::Six)
}

fn old(view: &View<'_, '_>, direction: &str, family: Family) -> Amount {
    match view.get("type") {
        Resolved::Text(own) if own != direction => Amount::NONE,
        Resolved::Text(_) => ranges(view, family, &["source_security_group_id"]),
        _ => Amount::UNKNOWN,
    }
}

/// Inline rules that let traffic in, for IPv4.
pub(crate) fn inline_inbound_v4(view: &View<'_, '_>) -> Amount {
    inline(view, "ingress", Family::Four)
}

/// Inline rules that let traffic in, for IPv6.
pub(crate) fn inline_inbound_v6(view: &View<'_, '_>) -> Amount {
    inline(view, "ingress", Family::Six)
}

/// Inline rules that let traffic out, for IPv4.
pub(crate) fn inline_outbound_v4(view: &View<'_, '_>) -> Amount {
    inline(view, "egress", Family::Four)
}

/// Inline rules that let traffic out, for IPv6.
pub(crate) fn inline_outbound_v6(view: &View<'_, '_>) -> Amount {
    inline(view, "egress", Family::Six)
}

fn inline(view: &View<'_, '_>, block: &str, family: Family) -> Amount {
    if is_unknown(view, block) {
        // The provider computes the rules of a group without inline rules from those of their own.
        return if is_computed(view, block) { Amount::NONE } else { Amount::UNKNOWN };
    }
    view.blocks(block).iter().map(|it| ranges(it, family, &["security_groups"])).sum()
}

/// The sources or destinations of one rule, each of which AWS counts.
fn ranges(view: &View<'_, '_>, family: Family, groups: &[&str]) -> Amount {
    let own = match family {
        Family::Four => "cidr_blocks",
        Family::Six => "ipv6_cidr_blocks",
    };
    let itself = Amount::exactly(u64::from(view.truth("self") == Some(true)));
    let groups: Amount = groups
        .iter()
        .map(|name| match view.get(name) {
            Resolved::List(_) | Resolved::Absent => items(view, name),
            // One group, which may be known after apply.
            _ => Amount::exactly(u64::from(is_set(view, name) != Some(false))),
        })
        .sum();
    let lists = match view.get("prefix_list_ids") {
        Resolved::Absent => Amount::NONE,
        Resolved::List(lists) if lists.is_empty() => Amount::NONE,
        _ => prefix_list(view, "prefix_list_ids"),
    };
    items(view, own) + itself + groups + lists
}

/// The entries that prefix lists count as.
fn prefix_list(view: &View<'_, '_>, attribute: &str) -> Amount {
    let targets = view.targets(attribute);
    if targets.is_empty() {
        return Amount::UNKNOWN;
    }
    // Data sources of several plans can find the same list.
    let mut ids = BTreeSet::new();
    targets
        .iter()
        .filter(|list| list.text("id").is_none_or(|id| ids.insert(id)))
        .map(|list| match list.kind() {
            "aws_ec2_managed_prefix_list" if list.is_managed() => number(list, "max_entries"),
            "aws_vpc_endpoint" => Amount::exactly(1),
            _ => of_aws(list),
        })
        .sum()
}

fn of_aws(list: &View<'_, '_>) -> Amount {
    let name = ["name", "prefix_list_name"].into_iter().find_map(|it| list.text(it));
    let filtered = || list.blocks("filter").iter().flat_map(|it| it.texts("values")).next();
    let Some(name) = name.or_else(filtered) else { return Amount::UNKNOWN };
    let weight = WEIGHTS.iter().find(|(part, _)| name.contains(part)).map(|(_, weight)| *weight);
    Amount::from_known(weight)
}
