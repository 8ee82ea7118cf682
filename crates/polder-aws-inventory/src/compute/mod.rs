//! Compute: processes, functions, clusters and scaling.

mod ec2;
mod ecs;
mod eks;
mod lambda;
mod mounts;
mod pattern;
mod scaling;
#[cfg(test)]
mod tests;

use crate::kind::KindReading;

/// The kinds that are read here, folder by folder.
pub(crate) const KINDS: &[&[KindReading]] =
    &[ecs::KINDS, eks::KINDS, ec2::KINDS, lambda::KINDS, scaling::KINDS];
