//! Managed APIs: APIs, stages, routes, links, domains and usage plans.

use polder_units::{Bytes, Duration};

use super::{ApiId, ApiLinkId, ApiStageId, CertificateId, LoadBalancerId, ServerTls, WebAclId};
use crate::access::PrincipalId;
use crate::compute::FunctionId;
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Decimal, Known, Link, Pattern, Reason, Set, Text};

/// An API of the provider's API gateway. Its resource policy is a [`crate::access::PolicyAttachment`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// Its kind.
    pub kind: Known<ApiKind>,
    /// From where it can be reached.
    pub exposure: Known<ApiExposure>,
    /// Whether the provider's default host name is enabled, which bypasses the custom domain and its TLS
    /// settings.
    pub default_endpoint_enabled: Known<bool>,
    /// The smallest response that is compressed; none if none is.
    pub compression_minimum: Known<Option<Bytes>>,
}

entry!(Api { name, kind, exposure, default_endpoint_enabled, compression_minimum });

/// The kind of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKind {
    /// A REST API: with API keys, usage plans, web ACLs and validation.
    Rest,
    /// An HTTP API: cheaper, without most of these.
    Http,
    /// A WebSocket API.
    WebSocket,
    /// A GraphQL API.
    GraphQl,
}

choice!(ApiKind { Rest, Http, WebSocket, GraphQl });

/// From where an API can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiExposure {
    /// From the internet, through the provider's CDN.
    Edge,
    /// From the internet, in its region.
    Regional,
    /// From networks with an endpoint only.
    Private,
}

choice!(ApiExposure { Edge, Regional, Private });

/// A stage of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiStage {
    /// The resource.
    pub source: SourceId,
    /// The API.
    pub api: Link<ApiId>,
    /// Its name.
    pub name: Known<Text>,
    /// The default limit of its methods; none for the account's limit.
    pub throttle: Option<Throttle>,
    /// The web ACL associated with it.
    pub web_acl: Option<Link<WebAclId>>,
    /// Whether it presents a client certificate to backends.
    pub client_certificate: Known<bool>,
    /// Whether responses are cached.
    pub caching: Known<bool>,
    /// Whether requests are traced.
    pub tracing: Known<bool>,
}

entry!(ApiStage { api, name, throttle, web_acl, client_certificate, caching, tracing });

/// A limit of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Steady-state requests per second.
    pub rate: Known<Decimal>,
    /// Burst requests.
    pub burst: Known<u32>,
}

record!(Throttle { rate, burst });

/// A method and path of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRoute {
    /// The resource.
    pub source: SourceId,
    /// The API.
    pub api: Link<ApiId>,
    /// The method, or `ANY`.
    pub method: Known<Text>,
    /// The path with its parameters: `/items/{id}`.
    pub path: Known<Text>,
    /// Who may call it.
    pub authorization: ApiAuthorization,
    /// Whether an API key is required.
    pub key_required: Known<bool>,
    /// The backend; none if there is none yet.
    pub integration: Option<ApiIntegration>,
}

entry!(ApiRoute { api, method, path, authorization, key_required, integration });

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiAuthorization {
    /// Everyone.
    Open,
    /// Principals whose policies allow it.
    Policy,
    /// Holders of a token of an identity provider.
    Token,
    /// Callers that a function admits.
    Function(Link<FunctionId>),
    /// Not known.
    Unknown(Reason),
}

choice!(ApiAuthorization { Open, Policy, Token, Function(function), Unknown(reason) });

/// The backend of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiIntegration {
    /// What is called.
    pub target: ApiTarget,
    /// How long the backend may take.
    pub timeout: Known<Duration>,
    /// The names of headers that are added. A secret one proves to the backend that the request came through
    /// the API.
    pub headers: Known<Set<Text>>,
    /// The role in which the backend is called; none if there is none.
    pub identity: Option<Link<PrincipalId>>,
}

record!(ApiIntegration { target, timeout, headers, identity });

/// What a route calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiTarget {
    /// Nothing: the response is fixed.
    Mock,
    /// A public URL.
    Url(Known<Pattern>),
    /// A URL that is reached through a private link.
    Link {
        /// The link.
        link: Link<ApiLinkId>,
        /// The URL.
        url: Known<Pattern>,
    },
    /// A function.
    Function(Link<FunctionId>),
    /// An action of a service of the provider: `sqs:SendMessage`.
    Action(Known<Text>),
}

choice!(ApiTarget { Mock, Url(url), Link { link, url }, Function(function), Action(action) });

/// A private link from APIs into a network. A link that ends in subnets has [`super::Interface`] entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiLink {
    /// The resource.
    pub source: SourceId,
    /// The load balancers it leads to; empty if it ends in subnets.
    pub load_balancers: Set<Link<LoadBalancerId>>,
}

entry!(ApiLink { load_balancers });

/// A custom domain of APIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiDomain {
    /// The resource.
    pub source: SourceId,
    /// The host name.
    pub name: Known<Text>,
    /// From where it can be reached.
    pub exposure: Known<ApiExposure>,
    /// TLS with clients.
    pub tls: ServerTls,
    /// The certificate that proves ownership of the name, if the one of TLS is not publicly trusted.
    pub ownership_certificate: Option<Link<CertificateId>>,
    /// Which stage answers below which base path.
    pub mappings: Set<ApiMapping>,
}

entry!(ApiDomain { name, exposure, tls, ownership_certificate, mappings });

/// A stage below a base path of a domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiMapping {
    /// The base path; none for the root.
    pub path: Known<Option<Text>>,
    /// The stage.
    pub stage: Link<ApiStageId>,
}

record!(ApiMapping { path, stage });

/// The limits of callers with an API key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsagePlan {
    /// The resource.
    pub source: SourceId,
    /// The stages it applies to.
    pub stages: Set<Link<ApiStageId>>,
    /// The throttle of each key; none for that of the stage.
    pub throttle: Option<Throttle>,
    /// The quota of each key; none without.
    pub quota: Option<UsageQuota>,
    /// How many API keys of the estate use it.
    pub keys: Known<u32>,
}

entry!(UsagePlan { stages, throttle, quota, keys });

/// Requests in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageQuota {
    /// How many.
    pub requests: Known<u64>,
    /// The period: a day, a week or a month of thirty days.
    pub period: Known<Duration>,
}

record!(UsageQuota { requests, period });
