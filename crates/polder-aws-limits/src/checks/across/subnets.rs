//! Subnets inside their VPC, apart from each other, and subnet groups over zones.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use polder_cloud::ResourceId;

use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject, shown};

const SOURCE: &str = "docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html";

/// Reports subnets that AWS does not create.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    let mut by_vpc: BTreeMap<ResourceId, Vec<(Subject<'_, '_>, Ipv4Net)>> = BTreeMap::new();
    for subnet in context.of_kind("aws_subnet") {
        let Some(range) = range(&subnet) else { continue };
        let Some(vpc) = context.target(&subnet.view, "vpc_id", &["aws_vpc"]) else { continue };
        by_vpc.entry(vpc.view.id()).or_default().push((subnet, range));
    }
    for (vpc, subnets) in &by_vpc {
        if let Some(vpc) = context.subject(*vpc) {
            inside(context, &vpc, subnets, report);
        }
        apart(subnets, report);
    }
}

fn range(item: &Subject<'_, '_>) -> Option<Ipv4Net> {
    item.text("cidr_block")?.parse().ok()
}

fn inside(
    context: &Context<'_, '_>,
    vpc: &Subject<'_, '_>,
    subnets: &[(Subject<'_, '_>, Ipv4Net)],
    report: &mut Report,
) {
    let Some(main) = range(vpc) else {
        return subnets
            .iter()
            .for_each(|(subnet, _)| subnet.undecided(report, &codes::NETWORK, "cidr_block"));
    };
    let mut ranges = vec![main];
    for more in context.of_kind("aws_vpc_ipv4_cidr_block_association") {
        let is_ours = context
            .target(&more.view, "vpc_id", &["aws_vpc"])
            .is_some_and(|it| it.view.id() == vpc.view.id());
        match range(&more).filter(|_| is_ours) {
            Some(range) => ranges.push(range),
            None if is_ours => return,
            None => {}
        }
    }
    for (subnet, range) in subnets {
        if !ranges.iter().any(|outer| outer.contains(range)) {
            let outer: Vec<String> = ranges.iter().map(|range| format!("`{range}`")).collect();
            let fault = Fault {
                attribute: "cidr_block".to_owned(),
                message: format!("`cidr_block` is `{range}`, which is outside of the VPC"),
                accepts: format!("ranges inside {}", outer.join(", ")),
                source: SOURCE.to_owned(),
            };
            subnet.find(report, &codes::NETWORK, fault);
        }
    }
}

fn apart(subnets: &[(Subject<'_, '_>, Ipv4Net)], report: &mut Report) {
    for (at, (subnet, range)) in subnets.iter().enumerate() {
        let other = subnets[..at].iter().find(|(_, other)| other.contains(range) || range.contains(other));
        if let Some((other, taken)) = other {
            let fault = Fault {
                attribute: "cidr_block".to_owned(),
                message: format!("`cidr_block` is `{range}`, which overlaps `{taken}`"),
                accepts: format!("a range that {} does not have", shown(&other.view.address().to_string())),
                source: SOURCE.to_owned(),
            };
            subnet.find(report, &codes::NETWORK, fault);
        }
    }
}
