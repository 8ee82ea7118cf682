//! Data transfer as a picture: where it is paid, by which path it goes, and what for.

use std::collections::BTreeMap;

use super::bars::dollars;
use super::heading::{headed, notes};
use super::sankey::{Flow, sankey};
use crate::amount::{Amount, Money};
use crate::flows::Path;
use crate::report::Report;

/// Draws the data transfer; none if flows are not known or cost nothing.
pub(super) fn transfer(report: &Report<'_>, sites: &BTreeMap<String, String>) -> Option<String> {
    let known = report.flows?;
    let flow = |flow: &crate::flows::FlowCost| Flow {
        through: [
            sites.get(&flow.place).unwrap_or(&flow.place).clone(),
            path(flow.path).to_owned(),
            flow.purpose.to_owned(),
        ],
        month: flow.month,
    };
    let mut flows: Vec<Flow> = known.flows.iter().map(flow).collect();
    let edge = cost(report, "cloudfront", "out");
    let through = ["CloudFront, worldwide", "edge to internet", "pages and pictures for visitors"];
    flows.push(Flow { through: through.map(str::to_owned), month: edge });
    flows.retain(|flow| flow.month > Money::ZERO);
    let total: Money = flows.iter().map(|flow| flow.month).sum();
    if total == Money::ZERO {
        return None;
    }
    let title = format!("What data transfer of {} costs: {} a month", report.title, dollars(total));
    let mut drawing =
        headed(&title, "Where it is paid, which way it goes, and what it is for. List prices before tax.");
    let end = sankey(&mut drawing, &flows, 84);
    let free = known.flows.iter().filter(|flow| flow.month == Money::ZERO);
    let free = free.map(|flow| flow.amount).fold(Amount::ZERO, Amount::plus);
    let hours = cost(report, "nat-gateway", "hour").plus(cost(report, "vpc", "interface-endpoint-per-az"));
    let remarks = [
        format!("Not drawn: {} GB a month that cost nothing.", free.rounded()),
        format!(
            "Not included: {} a month for NAT gateways and endpoints, however much they carry.",
            dollars(hours)
        ),
    ];
    let height = notes(&mut drawing, end + 34, &remarks);
    Some(drawing.finish(height))
}

/// The cost of an item in a month.
fn cost(report: &Report<'_>, service: &str, item: &str) -> Money {
    let lines = report.bill.lines.iter().filter(|line| line.key.service == service && line.key.item == item);
    lines.map(|line| line.month.expected).sum()
}

fn path(path: Path) -> &'static str {
    match path {
        Path::BetweenZones => "between data centres",
        Path::Nat => "NAT gateway to internet",
        Path::Endpoint => "private AWS endpoints",
        Path::BetweenRegions => "between regions",
        Path::Free => "free",
    }
}
