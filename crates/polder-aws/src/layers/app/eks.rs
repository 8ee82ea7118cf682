//! The containers of a site as pods on EKS: everything that they need on AWS. The pods themselves are in the
//! manifests beside the stack.

use std::collections::BTreeMap;

use polder_design::Party;

use crate::compute::app_context::AppContext;
use crate::compute::eks::eks_addon;
use crate::compute::eks::eks_cluster::eks_cluster;
use crate::compute::eks::eks_controller::eks_controllers;
use crate::compute::eks::eks_hours::eks_hours;
use crate::compute::eks::eks_node_group::eks_node_groups;
use crate::compute::eks::eks_pod_identity_association as pod_identity;
use crate::compute::eks::late_env::late_env;
use crate::handles::{App, Engine};

use super::log;

pub(super) fn lower(place: &AppContext<'_>) -> App {
    let _cluster = place.s.part(Party::Cluster);
    let cluster = eks_cluster(place);
    let before = eks_addon::before_machines(place, &cluster);
    let machines = eks_node_groups(place, &cluster, &before);
    eks_addon::on_machines(place, &cluster, &machines);
    eks_hours(place, &cluster, &machines);
    eks_controllers(place, &cluster);
    let mut log_groups = BTreeMap::new();
    for service in place.site.services.iter().chain(&place.site.jobs) {
        let _process = place.s.part(Party::Process(service.process.clone()));
        pod_identity::process(place, &cluster, service);
        log_groups.insert(service.process.clone(), log(place, &service.process));
    }
    late_env(place);
    App { engine: Engine::Eks { cluster }, log_groups }
}
