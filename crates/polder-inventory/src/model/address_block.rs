//! Address blocks and port ranges.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// An IPv4 or IPv6 address block without host bits: `10.0.0.0/16`, `::/0`, `203.0.113.7/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressBlock(IpNet);

/// Why a text is no block of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressBlockError;

impl fmt::Display for AddressBlockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a block is an address with a prefix length and no host bits, such as `10.0.0.0/16`")
    }
}

impl std::error::Error for AddressBlockError {}

impl AddressBlock {
    /// The lowest address.
    pub fn first(self) -> IpAddr {
        self.0.network()
    }

    /// The highest address.
    pub fn last(self) -> IpAddr {
        self.0.broadcast()
    }

    /// The length of the prefix.
    pub fn prefix_len(self) -> u8 {
        self.0.prefix_len()
    }

    /// Whether these are addresses of IPv6.
    pub fn is_v6(self) -> bool {
        matches!(self.0, IpNet::V6(_))
    }

    /// Whether all of `other` is in this block.
    pub fn contains(self, other: AddressBlock) -> bool {
        self.0.contains(&other.0)
    }

    /// Whether the two share an address.
    pub fn overlaps(self, other: AddressBlock) -> bool {
        self.contains(other) || other.contains(self)
    }
}

/// Reads an address with or without a prefix length; an address alone is a block of one.
impl FromStr for AddressBlock {
    type Err = AddressBlockError;

    fn from_str(text: &str) -> Result<AddressBlock, AddressBlockError> {
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(AddressBlock(address.into()));
        }
        let block: IpNet = text.parse().map_err(|_| AddressBlockError)?;
        if block.trunc() == block { Ok(AddressBlock(block)) } else { Err(AddressBlockError) }
    }
}

impl fmt::Display for AddressBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A range of ports, both ends included. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortRange {
    first: u16,
    last: u16,
}

impl PortRange {
    /// All ports.
    pub const ALL: PortRange = PortRange { first: 0, last: u16::MAX };

    /// These ports, or `None` if the last is less than the first.
    pub fn new(first: u16, last: u16) -> Option<PortRange> {
        (first <= last).then_some(PortRange { first, last })
    }

    /// One port.
    pub const fn one(port: u16) -> PortRange {
        PortRange { first: port, last: port }
    }

    /// The lowest port.
    pub fn first(self) -> u16 {
        self.first
    }

    /// The highest port.
    pub fn last(self) -> u16 {
        self.last
    }

    /// Whether the port is in the range.
    pub fn contains(self, port: u16) -> bool {
        (self.first..=self.last).contains(&port)
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}
