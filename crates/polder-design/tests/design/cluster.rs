//! How a cluster changes the flows of a site.

use std::collections::BTreeSet;

use polder_design::{ComputeEngine, Flow, Health, Party, Process, kubernetes};

use crate::dump::{OWNER, designed, platform};

#[test]
fn processes_do_the_same_in_a_cluster_but_for_how_they_start() {
    let tasks = platform(OWNER);
    let mut pods = tasks.clone();
    pods.compute.engine.value = ComputeEngine::Kubernetes;
    let (tasks, pods) = (designed(&tasks), designed(&pods));
    // Functions do not belong to the cluster.
    let starts = |flow: &&Flow| {
        matches!(flow.to, Party::Registry | Party::Logs | Party::Secret(_))
            && !matches!(flow.from, Party::Function(_))
    };
    let of_cluster = |flow: &&Flow| flow.from == Party::Cluster || flow.to == Party::Cluster;
    for (one, other) in tasks.sites.iter().zip(&pods.sites) {
        let before: BTreeSet<&Flow> = one.flows.iter().filter(|flow| !starts(flow)).collect();
        let after: BTreeSet<&Flow> = other.flows.iter().filter(|flow| !of_cluster(flow)).collect();
        assert_eq!(before, after, "{}", one.name);
        // The cluster performs the startup flows of processes.
        let given = |flows: &[Flow]| -> BTreeSet<Party> {
            flows.iter().filter(starts).map(|flow| flow.to.clone()).collect()
        };
        assert_eq!(given(&one.flows), given(&other.flows), "{}", one.name);
        let mut by_processes = other.flows.iter().filter(starts);
        assert!(!by_processes.any(|flow| matches!(flow.from, Party::Process(_))), "{}", one.name);
    }
}

#[test]
fn every_pod_finds_names_and_those_that_answer_are_asked_for_their_health() {
    let mut pods = platform(OWNER);
    pods.compute.engine.value = ComputeEngine::Kubernetes;
    for site in designed(&pods).sites {
        let between = |from: &Party, to: &Party, port: u16| {
            let mut flows = site.flows.iter();
            flows.any(|flow| flow.from == *from && flow.to == *to && flow.protocol.port == port)
        };
        for service in site.services.iter().chain(&site.jobs) {
            let process = Party::Process(service.process.clone());
            assert!(between(&process, &Party::Cluster, 53), "{}", service.process.name());
            if let (Some(port), Some(Health::Http { .. })) = (service.port, &service.health) {
                assert!(between(&Party::Cluster, &process, port), "{}", service.process.name());
            }
        }
    }
}

#[test]
fn names_that_both_halves_use_are_names_that_kubernetes_takes() {
    let design = designed(&platform(OWNER));
    for site in &design.sites {
        let namespace = kubernetes::namespace(&design, site);
        assert!(namespace.len() <= 63, "{namespace}");
        let inside = kubernetes::service_network(site).expect("one network is free");
        assert!(!inside.overlaps(site.network), "{}", site.name);
        let hours = design.cells[site.cell].hours.is_some();
        let controllers = kubernetes::controllers(&design, site);
        assert_eq!(controllers.contains(&kubernetes::Controller::Autoscaler), !hours, "{}", site.name);
    }
    let own = |name: &str| kubernetes::late::security_group(&Process::Own(name.to_owned()));
    assert_ne!(own("api-export"), kubernetes::late::security_group(&Process::Api));
    assert_eq!(own("api-export"), "SERVICE_API_EXPORT_SECURITY_GROUP");
}
