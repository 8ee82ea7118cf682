//! Coverage: which resources contribute to which entries, and what is not modelled.

use crate::describe::entry;
use crate::entries::{EntryId, SourceId};
use crate::model::{Link, Reason, Text};

pub use crate::entries::coverage::*;

/// A resource that sets fields of an entry of another resource: the versioning of a bucket, the task
/// definition of a service. A witness names it in addition to the source of the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The resource that contributes.
    pub source: SourceId,
    /// The entry.
    pub to: Link<EntryId>,
    /// The fields that it sets, as paths of the canonical form.
    pub fields: Box<[Text]>,
}

entry!(many Contribution { to, fields });

/// Something that a resource configures and that the inventory does not hold. Values that are unknown inside
/// entries are not repeated here: [`crate::unknown_values`] lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlindSpot {
    /// The resource.
    pub source: SourceId,
    /// The entry that is incomplete because of it; none if the resource has no entry.
    pub entry: Option<Link<EntryId>>,
    /// The attribute or relation, by the provider's name; none for the whole resource.
    pub attribute: Option<Text>,
    /// Why it is not held.
    pub reason: Reason,
    /// Whether it may place an interface in a network, or filter or route packets there.
    pub touches_networks: bool,
    /// An explanation in one sentence.
    pub text: Text,
}

entry!(many BlindSpot { entry, attribute, reason, touches_networks, text });
