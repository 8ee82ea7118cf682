//! Policies against the flows, by enumeration of addresses and ports.

use std::collections::BTreeSet;

use ipnet::Ipv4Net;
use polder_design::{Design, Flow, Party, Process, Service, Site};
use polder_emit::File;
use serde_json::Value;

use super::designs::all;
use super::documents::documents;

/// An address of each location that a flow can lead to, and one without flows.
const PLACES: [&str; 8] = ["public", "app", "data", "pods", "names", "agent", "outside", "metadata"];

/// Ports that flows use, and one without flows.
fn ports(site: &Site) -> BTreeSet<u16> {
    site.flows.iter().map(|flow| flow.protocol.port).chain([22, 80]).collect()
}

/// The target addresses of a flow of a process.
fn place(flow: &Flow) -> Option<&'static str> {
    Some(match &flow.to {
        Party::Database | Party::DatabaseReaders | Party::Cache | Party::Broker => "data",
        Party::Queue(_) => "app",
        Party::Bucket(_) | Party::Internet(_) => "outside",
        Party::Cluster => "names",
        Party::Process(_) => "pods",
        _ => return None,
    })
}

/// The targets of the flows of a process.
fn expected(site: &Site, process: &Process) -> BTreeSet<(&'static str, u16)> {
    let own = || site.flows.iter().filter(|flow| flow.from == Party::Process(process.clone()));
    let calls = own().any(|flow| matches!(flow.to, Party::Bucket(_) | Party::Queue(_)));
    let direct = own().filter_map(|flow| Some((place(flow)?, flow.protocol.port)));
    direct.chain(calls.then_some(("agent", 80))).collect()
}

/// An address in a location.
fn address(site: &Site, place: &str) -> Option<String> {
    let zone = site.zones.first()?;
    let first = |network: polder_units::Cidr| {
        let network: Ipv4Net = network.to_string().parse().ok()?;
        network.hosts().next().map(|host| host.to_string())
    };
    match place {
        "public" => first(zone.public),
        "app" => first(zone.app),
        "data" => first(zone.data),
        "agent" => Some("169.254.170.23".to_owned()),
        "metadata" => Some("169.254.169.254".to_owned()),
        "outside" => Some("203.0.113.7".to_owned()),
        _ => None,
    }
}

fn within(address: &str, block: &Value) -> bool {
    let inside = |network: &Value| {
        let network: Ipv4Net = network.as_str().expect("text").parse().expect("a network");
        network.contains(&address.parse::<std::net::Ipv4Addr>().expect("an address"))
    };
    let except = block["except"].as_array();
    inside(&block["cidr"]) && !except.into_iter().flatten().any(inside)
}

/// Whether a rule admits a location on a port.
fn admits(site: &Site, rule: &Value, side: &str, place: &str, port: u16) -> bool {
    let on_port = rule["ports"].as_array().is_some_and(|ports| {
        ports.iter().any(|it| it["port"].as_u64() == Some(port.into()) && it["protocol"] == "TCP")
    });
    let peers = rule[side].as_array();
    on_port
        && peers.into_iter().flatten().any(|peer| match place {
            "names" => peer["podSelector"]["matchLabels"]["k8s-app"] == "kube-dns",
            "pods" => peer["podSelector"]["matchLabels"].get("process").is_some(),
            _ => {
                let address = address(site, place).expect("these places have addresses");
                !peer["ipBlock"].is_null() && within(&address, &peer["ipBlock"])
            }
        })
}

/// The connections that the policies of a process admit in one direction.
fn admitted(
    site: &Site,
    policies: &[Value],
    process: &str,
    side: (&str, &str),
) -> BTreeSet<(&'static str, u16)> {
    let chosen = |policy: &&Value| {
        let labels = policy["spec"]["podSelector"]["matchLabels"].as_object();
        labels.is_none_or(|labels| labels.get("process").is_some_and(|label| label == process))
    };
    let rules: Vec<&Value> = policies
        .iter()
        .filter(chosen)
        .flat_map(|policy| policy["spec"][side.0].as_array().into_iter().flatten())
        .collect();
    let mut found = BTreeSet::new();
    for place in PLACES {
        for port in ports(site) {
            if rules.iter().any(|rule| admits(site, rule, side.1, place, port)) {
                found.insert((place, port));
            }
        }
    }
    found
}

fn policies(files: &[File], design: &Design, site: &Site) -> Vec<Value> {
    let stack = format!("/{}/{}/app/", site.region, design.cells[site.cell].name);
    let account = format!("stacks/{}/", design.accounts[site.account].name);
    let file = files.iter().find(|file| file.path.contains(&stack) && file.path.starts_with(&account));
    documents(&file.expect("each site has policies").content)
}

#[test]
fn a_process_reaches_what_its_flows_need_and_nothing_else() {
    for design in all() {
        let files: Vec<File> =
            crate::files(design).filter(|file| file.path.ends_with("network-policies.yaml")).collect();
        for site in &design.sites {
            let policies = policies(&files, design, site);
            let processes: Vec<&Service> = site.services.iter().chain(&site.jobs).collect();
            for service in &processes {
                let process = service.process.name();
                let out = admitted(site, &policies, process, ("egress", "to"));
                assert_eq!(out, expected(site, &service.process), "{}: {process}", site.name);
                let asked = site.flows.iter().filter(|flow| {
                    flow.from == Party::LoadBalancer && flow.to == Party::Process(service.process.clone())
                });
                let asked: BTreeSet<_> = asked.map(|flow| ("public", flow.protocol.port)).collect();
                let into = admitted(site, &policies, process, ("ingress", "from"));
                assert_eq!(into, asked, "{}: {process}", site.name);
            }
            // A pod without a policy of its own has no access.
            let stranger = admitted(site, &policies, "stranger", ("egress", "to"));
            assert!(stranger.is_empty(), "{}", site.name);
            assert_eq!(policies.len(), processes.len() + 1, "{}", site.name);
        }
    }
}
