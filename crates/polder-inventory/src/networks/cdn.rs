//! Distributions of the content delivery network.

use polder_units::Duration;

use super::{
    ApiStageId, CachePolicyId, EdgeFunctionId, ForwardPolicyId, LoadBalancerId, ResponseHeadersPolicyId,
    ServerTls, TlsVersion, WebAclId,
};
use crate::compute::FunctionId;
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Pattern, Set, Text};
use crate::stores::StoreId;

/// Answers for host names at the edge, from its cache or from an origin. Reachability: an entry point; residency: what is
/// cached where; encryption: both hops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// The resource.
    pub source: SourceId,
    /// Whether it answers.
    pub enabled: Known<bool>,
    /// Host names besides its own.
    pub aliases: Known<Set<Text>>,
    /// How it ends TLS with viewers.
    pub tls: ServerTls,
    /// Where in the world it has caches, in the provider's word.
    pub edge_locations: Known<Text>,
    /// Whether viewers reach it over IPv6.
    pub v6: Known<bool>,
    /// The web ACL in front of it.
    pub web_acl: Option<Link<WebAclId>>,
    /// Where content comes from.
    pub origins: Box<[CdnOrigin]>,
    /// Pairs of origins of which the second is asked when the first fails.
    pub origin_groups: Box<[CdnOriginGroup]>,
    /// What happens to requests, in order of precedence: the first whose path matches decides. The last has no path.
    pub behaviours: Box<[Behaviour]>,
    /// Errors of origins that viewers see in another form.
    pub error_pages: Box<[ErrorPage]>,
    /// Countries whose viewers are let in or turned away.
    pub countries: Countries,
    /// What is asked for when the path is empty.
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
    error_pages,
    countries,
    root_object,
});

/// Where a distribution gets content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CdnOrigin {
    /// Its id within the distribution.
    pub id: Text,
    /// What it is.
    pub target: OriginTarget,
    /// The protocol and TLS of the hop behind the edge; none where the provider's own protocol is used.
    pub connection: Option<OriginConnection>,
    /// Tries before a request counts as failed.
    pub attempts: Known<u32>,
    /// How long one try to connect may take.
    pub connect_timeout: Known<Duration>,
    /// Whether requests are signed, so that the origin can refuse all others.
    pub signs_requests: Known<bool>,
    /// Headers that are added. Reachability: a secret header is how the origin knows the edge.
    pub headers: Set<OriginHeader>,
    /// A further cache between edge and origin, by its region.
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
    /// Whatever answers at a host name.
    Host(Known<Pattern>),
    /// A bucket.
    Bucket(Link<StoreId>),
    /// A load balancer, reached by its own host name.
    LoadBalancer(Link<LoadBalancerId>),
    /// A load balancer without public addresses, reached by a private path of the provider.
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

/// How an origin is spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginConnection {
    /// Whether TLS is used.
    pub protocol: Known<OriginProtocol>,
    /// The port for HTTP.
    pub http_port: Known<u16>,
    /// The port for HTTPS.
    pub https_port: Known<u16>,
    /// Versions of TLS that are offered.
    pub tls_versions: Known<Set<TlsVersion>>,
    /// How long an answer may take.
    pub read_timeout: Known<Duration>,
    /// How long an idle connection stays.
    pub keep_alive: Known<Duration>,
}

record!(OriginConnection { protocol, http_port, https_port, tls_versions, read_timeout, keep_alive });

/// Whether TLS is used behind the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginProtocol {
    /// Never.
    HttpOnly,
    /// Always.
    HttpsOnly,
    /// As the viewer does.
    AsViewer,
}

choice!(OriginProtocol { HttpOnly, HttpsOnly, AsViewer });

/// A header that is added to requests.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OriginHeader {
    /// Its name.
    pub name: Known<Text>,
    /// Its value; unknown when it is secret.
    pub value: Known<Text>,
}

record!(OriginHeader { name, value });

/// Two origins, of which the second is asked when the first fails. For GET, HEAD and OPTIONS only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CdnOriginGroup {
    /// Its id within the distribution.
    pub id: Text,
    /// Ids of the origins in order.
    pub members: Box<[Text]>,
    /// Statuses of the first that count as failure.
    pub statuses: Known<Set<u16>>,
}

record!(CdnOriginGroup { id, members, statuses });

/// What happens to requests for some paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// The paths, with wildcards; none for all that no other takes.
    pub path: Option<Known<Text>>,
    /// The id of an origin or origin group of the same distribution.
    pub origin: Known<Text>,
    /// Methods that are passed on.
    pub methods: Known<Set<Text>>,
    /// Whether viewers may use HTTP in the clear.
    pub viewer_protocol: Known<ViewerProtocol>,
    /// What is kept in caches and for how long; none where nothing is said.
    pub cache: Option<Link<CachePolicyId>>,
    /// What of the request origins see beyond the key of the cache.
    pub forward: Option<Link<ForwardPolicyId>>,
    /// Headers of answers.
    pub response_headers: Option<Link<ResponseHeadersPolicyId>>,
    /// Programs that run at the edge.
    pub functions: Set<EdgeFunctionUse>,
    /// Whether only viewers with a signed address or cookie are let in.
    pub signed_viewers: Known<bool>,
}

record!(Behaviour {
    path,
    origin,
    methods,
    viewer_protocol,
    cache,
    forward,
    response_headers,
    functions,
    signed_viewers,
});

/// Which protocols viewers may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewerProtocol {
    /// Both.
    Any,
    /// HTTP is sent to HTTPS.
    RedirectToHttps,
    /// HTTP is refused.
    HttpsOnly,
}

choice!(ViewerProtocol { Any, RedirectToHttps, HttpsOnly });

/// A program that a behaviour runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EdgeFunctionUse {
    /// When.
    pub event: EdgeEvent,
    /// Which.
    pub function: EdgeProgram,
}

record!(EdgeFunctionUse { event, function });

/// When a program runs at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeEvent {
    /// Before the cache is asked.
    ViewerRequest,
    /// Before the origin is asked.
    OriginRequest,
    /// When the origin has answered.
    OriginResponse,
    /// Before the viewer gets the answer.
    ViewerResponse,
}

choice!(EdgeEvent { ViewerRequest, OriginRequest, OriginResponse, ViewerResponse });

/// A program at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeProgram {
    /// A small one, without access to the network.
    Edge(Link<EdgeFunctionId>),
    /// A function that is copied to regions near viewers.
    Replicated(Link<FunctionId>),
}

choice!(EdgeProgram { Edge(function), Replicated(function) });

/// An error of an origin in the form in which viewers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorPage {
    /// The status of the origin.
    pub status: Known<u16>,
    /// The status that viewers see; none for the same.
    pub shown_status: Known<Option<u16>>,
    /// The page that viewers see; none for the origin's.
    pub page: Known<Option<Text>>,
    /// How long the error is kept in caches.
    pub ttl: Known<Option<Duration>>,
}

record!(ErrorPage { status, shown_status, page, ttl });

/// Countries of viewers, as ISO 3166-1 alpha-2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Countries {
    /// All.
    All,
    /// These alone.
    Only(Known<Set<Text>>),
    /// All but these.
    AllBut(Known<Set<Text>>),
}

choice!(Countries { All, Only(countries), AllBut(countries) });
