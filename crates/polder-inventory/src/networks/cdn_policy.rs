//! Policies that distributions share, and programs that run at the edge.

use polder_units::{Bytes, Duration};

use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};
use crate::stores::StoreId;

/// What caches keep, for how long, and what tells entries apart. Residency: personal data in caches; correctness: answers
/// for one visitor must not reach another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachePolicy {
    /// The resource, or the look-up of a policy that the provider keeps.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// How long at least.
    pub ttl_min: Known<Duration>,
    /// How long where the origin does not say.
    pub ttl_default: Known<Duration>,
    /// How long at most.
    pub ttl_max: Known<Duration>,
    /// What tells entries apart besides host and path, and is passed on.
    pub key: RequestParts,
}

entry!(CachePolicy { name, ttl_min, ttl_default, ttl_max, key });

/// What of a request origins see beyond the key of the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForwardPolicy {
    /// The resource, or the look-up of a policy that the provider keeps.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// What is passed on.
    pub forwarded: RequestParts,
}

entry!(ForwardPolicy { name, forwarded });

/// Parts of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestParts {
    /// Headers.
    pub headers: Selection,
    /// Cookies.
    pub cookies: Selection,
    /// Parameters of the query.
    pub query: Selection,
}

record!(RequestParts { headers, cookies, query });

/// Some of many named things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// None of them.
    None,
    /// All of them.
    All,
    /// These.
    Only(Known<Set<Text>>),
    /// All but these.
    AllBut(Known<Set<Text>>),
    /// All, and these that the edge adds.
    AllAnd(Known<Set<Text>>),
    /// Not known.
    Unknown(crate::model::Reason),
}

choice!(Selection { None, All, Only(names), AllBut(names), AllAnd(names), Unknown(reason) });

/// Headers that the edge adds to answers or takes off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHeadersPolicy {
    /// The resource, or the look-up of a policy that the provider keeps.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// Headers that are set.
    pub set: Known<Set<ResponseHeader>>,
    /// Headers that are taken off.
    pub removed: Known<Set<Text>>,
}

entry!(ResponseHeadersPolicy { name, set, removed });

/// A header of an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResponseHeader {
    /// Its name, in small letters.
    pub name: Text,
    /// Its value as it is sent.
    pub value: Known<Text>,
    /// Whether it replaces what the origin says.
    pub overrides: Known<bool>,
}

record!(ResponseHeader { name, value, overrides });

/// A small program that runs at the edge for every request of a behaviour. What it does to a request is not modelled:
/// engines treat a rewritten request as one of any host and path that the behaviour's origin accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeFunction {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The size of its code. Quotas.
    pub size: Known<Bytes>,
    /// Stores of keys and values that it reads.
    pub stores: Set<Link<StoreId>>,
}

entry!(EdgeFunction { name, size, stores });
