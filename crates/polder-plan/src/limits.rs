//! Limits on input. Everything beyond is an error, so that no document uses unbounded memory or time.

/// Limits for all documents together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes. A graph takes up to a few times the bytes of its documents.
    pub bytes: usize,
    /// Resources and data sources.
    pub resources: usize,
    /// References that are kept.
    pub references: usize,
    /// Steps for resolving expressions: references followed, values and blocks compared.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            // Plans of 10,000 resources have some 30 MB.
            bytes: 256 << 20,
            // Terraform itself becomes unusable long before: 10,000 resources in one state are already rare.
            resources: 200_000,
            // Ten for each resource.
            references: 2_000_000,
            // A plan of 6,000 resources takes a few hundred thousand.
            steps: 20_000_000,
        }
    }
}

/// The maximum nesting of modules. The parser's limit of 128 levels of JSON allows hardly more, but an address can name
/// any number of modules.
pub(crate) const MODULE_DEPTH_MAX: usize = 64;

/// The maximum number of attributes that one expression refers to, directly or through variables and outputs. Only
/// these are kept; an unknown value with more is [`polder_cloud::Unknown::TooLarge`].
pub(crate) const LEAVES_MAX: usize = 1_000;

/// The maximum length of a chain of variables and outputs. Each module in the chain adds up to two; configurations nest
/// modules three or four deep, and sometimes pass a value through a dozen.
pub(crate) const CHAIN_MAX: u32 = 100;

/// The maximum number of steps after the name in one reference. Three or four are usual.
pub(crate) const TRAVERSAL_MAX: usize = 32;

/// The maximum number of blocks of a name that are examined to find out which of their properties are nested blocks.
/// They have the same schema, so more would add nothing.
pub(crate) const SIBLINGS_MAX: usize = 64;

/// The maximum number of unknown parts and known texts of one value that are examined. The longest lists in use have a
/// few thousand elements.
pub(crate) const PLACES_MAX: usize = 10_000;

/// The maximum number of pairs of a configured and a planned block that are compared: 200 blocks of a set on each side,
/// more than configurations have.
pub(crate) const PAIRS_MAX: usize = 40_000;

/// The maximum number of unknown parts of one value that are matched with references. The time grows with its square.
pub(crate) const MATCHED_MAX: usize = 64;
