//! The source of an entry: resource, account and region, part of the design, tags.

use super::{Known, Link, Text};
use crate::entries::{AccountId, LocationId, OriginId, TagSetId};

/// The resource that an entry was read from, with everything that belongs to the resource as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The stack: the path of its root module (`production/eu-west-1/de/network`), or the name of a foreign
    /// plan.
    pub stack: Text,
    /// The Terraform address in the stack: `module.network.aws_subnet.app["a"]`.
    pub address: Text,
    /// Distinguishes entries of one kind that are read from the same resource: `ingress[0]`,
    /// `replica.eu-west-3`. It must not depend on the reader: it is a position or key within the resource.
    pub part: Option<Text>,
    /// Account and region.
    pub location: LocationId,
    /// The part of the design that the resource was created for; none in foreign plans.
    pub origin: Option<OriginId>,
    /// Its tags; none if the resource type has no tags.
    pub tags: Option<TagSetId>,
}

/// An account with a region. Equal locations should be stored once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The account.
    pub account: Link<AccountId>,
    /// The region, by the provider's name; none for global resources.
    pub region: Known<Option<Text>>,
}

/// A part of the design. Equal origins should be stored once. Engines group by these names and do not
/// interpret them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The account's name.
    pub account: Text,
    /// The region; none for global parts.
    pub region: Option<Text>,
    /// The cell; none for parts outside of cells.
    pub cell: Option<Text>,
    /// The site; none for parts outside of sites.
    pub site: Option<Text>,
    /// The component: `api`, `database`, `network`.
    pub component: Text,
}

/// A set of tags. Tags that all resources of a stack have are stored once and inherited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TagSet {
    /// The set whose tags apply unless this one has the same key. It has a lower id, so that there is no
    /// cycle.
    pub inherits: Option<TagSetId>,
    /// The tags of this set, sorted by key.
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
