//! What is computed once for all resources of a quota.

use std::cell::OnceCell;

use crate::measure::policies::Policies;
use crate::measure::scaling::Scaling;

/// What is computed once for all resources of a quota, in one graph.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// The sizes of policies: stacks of a kind share the bodies of their resources.
    pub(crate) policies: Policies,
    /// The scaling of services.
    pub(crate) scaling: OnceCell<Vec<Scaling>>,
}
