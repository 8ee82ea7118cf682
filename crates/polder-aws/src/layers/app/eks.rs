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

pub(super) fn lower(context: &AppContext<'_>) -> App {
    let _cluster = context.s.part(Party::Cluster);
    let cluster = eks_cluster(context);
    let before = eks_addon::before_machines(context, &cluster);
    let machines = eks_node_groups(context, &cluster, &before);
    eks_addon::on_machines(context, &cluster, &machines);
    eks_hours(context, &cluster, &machines);
    eks_controllers(context, &cluster);
    let mut log_groups = BTreeMap::new();
    for service in context.site.services.iter().chain(&context.site.jobs) {
        let _process = context.s.part(Party::Process(service.process.clone()));
        pod_identity::process(context, &cluster, service);
        log_groups.insert(service.process.clone(), log(context, &service.process));
    }
    late_env(context);
    App { engine: Engine::Eks { cluster }, log_groups }
}
