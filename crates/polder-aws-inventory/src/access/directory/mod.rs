//! People: the directory from which they come in, what they may do, and where.

pub(super) mod assignment;
pub(super) mod group;
pub(super) mod permission_set;
