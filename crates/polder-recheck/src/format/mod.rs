//! The documents: a manifest, and one for each engine. All are JSON; what is not written here is refused.

mod manifest;
pub mod data;
pub mod endurance;
pub mod network;

pub use manifest::{Claimed, Entry, FORMAT_VERSION, MANIFEST, Manifest, Part, TAKEN_FOR_GRANTED};

/// A position in a list, as documents write it. Estates with more entries than this do not fit into memory.
pub fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The name of the document on endurance.
pub const ENDURANCE: &str = "endurance.json";

/// The name of the document on networks.
pub const NETWORK: &str = "network.json";

/// The name of the document on places of data and keys.
pub const DATA: &str = "data.json";
