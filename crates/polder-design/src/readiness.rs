//! The readiness of a site.

/// The readiness of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readiness {
    /// Active: it takes writes.
    Active,
    /// Hot standby, with all tasks.
    Hot,
    /// Warm standby, with a minimum of tasks.
    Warm,
    /// Pilot light, with storefront tasks only.
    Pilot,
}
