//! The markets of a platform and what their processes need, in terms of the inventory.

use polder_design::{Cell, Design, Environment, Flow, Party};
use polder_endure::{Figure, Figures, Market, Need, NeedTo, Objective, Recovery, Terms};
use polder_facts::Facts;
use polder_units::Duration;

use crate::part;

/// Where Saleor answers requests of a market's host.
const API_PATH: &str = "/graphql/";

/// The markets of production. Other environments mirror them for staff.
pub(crate) fn of_platform(design: &Design) -> Terms {
    let production = |cell: &&Cell| design.accounts[cell.account].environment == Environment::Production;
    let markets = design.cells.iter().filter(production).flat_map(|cell| of_cell(design, cell)).collect();
    let mut needs: Vec<Need> = design
        .sites
        .iter()
        .flat_map(|site| site.flows.iter().flat_map(|flow| of_flow(&site.name, flow)))
        .collect();
    needs.sort();
    needs.dedup();
    Terms { markets, needs, recovery: Some(recovery(design, Facts::embedded())) }
}

/// The objectives of the platform file, and how long operations of the provider take. What the design assumes for want of a
/// published figure is no bound: such a figure is not known.
fn recovery(design: &Design, facts: &Facts) -> Recovery {
    let objective = |(time, age)| Objective { time, age };
    let of = |id: &str| figure(facts, id);
    Recovery {
        zone: objective(design.objectives.zone_loss),
        region: objective(design.objectives.region_loss),
        figures: Figures {
            standby: typical(facts, "rds.multi-az-instance.failover"),
            node: typical(facts, "aurora.failover"),
            cache: of("elasticache.failover"),
            promotion: of("rds.cross-region-replica.promotion"),
            global_promotion: of("aurora.global.failover"),
            lag: of("rds.cross-region-replica.lag"),
            global_lag: typical(facts, "aurora.global.replication"),
            alias_ttl: of("route53.alias-ttl"),
            start: of("ecs.fargate.task-start.small-image"),
        },
    }
}

fn figure(facts: &Facts, id: &str) -> Figure {
    match facts.timing(id) {
        Ok(timing) => {
            let provenance = &timing.provenance;
            let note =
                if provenance.note.is_empty() { String::new() } else { format!(", {}", provenance.note) };
            Figure {
                low: timing.low.unwrap_or(Duration::seconds(0)),
                high: timing.high,
                source: format!("{id}, {} of {}{note}", provenance.source, provenance.dated),
            }
        }
        Err(missing) => {
            // The design's own assumption helps readers, and decides nothing.
            let assumed = facts.timing(&format!("assumed.{id}")).ok().and_then(|timing| timing.high);
            let assumed = assumed.map_or(String::new(), |high| format!("; the design assumes up to {high}"));
            Figure { low: Duration::seconds(0), high: None, source: format!("{missing}{assumed}") }
        }
    }
}

fn of_cell<'d>(design: &'d Design, cell: &'d Cell) -> impl Iterator<Item = Market> + use<'d> {
    cell.markets.iter().map(|market| Market {
        name: market.channel.to_uppercase(),
        host: market.host.clone(),
        api_path: API_PATH.to_owned(),
        pages: market.storefront.is_none(),
        writer: design.sites[cell.active].name.clone(),
        backup: cell.backup.is_some(),
    })
}

/// What a process of a site needs to start and to answer.
fn of_flow<'d>(site: &'d str, flow: &'d Flow) -> impl Iterator<Item = Need> + use<'d> {
    let process = match &flow.from {
        Party::Process(_) => Some(part::party(&flow.from)),
        _ => None,
    };
    process.into_iter().flat_map(move |process| {
        let of = move |to| Need { site: site.to_owned(), process: process.clone(), to };
        targets(&flow.to).into_iter().map(of)
    })
}

fn targets(to: &Party) -> Vec<NeedTo> {
    let store = || NeedTo::Store(part::party(to));
    let service = |name: &str| NeedTo::Service(name.to_owned());
    match to {
        Party::Database | Party::DatabaseReaders | Party::Cache | Party::Broker => vec![store()],
        Party::Queue(_) => vec![store(), service("sqs")],
        Party::Table(_) => vec![store(), service("dynamodb")],
        Party::Bucket(_) => vec![store(), service("s3")],
        // Layers of images are in a bucket of the registry.
        Party::Registry => vec![service("ecr"), service("ecr.dkr"), service("s3")],
        Party::Secret(_) => vec![service("secretsmanager")],
        Party::Logs => vec![service("logs")],
        Party::Topic(_) => vec![service("sns")],
        Party::Internet(_) => vec![NeedTo::Internet],
        // Traces are sent in the background. The rest opens connections and answers none.
        Party::Traces
        | Party::DeadLetters(_)
        | Party::LoadBalancer
        | Party::Process(_)
        | Party::Cluster
        | Party::Edge
        | Party::Function(_)
        | Party::Scheduler => vec![],
    }
}

/// A figure that the provider calls typical, which bounds nothing.
fn typical(facts: &Facts, id: &str) -> Figure {
    let figure = figure(facts, id);
    let low = Duration::seconds(0);
    match figure.high {
        Some(high) => Figure { low, high: None, source: format!("typically {high}: {}", figure.source) },
        None => figure,
    }
}
