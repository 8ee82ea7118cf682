//! What was found.

use crate::format::{Claimed, Manifest};

/// What was found about each verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What the certificates say of themselves.
    pub manifest: Manifest,
    /// The properties, in the order of the manifest.
    pub properties: Vec<Checked>,
}

impl Outcome {
    /// How many properties have such a finding.
    pub fn count(&self, of: impl Fn(&Finding) -> bool) -> usize {
        self.properties.iter().filter(|checked| of(&checked.finding)).count()
    }

    /// Whether a certificate does not show what it is said to show.
    pub fn is_refused(&self) -> bool {
        self.properties.iter().any(|checked| matches!(checked.finding, Finding::Refused(_)))
    }
}

/// A verdict, and what its certificate shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The identifier of the property.
    pub id: String,
    /// The verdict.
    pub verdict: Claimed,
    /// What its certificate shows.
    pub finding: Finding,
}

/// What a certificate shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The verdict, for this reason.
    Confirmed(String),
    /// Something else, or nothing: why.
    Refused(String),
    /// There is no certificate: why.
    NotCovered(String),
    /// The verdict claims nothing: it is undecided or procedural.
    ClaimsNothing,
}
