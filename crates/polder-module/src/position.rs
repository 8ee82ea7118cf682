//! The two places of a body: only a resource has arguments of the language itself.

/// Where a body stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// It is a whole resource.
    Resource,
    /// It is a block inside a resource.
    Block,
}
