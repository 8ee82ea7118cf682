//! Processes: copies in zones, and what each of them needs.

use std::collections::BTreeSet;

use polder_inventory::compute::{CapacityKind, EnvironmentValue, Process, ProcessId};
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{NetworkId, SubnetId};
use polder_inventory::stores::StoreId;

use super::{Aim, Builder};
use crate::place::{name, origin};
use crate::terms::NeedTo;
use crate::tree::NodeId;

impl Builder<'_> {
    /// A process behind a load balancer. If its copies are not checked, requests go to failed ones as well, so that all of
    /// its zones are needed.
    pub(super) fn process(&mut self, id: ProcessId, aim: Aim, checked: bool) -> NodeId {
        if let Some(node) = self.known.get(&(id.into(), aim, checked)) {
            return *node;
        }
        let process = &self.inventory.compute.processes[id];
        let needs = self.needs_of(id);
        let mut parts = vec![self.regional(id)];
        parts.extend(process.cluster.iter().map(|cluster| match cluster {
            Link::To(cluster) => self.regional(*cluster),
            _ => self.tree.gap("the cluster of a process is not known", self.at(id.into())),
        }));
        parts.push(self.tasks(id, &needs, aim, checked));
        parts.extend(self.start(process));
        parts.extend(self.needed(id, &needs, aim));
        let text = format!("the process {}", name(self.inventory, id.into()));
        let node = self.tree.all_of(parts, text, self.at(id.into()));
        self.known.insert((id.into(), aim, checked), node);
        node
    }

    /// What the owner states that a process needs.
    fn needs_of(&self, id: ProcessId) -> Vec<NeedTo> {
        let Some(origin) = origin(self.inventory, id.into()) else { return vec![] };
        let Some(site) = &origin.site else { return vec![] };
        let needs = self.terms.needs.iter();
        let of = needs.filter(|need| need.site == site.as_str() && need.process == origin.component.as_str());
        of.map(|need| need.to.clone()).collect()
    }

    /// Copies in zones, each with its way to the internet if it needs one.
    fn tasks(&mut self, id: ProcessId, needs: &[NeedTo], aim: Aim, checked: bool) -> NodeId {
        let process = &self.inventory.compute.processes[id];
        let at = self.at(id.into());
        let copies = match process.replicas.map(|replicas| replicas.min) {
            Some(Known::Value(copies)) => usize::try_from(copies).unwrap_or(usize::MAX),
            Some(Known::Unknown(reason)) => {
                return self.tree.gap(format!("the number of copies is not known: {reason}"), at);
            }
            None => return self.tree.gap("a job does not serve requests", at),
        };
        if process.capacity.iter().any(|share| !matches!(share.on, CapacityKind::Serverless)) {
            return self
                .tree
                .gap("which zones have machines or spare capacity for the copies is not modelled", at);
        }
        // Without copies, somebody starts some.
        let copies = if copies == 0 && aim.failed_over { 1 } else { copies };
        let outside = needs.contains(&NeedTo::Internet) || self.without_endpoint(id, needs);
        let subnets = self.subnets_of(id.into());
        if subnets.is_empty() {
            return self.tree.gap("the subnets of a process are not known", at);
        }
        let zones: Vec<NodeId> =
            subnets.into_iter().map(|subnet| self.zone_of_copy(subnet, outside)).collect();
        let text = format!("{copies} copies of {} in {} zones", name(self.inventory, id.into()), zones.len());
        if !checked {
            return self.tree.all_of(zones, format!("{text}, which no health check watches"), at);
        }
        self.spread(copies, zones, text, at)
    }

    fn zone_of_copy(&mut self, subnet: Link<SubnetId>, outside: bool) -> NodeId {
        let zone = self.zone(subnet);
        match subnet {
            Link::To(id) if outside => {
                let way = self.internet(id);
                let text = format!("copies in {}", name(self.inventory, id.into()));
                self.tree.all_of(vec![zone, way], text, self.at(id.into()))
            }
            _ => zone,
        }
    }

    /// Whether requests to a service of the provider take the way to the internet.
    fn without_endpoint(&mut self, id: ProcessId, needs: &[NeedTo]) -> bool {
        let Some(network) = self.network_of(id) else { return false };
        needs.iter().any(|need| match need {
            NeedTo::Service(service) => self.endpoint(network, service).is_none(),
            _ => false,
        })
    }

    fn network_of(&self, id: ProcessId) -> Option<NetworkId> {
        let subnets = self.subnets_of(id.into());
        subnets.iter().find_map(|subnet| self.inventory.networks.subnets[subnet.id()?].network.id())
    }

    /// What a copy needs to start: images and secrets. A process that has lost its copies does not come back without them.
    fn start(&mut self, process: &Process) -> Vec<NodeId> {
        let mut stores: BTreeSet<StoreId> = BTreeSet::new();
        let mut gaps = vec![];
        for container in &process.containers {
            match container.image.registry {
                Some(Link::To(registry)) => _ = stores.insert(registry),
                Some(Link::Unknown(reason)) => {
                    gaps.push(self.tree.gap(format!("the registry of an image is not known: {reason}"), []));
                }
                Some(Link::Outside(_)) | None => {}
            }
            match &container.environment {
                Known::Value(variables) => {
                    let secrets = variables.iter().filter_map(|variable| match &variable.value {
                        EnvironmentValue::Secret { store, .. } => Some(*store),
                        EnvironmentValue::Text(_) => None,
                    });
                    stores.extend(secrets.filter_map(|store| store.id()));
                }
                Known::Unknown(reason) => {
                    gaps.push(
                        self.tree.gap(format!("the environment of a container is not known: {reason}"), []),
                    );
                }
            }
        }
        let aim = Aim { orders: false, failed_over: false };
        gaps.extend(stores.into_iter().map(|store| self.store(store, aim)));
        gaps
    }

    /// Stores and services that a copy needs to answer.
    fn needed(&mut self, id: ProcessId, needs: &[NeedTo], aim: Aim) -> Vec<NodeId> {
        let site = origin(self.inventory, id.into()).and_then(|origin| origin.site.clone());
        let (Some(site), false) = (site, needs.is_empty()) else {
            return vec![self.tree.gap("what a process needs is not stated", self.at(id.into()))];
        };
        let network = self.network_of(id);
        let mut all = vec![];
        for need in needs {
            match (need, network) {
                (NeedTo::Store(component), _) => all.push(self.stores(site.as_str(), component, aim)),
                (NeedTo::Service(service), Some(network)) => all.extend(self.endpoint(network, service)),
                (NeedTo::Service(_), None) | (NeedTo::Internet, _) => {}
            }
        }
        all
    }
}
