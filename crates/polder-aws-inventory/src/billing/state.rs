//! State of the reader for billing.

use std::collections::BTreeSet;

use polder_inventory::model::Text;

/// State that the readers of this folder share, apart from entries.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// DNS names that resolve to AWS resources.
    pub(super) names_of_aws: Option<BTreeSet<Text>>,
}
