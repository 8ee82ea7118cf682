//! Coverage: which resources were read into what, and what the model does not hold.

use crate::describe::entry;
use crate::entries::{EntryId, SourceId};
use crate::model::{Link, Reason, Text};

pub use crate::entries::coverage::*;

/// A resource that says something about an entry of another resource: the versioning of a bucket, the description of a
/// process's containers. A witness names it beside the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The resource that contributes.
    pub source: SourceId,
    /// The entry that it is about.
    pub to: Link<EntryId>,
    /// What it says: the fields of the entry that it sets, as in the canonical form.
    pub fields: Box<[Text]>,
}

entry!(many Contribution { to, fields });

/// Something that a resource says or does and that the inventory does not hold. Values that are unknown inside entries are
/// not repeated here: [`crate::unknown_values`] lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlindSpot {
    /// The resource.
    pub source: SourceId,
    /// The entry that is incomplete because of it; none where there is no entry at all.
    pub entry: Option<Link<EntryId>>,
    /// The attribute or relation, in the provider's words; none for the whole resource.
    pub attribute: Option<Text>,
    /// Why it is not held.
    pub reason: Reason,
    /// What this means for a reader, in one sentence.
    pub text: Text,
}

entry!(many BlindSpot { entry, attribute, reason, text });
