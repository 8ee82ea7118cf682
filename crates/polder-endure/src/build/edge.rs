//! The edge: which distribution serves a market, and where its requests go.

use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, is_like};
use polder_inventory::networks::{
    CacheBehaviour, CdnOrigin, CertificateId, CertificateIssuer, Distribution, DistributionId, DnsAnswer,
    EdgeHandler, OriginTarget,
};

use super::balancer::Request;
use super::{Aim, Builder};
use crate::place::name;
use crate::terms::Market;
use crate::tree::{Accepted, NodeId};

/// Why parts of the CDN are accepted.
const EDGE: &str = "the CDN of the market, which every edge location serves on its own";

impl Builder<'_> {
    /// Everything that a market needs.
    pub(super) fn market(&mut self, market: &Market, aim: Aim) -> NodeId {
        let text = if aim.orders {
            format!("placing orders at {}", market.name)
        } else {
            format!("the catalogue of {}", market.name)
        };
        let Some(id) = self.distribution_of(&market.host) else {
            let gap = self.tree.gap(format!("which distribution serves `{}` is not known", market.host), []);
            return self.tree.all_of(vec![gap], text, []);
        };
        let mut parts = self.served(id, market);
        let distribution = &self.inventory.networks.distributions[id];
        let paths = market.pages.then_some(None).into_iter().chain([Some(market.api_path.as_str())]);
        for path in paths {
            parts.push(self.path(id, distribution, path, market, aim));
        }
        self.tree.all_of(parts, text, self.at(id.into()))
    }

    fn distribution_of(&self, host: &str) -> Option<DistributionId> {
        let all = self.inventory.networks.distributions.iter();
        let serves = |of: &Distribution| {
            of.aliases.value().is_some_and(|aliases| aliases.iter().any(|alias| alias.as_str() == host))
        };
        all.filter(|(_, distribution)| serves(distribution)).map(|(id, _)| id).next()
    }

    /// The account, the DNS of the market's host, and what the CDN needs itself.
    fn served(&mut self, id: DistributionId, market: &Market) -> Vec<NodeId> {
        let distribution = &self.inventory.networks.distributions[id];
        let mut parts = vec![self.global(id, Some(EDGE))];
        match distribution.enabled {
            Known::Value(true) => {}
            Known::Value(false) => {
                parts.push(self.tree.never("a distribution that is disabled", self.at(id.into())));
            }
            Known::Unknown(_) => {
                parts.push(
                    self.tree.gap("whether a distribution is enabled is not known", self.at(id.into())),
                );
            }
        }
        let source = self.inventory.source_of(id);
        let account = source.and_then(|source| self.inventory.locations[source.location].account.id());
        parts.extend(account.map(|account| self.global(account, Some("the account that everything is in"))));
        for certificate in &distribution.tls.certificates {
            parts.push(match certificate {
                Link::To(certificate) => self.global(*certificate, self.renewed(*certificate)),
                _ => self.tree.gap("the certificate of a distribution is not known", self.at(id.into())),
            });
        }
        parts.extend(distribution.web_acl.map(|acl| match acl {
            Link::To(acl) => self.global(acl, Some(EDGE)),
            _ => self.tree.gap("the web ACL of a distribution is not known", self.at(id.into())),
        }));
        let record = self.inventory.networks.dns_records.iter().find(|(_, record)| {
            let named = record.name.value().and_then(|name| name.as_literal()) == Some(&market.host);
            named && matches!(record.answer, DnsAnswer::Alias { to: Link::To(EntryId::Distribution(to)), .. } if to == id)
        });
        parts.push(match record {
            Some((record, _)) => self.zone_of_record(record),
            None => {
                let text = format!("no record of `{}` leads to its distribution", market.host);
                self.tree.gap(text, self.at(id.into()))
            }
        });
        parts
    }

    /// A certificate that the provider renews by itself does not expire.
    fn renewed(&self, id: CertificateId) -> Option<Accepted> {
        let certificate = &self.inventory.networks.certificates[id];
        let renews = certificate.issuer == Known::Value(CertificateIssuer::ProviderDns)
            && !certificate.validation_records.is_empty();
        renews.then_some("a certificate of the CDN that the provider renews by itself")
    }

    /// A path of the distribution: the default one, or that of an API.
    fn path(
        &mut self,
        id: DistributionId,
        distribution: &Distribution,
        path: Option<&str>,
        market: &Market,
        aim: Aim,
    ) -> NodeId {
        let behaviour = distribution.behaviours.iter().find(|behaviour| match (&behaviour.path, path) {
            (None, _) => true,
            (Some(Known::Value(pattern)), Some(path)) => is_like(path, pattern),
            (Some(_), _) => false,
        });
        let Some(behaviour) = behaviour else {
            return self.tree.gap("no cache behaviour of a distribution matches", self.at(id.into()));
        };
        let request = path.unwrap_or("/");
        let mut parts = vec![];
        for function in &behaviour.functions {
            parts.push(match function.handler {
                EdgeHandler::EdgeFunction(Link::To(function)) => self.global(function, Some(EDGE)),
                _ => self.tree.gap("a function at the edge is not modelled", self.at(id.into())),
            });
        }
        parts.push(self.origin_of(id, distribution, behaviour, request, market, aim));
        let text = format!("`{}` of {}", request, name(self.inventory, id.into()));
        self.tree.all_of(parts, text, self.at(id.into()))
    }

    fn origin_of(
        &mut self,
        id: DistributionId,
        distribution: &Distribution,
        behaviour: &CacheBehaviour,
        path: &str,
        market: &Market,
        aim: Aim,
    ) -> NodeId {
        let Known::Value(to) = &behaviour.origin else {
            return self.tree.gap("the origin of a path is not known", self.at(id.into()));
        };
        let find = |id: &str| distribution.origins.iter().find(|origin| origin.id.as_str() == id);
        if let Some(origin) = find(to) {
            return self.origin(id, origin, path, market, aim);
        }
        let group = distribution.origin_groups.iter().find(|group| group.id == *to);
        let members: Vec<&CdnOrigin> =
            group.iter().flat_map(|group| group.members.iter()).filter_map(|member| find(member)).collect();
        // Requests that change something never fail over at the edge.
        let used = if aim.orders { &members[..members.len().min(1)] } else { &members[..] };
        let parts: Vec<NodeId> =
            used.iter().map(|origin| self.origin(id, origin, path, market, aim)).collect();
        if parts.is_empty() {
            return self.tree.gap("the origin of a path is not known", self.at(id.into()));
        }
        self.tree.any(parts)
    }

    fn origin(
        &mut self,
        id: DistributionId,
        origin: &CdnOrigin,
        path: &str,
        market: &Market,
        aim: Aim,
    ) -> NodeId {
        let headers = origin.headers.iter().filter_map(|header| header.name.value());
        let headers = headers.map(|name| name.as_str().to_owned()).collect();
        let mut request = Request { hosts: vec![market.host.clone()], path: path.to_owned(), headers };
        match &origin.target {
            OriginTarget::Host(Known::Value(host)) => match host.as_literal() {
                Some(host) => {
                    request.hosts.push(host.to_owned());
                    self.host(host, &request, aim)
                }
                None => self.tree.gap("the host of an origin is not known", self.at(id.into())),
            },
            OriginTarget::LoadBalancer(Link::To(balancer))
            | OriginTarget::PrivateLoadBalancer(Link::To(balancer)) => {
                self.balancer(*balancer, &request, aim)
            }
            OriginTarget::Bucket(Link::To(bucket)) => self.store(*bucket, aim),
            _ => self.tree.gap("an origin of this kind is not modelled", self.at(id.into())),
        }
    }
}
