//! Every resource of every example belongs to a part of the design, and every part of the design has
//! resources.

use std::collections::BTreeSet;

use polder_cloud::{Mode, Resource, Stack, StackScope};
use polder_design::kubernetes::{self, Controller};
use polder_design::{Broker, Component, ComputeEngine, Design, Flow, NatPlacement, Party, Site, Transferred};

use crate::edge::hosts;
use crate::examples;
use crate::network::security_group_rule::crosses_network;
use crate::origin::{Origin, Origins};

/// Files whose resources belong to no part smaller than the layer, and why.
const WHOLE: &[(&str, &str, &str)] = &[
    ("account", "account", "settings of the account"),
    ("base", "account", "settings of the account in the region"),
    ("base", "quotas", "quotas of the account in the region"),
    ("billing", "compute_optimizer", "advice for all accounts"),
    ("billing", "cost_allocation_tags", "cost allocation tags of all accounts"),
    ("billing", "cost_anomalies", "anomaly detection for all costs"),
    ("bootstrap", "deploy_roles", "the identity provider of all runs"),
    ("bootstrap", "permissions_boundary", "the permissions boundary of all roles"),
    ("identity", "permission_sets", "permissions of users in many accounts"),
    ("logging", "cloudwatch_dashboard", "dashboard of all sites"),
    ("logging", "trail_alarms", "audit of all accounts"),
    ("network", "flow_log", "records the whole network"),
    ("network", "internet_gateway", "the network's only internet gateway"),
    ("network", "vpc", "the network"),
    ("observability", "cloudwatch_dashboard", "dashboard of the whole site"),
    ("observability", "cloudwatch_query_definition", "query over the logs of all processes"),
    ("organization", "organization", "all accounts"),
    ("organization", "declarative_policies", "settings of all accounts"),
    ("organization", "quarantine", "policy for accounts that move there"),
    ("organization", "resource_control_policies", "policies for many accounts"),
    ("organization", "service_control_policies", "policies for many accounts"),
    ("organization", "tag_policies", "policies for all accounts"),
    ("oversight", "administrator", "security services of all accounts"),
    ("oversight", "config_aggregator", "configurations of all accounts"),
    ("oversight", "finding_aggregator", "findings of all accounts"),
    ("organization", "backup_settings", "copies of backups between all accounts"),
    ("organization", "delegated_administrators", "services of all accounts"),
    ("oversight", "guardduty", "threat detection of all accounts"),
    ("oversight", "organization", "security services of all accounts"),
    ("oversight", "findings", "findings of all accounts"),
    ("security", "access_analyzer", "monitors the account"),
    ("security", "config_recorder", "monitors the account"),
    ("security", "conformance_pack", "monitors the account"),
    ("security", "guardduty", "monitors the account"),
    ("security", "inspector", "monitors the account"),
    ("security", "macie", "monitors the account"),
    ("security", "observability_link", "telemetry of the account"),
    ("security", "observability_sink", "telemetry of all accounts"),
    ("security", "region_defaults", "settings of the account in the region"),
    ("security", "securityhub", "monitors the account"),
];

/// The resources of a design with their stacks and origins.
fn resources<'a>(
    cloud: &'a polder_cloud::Cloud,
    origins: &'a Origins,
) -> impl Iterator<Item = (&'a Stack, &'a Resource, Origin<'a>)> {
    cloud.stacks.iter().flat_map(move |stack| {
        stack.resources.iter().enumerate().map(move |(at, resource)| {
            let origin =
                origins.of(stack.id, at).unwrap_or_else(|| panic!("{} has no origin", resource.address));
            (stack, resource, origin)
        })
    })
}

fn all() -> impl Iterator<Item = (&'static Design, &'static Stack, &'static Resource, Origin<'static>)> {
    examples::all().iter().zip(examples::origins()).flat_map(|((design, cloud), origins)| {
        resources(cloud, origins).map(move |(stack, resource, origin)| (design, stack, resource, origin))
    })
}

#[test]
fn origins_are_where_the_stacks_are() {
    for (design, stack, resource, origin) in all() {
        assert_eq!(design.accounts[origin.account].name, *stack.key.account, "{}", resource.address);
        assert_eq!((origin.region, origin.layer), (&*stack.region, stack.key.layer), "{}", resource.address);
        match (&stack.key.scope, origin.site, origin.cell) {
            (StackScope::Site { region, cell }, Some(site), Some(of)) => {
                assert_eq!(design.sites[site].region, **region);
                assert_eq!(design.sites[site].cell, of);
                assert_eq!(design.cells[of].name, **cell);
            }
            (StackScope::Region(_) | StackScope::Global, None, None) => {}
            other => panic!("{other:?}"),
        }
    }
    for ((_, cloud), origins) in examples::all().iter().zip(examples::origins()) {
        for stack in &cloud.stacks {
            assert_eq!(origins.of(stack.id, stack.resources.len()), None, "{}", stack.key);
        }
    }
}

