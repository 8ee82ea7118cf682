//! Managed entry points of APIs.

use polder_units::{Bytes, Duration};

use super::{ApiId, ApiLinkId, ApiStageId, CertificateId, LoadBalancerId, ServerTls, WebAclId};
use crate::access::PrincipalId;
use crate::compute::FunctionId;
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Decimal, Known, Link, Pattern, Set, Text};

/// An API that the provider answers for. A resource policy on it is a [`crate::access::PolicyAttachment`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// What it offers.
    pub kind: Known<ApiKind>,
    /// From where it can be reached.
    pub exposure: Known<ApiExposure>,
    /// Whether it also answers at the provider's host name, past the owner's domain and its TLS settings.
    pub provider_host: Known<bool>,
    /// Answers of at least this size are compressed; none if none are.
    pub compression_minimum: Known<Option<Bytes>>,
}

entry!(Api { name, kind, exposure, provider_host, compression_minimum });

/// What an API offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKind {
    /// All: keys, plans, web ACLs, validation.
    Rest,
    /// The cheaper one without most of that.
    Http,
    /// Connections that stay open.
    WebSocket,
    /// GraphQL.
    GraphQl,
}

choice!(ApiKind { Rest, Http, WebSocket, GraphQl });

/// From where an API can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiExposure {
    /// From the internet, through the provider's edge.
    Edge,
    /// From the internet, in its region.
    Regional,
    /// From networks with an endpoint.
    Private,
}

choice!(ApiExposure { Edge, Regional, Private });

/// A published version of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiStage {
    /// The resource.
    pub source: SourceId,
    /// The API.
    pub api: Link<ApiId>,
    /// Its name.
    pub name: Known<Text>,
    /// Limits of all callers together; none for the account's.
    pub throttle: Option<Throttle>,
    /// The web ACL in front of it.
    pub web_acl: Option<Link<WebAclId>>,
    /// Whether it shows a certificate of its own to what it calls.
    pub client_certificate: Known<bool>,
    /// Whether answers are cached.
    pub caches: Known<bool>,
    /// Whether calls are traced.
    pub traced: Known<bool>,
}

entry!(ApiStage { api, name, throttle, web_acl, client_certificate, caches, traced });

/// A limit of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Requests per second in the long run.
    pub rate: Known<Decimal>,
    /// Requests at once.
    pub burst: Known<u32>,
}

record!(Throttle { rate, burst });

/// What an API does with requests of one method and path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRoute {
    /// The resource.
    pub source: SourceId,
    /// The API.
    pub api: Link<ApiId>,
    /// The method, or `ANY`.
    pub method: Known<Text>,
    /// The path with names of parameters: `/items/{id}`.
    pub path: Known<Text>,
    /// Who may call.
    pub authorization: ApiAuthorization,
    /// Whether callers must show a key of a plan.
    pub key_required: Known<bool>,
    /// What answers; none while nothing does.
    pub integration: Option<ApiIntegration>,
}

entry!(ApiRoute { api, method, path, authorization, key_required, integration });

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiAuthorization {
    /// Everybody.
    Open,
    /// Principals whose policies allow it.
    Access,
    /// Whoever shows a token of an issuer.
    Token,
    /// Whoever a function lets in.
    Function(Link<FunctionId>),
    /// Not known.
    Unknown(crate::model::Reason),
}

choice!(ApiAuthorization { Open, Access, Token, Function(function), Unknown(reason) });

/// What answers a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiIntegration {
    /// What it is.
    pub target: ApiTarget,
    /// How long an answer may take.
    pub timeout: Known<Duration>,
    /// Headers that are added to the call. A secret one is how the target knows the API.
    pub headers: Known<Set<Text>>,
    /// The role in which the call is made; none where there is none.
    pub identity: Option<Link<PrincipalId>>,
}

record!(ApiIntegration { target, timeout, headers, identity });

/// What an API calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiTarget {
    /// Nothing: the answer is made up.
    Fixed,
    /// A host on the internet.
    Host(Known<Pattern>),
    /// A load balancer inside a network.
    Link {
        /// By which link.
        link: Link<ApiLinkId>,
        /// At which address there.
        url: Known<Pattern>,
    },
    /// A function.
    Function(Link<FunctionId>),
    /// An action of the provider: `sqs:SendMessage`.
    Action(Known<Text>),
}

choice!(ApiTarget { Fixed, Host(url), Link { link, url }, Function(function), Action(action) });

/// A way from APIs into a network. Interfaces of links that have their own are [`super::Interface`] entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiLink {
    /// The resource.
    pub source: SourceId,
    /// Load balancers at its end; none where it ends in subnets.
    pub load_balancers: Set<Link<LoadBalancerId>>,
}

entry!(ApiLink { load_balancers });

/// A host name at which APIs answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiDomain {
    /// The resource.
    pub source: SourceId,
    /// The host name.
    pub name: Known<Text>,
    /// From where it can be reached.
    pub exposure: Known<ApiExposure>,
    /// How it ends TLS.
    pub tls: ServerTls,
    /// The certificate that proves that the owner has the name, where the one of TLS is of a private authority.
    pub ownership_certificate: Option<Link<CertificateId>>,
    /// Which stage answers below which path.
    pub mappings: Set<ApiMapping>,
}

entry!(ApiDomain { name, exposure, tls, ownership_certificate, mappings });

/// A stage below a path of a domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiMapping {
    /// The first part of the path; none for all paths.
    pub path: Known<Option<Text>>,
    /// The stage.
    pub stage: Link<ApiStageId>,
}

record!(ApiMapping { path, stage });

/// What callers with a key may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiPlan {
    /// The resource.
    pub source: SourceId,
    /// Stages that it is about.
    pub stages: Set<Link<ApiStageId>>,
    /// Limits of each key; none for the stage's.
    pub throttle: Option<Throttle>,
    /// Requests of each key in a period; none without limit.
    pub quota: Option<ApiQuota>,
    /// How many keys it has in the estate.
    pub keys: Known<u32>,
}

entry!(ApiPlan { stages, throttle, quota, keys });

/// Requests in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiQuota {
    /// How many.
    pub requests: Known<u64>,
    /// The period; a month counts as thirty days.
    pub period: Known<Duration>,
}

record!(ApiQuota { requests, period });
