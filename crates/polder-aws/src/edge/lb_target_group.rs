//! `aws_lb_target_group`: the tasks of a process as targets of the load balancer.

use std::collections::BTreeMap;

use polder_cloud::{Handle, body};
use polder_design::{EntryTimings, Health, Party, Process, Service, Site};

use crate::draft::Draft;
use crate::handles::Network;
use crate::names::fitted;

/// The maximum length of a target group's name.
const NAME_CHARS: usize = 32;

/// A group for each process that the site's flows let the load balancer reach.
pub(crate) fn target_groups(
    s: &Draft,
    timings: &EntryTimings,
    site: &Site,
    cell: &str,
    network: &Network,
) -> BTreeMap<Process, Handle> {
    s.file(
        "lb_target_group",
        "Tasks that receive requests. Saleor and the storefront serve HTTP only: TLS ends at the load\n\
         balancer, and the last hop stays inside the site's VPC, where security groups allow the load\n\
         balancer only.",
    );
    let groups = reached(site).filter_map(|service| {
        Some((service.process.clone(), target_group(s, timings, cell, service, network)?))
    });
    groups.collect()
}

/// The services that the load balancer reaches.
pub(crate) fn reached(site: &Site) -> impl Iterator<Item = &Service> {
    let flows = |process: &Process| {
        let to = Party::Process(process.clone());
        site.flows.iter().any(|flow| flow.from == Party::LoadBalancer && flow.to == to)
    };
    site.services.iter().filter(move |service| service.port.is_some() && flows(&service.process))
}

fn target_group(
    s: &Draft,
    timings: &EntryTimings,
    cell: &str,
    service: &Service,
    network: &Network,
) -> Option<Handle> {
    let port = service.port?;
    let _process = s.part(Party::Process(service.process.clone()));
    let process = service.process.name();
    let key = process.replace('-', "_");
    let health = match &service.health {
        Some(Health::Http { path }) => path.as_str(),
        Some(Health::Command { .. }) | None => "/",
    };
    let group = s.resource(
        "aws_lb_target_group",
        process,
        body! {
            /// The last hop stays inside the VPC, and Saleor serves HTTP only.
            name = s.local(format!("{key}_target_group"), name(cell, process));
            vpc_id = network.vpc.id();
            target_type = "ip";
            port = port;
            protocol = "HTTP";
            /// Some requests cost a hundred times as much as others: least outstanding requests.
            load_balancing_algorithm_type = "least_outstanding_requests";
            /// As long as a task takes to finish its requests.
            deregistration_delay = timings.deregistration_delay.as_seconds().to_string();
            health_check {
                enabled = true;
                protocol = "HTTP";
                path = s.local(format!("{key}_health_path"), health.to_owned());
                matcher = "200";
                interval = timings.target_check.interval.as_seconds();
                timeout = timings.target_check.timeout.as_seconds();
                healthy_threshold = timings.target_check.healthy;
                unhealthy_threshold = timings.target_check.unhealthy;
            }
        },
    );
    s.expect(
        format!("{process} has no health check"),
        group.get("health_check").at(0).field("enabled"),
        true,
    );
    Some(group)
}

/// Unique in the account and region: a region has one site of each cell.
pub(crate) fn name(cell: &str, process: &str) -> String {
    fitted(&format!("{cell}-{process}"), NAME_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_target_groups_fit() {
        let cell = "a-cell-of-twenty-chr";
        assert_eq!(name("de", "api"), "de-api");
        assert_eq!(name(cell, "storefront").len(), 31);
        let (one, other) = (name(cell, "a-very-long-service"), name(cell, "a-very-long-sermon"));
        assert!(one.len() <= NAME_CHARS && one.starts_with(cell), "{one}");
        assert_ne!(one, other);
    }
}
