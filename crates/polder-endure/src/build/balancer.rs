//! Load balancers: which process answers a request.

use polder_inventory::compute::ProcessId;
use polder_inventory::model::{Known, Link, Set, is_like};
use polder_inventory::networks::{
    ListenerAction, ListenerCondition, ListenerId, LoadBalancerId, TargetGroupId, TargetKind, WeightedTargets,
};

use super::{Aim, Builder};
use crate::place::name;
use crate::tree::NodeId;

/// A request, as it arrives at a load balancer.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// The hosts that it may be for: the CDN passes on either its own or that of the origin.
    pub(super) hosts: Vec<String>,
    /// The path.
    pub(super) path: String,
    /// The names of headers that the CDN adds, in lower case.
    pub(super) headers: Vec<String>,
}

/// Whether a condition matches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    Yes,
    No,
    Unknown,
}

impl Builder<'_> {
    /// A load balancer that answers a request.
    pub(super) fn balancer(&mut self, id: LoadBalancerId, request: &Request, aim: Aim) -> NodeId {
        let balancer = &self.inventory.networks.load_balancers[id];
        let (subnets, web_acl) = (balancer.subnets.to_vec(), balancer.web_acl);
        let mut parts = vec![self.regional(id)];
        let zones: Vec<NodeId> = subnets.into_iter().map(|subnet| self.zone(subnet)).collect();
        let at = self.at(id.into());
        let text = format!("{} in {} zones", name(self.inventory, id.into()), zones.len());
        parts.push(self.spread(usize::MAX, zones, text, at.clone()));
        parts.extend(web_acl.map(|acl| match acl {
            Link::To(acl) => self.regional(acl),
            _ => self.tree.gap("the web ACL of a load balancer is not known", self.at(id.into())),
        }));
        match self.listener(id) {
            Some(listener) => {
                parts.extend(self.certificates_of(listener));
                parts.push(self.answer(listener, request, aim));
            }
            None => parts
                .push(self.tree.gap("the listener for HTTPS of a load balancer is not known", at.clone())),
        }
        self.tree.all_of(parts, format!("the load balancer {}", name(self.inventory, id.into())), at)
    }

    fn listener(&self, id: LoadBalancerId) -> Option<ListenerId> {
        let listeners = self.inventory.networks.listeners.iter();
        let mut own = listeners.filter(|(_, listener)| listener.load_balancer == Link::To(id));
        let first = own.find(|(_, listener)| listener.tls.is_some()).map(|(id, _)| id);
        // Of several, which one the request arrives at is not in the model.
        if own.any(|(_, listener)| listener.tls.is_some()) { None } else { first }
    }

    fn certificates_of(&mut self, listener: ListenerId) -> Vec<NodeId> {
        let tls = &self.inventory.networks.listeners[listener].tls;
        let certificates: Vec<_> = tls.iter().flat_map(|tls| tls.certificates.iter().copied()).collect();
        let of = |certificate| match certificate {
            Link::To(id) => self.regional(id),
            _ => self.tree.gap("a certificate of a listener is not known", self.at(listener.into())),
        };
        certificates.into_iter().map(of).collect()
    }

    /// What the first rule that matches does.
    fn answer(&mut self, listener: ListenerId, request: &Request, aim: Aim) -> NodeId {
        let networks = &self.inventory.networks;
        let mut rules: Vec<_> =
            networks.listener_rules.iter().filter(|(_, rule)| rule.listener == Link::To(listener)).collect();
        rules.sort_by_key(|(id, rule)| (rule.priority.value().copied(), *id));
        for (id, rule) in rules {
            let all = rule.conditions.iter().map(|condition| matches(condition, request));
            let all: Vec<Match> = all.chain(rule.priority.reason().map(|_| Match::Unknown)).collect();
            if all.contains(&Match::No) {
                continue;
            }
            if all.contains(&Match::Unknown) {
                return self.tree.gap("whether a listener rule matches is not known", self.at(id.into()));
            }
            return self.act(&rule.actions, listener, aim);
        }
        self.act(&networks.listeners[listener].default_actions, listener, aim)
    }

    fn act(&mut self, actions: &[ListenerAction], listener: ListenerId, aim: Aim) -> NodeId {
        let Some(ListenerAction::Forward(groups)) = actions.last() else {
            let text = "no listener rule forwards the request to a process";
            return self.tree.gap(text, self.at(listener.into()));
        };
        let groups: Vec<WeightedTargets> = groups.to_vec();
        let used = groups.into_iter().filter(|group| group.weight != Known::Value(0));
        let of = |group: WeightedTargets| match group.group {
            Link::To(id) => self.group(id, aim),
            _ => self.tree.gap("a target group is not known", self.at(listener.into())),
        };
        let parts: Vec<NodeId> = used.map(of).collect();
        self.tree.all(parts)
    }

    fn group(&mut self, id: TargetGroupId, aim: Aim) -> NodeId {
        let networks = &self.inventory.networks;
        let checked = networks.target_groups[id].health_check.is_some();
        let targets = networks.targets.values().filter(|target| target.group == Link::To(id));
        let targets: Vec<Option<ProcessId>> = targets
            .map(|target| match target.target {
                TargetKind::Process(process) => process.id(),
                _ => None,
            })
            .collect();
        if targets.is_empty() {
            return self.tree.gap("the targets of a target group are not known", self.at(id.into()));
        }
        let of = |target: Option<ProcessId>| match target {
            Some(process) => self.process(process, aim, checked),
            None => self.tree.gap("a target that is not a process is not modelled", self.at(id.into())),
        };
        let parts: Vec<NodeId> = targets.into_iter().map(of).collect();
        self.tree.any(parts)
    }
}

