//! Networks: everything that a packet or request passes. Read by reachability, encryption of hops, endurance,
//! rehearsal and price.

mod api;
mod distribution;
mod distribution_policy;
mod dns;
mod gateway;
mod health_check;
mod interface;
mod load_balancer;
mod network;
mod network_acl;
mod network_policy;
mod prefix_list;
mod private_endpoint;
mod protocol;
mod route;
mod security_group;
mod target_group;
mod tls;
mod transit;
mod web_acl;

pub use api::{
    Api, ApiAuthorization, ApiDomain, ApiExposure, ApiIntegration, ApiKind, ApiLink, ApiMapping, ApiRoute,
    ApiStage, ApiTarget, Throttle, UsagePlan, UsageQuota,
};
pub use distribution::{
    CacheBehaviour, CdnOrigin, CdnOriginGroup, Distribution, EdgeEvent, EdgeFunctionUse, EdgeHandler,
    ErrorResponse, GeoRestriction, OriginConnection, OriginHeader, OriginProtocol, OriginTarget,
    ViewerProtocol,
};
pub use distribution_policy::{
    CachePolicy, EdgeFunction, OriginRequestPolicy, RequestParts, ResponseHeader, ResponseHeadersPolicy,
    Selection,
};
pub use dns::{
    DnsAnswer, DnsRecord, DnsRouting, DnsZone, FailoverRole, ResolverAction, ResolverAddress, ResolverRule,
    ZoneVisibility,
};
pub use gateway::{
    Gateway, GatewayKind, HybridAttachment, HybridConnection, NatGateway, Peering, PublicAddress,
};
pub use health_check::{HealthCheck, HealthSubject, HealthWithoutData};
pub use interface::{Interface, ListeningPort, PublicAddressing};
pub use load_balancer::{
    Listener, ListenerAction, ListenerCondition, ListenerProtocol, ListenerRule, LoadBalancer,
    LoadBalancerKind, ServerTls, WeightedTargets,
};
pub use network::{Network, Subnet, Tier};
pub use network_acl::{AclAction, NetworkAcl, NetworkAclEntry};
pub use network_policy::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyRule};
pub use prefix_list::{PrefixList, PrefixListContents, ProviderRange};
pub use private_endpoint::{EndpointKind, EndpointService, EndpointTarget, PrivateEndpoint};
pub use protocol::{Direction, Protocol, Traffic};
pub use route::{Route, RouteDestination, RouteTable, RouteTarget};
pub use security_group::{RulePeer, SecurityGroup, SecurityGroupRule};
pub use target_group::{Target, TargetGroup, TargetHealthCheck, TargetKind};
pub use tls::{Certificate, CertificateIssuer, TlsVersion};
pub use transit::{Attached, TransitAttachment, TransitGateway, TransitRoute, TransitRouteTable};
pub use web_acl::{WebAcl, WebAction, WebCondition, WebOverride, WebRule, WebRuleGroup};

pub use crate::entries::networks::*;
