//! Container registries.

use crate::describe::{choice, record};
use crate::model::{Known, Set, Text};

/// A repository of container images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry {
    /// Whether tags are immutable.
    pub immutable_tags: Known<bool>,
    /// When images are scanned for vulnerabilities.
    pub scanning: Known<Scanning>,
    /// Lifecycle rules, in the provider's notation.
    pub lifecycle: Known<Set<Text>>,
}

record!(Registry { immutable_tags, scanning, lifecycle });

/// When images are scanned for vulnerabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scanning {
    /// Never.
    Never,
    /// When they are pushed.
    OnPush,
    /// When they are pushed, and again when a vulnerability is published.
    Continuous,
}

choice!(Scanning { Never, OnPush, Continuous });
