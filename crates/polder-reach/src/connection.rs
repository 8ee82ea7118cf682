//! Connections, and where they start and end.

use polder_inventory::networks::InterfaceId;

/// Where a connection starts or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An interface of the estate.
    Interface(InterfaceId),
    /// Outside of all networks: the internet, or an address that the provider maintains.
    Outside,
}

/// The first packet of a connection. Addresses are numbers as in [`crate::Ranges`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Connection {
    /// Where it starts.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
    /// The source address.
    pub source: u128,
    /// The destination address.
    pub destination: u128,
    /// The IANA number of the protocol: 6 is TCP, 17 is UDP.
    pub protocol: u8,
    /// The source port.
    pub source_port: u16,
    /// The destination port.
    pub port: u16,
    /// The source port that a NAT gateway uses if the connection passes one.
    pub nat_port: u16,
}

/// TCP.
pub const TCP: u8 = 6;
/// UDP.
pub const UDP: u8 = 17;
