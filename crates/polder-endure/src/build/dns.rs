//! DNS: which load balancer answers for a name.

use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::{
    DnsAnswer, DnsRecord, DnsRecordId, DnsRouting, FailoverRole, HealthCheckId, HealthSubject,
};

use super::balancer::Request;
use super::{Aim, Builder};
use crate::place::name;
use crate::tree::NodeId;

/// Why a zone is accepted.
const ZONE: &str = "the provider's DNS, which has no part in a region";

/// Whether DNS leaves out a record while what it leads to does not work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Checked {
    Yes,
    No,
    Unknown,
}

impl Builder<'_> {
    /// What answers for a name.
    pub(super) fn host(&mut self, host: &str, request: &Request, aim: Aim) -> NodeId {
        let records = self.records(host);
        if records.is_empty() {
            return self.tree.gap(format!("no record of `{host}` is known"), []);
        }
        let nodes: Vec<(DnsRecordId, NodeId)> =
            records.iter().map(|id| (*id, self.record(*id, request, aim))).collect();
        let at: Vec<_> = records.iter().flat_map(|id| self.at((*id).into())).collect();
        let served = self.routed(&nodes, &at);
        self.tree.all_of(vec![served], format!("`{host}`"), at)
    }

    /// The records of a name for IPv4.
    fn records(&self, host: &str) -> Vec<DnsRecordId> {
        let records = self.inventory.networks.dns_records.iter();
        let named = |record: &DnsRecord| record.name.value().and_then(|name| name.as_literal()) == Some(host);
        let kind = |record: &DnsRecord| {
            record.kind.value().is_some_and(|kind| matches!(kind.as_str(), "A" | "CNAME"))
        };
        records.filter(|(_, record)| named(record) && kind(record)).map(|(id, _)| id).collect()
    }

    fn routed(&mut self, nodes: &[(DnsRecordId, NodeId)], at: &[polder_verdict::Resource]) -> NodeId {
        let roles: Vec<Option<FailoverRole>> = nodes.iter().map(|(id, _)| self.role(*id)).collect();
        let failover = nodes.iter().any(|(id, _)| {
            matches!(self.inventory.networks.dns_records[*id].routing, DnsRouting::Failover(_))
        });
        if failover {
            let of =
                |role| nodes.iter().zip(&roles).find(|(_, own)| **own == Some(role)).map(|(node, _)| *node);
            let Some((primary, first)) = of(FailoverRole::Primary) else {
                return self
                    .tree
                    .gap("which record of a failover pair comes first is not known", at.to_vec());
            };
            let Some((_, second)) = of(FailoverRole::Secondary) else { return first };
            return match self.checked(primary) {
                Checked::Yes => self.tree.any(vec![first, second]),
                Checked::No => first,
                Checked::Unknown => {
                    let gap = self.tree.gap("a health check is not known", self.at(primary.into()));
                    let second = self.tree.all(vec![second, gap]);
                    self.tree.any(vec![first, second])
                }
            };
        }
        if let [(_, only)] = nodes {
            return *only;
        }
        // Each visitor gets one of the records that are healthy. One that is not checked is always returned to some.
        let mut parts = vec![self.tree.any(nodes.iter().map(|(_, node)| *node).collect())];
        for (id, node) in nodes {
            match self.checked(*id) {
                Checked::Yes => {}
                Checked::No => parts.push(*node),
                Checked::Unknown => {
                    let gap = self.tree.gap("a health check is not known", self.at((*id).into()));
                    parts.push(self.tree.any(vec![*node, gap]));
                }
            }
        }
        self.tree.all(parts)
    }

    fn role(&self, id: DnsRecordId) -> Option<FailoverRole> {
        match self.inventory.networks.dns_records[id].routing {
            DnsRouting::Failover(role) => role.value().copied(),
            _ => None,
        }
    }

    fn checked(&self, id: DnsRecordId) -> Checked {
        let record = &self.inventory.networks.dns_records[id];
        match record.health_check {
            Some(Link::To(check)) => self.enabled(check),
            Some(_) => Checked::Unknown,
            None => match record.answer {
                DnsAnswer::Alias { evaluates_health: Known::Value(true), .. } => Checked::Yes,
                DnsAnswer::Alias { evaluates_health: Known::Unknown(_), .. } => Checked::Unknown,
                _ => Checked::No,
            },
        }
    }

    /// Whether a check fails while what it is about does not work: one that is inverted does not, and a calculated one only if it
    /// needs all of its checks.
    fn enabled(&self, check: HealthCheckId) -> Checked {
        let check = &self.inventory.networks.health_checks[check];
        let fails = match &check.subject {
            HealthSubject::Calculated { checks, threshold } => {
                let all = u32::try_from(checks.iter().count()).unwrap_or(u32::MAX);
                threshold.map(|threshold| threshold >= all)
            }
            _ => Known::Value(true),
        };
        match (check.disabled, check.inverted, fails) {
            (Known::Value(true), ..) => Checked::No,
            (Known::Value(false), Known::Value(false), Known::Value(true)) => Checked::Yes,
            _ => Checked::Unknown,
        }
    }

    /// What a record leads to, with the zone that has it.
    fn record(&mut self, id: DnsRecordId, request: &Request, aim: Aim) -> NodeId {
        let record = &self.inventory.networks.dns_records[id];
        let target = match record.answer {
            DnsAnswer::Alias { to: Link::To(to), .. } => Some(to),
            _ => None,
        };
        let zone = self.zone_of_record(id);
        let target = match target {
            Some(EntryId::LoadBalancer(balancer)) => self.balancer(balancer, request, aim),
            _ => self.tree.gap("what a record leads to is not modelled", self.at(id.into())),
        };
        let text = format!("the record {}", name(self.inventory, id.into()));
        self.tree.all_of(vec![zone, target], text, self.at(id.into()))
    }

    /// The zone of a record, and the key that signs it.
    pub(super) fn zone_of_record(&mut self, id: DnsRecordId) -> NodeId {
        let Link::To(zone) = self.inventory.networks.dns_records[id].zone else {
            return self.tree.gap("the zone of a record is not known", self.at(id.into()));
        };
        let own = self.global(zone, Some(ZONE));
        let key = self.inventory.networks.dns_zones[zone].signing_key;
        let signed =
            key.and_then(|key| key.id()).map(|key| self.global(key, Some("the key that signs the DNS zone")));
        self.tree.all([own].into_iter().chain(signed).collect())
    }
}
