//! What is known of networks while they are read: entries that are derived from resources, and looked-up texts.

use std::collections::BTreeMap;

use polder_cloud::ResourceId;
use polder_inventory::EntryId;
use polder_inventory::networks::InterfaceId;

/// What the readers of networks found so far.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Whether entries may be derived: not before every resource that is an entry has been read, or they would take the
    /// numbers of others.
    pub(super) derives: bool,
    /// Entries that the provider makes with a resource, by what they are to it.
    pub(super) made: BTreeMap<(ResourceId, Made), EntryId>,
    /// The interfaces of resources that have been derived.
    pub(super) interfaces: BTreeMap<ResourceId, Vec<InterfaceId>>,
    /// Resources by texts of theirs that are not their identifiers.
    pub(super) texts: BTreeMap<TextOf, BTreeMap<String, Vec<ResourceId>>>,
    /// Resources by others that they refer to.
    pub(super) users: BTreeMap<TextOf, BTreeMap<ResourceId, Vec<ResourceId>>>,
}

/// The kind of a resource and the attribute, with the block around it where there is one.
pub(super) type TextOf = (&'static str, &'static str);

/// Something that the provider makes with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Made {
    /// The route table that a network begins with.
    RouteTable,
    /// The ACL that a network begins with.
    NetworkAcl,
    /// The group that a network begins with.
    SecurityGroup,
    /// The list of the addresses behind a gateway endpoint.
    PrefixList,
    /// The group of a Kubernetes cluster.
    ClusterGroup,
    /// The route table that a transit gateway begins with.
    TransitRouteTable,
}

impl State {
    /// Says that every resource that is an entry has been read.
    pub(crate) fn all_entries_are_there(&mut self) {
        self.derives = true;
    }
}
