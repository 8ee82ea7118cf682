//! State of the reader for billing.

use std::collections::BTreeSet;

use polder_inventory::model::Text;

/// What readers of this folder know beside entries.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Names of the DNS that lead to AWS resources.
    pub(super) names_of_aws: Option<BTreeSet<Text>>,
}
