//! Why there is no advice.

use polder_commit::Rejection;

/// Why there is no advice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdviseError {
    /// The figures are too large, or have no meaning.
    #[error("the commitments cannot be computed: {0}")]
    Problem(#[from] polder_commit::Error),
    /// The check did not accept the result of the search.
    #[error("the check rejects the result of the search, which is a bug in polder: {0}")]
    Rejected(#[from] Rejection),
}
