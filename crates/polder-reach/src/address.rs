//! Addresses as numbers, and the ranges whose addresses only the provider knows.
//!
//! IPv4 addresses are the numbers below 2^32. The ranges that the provider maintains (its CDN, its health
//! checkers, its services) get stand-ins from 2^32 on: the blocks are not known, and a rule matches them by
//! naming the range or by naming every IPv4 address. IPv6 addresses are their own numbers, which are larger.

use std::net::IpAddr;

use polder_inventory::Inventory;
use polder_inventory::model::{AddressBlock, Known};
use polder_inventory::networks::{EndpointTarget, PrefixListContents, ProviderRange};

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

/// Addresses of the internet: neither private nor reserved. Ranges of the provider are kept apart.
pub(crate) const INTERNET: [Span; 5] = [
    Span::new(0x0100_0000, 0x09ff_ffff),
    Span::new(0x0b00_0000, 0xac0f_ffff),
    Span::new(0xac20_0000, 0xc0a7_ffff),
    Span::new(0xc0a9_0000, 0xdfff_ffff),
    Span::new(0x2000 << 112, (0x4000 << 112) - 1),
];

/// All addresses of networks: those of IPv4, and all global ones of IPv6.
pub(crate) const ANYWHERE: [Span; 2] =
    [Span::new(0, STAND_INS - 1), Span::new(0x2000 << 112, (0x4000 << 112) - 1)];

/// The ranges of the provider that the estate names, each with its stand-ins.
#[derive(Debug, Default)]
pub struct Ranges(Vec<ProviderRange>);

impl Ranges {
    /// Those of prefix lists and of private endpoints.
    pub fn of(inventory: &Inventory) -> Ranges {
        let mut ranges = Ranges::default();
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
        if self.0.len() < 1 << 16 && !self.0.contains(&range) {
            self.0.push(range);
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&ProviderRange, Span)> {
        self.0.iter().zip(0..).map(|(range, at)| (range, stand_in(at)))
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
        match u32::try_from(address) {
            Ok(v4) => IpAddr::V4(v4.into()).to_string(),
            Err(_) => IpAddr::V6(address.into()).to_string(),
        }
    }
}

fn stand_in(at: u128) -> Span {
    let first = STAND_INS + at * STAND_IN;
    Span::new(first, first + STAND_IN - 1)
}
