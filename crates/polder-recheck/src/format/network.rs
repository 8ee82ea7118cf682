//! What shows that networks are isolated: filters and routes, and for each pair of places boxes of connections, each with the filter or
//! route that stops all of them. Together they contain every connection of the pair.

use serde::{Deserialize, Serialize};

/// The filters and routes of an estate whose values are all known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// The ranges of addresses that the provider maintains. That at position `n` has the 65,536 addresses from 2^32 + 65,536 `n` on.
    pub ranges: Vec<String>,
    /// Networks.
    pub networks: Vec<Net>,
    /// Pairs of networks that are joined, each the lower one first.
    pub peerings: Vec<(u32, u32)>,
    /// Security groups.
    pub groups: Vec<Group>,
    /// Network ACLs.
    pub acls: Vec<Acl>,
    /// Route tables.
    pub tables: Vec<Table>,
    /// NAT gateways.
    pub nat_gateways: Vec<Nat>,
    /// Subnets.
    pub subnets: Vec<Subnet>,
    /// Places with equal addresses, filters and ports, which interfaces share.
    pub seats: Vec<Seat>,
    /// Interfaces that connections can start or end at.
    pub interfaces: Vec<Interface>,
    /// What stops the connections of each pair of seats that is asked about.
    pub covers: Vec<Cover>,
    /// Ways from the internet that lead through no interface.
    pub public_endpoints: Vec<PublicEndpoint>,
    /// The connections that the design needs.
    pub flows: Vec<Flow>,
}

/// A way from the internet that leads through no interface: the endpoint of a control plane, the URL of a function, a store in no
/// network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicEndpoint {
    /// The property that is about it.
    pub property: String,
    /// What it leads to.
    pub name: String,
    /// Whether it is open to the internet, if that is known.
    pub open: Option<bool>,
}

/// A NAT gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nat {
    /// Its name.
    pub name: String,
    /// Whether it leads to the internet.
    pub public: bool,
    /// The subnets that it is in.
    pub subnets: Vec<u32>,
}

/// Connections that a design needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The property that is about them.
    pub id: String,
    /// Why they are needed.
    pub purpose: String,
    /// Who opens them, by the name of its interfaces; none if it is a range of the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The seats of those of them that this is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<u32>,
    /// The range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<u32>,
    /// What they lead to, by the name of its interfaces; none if that is an endpoint or outside of networks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The seats that they lead to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<u32>,
    /// The addresses outside of networks that they lead to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<Span>,
    /// The protocol.
    pub protocol: Span,
    /// The destination port.
    pub port: Span,
    /// The source ports of the client.
    pub client_ports: Vec<Span>,
    /// The source ports that a NAT gateway on the way uses.
    pub nat_ports: Vec<Span>,
}

/// A network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Net {
    /// Its name.
    pub name: String,
    /// Whether an internet gateway is attached to it.
    pub internet: bool,
}

/// A security group. A connection passes if one of its rules matches; replies pass always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Rules on what comes in.
    pub inbound: Vec<Rule>,
    /// Rules on what goes out.
    pub outbound: Vec<Rule>,
}

impl Group {
    /// The rules of one direction.
    pub fn rules(&self, inbound: bool) -> &[Rule] {
        if inbound { &self.inbound } else { &self.outbound }
    }
}

/// A network ACL. The first entry that matches decides; a packet that none matches is denied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acl {
    /// Its name.
    pub name: String,
    /// Entries on what comes into the subnet.
    pub inbound: Vec<Rule>,
    /// Entries on what leaves it.
    pub outbound: Vec<Rule>,
}

impl Acl {
    /// The entries of one direction.
    pub fn rules(&self, inbound: bool) -> &[Rule] {
        if inbound { &self.inbound } else { &self.outbound }
    }
}

/// A rule of a group, or an entry of an ACL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Whether it allows.
    pub allows: bool,
    /// The addresses of the other side. With a group, they are not looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub peers: Vec<Span>,
    /// The group that the other side must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u32>,
    /// The numbers of protocols.
    pub protocol: Span,
    /// The destination ports of the packet.
    pub ports: Span,
}

