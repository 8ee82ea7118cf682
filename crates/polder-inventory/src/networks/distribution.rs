//! CDN distributions.

use polder_units::Duration;

use super::{
    ApiStageId, CachePolicyId, EdgeFunctionId, LoadBalancerId, OriginRequestPolicyId,
    ResponseHeadersPolicyId, ServerTls, TlsVersion, WebAclId,
};
use crate::compute::FunctionId;
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Pattern, Set, Text};
use crate::stores::StoreId;

/// A CDN distribution. Reachability: an entry point from the internet; residency: what is cached where;
/// encryption: the hops to viewers and to origins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// The resource.
    pub source: SourceId,
    /// Whether it accepts requests.
    pub enabled: Known<bool>,
    /// Its alternate domain names.
    pub aliases: Known<Set<Text>>,
    /// TLS with viewers.
    pub tls: ServerTls,
    /// The set of edge locations, by the provider's name of the price class.
    pub edge_locations: Known<Text>,
    /// Whether it answers over IPv6.
    pub v6: Known<bool>,
    /// The web ACL associated with it.
    pub web_acl: Option<Link<WebAclId>>,
    /// Its origins.
    pub origins: Box<[CdnOrigin]>,
    /// Its origin groups.
    pub origin_groups: Box<[CdnOriginGroup]>,
    /// Its cache behaviours in order of precedence: the first with a matching path applies. The default one
    /// comes last.
    pub behaviours: Box<[CacheBehaviour]>,
    /// Custom error responses.
    pub error_responses: Box<[ErrorResponse]>,
    /// The countries whose viewers are admitted.
    pub geo_restriction: GeoRestriction,
    /// The object returned for the root path.
    pub root_object: Known<Option<Text>>,
}

entry!(Distribution {
    enabled,
    aliases,
    tls,
    edge_locations,
    v6,
    web_acl,
    origins,
    origin_groups,
    behaviours,
    error_responses,
    geo_restriction,
    root_object,
});

/// An origin of a distribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CdnOrigin {
    /// Its id within the distribution.
    pub id: Text,
    /// What it is.
    pub target: OriginTarget,
    /// The connection to it; none for origins that are reached by the provider's internal protocol.
    pub connection: Option<OriginConnection>,
    /// Connection attempts before the request fails.
    pub attempts: Known<u32>,
    /// Timeout of one connection attempt.
    pub connect_timeout: Known<Duration>,
    /// Whether requests are signed, so that the origin can refuse all others (origin access control).
    pub signs_requests: Known<bool>,
    /// Headers that are added to requests. A secret one proves to the origin that the request came through
    /// the CDN.
    pub headers: Set<OriginHeader>,
    /// The region of an additional cache in front of the origin (origin shield).
    pub shield_region: Known<Option<Text>>,
}

record!(CdnOrigin {
    id,
    target,
    connection,
    attempts,
    connect_timeout,
    signs_requests,
    headers,
    shield_region,
});

/// What an origin is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OriginTarget {
    /// A host name.
    Host(Known<Pattern>),
    /// A bucket.
    Bucket(Link<StoreId>),
    /// A load balancer by its own host name.
    LoadBalancer(Link<LoadBalancerId>),
    /// A load balancer without public addresses, reached inside the provider's network (VPC origin).
    PrivateLoadBalancer(Link<LoadBalancerId>),
    /// A stage of an API.
    Api(Link<ApiStageId>),
    /// The URL of a function.
    Function(Link<FunctionId>),
}

choice!(OriginTarget {
    Host(host),
    Bucket(bucket),
    LoadBalancer(load_balancer),
    PrivateLoadBalancer(load_balancer),
    Api(stage),
    Function(function),
});

/// The connection between edge and origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginConnection {
    /// The protocol.
    pub protocol: Known<OriginProtocol>,
    /// The HTTP port.
    pub http_port: Known<u16>,
    /// The HTTPS port.
    pub https_port: Known<u16>,
    /// The TLS versions offered.
    pub tls_versions: Known<Set<TlsVersion>>,
    /// How long the origin may take to respond.
    pub read_timeout: Known<Duration>,
    /// How long an idle connection is kept.
    pub keep_alive: Known<Duration>,
}

