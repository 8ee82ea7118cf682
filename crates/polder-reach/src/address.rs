//! Addresses as numbers, and the ranges whose addresses only the provider knows.
//!
//! IPv4 addresses are the numbers below 2^32. The ranges that the provider maintains (its CDN, its health
//! checkers, its services) get stand-ins from 2^32 on: the blocks are not known, and a rule matches them by
//! naming the range or by naming every IPv4 address. IPv6 addresses are their own numbers, which are larger.
//! IPv6 blocks that the provider chooses when a network is created get stand-ins from the block for documentation,
//! `3fff::/20` (RFC 9637), which no network has.

use std::collections::BTreeMap;
use std::net::IpAddr;

use polder_inventory::model::{AddressBlock, Id, Known, Link};
use polder_inventory::networks::{
    EndpointTarget, NetworkId, PrefixListContents, ProviderRange, RouteDestination, RulePeer, Subnet,
    SubnetId,
};
use polder_inventory::{EntryId, Inventory};

/// An interval of numbers, both ends included. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) first: u128,
    pub(crate) last: u128,
}

/// The first number that is no IPv4 address.
const STAND_INS: u128 = 1 << 32;
/// The number of stand-ins of one range.
const STAND_IN: u128 = 1 << 16;
/// The last number that a rule for every IPv4 address matches.
const V4_LAST: u128 = (1 << 33) - 1;
/// The first number that a rule for every IPv6 address matches.
const V6_FIRST: u128 = 1 << 64;
/// The stand-ins of generated IPv6 blocks: `3fff::/20`.
const GENERATED: Span = Span::new(0x3fff << 112, (0x3fff << 112) + ((1 << 108) - 1));
/// The size of the stand-in of a network as a power of two, and that of a subnet. 2^16 networks are in `3fff::/20`.
const GENERATED_BITS: [u32; 2] = [92, 64];

impl Span {
    /// All numbers.
    pub(crate) const ALL: Span = Span { first: 0, last: u128::MAX };

    pub(crate) const fn new(first: u128, last: u128) -> Span {
        Span { first, last }
    }

    pub(crate) const fn one(at: u128) -> Span {
        Span { first: at, last: at }
    }

    pub(crate) fn contains(self, at: u128) -> bool {
        self.first <= at && at <= self.last
    }

    pub(crate) fn meet(self, other: Span) -> Option<Span> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (first <= last).then_some(Span { first, last })
    }

    /// The addresses of a block. Every IPv4 address includes the stand-ins.
    pub(crate) fn of(block: AddressBlock) -> Span {
        if block.prefix_len() == 0 {
            return if block.is_v6() { Span::new(V6_FIRST, u128::MAX) } else { Span::new(0, V4_LAST) };
        }
        let (first, last) = (number(block.first()), number(block.last()));
        if block.is_v6() {
            Span::new(first.max(V6_FIRST), last.max(V6_FIRST))
        } else {
            Span::new(first, last)
        }
    }

    pub(crate) fn is_v6(self) -> bool {
        self.first >= V6_FIRST
    }
}

/// The number of an address.
pub(crate) fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u32::from(address).into(),
        IpAddr::V6(address) => address.into(),
    }
}

/// All global addresses of IPv6: `2000::/3`.
const GLOBAL: Span = Span::new(0x2000 << 112, (0x4000 << 112) - 1);

/// Addresses of the internet: neither private nor reserved. Ranges of the provider are kept apart.
pub(crate) const INTERNET: [Span; 5] = [
    Span::new(0x0100_0000, 0x09ff_ffff),
    Span::new(0x0b00_0000, 0xac0f_ffff),
    Span::new(0xac20_0000, 0xc0a7_ffff),
    Span::new(0xc0a9_0000, 0xdfff_ffff),
    GLOBAL,
];

/// All addresses of networks: those of IPv4, and all global ones of IPv6.
pub(crate) const ANYWHERE: [Span; 2] = [Span::new(0, STAND_INS - 1), GLOBAL];

/// The ranges of the provider that the estate names, each with its stand-ins, and those of generated IPv6 blocks.
#[derive(Debug, Default)]
pub struct Ranges {
    provider: Vec<ProviderRange>,
    networks: BTreeMap<NetworkId, Span>,
    subnets: BTreeMap<SubnetId, Span>,
}

/// What a network whose IPv6 block the provider chooses from all of its addresses has as a blind spot.
pub(crate) const GENERATED_BLOCK: &str = "assign_generated_ipv6_cidr_block";
/// The size of the IPv6 block that a network gets. Source: the user guide of networks, "IPv6 CIDR blocks".
pub(crate) const GENERATED_PREFIX: u8 = 56;

impl Ranges {
    /// Those of prefix lists and of private endpoints, and of networks whose IPv6 block the provider chooses.
    pub fn of(inventory: &Inventory) -> Ranges {
        let mut ranges = Ranges::default();
        ranges.generate(inventory);
        for list in inventory.networks.prefix_lists.values() {
            if let PrefixListContents::Provider(range) = &list.contents {
                ranges.add(range.clone());
            }
        }
        for endpoint in inventory.networks.private_endpoints.values() {
            if let EndpointTarget::Provider { service: Known::Value(service), region } = &endpoint.service {
                ranges.add(ProviderRange::Service { service: service.clone(), region: region.clone() });
            }
        }
        ranges
    }