/// A route table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its lines, the most specific first. The first that matches applies.
    pub lines: Vec<Line>,
}

/// A line of a route table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The destinations.
    pub to: Vec<Span>,
    /// Where it leads.
    pub way: Way,
}

/// Where a route leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Inside of the network.
    Local,
    /// To the internet gateway of this network; none if it is attached to none.
    Internet(Option<u32>),
    /// To this NAT gateway.
    Nat(u32),
    /// To another network.
    Peering,
    /// To a service through an endpoint.
    Endpoint,
    /// Nowhere.
    Dropped,
}

/// A subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// Its network.
    pub network: u32,
    /// Its route table.
    pub table: u32,
    /// Its ACL.
    pub acl: u32,
    /// Whether it is meant to be public.
    pub public: bool,
}

/// A place with equal addresses, filters and ports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// Its subnet.
    pub subnet: u32,
    /// The addresses that it can have.
    pub addresses: Vec<Span>,
    /// Its security groups.
    pub groups: Vec<u32>,
    /// Whether groups apply.
    pub filtered: bool,
    /// Whether it has a public IPv4 address.
    pub public: bool,
    /// The protocols and ports on which something listens; none if the estate does not contain what listens.
    pub listens: Option<Vec<(Span, Span)>>,
}

/// An interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub seat: u32,
    /// What it is for.
    pub role: Role,
    /// What it belongs to: interfaces of equal owners are one thing. None if that is not known.
    pub owner: Option<String>,
    /// The account.
    pub account: String,
}

/// What an interface is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A data store.
    Store,
    /// A load balancer.
    LoadBalancer,
    /// Code of the estate's owner.
    Workload,
    /// A private endpoint of a service.
    Endpoint,
    /// Others.
    Other,
}

/// What stops the connections from one seat to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// Where they start; none is the internet.
    pub from: Option<u32>,
    /// Where they end.
    pub to: u32,
    /// Boxes that together contain all of them.
    pub blocked: Vec<Blocked>,
}

/// Connections that one filter or route stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocked {
    /// The connections.
    pub of: Cube,
    /// What stops them.
    pub at: Stage,
}

/// Connections: an interval of source and destination addresses, protocols, source and destination ports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cube {
    /// Source addresses.
    pub source: Span,
    /// Destination addresses.
    pub destination: Span,
    /// Protocols.
    pub protocol: Span,
    /// Source ports.
    pub source_port: Span,
    /// Destination ports.
    pub port: Span,
}

/// A filter or route that a connection or its reply must pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The groups of the source.
    GroupsOut,
    /// The groups of the destination.
    GroupsIn,
    /// The route from the source.
    Route,
    /// The route of the reply.
    RouteBack,
    /// The ACL of the source's subnet.
    AclOut,
    /// The ACL of the destination's subnet.
    AclIn,
    /// The ACL of the destination's subnet, for the reply.
    ReplyOut,
    /// The ACL of the source's subnet, for the reply.
    ReplyIn,
}

/// An interval of numbers, both ends included: addresses, protocols or ports. IPv4 addresses are the numbers below 2^32, and a rule for
/// every IPv4 address reaches up to 2^33 - 1, so that it contains the ranges of the provider. IPv6 addresses are their own numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    /// The first.
    pub first: u128,
    /// The last.
    pub last: u128,
}

impl From<Span> for String {
    fn from(span: Span) -> String {
        let Span { first, last } = span;
        if first == last { format!("{first}") } else { format!("{first}-{last}") }
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Span, String> {
        let (first, last) = text.split_once('-').unwrap_or((&text, &text));
        let number = |text: &str| text.parse::<u128>().map_err(|_| format!("`{text}` is no number"));
        let (first, last) = (number(first)?, number(last)?);
        if first > last { Err(format!("`{text}` is no interval")) } else { Ok(Span { first, last }) }
    }
}