record!(OriginConnection { protocol, http_port, https_port, tls_versions, read_timeout, keep_alive });

/// The protocol between edge and origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginProtocol {
    /// HTTP only.
    HttpOnly,
    /// HTTPS only.
    HttpsOnly,
    /// The protocol of the viewer.
    MatchViewer,
}

choice!(OriginProtocol { HttpOnly, HttpsOnly, MatchViewer });

/// A header that is added to requests to an origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OriginHeader {
    /// Its name.
    pub name: Known<Text>,
    /// Its value; unknown if it is sensitive.
    pub value: Known<Text>,
}

record!(OriginHeader { name, value });

/// An origin group: the second origin is used if the first fails. GET, HEAD and OPTIONS requests only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CdnOriginGroup {
    /// Its id within the distribution.
    pub id: Text,
    /// The ids of its origins in order.
    pub members: Box<[Text]>,
    /// The statuses of the first origin that count as a failure.
    pub statuses: Known<Set<u16>>,
}

record!(CdnOriginGroup { id, members, statuses });

/// A cache behaviour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheBehaviour {
    /// The path pattern; none for the default behaviour.
    pub path: Option<Known<Text>>,
    /// The id of an origin or origin group of the same distribution.
    pub origin: Known<Text>,
    /// The allowed methods.
    pub methods: Known<Set<Text>>,
    /// The protocol required of viewers.
    pub viewer_protocol: Known<ViewerProtocol>,
    /// The cache policy; none for the legacy settings, which are a blind spot.
    pub cache: Option<Link<CachePolicyId>>,
    /// The origin request policy.
    pub origin_request: Option<Link<OriginRequestPolicyId>>,
    /// The response headers policy.
    pub response_headers: Option<Link<ResponseHeadersPolicyId>>,
    /// The edge functions.
    pub functions: Set<EdgeFunctionUse>,
    /// Whether viewers need a signed URL or cookie.
    pub signed_viewers: Known<bool>,
}

record!(CacheBehaviour {
    path,
    origin,
    methods,
    viewer_protocol,
    cache,
    origin_request,
    response_headers,
    functions,
    signed_viewers,
});

/// The protocol required of viewers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewerProtocol {
    /// HTTP and HTTPS.
    AllowAll,
    /// HTTP is redirected to HTTPS.
    RedirectToHttps,
    /// HTTP is refused.
    HttpsOnly,
}

choice!(ViewerProtocol { AllowAll, RedirectToHttps, HttpsOnly });

/// A function of a cache behaviour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EdgeFunctionUse {
    /// The event that invokes it.
    pub event: EdgeEvent,
    /// The function.
    pub handler: EdgeHandler,
}

record!(EdgeFunctionUse { event, handler });

/// When a function is invoked at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeEvent {
    /// Before the cache lookup.
    ViewerRequest,
    /// Before the request to the origin.
    OriginRequest,
    /// After the response of the origin.
    OriginResponse,
    /// Before the response to the viewer.
    ViewerResponse,
}

choice!(EdgeEvent { ViewerRequest, OriginRequest, OriginResponse, ViewerResponse });

/// The function that handles an event at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeHandler {
    /// A lightweight function without network access (a CloudFront function on AWS).
    EdgeFunction(Link<EdgeFunctionId>),
    /// A regular function that is replicated to edge regions (Lambda@Edge on AWS).
    Function(Link<FunctionId>),
}

choice!(EdgeHandler { EdgeFunction(function), Function(function) });

/// A custom error response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorResponse {
    /// The status of the origin.
    pub status: Known<u16>,
    /// The status for viewers; none for the same.
    pub viewer_status: Known<Option<u16>>,
    /// The page for viewers; none for the response of the origin.
    pub page: Known<Option<Text>>,
    /// The minimum time that the error is cached.
    pub ttl: Known<Option<Duration>>,
}

record!(ErrorResponse { status, viewer_status, page, ttl });

/// The countries whose viewers are admitted, as ISO 3166-1 alpha-2 codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeoRestriction {
    /// All countries.
    None,
    /// These countries only.
    Allow(Known<Set<Text>>),
    /// All but these countries.
    Deny(Known<Set<Text>>),
}

choice!(GeoRestriction { None, Allow(countries), Deny(countries) });
