//! DNS zones, records and resolver rules.

use polder_units::Duration;

use super::{DnsZoneId, HealthCheckId, NetworkId};
use crate::access::KeyId;
use crate::describe::{choice, entry, record};
use crate::entries::{EntryId, SourceId};
use crate::model::{AddressBlock, Known, Link, Pattern, Set, Text};

/// A hosted zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsZone {
    /// The resource.
    pub source: SourceId,
    /// Its name without trailing dot.
    pub name: Known<Text>,
    /// Who can resolve its names.
    pub visibility: ZoneVisibility,
    /// The key that signs it (DNSSEC); none if it is unsigned.
    pub signing_key: Option<Link<KeyId>>,
}

entry!(DnsZone { name, visibility, signing_key });

/// Who can resolve the names of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneVisibility {
    /// Everyone.
    Public,
    /// These networks.
    Private(Set<Link<NetworkId>>),
}

choice!(ZoneVisibility { Public, Private(networks) });

/// A record. With a routing policy other than [`DnsRouting::Simple`], it is one of several for the same name
/// and type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsRecord {
    /// The resource.
    pub source: SourceId,
    /// The zone.
    pub zone: Link<DnsZoneId>,
    /// The full name without trailing dot.
    pub name: Known<Pattern>,
    /// The type: `A`, `AAAA`, `CNAME`, `MX`.
    pub kind: Known<Text>,
    /// The answer.
    pub answer: DnsAnswer,
    /// The routing policy.
    pub routing: DnsRouting,
    /// The health check that must pass for the record to be returned; none if it is always healthy.
    pub health_check: Option<Link<HealthCheckId>>,
}

entry!(DnsRecord { zone, name, kind, answer, routing, health_check });

/// The answer of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsAnswer {
    /// Values with a TTL.
    Values {
        /// The values, in zone-file form.
        values: Known<Set<Pattern>>,
        /// How long resolvers cache them. Rehearsal: how long clients keep using the old answer.
        ttl: Known<Duration>,
    },
    /// The current addresses of another entry: load balancer, distribution, API domain, endpoint, bucket or
    /// record.
    Alias {
        /// The target of the alias.
        to: Link<EntryId>,
        /// Whether the record is unhealthy while its target is.
        evaluates_health: Known<bool>,
    },
}

choice!(DnsAnswer { Values { values, ttl }, Alias { to, evaluates_health } });

/// The routing policy of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsRouting {
    /// The only record of its name and type.
    Simple,
    /// Active-passive failover. Rehearsal: failover between regions.
    Failover(Known<FailoverRole>),
    /// The record whose region has the lowest latency to the client.
    Latency {
        /// The region of this record.
        region: Known<Text>,
    },
    /// Proportional to weights.
    Weighted {
        /// The weight of this record.
        weight: Known<u32>,
    },
    /// By the client's country or continent.
    Geolocation {
        /// An ISO 3166-1 alpha-2 code, a continent code, or `*`.
        place: Known<Text>,
    },
    /// By the client's address.
    SourceAddress(Known<Set<AddressBlock>>),
    /// By distance to the client.
    Geoproximity {
        /// The region or coordinates of this record.
        place: Known<Text>,
        /// The bias, from -99 to 99.
        bias: Known<i32>,
    },
    /// Several healthy records at a time.
    MultiValue,
}

choice!(DnsRouting {
    Simple,
    Failover(role),
    Latency { region },
    Weighted { weight },
    Geolocation { place },
    SourceAddress(blocks),
    Geoproximity { place, bias },
    MultiValue,
});

/// The role of a record in a failover pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailoverRole {
    /// Returned while it is healthy, and when both records are unhealthy.
    Primary,
    /// Returned while the primary record is unhealthy.
    Secondary,
}

choice!(FailoverRole { Primary, Secondary });

/// A rule for DNS queries of networks: forwarding or DNS firewall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolverRule {
    /// The resource.
    pub source: SourceId,
    /// The networks whose queries it applies to.
    pub networks: Set<Link<NetworkId>>,
    /// The domains it applies to, subdomains included.
    pub domains: Known<Set<Text>>,
    /// What happens to matching queries.
    pub action: ResolverAction,
}

entry!(ResolverRule { networks, domains, action });

/// What happens to a DNS query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolverAction {
    /// The provider's resolver answers it.
    Resolve,
    /// It is forwarded to these resolvers.
    Forward(Known<Set<ResolverAddress>>),
    /// It is blocked.
    Block,
    /// It is answered and logged.
    Alert,
}

choice!(ResolverAction { Resolve, Forward(resolvers), Block, Alert });

/// The address of a resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResolverAddress {
    /// Its IP address.
    pub address: AddressBlock,
    /// Its port.
    pub port: u16,
}

record!(ResolverAddress { address, port });
