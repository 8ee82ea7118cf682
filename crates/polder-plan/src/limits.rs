//! How much is read. Everything beyond ends with an error, so that no document takes memory or time without bound.

/// Bytes of all documents together. The largest plan in public issue trackers has about 100 MB; a graph takes up to a
/// few times the bytes of its documents.
pub const BYTES_MAX: usize = 256 << 20;

/// Resources and data sources of all documents together. Terraform itself becomes unusable long before: 10,000 resources
/// in one state are already rare.
pub const RESOURCES_MAX: usize = 200_000;

/// Modules inside modules. The parser's limit of 128 levels of JSON admits hardly more, but an address can claim any number.
pub(crate) const MODULE_DEPTH_MAX: usize = 64;

/// References that are kept, of all documents together. Ten for each of [`RESOURCES_MAX`] resources are plenty.
pub const REFERENCES_MAX: usize = 2_000_000;

/// Steps that are taken to find what expressions refer to: references followed, values and blocks compared. A plan of
/// 6,000 resources takes some hundred thousand.
pub const STEPS_MAX: u64 = 50_000_000;

/// Different attributes that one expression refers to, variables and outputs followed. More are cut off, and the
/// expression counts as one that is not understood.
pub(crate) const LEAVES_MAX: usize = 1_000;

/// Variables and outputs that are followed one after the other. Each module adds one or two; people nest modules three
/// or four deep, and sometimes chain a dozen.
pub(crate) const CHAIN_MAX: u32 = 64;

/// Unknown places of one value that are matched with what its expression refers to. The work grows with their square.
pub(crate) const MATCHED_MAX: usize = 64;
