//! Networks of small graphs, and of the owner's estate.

mod vpcs;
mod routes;
mod links;
mod groups;
mod interfaces;
mod load_balancing;
mod targets;
mod dns;
mod cdn;
mod api;
mod waf;
mod foreign;
mod estate;

use polder_cloud::{Draft, Handle, body};
use polder_inventory::{Inventory, canonical};

/// A network with a route table.
fn network(s: &Draft) -> (Handle, Handle) {
    let vpc = s.resource("aws_vpc", "main", body! { cidr_block = "10.0.0.0/16"; });
    let table = s.resource("aws_route_table", "app", body! { vpc_id = vpc.id(); });
    (vpc, table)
}

/// The values of the entries of a kind that come from a resource, as in the canonical form: `network = networks
/// plan:aws_vpc.main`. Those of a part begin with `#` and the part. Sources are left out.
fn said(inventory: &Inventory, kind: &str, address: &str) -> Vec<String> {
    let start = format!("{kind}/plan:{address}");
    let all = canonical(inventory);
    let of = all.lines().filter_map(|line| line.split_once('/')?.1.strip_prefix(&start));
    let of = of.filter(|rest| rest.starts_with(['/', '#']));
    let of = of.filter(|rest| !rest.contains("/source.") && !rest.ends_with(" = present"));
    of.map(|rest| rest.strip_prefix('/').unwrap_or(rest).to_owned()).collect()
}

/// One value of [`said`].
fn value(inventory: &Inventory, kind: &str, address: &str, field: &str) -> String {
    let start = format!("{field} = ");
    let all = said(inventory, kind, address);
    let values: Vec<&str> = all.iter().filter_map(|line| line.strip_prefix(&start)).collect();
    assert!(!values.is_empty(), "{kind} {address} has no {field}: {all:?}");
    values.join(" & ")
}

/// The blind spots of a resource: attribute and reason. Blind spots of prices belong to another section.
fn blind(inventory: &Inventory, address: &str) -> Vec<String> {
    let spots = inventory.coverage.blind_spots.values();
    let spots = spots.filter(|spot| spot.attribute.as_deref() != Some("price"));
    let of = spots.filter(|spot| inventory.sources.get(spot.source).is_some_and(|it| it.address == address));
    of.map(|spot| format!("{} {}", spot.attribute.as_deref().unwrap_or("-"), spot.reason)).collect()
}
