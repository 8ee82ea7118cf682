//! The connections that the flows of a design need, in terms of the inventory.

use polder_design::{Access, Design, External, Flow, Party, Site, Topic};
use polder_inventory::networks::ProviderRange;
use polder_reach::{Need, NeedFrom, NeedTo};

use crate::part;

/// Every connection that crosses a network interface of the estate. Flows between services of the provider, such as
/// the start of a function by a queue, cross none.
pub(crate) fn needs(design: &Design) -> Vec<Need> {
    design.sites.iter().flat_map(of_site).collect()
}

fn of_site(site: &Site) -> Vec<Need> {
    let mut all: Vec<Need> = site.flows.iter().flat_map(|flow| of_flow(site, flow)).collect();
    all.push(Need {
        site: site.name.clone(),
        from: NeedFrom::Range(ProviderRange::HealthCheckers),
        to: NeedTo::Component(part::party(&Party::LoadBalancer)),
        port: 443,
        purpose: "health checks of the site".to_owned(),
    });
    all
}

/// The name of the machines, nodes and controllers of a site. The inventory does not say which of them a flow is about, so
/// that no interface has this name and the properties about them are undecided.
const CLUSTER: &str = "cluster (nodes, controllers and agents)";

fn of_flow(site: &Site, flow: &Flow) -> Vec<Need> {
    let from = match &flow.from {
        Party::Edge => NeedFrom::Range(ProviderRange::CdnOriginFacing),
        Party::Cluster => NeedFrom::Component(CLUSTER.to_owned()),
        // On machines, an agent pulls images, reads secrets and writes logs.
        Party::Process(_) if !site.machines.is_empty() && is_of_agent(flow) => {
            NeedFrom::Component(CLUSTER.to_owned())
        }
        other => NeedFrom::Component(part::party(other)),
    };
    let to = |to| Need {
        site: site.name.clone(),
        from: from.clone(),
        to,
        port: flow.protocol.port,
        purpose: flow.purpose.clone(),
    };
    targets(flow).into_iter().map(to).collect()
}

/// The destinations of a flow that crosses a network interface.
fn targets(flow: &Flow) -> Vec<NeedTo> {
    let service = |names: &[&str]| names.iter().map(|name| NeedTo::Service((*name).to_owned())).collect();
    if is_inside_the_provider(flow) {
        return vec![];
    }
    match &flow.to {
        Party::LoadBalancer
        | Party::Process(_)
        | Party::Database
        | Party::DatabaseReaders
        | Party::Cache
        | Party::Broker => vec![NeedTo::Component(part::party(&flow.to))],
        Party::Cluster => vec![NeedTo::Component(CLUSTER.to_owned())],
        // Layers of images are in a bucket of the registry.
        Party::Registry => service(&["ecr", "ecr.dkr", "s3"]),
        Party::Bucket(_) => service(&["s3"]),
        Party::Queue(_) | Party::DeadLetters(_) => service(&["sqs"]),
        Party::Secret(_) => service(&["secretsmanager"]),
        Party::Logs => service(&["logs"]),
        Party::Table(_) => service(&["dynamodb"]),
        Party::Topic(_) => service(&["sns"]),
        Party::Traces => service(&["xray"]),
        Party::Internet(
            External::Webhooks | External::Mail | External::OwnHosts | External::Any | External::Provider,
        ) => {
            vec![NeedTo::Internet]
        }
        Party::Edge | Party::Function(_) | Party::Scheduler => vec![],
    }
}

fn is_of_agent(flow: &Flow) -> bool {
    matches!(flow.to, Party::Registry | Party::Logs | Party::Secret(_))
}

/// Whether services of the provider do this for the source: the CDN and load balancers reach buckets inside of it, a
/// function's log, traces, queue and failure notice are handled by the service that runs it.
fn is_inside_the_provider(flow: &Flow) -> bool {
    match (&flow.from, &flow.to) {
        (Party::Edge | Party::LoadBalancer, Party::Bucket(_)) | (Party::Scheduler, _) => true,
        (Party::Function(_), Party::Logs | Party::Traces | Party::Topic(Topic::Alarms)) => true,
        (Party::Function(_), Party::Queue(_)) => flow.access == Access::Receive,
        _ => false,
    }
}
