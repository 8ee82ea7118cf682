//! Protocols, ports and directions of filter rules.

use crate::describe::{choice, record};
use crate::model::{Known, PortRange};

/// The traffic that a filter rule matches, addresses aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Traffic {
    /// The protocol.
    pub protocol: Known<Protocol>,
    /// Destination ports for TCP and UDP; [`PortRange::ALL`] for protocols without ports.
    pub ports: Known<PortRange>,
}

record!(Traffic { protocol, ports });

/// An IP protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// All protocols.
    Any,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// ICMP.
    Icmp {
        /// The ICMP type; none for all.
        kind: Option<u8>,
        /// The ICMP code; none for all.
        code: Option<u8>,
    },
    /// ICMPv6.
    IcmpV6 {
        /// The ICMPv6 type; none for all.
        kind: Option<u8>,
        /// The ICMPv6 code; none for all.
        code: Option<u8>,
    },
    /// Another protocol, by its IANA number.
    Number(u8),
}

choice!(Protocol { Any, Tcp, Udp, Icmp { kind, code }, IcmpV6 { kind, code }, Number(number) });

/// The direction of traffic, seen from the interface, subnet or pod that the rule protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Ingress.
    Inbound,
    /// Egress.
    Outbound,
}

choice!(Direction { Inbound, Outbound });
