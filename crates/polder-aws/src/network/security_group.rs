//! `aws_security_group`: one for each party of a site that has an address in its network.

use std::collections::BTreeMap;

use polder_cloud::{Handle, body};
use polder_design::{Broker, Component, Party, Process, Site};

use crate::draft::Draft;
use crate::handles::Groups;
use crate::names::named;

/// The security groups of a site: those that other layers use, and the one of the endpoints.
pub(crate) fn security_groups(s: &Draft, vpc: &Handle, site: &Site) -> (Groups, Handle) {
    s.file(
        "security_groups",
        "One group for each party. A group allows nothing by itself: its rules are in\n\
         security_group_rules.tf, one for each end of a declared flow.",
    );
    let group = |of: Component, name: &str, description: String| {
        let _of = s.part(of);
        let name = name.replace('_', "-");
        s.resource(
            "aws_security_group",
            &name,
            body! {
                name = named(format!("-{name}"));
                description = description;
                vpc_id = vpc.id();
                tags = { Name = named(format!("-{name}")); };
            },
        )
    };
    let infrastructure =
        |of: Party, name: &str, description: &str| group(of.into(), name, description.to_owned());
    let broker = match site.broker {
        Broker::Valkey { .. } => Some(infrastructure(Party::Broker, "broker", "Task broker")),
        Broker::Queues { .. } => None,
    };
    let has_cluster = site.flows.iter().any(|flow| flow.from == Party::Cluster);
    let is_asked = site.flows.iter().any(|flow| flow.to == Party::Cluster);
    let cluster = has_cluster.then(|| match is_asked {
        true => infrastructure(Party::Cluster, "cluster", "Nodes, controllers and the control plane"),
        false => infrastructure(Party::Cluster, "cluster", "Instances that containers run on"),
    });
    let processes: BTreeMap<Process, Handle> = site
        .services
        .iter()
        .chain(&site.jobs)
        .map(|service| {
            let description = format!("Containers of {}", service.process.name());
            let of = Party::Process(service.process.clone());
            (service.process.clone(), group(of.into(), &of_process(&service.process), description))
        })
        .collect();
    let functions = site.functions.iter().map(|function| {
        let name = function.kind.name();
        let of = Party::Function(function.kind);
        (function.kind, group(of.into(), name, format!("Function {name}")))
    });
    let functions = functions.collect();
    let groups = Groups {
        load_balancer: infrastructure(Party::LoadBalancer, "load_balancer", "Load balancer, for CloudFront"),
        load_balancer_checks: infrastructure(
            Party::LoadBalancer,
            "load_balancer_checks",
            "Load balancer, for Route 53 health checkers",
        ),
        processes,
        cluster,
        functions,
        database: infrastructure(Party::Database, "database", "Database and read replicas"),
        cache: infrastructure(Party::Cache, "cache", "Clustered cache"),
        broker,
    };
    let endpoints = "VPC endpoints of AWS services".to_owned();
    let endpoints = group(Component::Endpoints, "endpoints", endpoints);
    (groups, endpoints)
}

/// The name of a process's group. A service of the user may be called `cache`, and must not be confused with
/// the store.
pub(crate) fn of_process(process: &Process) -> String {
    match process {
        Process::Own(name) => format!("service-{name}"),
        Process::Api
        | Process::Worker
        | Process::Beat
        | Process::Migrate
        | Process::Static
        | Process::Dashboard
        | Process::Storefront => process.name().to_owned(),
    }
}
