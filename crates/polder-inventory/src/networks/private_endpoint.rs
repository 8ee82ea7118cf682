//! Private endpoints: services that answer inside a network, and services that are published so.

use super::{EndpointServiceId, LoadBalancerId, NetworkId, RouteTableId};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Pattern, Set, Text};

/// Lets a network use a service without the internet. Its policy is a [`crate::access::PolicyAttachment`] with the role
/// [`crate::access::PolicyRole::Endpoint`]; without one, the endpoint lets every request pass.
///
/// The interfaces of an interface endpoint, with subnets and security groups, are [`super::Interface`] entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateEndpoint {
    /// The resource.
    pub source: SourceId,
    /// The network.
    pub network: Link<NetworkId>,
    /// The service behind it.
    pub service: EndpointTarget,
    /// How the network reaches it.
    pub kind: EndpointKind,
}

entry!(PrivateEndpoint { network, service, kind });

/// The service behind an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointTarget {
    /// A service of the provider, by its prefix in actions (`s3`, `logs`) where it has one, and its region.
    Provider {
        /// The service.
        service: Known<Text>,
        /// The region in which it answers.
        region: Known<Text>,
    },
    /// A service that an account publishes.
    Published(Link<EndpointServiceId>),
}

choice!(EndpointTarget { Provider { service, region }, Published(service) });

/// How a network reaches an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointKind {
    /// By routes: each of these tables has a route to the addresses of the service.
    Gateway {
        /// The tables.
        route_tables: Set<Link<RouteTableId>>,
    },
    /// By interfaces in subnets.
    Interface {
        /// Whether the service's own host name resolves to the interfaces inside the network. Reachability: without it
        /// callers that use that name leave through the internet.
        private_names: Known<bool>,
    },
    /// By routes through machines that inspect packets.
    Inspection,
}

choice!(EndpointKind { Inspection, Gateway { route_tables }, Interface { private_names } });

/// A service behind load balancers that other networks reach by endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointService {
    /// The resource.
    pub source: SourceId,
    /// The load balancers.
    pub load_balancers: Set<Link<LoadBalancerId>>,
    /// Who may connect, by identifiers of principals.
    pub allowed: Known<Set<Pattern>>,
    /// Whether somebody must accept each connection.
    pub acceptance: Known<bool>,
}

entry!(EndpointService { load_balancers, allowed, acceptance });
