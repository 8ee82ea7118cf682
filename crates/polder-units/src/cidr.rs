//! Networks.

use std::fmt;
use std::str::FromStr;

use ipnet::Ipv4Net;

/// An IPv4 network whose address has no host bits set: `10.100.0.0/16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr(Ipv4Net);

/// Why a text is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CidrError {
    /// Not an address with a prefix length.
    #[error("a network is an IPv4 address with a prefix length, such as `10.100.0.0/16`")]
    Malformed,
    /// An address inside the network instead of the network's own.
    #[error("the address has host bits set; the network that holds it is `{0}`")]
    HostBits(Cidr),
}

impl Cidr {
    /// Whether the two share an address.
    pub fn overlaps(self, other: Cidr) -> bool {
        self.0.contains(&other.0) || other.0.contains(&self.0)
    }

    /// Whether all of `other` lies in this one.
    pub fn contains(self, other: Cidr) -> bool {
        self.0.contains(&other.0)
    }

    /// The length of the prefix.
    pub fn prefix_len(self) -> u8 {
        self.0.prefix_len()
    }

    /// The `index`-th network of `prefix_len` inside this one, or `None` past the end.
    pub fn subnet(self, prefix_len: u8, index: u32) -> Option<Cidr> {
        let extra = prefix_len.checked_sub(self.prefix_len())?;
        if prefix_len > 32 || (extra < 32 && index >> extra != 0) {
            return None;
        }
        let step = index.checked_shl(32 - u32::from(prefix_len)).unwrap_or(0);
        let address = u32::from(self.0.network()).checked_add(step)?;
        Ipv4Net::new(address.into(), prefix_len).ok().map(Cidr)
    }

    /// Whether it lies in the ranges of RFC 1918.
    pub fn is_private(self) -> bool {
        let ranges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
        ranges.iter().filter_map(|range| range.parse::<Cidr>().ok()).any(|range| range.contains(self))
    }
}

impl FromStr for Cidr {
    type Err = CidrError;

    fn from_str(text: &str) -> Result<Cidr, CidrError> {
        let net: Ipv4Net = text.parse().map_err(|_| CidrError::Malformed)?;
        if net.trunc() == net { Ok(Cidr(net)) } else { Err(CidrError::HostBits(Cidr(net.trunc()))) }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
