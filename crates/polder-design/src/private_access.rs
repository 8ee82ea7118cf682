//! How a site reaches the provider's services and the internet: what its guarantees require, and else what costs less.
//!
//! Containers use log groups, secrets, queues and images only through endpoints of their own network: credentials that were
//! stolen from a process are worth nothing elsewhere, which no other path guarantees. In how many zones an endpoint has an
//! address is a matter of the loss of a zone alone. Where no guarantee decides, prices and the forecast do.

use polder_facts::{Facts, MissingFact};
use polder_units::{Bytes, PicoUsd};

use crate::flow::{Flow, Party};
use crate::guarantees::Guarantees;
use crate::model::{Endpoints, NatPlacement};

/// Hours of a month, as the provider bills them.
const HOURS: i128 = 730;
/// The bytes that are billed as a gigabyte.
const GIB: i128 = 1 << 30;
/// Zones in which an endpoint needs an address, so that one is left when a zone is lost. Names resolve to those that are
/// left, and the way to an endpoint in another zone costs nothing.
const ZONES: u64 = 2;

/// The endpoints of a site with these flows.
///
/// # Errors
/// If no region has a price of an endpoint or of a NAT gateway.
pub(crate) fn endpoints(
    facts: &Facts,
    region: &str,
    guarantees: &Guarantees,
    flows: &[Flow],
) -> Result<Endpoints, MissingFact> {
    let zones = if guarantees.survives_zone { ZONES.min(guarantees.zones) } else { 1 };
    let hour = price(facts, "vpc", "interface-endpoint-per-az", region)?;
    let through_endpoint = price(facts, "vpc", "interface-endpoint-data-first-1pb", region)?;
    let through_nat = price(facts, "nat-gateway", "data-processed", region)?;
    let saved = (through_nat.0 - through_endpoint.0).max(0);
    let bytes = volume(flows, |to| matches!(to, Party::Topic(_)));
    let topics = pays(bytes, PicoUsd(saved), i128::from(zones) * HOURS * i128::from(hour.0));
    Ok(Endpoints { zones, topics })
}

/// The placement of the NAT gateways of a site with these flows.
///
/// # Errors
/// If no region has a price of a NAT gateway or of traffic between zones.
pub(crate) fn nat(
    facts: &Facts,
    region: &str,
    guarantees: &Guarantees,
    flows: &[Flow],
) -> Result<NatPlacement, MissingFact> {
    if guarantees.survives_zone {
        return Ok(NatPlacement::PerZone);
    }
    let hour = price(facts, "nat-gateway", "hour", region)?;
    let between = price(facts, "data-transfer", "inter-az-each-direction", region)?;
    let zones = i128::from(guarantees.zones.max(1));
    // With one gateway, what comes from the other zones crosses a zone, and both sides are billed.
    let bytes = volume(flows, |to| matches!(to, Party::Internet(_))).saturating_mul(zones - 1) / zones;
    let per_zone =
        pays(bytes, PicoUsd(between.0.saturating_mul(2)), (zones - 1) * HOURS * i128::from(hour.0));
    Ok(if per_zone { NatPlacement::PerZone } else { NatPlacement::Single })
}

/// Whether what is saved for each gigabyte of a month is more than what a month costs.
fn pays(bytes: i128, saved_per_gigabyte: PicoUsd, month: i128) -> bool {
    bytes.saturating_mul(saved_per_gigabyte.0.into()) > month.saturating_mul(GIB)
}

/// Bytes in both directions in an average month, to the parties that are asked for.
fn volume(flows: &[Flow], is: impl Fn(&Party) -> bool) -> i128 {
    let bytes = |it: Option<Bytes>| i128::from(it.map_or(0, |bytes| bytes.0));
    let wanted = flows.iter().filter(|flow| is(&flow.to));
    wanted.map(|flow| bytes(flow.volume.sent()) + bytes(flow.volume.received())).sum()
}

/// A price in a region. Where it is not known, the first region that has one stands in: prices of regions differ by a few
/// percent, and no forecast is so exact.
fn price(facts: &Facts, category: &str, item: &str, region: &str) -> Result<PicoUsd, MissingFact> {
    facts.price(category, item, region).map(|price| price.usd).or_else(|missing| {
        let other = facts.prices().find(|price| price.category == category && price.item == item);
        other.map(|price| price.usd).ok_or(missing)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{Access, External, Protocol, Topic};
    use crate::flow_volume::FlowVolume;

    const GB: u64 = 1 << 30;

    fn flow(to: Party, bytes: u64) -> Flow {
        let (sent, received) = (Bytes(bytes), Bytes(0));
        Flow {
            from: Party::Process(crate::components::Process::Api),
            to,
            protocol: Protocol::HTTPS,
            access: Access::Connect,
            carries: vec![],
            purpose: "a test".into(),
            volume: FlowVolume::Stream { sent, received },
        }
    }

    fn guarantees(survives_zone: bool, zones: u64) -> Guarantees {
        Guarantees {
            zones,
            survives_zone,
            latency_sensitive: false,
            interruptible: false,
            read_replicas: 0,
            cache_shards: 2,
            cache_replicas: 1,
            protected: false,
            backups: polder_units::Duration::days(7),
            vault: polder_units::Duration::days(7),
        }
    }

    fn chosen(region: &str, of: &Guarantees, flows: &[Flow]) -> (Endpoints, NatPlacement) {
        let facts = Facts::embedded();
        (endpoints(facts, region, of, flows).expect("priced"), nat(facts, region, of, flows).expect("priced"))
    }

    #[test]
    fn a_guarantee_decides_before_any_price() {
        let (endpoints, nat) = chosen("eu-west-1", &guarantees(true, 3), &[]);
        assert_eq!((endpoints, nat), (Endpoints { zones: 2, topics: false }, NatPlacement::PerZone));
        let (endpoints, nat) = chosen("eu-west-1", &guarantees(false, 2), &[]);
        assert_eq!((endpoints, nat), (Endpoints { zones: 1, topics: false }, NatPlacement::Single));
    }

    /// An address in Ireland costs 730 × $0.011 = $8.03 a month and saves $0.048 - $0.01 for each gigabyte: 211.3 of them.
    #[test]
    fn an_endpoint_of_topics_has_to_pay_for_itself() {
        let topics = |gigabytes| {
            let flows = [flow(Party::Topic(Topic::DomainEvents), gigabytes * GB)];
            chosen("eu-west-1", &guarantees(false, 2), &flows).0.topics
        };
        assert_eq!([211, 212].map(topics), [false, true]);
    }

    /// A gateway in Ireland costs 730 × $0.048 = $35.04 a month; half of the traffic crosses zones for $0.02: 3,504 GB.
    #[test]
    fn a_second_nat_gateway_has_to_pay_for_itself() {
        let nat = |gigabytes| {
            let flows = [flow(Party::Internet(External::Webhooks), gigabytes * GB)];
            chosen("eu-west-1", &guarantees(false, 2), &flows).1
        };
        assert_eq!([3_504, 3_505].map(nat), [NatPlacement::Single, NatPlacement::PerZone]);
    }

    #[test]
    fn another_region_stands_in_where_a_price_is_not_known() {
        assert_eq!(chosen("eu-west-3", &guarantees(true, 3), &[]).0.zones, 2);
    }
}
