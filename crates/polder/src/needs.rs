//! The connections that the flows of a design need, in terms of the inventory.

use polder_design::{Access, Design, External, Flow, Party, Site, Topic};
use polder_inventory::networks::ProviderRange;
use polder_reach::{Need, NeedFrom, NeedTo, TCP, UDP};

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
        protocol: TCP,
        port: 443,
        certain: true,
        purpose: "health checks of the site".to_owned(),
    });
    all
}

/// A name for the machines, nodes and controllers of a site together. The inventory does not say which of them a flow is
/// about, so that no interface has this name and the properties about them are undecided.
const CLUSTER: &str = "cluster and its machines";

fn of_flow(site: &Site, flow: &Flow) -> Vec<Need> {
    let targets = targets(flow);
    if flow.from == Party::Cluster || flow.to == Party::Cluster {
        return of_cluster(site, flow, targets);
    }
    let from: Vec<NeedFrom> = match &flow.from {
        Party::Edge => vec![NeedFrom::Range(ProviderRange::CdnOriginFacing)],
        // On machines, an agent pulls images, reads secrets and writes logs.
        Party::Process(_) if !site.machines.is_empty() && is_of_agent(flow) => {
            machines(site).map(NeedFrom::Component).collect()
        }
        other => vec![NeedFrom::Component(part::party(other))],
    };
    pairs(&from, &targets).flat_map(|ends| over_each(site, flow, ends, true)).collect()
}

/// A flow of a cluster: needed by the cluster as a whole, and to be let through by the filters of its control plane and of its
/// machines, which share a security group: Amazon EKS User Guide, "View Amazon EKS security group requirements for clusters".
fn of_cluster(site: &Site, flow: &Flow, targets: Vec<NeedTo>) -> Vec<Need> {
    let interfaces = |party: &Party| -> Vec<String> {
        let own = part::party(party);
        if *party == Party::Cluster {
            std::iter::once(own).chain(machines(site)).collect()
        } else {
            vec![own]
        }
    };
    let whole = |party: &Party| if *party == Party::Cluster { CLUSTER.into() } else { part::party(party) };
    let (to, all_to) = match flow.to {
        Party::Cluster => (
            vec![NeedTo::Component(whole(&flow.to))],
            interfaces(&flow.to).into_iter().map(NeedTo::Component).collect(),
        ),
        _ => (targets.clone(), targets),
    };
    let from = [NeedFrom::Component(whole(&flow.from))];
    let all_from: Vec<NeedFrom> = interfaces(&flow.from).into_iter().map(NeedFrom::Component).collect();
    let certain = pairs(&from, &to).flat_map(|ends| over_each(site, flow, ends, true));
    let perhaps = pairs(&all_from, &all_to).flat_map(|ends| over_each(site, flow, ends, false));
    certain.chain(perhaps).collect()
}

fn pairs<'a>(
    from: &'a [NeedFrom],
    to: &'a [NeedTo],
) -> impl Iterator<Item = (&'a NeedFrom, &'a NeedTo)> + use<'a> {
    from.iter().flat_map(move |from| to.iter().map(move |to| (from, to)))
}

/// A flow between two ends, over each protocol that it uses: DNS uses both.
fn over_each<'a>(
    site: &'a Site,
    flow: &'a Flow,
    (from, to): (&'a NeedFrom, &'a NeedTo),
    certain: bool,
) -> impl Iterator<Item = Need> + use<'a> {
    let protocols: &[u8] = if flow.protocol.name == "dns" { &[TCP, UDP] } else { &[TCP] };
    protocols.iter().map(move |protocol| Need {
        site: site.name.clone(),
        from: from.clone(),
        to: to.clone(),
        protocol: *protocol,
        port: flow.protocol.port,
        certain,
        purpose: flow.purpose.clone(),
    })
}

/// The components of the machines of a site.
fn machines(site: &Site) -> impl Iterator<Item = String> {
    site.machines.iter().map(|pool| part::machines(pool.kind))
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
        Party::Cluster | Party::Edge | Party::Function(_) | Party::Scheduler => vec![],
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
