//! What is known of the bill while it is read.

use std::collections::BTreeSet;

use polder_inventory::model::Text;

/// What readers of this folder know beside entries.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Names of the DNS that lead to things of AWS.
    pub(super) names_of_aws: Option<BTreeSet<Text>>,
}
