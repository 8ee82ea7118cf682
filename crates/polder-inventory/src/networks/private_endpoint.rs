//! Private endpoints and endpoint services.

use super::{EndpointServiceId, LoadBalancerId, NetworkId, RouteTableId};
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Pattern, Set, Text};

/// Private access from a network to a service, without the internet (VPC endpoint, Azure private endpoint,
/// Private Service Connect).
///
/// Its policy is a [`crate::access::PolicyAttachment`] with role [`crate::access::PolicyRole::Endpoint`];
/// without one, the endpoint allows everything. The subnets and security groups of an interface endpoint are
/// in its [`super::Interface`]s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateEndpoint {
    /// The resource.
    pub source: SourceId,
    /// The network that uses it.
    pub network: Link<NetworkId>,
    /// The service.
    pub service: EndpointTarget,
    /// How traffic gets to it.
    pub kind: EndpointKind,
}

entry!(PrivateEndpoint { network, service, kind });

/// The service of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointTarget {
    /// A service of the provider.
    Provider {
        /// The service name without provider and region: `s3`, `logs`, `ecr.dkr`.
        service: Known<Text>,
        /// The region of the service.
        region: Known<Text>,
    },
    /// A service published by an account.
    Published(Link<EndpointServiceId>),
}

choice!(EndpointTarget { Provider { service, region }, Published(service) });

/// How traffic gets to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointKind {
    /// By route: each of these tables has an implicit route to the addresses of the service.
    Gateway {
        /// The tables.
        route_tables: Set<Link<RouteTableId>>,
    },
    /// By address: the endpoint has an interface in each of its subnets.
    Interface {
        /// Whether the service's public host name resolves to these interfaces inside the network. Without
        /// it, clients that use the public name take the route to the internet.
        private_dns: Known<bool>,
    },
    /// By route, to an inspection appliance.
    Inspection,
}

choice!(EndpointKind { Inspection, Gateway { route_tables }, Interface { private_dns } });

/// A service of load balancers that other networks reach through interface endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointService {
    /// The resource.
    pub source: SourceId,
    /// Its load balancers.
    pub load_balancers: Set<Link<LoadBalancerId>>,
    /// Principals that may connect.
    pub allowed: Known<Set<Pattern>>,
    /// Whether each connection must be accepted.
    pub acceptance_required: Known<bool>,
}

entry!(EndpointService { load_balancers, allowed, acceptance_required });