#[test]
fn every_managed_resource_belongs_to_the_smallest_part() {
    let mut found = BTreeSet::new();
    for (_, stack, resource, origin) in all() {
        if origin.component.is_none() && resource.address.mode == Mode::Managed {
            let file = stack.files[resource.file].name;
            let known =
                WHOLE.iter().find(|(layer, known, _)| *layer == origin.layer.name() && *known == file);
            assert!(known.is_some(), "{} of {} belongs to no part", resource.address, stack.key);
            found.insert((origin.layer.name(), file));
        }
    }
    let known: BTreeSet<_> = WHOLE.iter().map(|(layer, file, _)| (*layer, *file)).collect();
    assert_eq!(found, known, "an unused exception");
}

#[test]
fn components_are_parts_that_the_design_has() {
    for (design, stack, resource, origin) in all() {
        let Some(component) = origin.component else { continue };
        let site = origin.site.map(|site| &design.sites[site]);
        assert!(
            is_part(design, &origin, site, component),
            "{} of {} belongs to {component:?}",
            resource.address,
            stack.key
        );
    }
}

/// Whether a design has a part, in the account, region or site of an origin.
fn is_part(design: &Design, origin: &Origin<'_>, site: Option<&Site>, component: &Component) -> bool {
    let here = |found: fn(&Site) -> bool| site.is_some_and(found);
    match component {
        Component::Party(party) => has(design, site, party),
        Component::Flows(flows) => site.is_some_and(|site| {
            let known = |(from, to): &(Party, Party)| {
                site.flows.iter().any(|flow| flow.from == *from && flow.to == *to)
            };
            !flows.is_empty() && flows.iter().all(known)
        }),
        Component::Machines(kind) => {
            site.is_some_and(|site| site.machines.iter().any(|machines| machines.kind == *kind))
        }
        Component::Controller(controller) => {
            site.is_some_and(|site| controllers(design, site).contains(controller))
        }
        Component::Subnets { zone: None, .. } | Component::Endpoints | Component::Backup => here(|_| true),
        Component::Subnets { zone: Some(zone), .. } => site.is_some_and(|site| has_zone(site, zone)),
        Component::Nat(zone) => {
            site.is_some_and(|site| site.nat != NatPlacement::None && has_zone(site, zone))
        }
        Component::Firewall | Component::Domain => !design.accounts[origin.account].domain.is_empty(),
        Component::Gateway => design.accounts[origin.account].hosts.api.is_some(),
        Component::Host(host) => hosts_of(design, origin).contains(host),
        Component::Market(channel) => design
            .cells_of(origin.account)
            .flat_map(|cell| &cell.markets)
            .any(|market| market.channel == *channel),
        Component::Image(image) => images_of(design, origin).contains(image),
        Component::Key(_) | Component::Named(_) => true,
        Component::Transfer(what) => design.transfers.iter().any(|transfer| transfer.what == *what),
        Component::Objective(_) => here(|_| true),
        Component::Switch => site.is_some_and(|site| site.peer.is_some()),
        Component::Delivery(_) => true,
        Component::Account(account) => design.accounts.get(*account).is_some(),
        Component::Cell(cell) => design.cells.get(*cell).is_some(),
    }
}

fn controllers(design: &Design, site: &Site) -> Vec<Controller> {
    if design.compute == ComputeEngine::Kubernetes { kubernetes::controllers(design, site) } else { vec![] }
}

fn has_zone(site: &Site, zone: &str) -> bool {
    site.zones.iter().any(|known| known.name == zone)
}

fn has(design: &Design, site: Option<&Site>, party: &Party) -> bool {
    let Some(site) = site else { return matches!(party, Party::Edge | Party::Registry) };
    match party {
        Party::Process(process) => {
            site.services.iter().chain(&site.jobs).any(|service| service.process == *process)
        }
        Party::Function(kind) => site.functions.iter().any(|function| function.kind == *kind),
        Party::Bucket(kind) => site.bucket(*kind).is_some(),
        Party::Queue(key) | Party::DeadLetters(key) => site.queues.iter().any(|queue| queue.key == *key),
        Party::Table(key) => site.tables.iter().any(|table| table.key == *key),
        Party::Secret(id) => {
            site.secrets.iter().chain(&design.cells[site.cell].secrets).any(|secret| secret.id == *id)
        }
        Party::Broker => matches!(site.broker, Broker::Valkey { .. }),
        Party::DatabaseReaders => site.database.readers() > 0,
        Party::LoadBalancer | Party::Cluster | Party::Database | Party::Cache | Party::Topic(_) => true,
        Party::Edge | Party::Registry | Party::Logs | Party::Internet(_) | Party::Traces => false,
        Party::Scheduler => site.flows.iter().any(|flow| flow.from == Party::Scheduler),
    }
}

