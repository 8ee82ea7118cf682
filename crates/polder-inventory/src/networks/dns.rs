//! Zones and records of the DNS.

use polder_units::Duration;

use super::{DnsZoneId, HealthCheckId, NetworkId};
use crate::access::KeyId;
use crate::describe::{choice, entry, record};
use crate::entries::{EntryId, SourceId};
use crate::model::{AddressBlock, Known, Link, Pattern, Set, Text};

/// A zone. Endurance: what fails when its names do; reachability: which networks see private names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsZone {
    /// The resource.
    pub source: SourceId,
    /// Its name without a dot at the end.
    pub name: Known<Text>,
    /// Who can ask it.
    pub visibility: ZoneVisibility,
    /// The key that signs it (DNSSEC); none if it is not signed.
    pub signing_key: Option<Link<KeyId>>,
}

entry!(DnsZone { name, visibility, signing_key });

/// Who can ask a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneVisibility {
    /// Everybody.
    Public,
    /// What runs in these networks.
    Private(Set<Link<NetworkId>>),
}

choice!(ZoneVisibility { Public, Private(networks) });

/// A record: one of several for the same name and type where a policy chooses between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsRecord {
    /// The resource.
    pub source: SourceId,
    /// The zone.
    pub zone: Link<DnsZoneId>,
    /// The full name without a dot at the end.
    pub name: Known<Pattern>,
    /// Its type: `A`, `AAAA`, `CNAME`, `MX`, …
    pub kind: Known<Text>,
    /// What it says.
    pub answer: DnsAnswer,
    /// When it is the answer.
    pub routing: DnsRouting,
    /// The check that must succeed for it to be an answer; none if it always is.
    pub health_check: Option<Link<HealthCheckId>>,
}

entry!(DnsRecord { zone, name, kind, answer, routing, health_check });

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsAnswer {
    /// These values, which resolvers keep for a time.
    Values {
        /// The values in the form of a zone file.
        values: Known<Set<Pattern>>,
        /// How long resolvers keep them. Rehearsal: how long clients follow an old answer.
        ttl: Known<Duration>,
    },
    /// The addresses of another entry: a load balancer, a distribution, the domain of an API, another record.
    Alias {
        /// The entry.
        to: Link<EntryId>,
        /// Whether it is an answer only while the entry is healthy.
        evaluates_health: Known<bool>,
    },
}

choice!(DnsAnswer { Values { values, ttl }, Alias { to, evaluates_health } });

/// How the answer is chosen among records of one name and type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsRouting {
    /// There is one record.
    Simple,
    /// The first while it is healthy, the second otherwise. Rehearsal: the failover between regions.
    Failover(Known<FailoverRole>),
    /// The one whose region answers the asker fastest.
    Latency {
        /// The region.
        region: Known<Text>,
    },
    /// By shares.
    Weighted {
        /// The weight.
        weight: Known<u32>,
    },
    /// By the country or continent of the asker.
    Country {
        /// ISO 3166-1 alpha-2, a continent's code, or `*`.
        place: Known<Text>,
    },
    /// By the address of the asker.
    SourceAddress(Known<Set<AddressBlock>>),
    /// By distance, moved by a bias.
    Distance {
        /// From where distances are measured.
        place: Known<Text>,
        /// From -99 to 99.
        bias: Known<i32>,
    },
    /// Some of the healthy ones.
    Several,
}

choice!(DnsRouting {
    Simple,
    Failover(role),
    Latency { region },
    Weighted { weight },
    Country { place },
    SourceAddress(blocks),
    Distance { place, bias },
    Several,
});

/// Which of a pair of records it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailoverRole {
    /// The answer while it is healthy, and also when neither is.
    Primary,
    /// The answer while the other is unhealthy.
    Secondary,
}

choice!(FailoverRole { Primary, Secondary });

/// Forwards queries of networks to other resolvers, or filters them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolverRule {
    /// The resource.
    pub source: SourceId,
    /// Networks whose queries it is about.
    pub networks: Set<Link<NetworkId>>,
    /// Names that it is about, each with all names below it.
    pub domains: Known<Set<Text>>,
    /// What happens to the query.
    pub action: ResolverAction,
}

entry!(ResolverRule { networks, domains, action });

/// What happens to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolverAction {
    /// The provider's resolver answers.
    Resolve,
    /// These resolvers are asked.
    Forward(Known<Set<ResolverAddress>>),
    /// It is refused.
    Block,
    /// It is answered and reported.
    Report,
}

choice!(ResolverAction { Resolve, Forward(resolvers), Block, Report });

/// A resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResolverAddress {
    /// Its address.
    pub address: AddressBlock,
    /// Its port.
    pub port: u16,
}

record!(ResolverAddress { address, port });
