//! Why a problem has no solution.

/// A problem that cannot be solved as stated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Something that must not be empty is.
    #[error("there are no {0}")]
    Empty(&'static str),
    /// A list does not have one entry for each hour or for each load.
    #[error("{what} has {found} entries instead of {expected}")]
    Length {
        /// The list.
        what: String,
        /// Its length.
        found: usize,
        /// The length that it should have.
        expected: usize,
    },
    /// A value that is outside of the range in which it has a meaning.
    #[error("{0} is out of range")]
    Range(String),
    /// A reference to a load or an offer that does not exist.
    #[error("{0} does not exist")]
    Unknown(String),
    /// A sum that does not fit.
    #[error("{0} is too large to be computed exactly")]
    Overflow(&'static str),
}