fn hosts_of(design: &Design, origin: &Origin<'_>) -> BTreeSet<String> {
    let mut all: BTreeSet<String> =
        hosts::viewer_hosts(design, origin.account).into_iter().map(str::to_owned).collect();
    for cell in design.cells_of(origin.account) {
        all.extend(std::iter::once(cell.origin_host.clone()).chain(cell.storefront_host.clone()));
    }
    let own = design.sites.iter().filter(|site| site.account == origin.account);
    all.extend(own.map(|site| hosts::site_host(design, site)));
    if let Some(api) = &design.accounts[origin.account].hosts.api
        && let Some((first, rest)) = api.split_once('.')
    {
        all.insert(format!("{first}-{}.{rest}", origin.region));
    }
    all
}

fn images_of(design: &Design, origin: &Origin<'_>) -> BTreeSet<String> {
    let mut all = BTreeSet::from(["envoy".to_owned()]);
    for site in design.sites.iter().filter(|site| site.account == origin.account) {
        all.extend(site.services.iter().chain(&site.jobs).map(|service| service.image.clone()));
        all.extend(controllers(design, site).into_iter().map(|it| it.name().to_owned()));
    }
    all
}

/// Failures and costs of a site can be assigned to its parts: each has resources.
#[test]
fn every_part_of_a_site_has_resources() {
    for ((design, cloud), origins) in examples::all().iter().zip(examples::origins()) {
        for site in &design.sites {
            let own = resources(cloud, origins).filter(|(_, _, origin)| origin.site == Some(site.id));
            let found: BTreeSet<&Component> = own.filter_map(|(_, _, origin)| origin.component).collect();
            for part in parts(design, site) {
                assert!(found.contains(&part), "{} has no resource of {part:?}", site.name);
            }
            let flows: BTreeSet<&(Party, Party)> = found
                .iter()
                .filter_map(
                    |component| if let Component::Flows(flows) = component { Some(flows) } else { None },
                )
                .flatten()
                .collect();
            for flow in site.flows.iter().filter(|flow| crosses_network(flow)) {
                let carried = flow_is_carried(site, flow);
                let ends = (flow.from.clone(), flow.to.clone());
                assert!(carried || flows.contains(&ends), "{} has no rule for {ends:?}", site.name);
            }
        }
    }
}

/// Whether the party's own network interface is not used: the instance acts for the process, or AWS.
fn flow_is_carried(site: &Site, flow: &Flow) -> bool {
    let by_machines = site.flows.iter().any(|other| other.from == Party::Cluster && other.to == flow.to);
    let by_provider =
        matches!(flow.from, Party::Scheduler) || matches!(flow.to, Party::Scheduler | Party::Traces);
    by_provider || (by_machines && matches!(flow.to, Party::Registry | Party::Logs | Party::Secret(_)))
}

fn parts(design: &Design, site: &Site) -> Vec<Component> {
    let processes = site.services.iter().chain(&site.jobs).map(|of| Party::Process(of.process.clone()));
    let functions = site.functions.iter().map(|function| Party::Function(function.kind));
    let buckets = site.buckets.iter().map(|bucket| Party::Bucket(bucket.kind));
    let queues = site
        .queues
        .iter()
        .flat_map(|queue| [Party::Queue(queue.key.clone()), Party::DeadLetters(queue.key.clone())]);
    let tables = site.tables.iter().map(|table| Party::Table(table.key.clone()));
    let secrets = site.secrets.iter().map(|secret| Party::Secret(secret.id.clone()));
    let broker = matches!(site.broker, Broker::Valkey { .. }).then_some(Party::Broker);
    let readers = (site.database.read_replicas > 0).then_some(Party::DatabaseReaders);
    let always = [Party::Database, Party::Cache, Party::LoadBalancer];
    let parties = processes.chain(functions).chain(buckets).chain(queues).chain(tables).chain(secrets);
    let parties = parties.chain(broker).chain(readers).chain(always).map(Component::Party);
    let machines = site.machines.iter().map(|machines| Component::Machines(machines.kind));
    let controllers = controllers(design, site).into_iter().map(Component::Controller);
    let copies = site.buckets.iter().filter(|bucket| bucket.replicates_to.is_some());
    let copies = copies.map(|bucket| Component::Transfer(Transferred::Bucket(bucket.kind)));
    let mut parts: Vec<Component> = parties.chain(machines).chain(controllers).chain(copies).collect();
    parts.extend([Component::Backup, Component::Endpoints, Component::Firewall]);
    parts
}
