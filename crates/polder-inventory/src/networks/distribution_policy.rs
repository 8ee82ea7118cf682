//! Policies of cache behaviours, and edge functions.

use polder_units::{Bytes, Duration};

use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Reason, Set, Text};
use crate::stores::StoreId;

/// What is cached, for how long, and by which key. Residency: personal data in caches; correctness: a
/// response for one viewer must not be served to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachePolicy {
    /// The resource, or the data source of a provider-managed policy.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The minimum TTL.
    pub ttl_min: Known<Duration>,
    /// The TTL if the origin states none.
    pub ttl_default: Known<Duration>,
    /// The maximum TTL.
    pub ttl_max: Known<Duration>,
    /// What is part of the cache key in addition to host and path. It is forwarded to the origin too.
    pub key: RequestParts,
}

entry!(CachePolicy { name, ttl_min, ttl_default, ttl_max, key });

/// What is forwarded to the origin in addition to the cache key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginRequestPolicy {
    /// The resource, or the data source of a provider-managed policy.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// What is forwarded.
    pub forwarded: RequestParts,
}

entry!(OriginRequestPolicy { name, forwarded });

/// Headers, cookies and query parameters of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestParts {
    /// Headers.
    pub headers: Selection,
    /// Cookies.
    pub cookies: Selection,
    /// Query parameters.
    pub query: Selection,
}

record!(RequestParts { headers, cookies, query });

/// Which names are selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// None.
    None,
    /// All.
    All,
    /// These.
    Only(Known<Set<Text>>),
    /// All but these.
    AllBut(Known<Set<Text>>),
    /// All of the viewer's, and these of the edge.
    AllAnd(Known<Set<Text>>),
    /// Not known.
    Unknown(Reason),
}

choice!(Selection { None, All, Only(names), AllBut(names), AllAnd(names), Unknown(reason) });

/// Headers that the edge sets on responses or removes from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHeadersPolicy {
    /// The resource, or the data source of a provider-managed policy.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The headers that are set.
    pub set: Known<Set<ResponseHeader>>,
    /// The names of the headers that are removed.
    pub removed: Known<Set<Text>>,
}

entry!(ResponseHeadersPolicy { name, set, removed });

/// A header that is set on responses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResponseHeader {
    /// Its name in lower case.
    pub name: Text,
    /// Its value.
    pub value: Known<Text>,
    /// Whether it overrides the header of the origin.
    pub overrides: Known<bool>,
}

record!(ResponseHeader { name, value, overrides });

/// A lightweight function at the edge. Its effect on requests is not modelled: engines treat a request that
/// passes one as a request with any path and headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeFunction {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The size of its code. Quotas.
    pub size: Known<Bytes>,
    /// The key-value stores that it reads.
    pub stores: Set<Link<StoreId>>,
}

entry!(EdgeFunction { name, size, stores });
