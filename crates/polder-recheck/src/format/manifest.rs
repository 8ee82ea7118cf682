//! The manifest: what was decided, of what, and which documents show it.

use serde::{Deserialize, Serialize};

/// The version of the form of these documents.
pub const FORMAT_VERSION: u32 = 1;

/// The name of the manifest.
pub const MANIFEST: &str = "certificate.json";

/// What the documents take for granted, and no certificate shows.
pub const TAKEN_FOR_GRANTED: [&str; 6] = [
    "AWS behaves as the inventory says: resources are read correctly, and the models of `docs/prove.md` are right",
    "the documents are those of the inventory: its digest is stated, and a new export of the same platform has the same bytes",
    "endurance: which resources a request needs, and which failures are accepted; objectives, configured times and published figures",
    "network: the flows that are listed are those of the design; packets follow routes only; no address that a rule names is in a range of the provider",
    "data: they move in the ways that are listed and in no other, stores have the data that they declare, and regions are in their \
     jurisdictions",
    "the claim of a property says what its identifier stands for in `docs/prove.md`",
];

/// What was decided, of what, and which documents show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The version of the models that the verdicts hold under.
    pub model_version: u32,
    /// The file that they are about.
    pub source: String,
    /// The SHA-256 of the inventory in its canonical form.
    pub inventory: String,
    /// The documents.
    pub parts: Vec<Part>,
    /// The verdicts, in the order of their identifiers.
    pub properties: Vec<Entry>,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The name of its file.
    pub file: String,
    /// Its SHA-256.
    pub sha256: String,
}

/// A verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The identifier of the property.
    pub id: String,
    /// What holds if it is proved.
    pub claim: String,
    /// The verdict.
    pub verdict: Claimed,
    /// The file that shows it; none if no document does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_by: Option<String>,
    /// Why no document shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_covered: Option<String>,
}

/// A verdict without what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Claimed {
    /// It holds.
    Proved,
    /// It does not hold.
    Refuted,
    /// The model cannot say.
    Undecided,
    /// No configuration can show it.
    Procedural,
}

impl Claimed {
    /// Whether the property holds by it; none if it claims nothing.
    pub fn holds(self) -> Option<bool> {
        match self {
            Claimed::Proved => Some(true),
            Claimed::Refuted => Some(false),
            Claimed::Undecided | Claimed::Procedural => None,
        }
    }

    /// Its name in the documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Claimed::Proved => "proved",
            Claimed::Refuted => "refuted",
            Claimed::Undecided => "undecided",
            Claimed::Procedural => "procedural",
        }
    }
}
