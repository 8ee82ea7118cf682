//! State of the reader for access.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::ResourceId;
use polder_inventory::EntryId;
use polder_inventory::access::{PolicyId, UnitId};
use polder_inventory::model::{Link, Text};

/// State that the readers of access share, apart from entries.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The roots of organizations.
    pub(crate) roots: BTreeMap<ResourceId, UnitId>,
    /// What separate resources attach to roles; `None` until it is first needed.
    pub(crate) attachments: Option<Attachments>,
}

/// What separate resources attach to roles, by role. It is needed for roles that list their attachments
/// themselves, as states do.
#[derive(Debug, Default)]
pub(crate) struct Attachments {
    pub(crate) of: BTreeMap<EntryId, Attached>,
}

/// What separate resources attach to a role.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attached {
    pub(crate) managed: BTreeSet<NamedPolicy>,
    pub(crate) inline: BTreeSet<Text>,
}

/// A policy that something names by its ARN.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NamedPolicy {
    /// One that the graph has, or another party's.
    Linked(Link<PolicyId>),
    /// One that the provider maintains, by its ARN: `arn:aws:iam::aws:policy/ReadOnlyAccess`.
    ProviderManaged(Text),
}
