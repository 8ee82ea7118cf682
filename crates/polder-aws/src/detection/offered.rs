//! The regions that have a managed rule, a standard or a feature of a security service.

/// Regions.
#[derive(Clone, Copy, Debug)]
pub(super) enum Regions {
    /// All that Polder knows.
    All,
    /// These alone.
    Only(&'static [&'static str]),
}

impl Regions {
    /// Whether a region is among them.
    pub(super) fn include(self, region: &str) -> bool {
        match self {
            Regions::All => true,
            Regions::Only(regions) => regions.contains(&region),
        }
    }
}
