//! Subnets of one resource over zones: some kinds need two zones, some take one subnet of each.

use std::collections::BTreeSet;

use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject};

/// What a kind requires of the zones of its subnets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spread {
    /// Not two subnets of a zone.
    OneOfEach,
    /// At least two zones.
    Two,
    /// Both.
    OneOfTwo,
}

static KINDS: [(&str, &str, Spread); 9] = [
    ("aws_lb", "subnets", Spread::OneOfEach),
    ("aws_alb", "subnets", Spread::OneOfEach),
    ("aws_vpc_endpoint", "subnet_ids", Spread::OneOfEach),
    ("aws_ec2_transit_gateway_vpc_attachment", "subnet_ids", Spread::OneOfEach),
    ("aws_msk_cluster", "broker_node_group_info.client_subnets", Spread::OneOfTwo),
    ("aws_eks_cluster", "vpc_config.subnet_ids", Spread::Two),
    ("aws_db_subnet_group", "subnet_ids", Spread::Two),
    ("aws_docdb_subnet_group", "subnet_ids", Spread::Two),
    ("aws_neptune_subnet_group", "subnet_ids", Spread::Two),
];

const SUBNETS: &[&str] = &["aws_subnet"];

/// Reports resources whose subnets are not in the zones that AWS requires.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for (kind, path, spread) in KINDS {
        for item in context.of_kind(kind) {
            judge(context, &item, path, spread, report);
        }
    }
    mount_targets(context, report);
}

fn judge(context: &Context<'_, '_>, item: &Subject<'_, '_>, path: &str, spread: Spread, report: &mut Report) {
    let subnets = context.referred(item, path);
    if subnets.is_empty() {
        return;
    }
    let is_subnet = |it: &Subject<'_, '_>| SUBNETS.contains(&it.kind());
    let zones: Option<Vec<String>> = subnets.iter().map(|it| zone(it).filter(|_| is_subnet(it))).collect();
    // Subnets that are given as text, beside those that are referred to.
    let is_whole = item.tree.at(path).iter().all(|tree| tree.elements().len() <= subnets.len());
    let Some(zones) = zones.filter(|_| is_whole) else {
        return item.undecided(report, &codes::NETWORK, path);
    };
    let distinct: BTreeSet<&String> = zones.iter().collect();
    if spread != Spread::Two && distinct.len() < zones.len() {
        let message = format!("two subnets of `{path}` are in one zone");
        return find(item, path, message, "subnets of different zones", report);
    }
    if spread != Spread::OneOfEach && distinct.len() < 2 {
        let message = format!("all subnets of `{path}` are in one zone");
        find(item, path, message, "subnets of at least two zones", report);
    }
}

/// The zone of a subnet, by its name or its ID.
fn zone(subnet: &Subject<'_, '_>) -> Option<String> {
    subnet.text("availability_zone").or_else(|| subnet.text("availability_zone_id"))
}

/// A file system has one mount target in a zone.
fn mount_targets(context: &Context<'_, '_>, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for item in context.of_kind("aws_efs_mount_target") {
        let Some(subnet) = context.target(&item.view, "subnet_id", SUBNETS) else { continue };
        let system = item.parent("file_system_id", "");
        let (Some(zone), Some(system)) = (zone(&subnet), system) else { continue };
        if !seen.insert((system, zone.clone())) {
            let message = format!("the file system has two mount targets in {zone}");
            find(&item, "subnet_id", message, "one mount target in each zone", report);
        }
    }
}

fn find(item: &Subject<'_, '_>, attribute: &str, message: String, accepts: &str, report: &mut Report) {
    let fault = Fault {
        attribute: attribute.to_owned(),
        message,
        accepts: accepts.to_owned(),
        source: "the reference of the API, on subnets".to_owned(),
    };
    item.find(report, &codes::NETWORK, fault);
}
