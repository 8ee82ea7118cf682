//! What the resources of one count have in common within an account or a region.

use polder_cloud::index::Resolved;
use polder_cloud::{ResourceId, View};

/// What the resources of one count have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Nothing but the account and the region.
    Scope,
    /// This resource.
    Resource(ResourceId),
    /// A thing outside of the graph, by its ID, ARN or name.
    Named(String),
    /// Something that is not known.
    Unknown,
}

impl Group {
    /// The resource that an attribute refers to, or its text.
    pub(crate) fn referred(view: &View<'_, '_>, attribute: &str) -> Group {
        if let Some(target) = view.targets(attribute).into_iter().find(View::is_managed) {
            return Group::Resource(target.id());
        }
        match view.get(attribute) {
            Resolved::Text(text) => Group::Named(text.into_owned()),
            Resolved::Attribute(attribute) => Group::Resource(attribute.resource),
            Resolved::Absent => Group::Scope,
            _ => Group::Unknown,
        }
    }
}
