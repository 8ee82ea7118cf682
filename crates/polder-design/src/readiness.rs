//! How ready a site is to serve.

/// How ready a site is to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readiness {
    /// It takes the writes.
    Active,
    /// It stands by with all tasks.
    Hot,
    /// It stands by with few.
    Warm,
    /// It stands by with none but the storefront's.
    Pilot,
}
