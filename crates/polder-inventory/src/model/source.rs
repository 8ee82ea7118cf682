//! Where an entry comes from: the resource, the place of the cloud, the part of the design, the tags.

use super::{Known, Link, Text};
use crate::entries::{AccountId, LocationId, OriginId, TagSetId};

/// The resource that an entry was read from. Everything that a resource has once, whatever is read from it, is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The stack, as the path of its root module: `production/eu-west-1/de/network`. The file name of a foreign plan.
    pub stack: Text,
    /// The resource in it, as an address of Terraform: `module.network.aws_subnet.app["a"]`.
    pub address: Text,
    /// Which of several entries of one kind that come from the same resource: `ingress[0]`, `replica.eu-west-3`. The
    /// same resource must yield the same text in every reading, so it names content or position in the resource.
    pub part: Option<Text>,
    /// Account and region of the entry.
    pub location: LocationId,
    /// The part of the design that asked for it; none in a foreign plan.
    pub origin: Option<OriginId>,
    /// Its tags; none where the kind takes no tags.
    pub tags: Option<TagSetId>,
}

/// An account and a region. One for each pair that occurs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The account.
    pub account: Link<AccountId>,
    /// The region, or none for what the provider keeps once for the world (names, distributions, identities).
    pub region: Known<Option<Text>>,
}

/// Which part of a design an entry was made for. One for each combination that occurs.
///
/// The texts are those of the design; engines group and name by them and do not interpret them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The account's name.
    pub account: Text,
    /// The region, where the part belongs to one.
    pub region: Option<Text>,
    /// The cell, where the part belongs to one.
    pub cell: Option<Text>,
    /// The site, where the part belongs to one.
    pub site: Option<Text>,
    /// What it is for within that: `api`, `database`, `network`.
    pub component: Text,
}

/// The tags of a resource, with those that it takes over from a whole stack kept once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagSet {
    /// Tags that hold unless this set has the same key. Always an earlier set, so that there is no cycle.
    pub inherits: Option<TagSetId>,
    /// Its own tags, sorted by key.
    pub tags: Box<[Tag]>,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// Its key.
    pub key: Text,
    /// Its value.
    pub value: Known<Text>,
}
