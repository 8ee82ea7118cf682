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
            // A plan of 6,000 resources takes some hundred thousand.
            steps: 20_000_000,
        }
    }
}

/// Modules inside modules. The parser's limit of 128 levels of JSON admits hardly more, but an address can claim any number.
pub(crate) const MODULE_DEPTH_MAX: usize = 64;

/// Different attributes that one expression refers to, variables and outputs followed. More are cut off, and the
/// expression counts as one that is not understood.
pub(crate) const LEAVES_MAX: usize = 1_000;

/// Variables and outputs that are followed one after the other. A module adds two; configurations nest
/// modules three or four deep, and sometimes chain a dozen.
pub(crate) const CHAIN_MAX: u32 = 100;

/// Steps behind the name in one reference. Three or four are usual.
pub(crate) const TRAVERSAL_MAX: usize = 32;

/// Blocks of a name that are examined to find out which of their properties are blocks in turn. They are
/// alike.
pub(crate) const SIBLINGS_MAX: usize = 64;

/// Unknown parts, and known texts, of one value that are examined. The longest lists have some thousand
/// elements.
pub(crate) const PLACES_MAX: usize = 10_000;

/// Pairs of a block in a configuration and a planned one that are compared. The work grows with their number; 200 blocks
/// without an order, in which references stand, are more than people write.
pub(crate) const PAIRS_MAX: usize = 40_000;

/// Unknown parts of one value that are matched with references. The work grows with their square.
pub(crate) const MATCHED_MAX: usize = 64;
