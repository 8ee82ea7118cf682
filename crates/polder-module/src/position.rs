//! The position of a body: only a resource has meta-arguments.

/// The position of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// It is a whole resource.
    Resource,
    /// It is a block inside a resource.
    Block,
}