fn matches(condition: &ListenerCondition, request: &Request) -> Match {
    let any = |patterns: &Known<Set<polder_inventory::model::Text>>, of: &[&str]| match patterns {
        Known::Value(patterns) => {
            let hit = patterns.iter().any(|pattern| of.iter().any(|text| is_like(text, pattern.as_str())));
            if hit { Match::Yes } else { Match::No }
        }
        Known::Unknown(_) => Match::Unknown,
    };
    match condition {
        ListenerCondition::Host(hosts) => {
            any(hosts, &request.hosts.iter().map(String::as_str).collect::<Vec<_>>())
        }
        ListenerCondition::Path(paths) => any(paths, &[&request.path]),
        ListenerCondition::Method(methods) => any(methods, &["POST"]),
        // The value is a secret that both sides have.
        ListenerCondition::Header { name: Known::Value(name), .. } => {
            let added = request.headers.iter().any(|header| header.eq_ignore_ascii_case(name));
            if added { Match::Yes } else { Match::No }
        }
        ListenerCondition::Query(_) => Match::No,
        ListenerCondition::Header { .. } | ListenerCondition::SourceAddress(_) => Match::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        Request {
            hosts: vec!["shop.example".into(), "origin.example".into()],
            path: "/graphql/".into(),
            headers: vec!["x-secret".into()],
        }
    }

    #[test]
    fn a_condition_that_is_not_known_is_neither_met_nor_unmet() {
        let reason = polder_inventory::model::Reason::AfterApply;
        let of = |condition: &ListenerCondition| matches(condition, &request());
        let hosts = |host: &str| ListenerCondition::Host(Known::Value(Set::from([host.into()])));
        assert!(of(&hosts("origin.*")) == Match::Yes && of(&hosts("other.example")) == Match::No);
        assert!(of(&ListenerCondition::Path(Known::Unknown(reason))) == Match::Unknown);
        let header = |name: &str| ListenerCondition::Header {
            name: Known::Value(name.into()),
            values: Known::Unknown(polder_inventory::model::Reason::Sensitive),
        };
        assert!(of(&header("X-Secret")) == Match::Yes && of(&header("X-Other")) == Match::No);
    }
}