    fn add(&mut self, range: ProviderRange) {
        // Stand-ins end at 2^33, far above the prefix lists of any estate; the rest stays unknown.
        if self.provider.len() < 1 << 16 && !self.provider.contains(&range) {
            self.provider.push(range);
        }
    }

    /// Gives stand-ins to networks whose IPv6 block the provider chooses, and to their subnets without a known one. No filter can
    /// name a block that is not known when it is written, so that which one it is decides nothing, unless a filter or route
    /// distinguishes larger blocks.
    fn generate(&mut self, inventory: &Inventory) {
        if named_blocks(inventory).any(distinguishes) {
            return;
        }
        for spot in inventory.coverage.blind_spots.values() {
            let Some(Link::To(EntryId::Network(id))) = spot.entry else { continue };
            let generated = spot.attribute.as_deref() == Some(GENERATED_BLOCK);
            if generated && self.networks.len() < 1 << 16 && !self.networks.contains_key(&id) {
                let span = block_of(GENERATED.first, self.networks.len(), GENERATED_BITS[0]);
                self.networks.insert(id, span);
            }
        }
        let lost = |subnet: &Subnet| subnet.block_v6.value().is_none();
        for (id, subnet) in inventory.networks.subnets.iter().filter(|(_, subnet)| lost(subnet)) {
            if let Some(network) = subnet.network.id().and_then(|id| self.networks.get(&id)) {
                self.subnets.insert(id, block_of(network.first, id.index(), GENERATED_BITS[1]));
            }
        }
    }

    /// The stand-in of the IPv6 block of a network, if the provider chooses it.
    pub(crate) fn generated(&self, id: NetworkId) -> Option<Span> {
        self.networks.get(&id).copied()
    }

    /// The same of a subnet.
    pub(crate) fn generated_subnet(&self, id: SubnetId) -> Option<Span> {
        self.subnets.get(&id).copied()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&ProviderRange, Span)> {
        self.provider.iter().zip(0..).map(|(range, at)| (range, stand_in(at)))
    }

    /// The stand-ins of a range, if the estate names it.
    pub(crate) fn span(&self, range: &ProviderRange) -> Option<Span> {
        self.all().find(|(other, _)| *other == range).map(|(_, span)| span)
    }

    /// An address in words; stand-ins by the name of their range.
    pub(crate) fn words(&self, address: u128) -> String {
        if let Some((range, _)) = self.all().find(|(_, span)| span.contains(address)) {
            return match range {
                ProviderRange::CdnOriginFacing => "the CDN".into(),
                ProviderRange::HealthCheckers => "a health checker".into(),
                ProviderRange::Service { service, .. } => format!("the service {service}"),
                ProviderRange::Other(name) => format!("the range {name}"),
            };
        }
        if self.networks.values().any(|span| span.contains(address)) {
            return "an address of the IPv6 block that the provider chooses".into();
        }
        match u32::try_from(address) {
            Ok(v4) => IpAddr::V4(v4.into()).to_string(),
            Err(_) => IpAddr::V6(address.into()).to_string(),
        }
    }
}

/// The blocks that rules, entries of network ACLs, routes and prefix lists name.
fn named_blocks(inventory: &Inventory) -> impl Iterator<Item = AddressBlock> {
    let networks = &inventory.networks;
    let rules = networks.security_group_rules.values().filter_map(|it| match it.peer {
        RulePeer::Block(block) => block.value().copied(),
        _ => None,
    });
    let entries = networks.network_acl_entries.values().filter_map(|it| it.block.value().copied());
    let routes = networks.routes.values().filter_map(|it| match it.destination {
        RouteDestination::Block(block) => block.value().copied(),
        RouteDestination::PrefixList(_) => None,
    });
    let lists = networks.prefix_lists.values().filter_map(|it| match &it.contents {
        PrefixListContents::Blocks(blocks) => blocks.value(),
        PrefixListContents::Provider(_) => None,
    });
    rules.chain(entries).chain(routes).chain(lists.flat_map(|blocks| blocks.iter().copied()))
}

/// Whether a generated block can be inside or outside of a block that is named, or a stand-in is.
fn distinguishes(block: AddressBlock) -> bool {
    let span = Span::of(block);
    let all = span.meet(GLOBAL) == Some(GLOBAL);
    let larger = block.prefix_len() < GENERATED_PREFIX && span.meet(GLOBAL).is_some();
    block.is_v6() && !all && (larger || span.meet(GENERATED).is_some())
}

/// One of the blocks of a size that follow an address.
fn block_of(first: u128, at: usize, bits: u32) -> Span {
    let first = first + ((at as u128) << bits);
    Span::new(first, first + ((1 << bits) - 1))
}

fn stand_in(at: u128) -> Span {
    let first = STAND_INS + at * STAND_IN;
    Span::new(first, first + STAND_IN - 1)
}
