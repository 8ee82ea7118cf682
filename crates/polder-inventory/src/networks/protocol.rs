//! What a rule says of packets.

use crate::describe::{choice, record};
use crate::model::{Known, PortRange};

/// Which packets a rule is about, addresses aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Traffic {
    /// The protocol.
    pub protocol: Known<Protocol>,
    /// Ports of the side that answers, for protocols that have ports; [`PortRange::ALL`] for others.
    pub ports: Known<PortRange>,
}

record!(Traffic { protocol, ports });

/// A protocol on top of IP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// All of them.
    Any,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// ICMP, of one type and code or of all.
    Icmp {
        /// Its type; none for all.
        kind: Option<u8>,
        /// Its code; none for all.
        code: Option<u8>,
    },
    /// ICMP of IPv6.
    IcmpV6 {
        /// Its type; none for all.
        kind: Option<u8>,
        /// Its code; none for all.
        code: Option<u8>,
    },
    /// Another one, by its number with IANA.
    Number(u8),
}

choice!(Protocol { Any, Tcp, Udp, Icmp { kind, code }, IcmpV6 { kind, code }, Number(number) });

/// Which way packets go, seen from what the rule protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// To it.
    Inbound,
    /// From it.
    Outbound,
}

choice!(Direction { Inbound, Outbound });
