//! A row of the table.

use crate::scope::Scope;
use crate::speaker::Speaker;

/// Something that the owner asks for.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Its number: `REGION-1`.
    pub id: String,
    /// What is asked.
    pub asks: String,
    /// When it may be called met.
    pub met_when: String,
    /// Where the resources stand that speak to it.
    pub scope: Scope,
    /// Which resources speak to it.
    pub speakers: &'static [Speaker],
    /// Whether resources can speak to it at all.
    pub status: Status,
}

/// Whether resources can speak to a requirement at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// They do.
    Now,
    /// They do not, or not they alone: this will.
    Later(&'static str),
}

impl Requirement {
    /// A requirement on the whole platform that resources speak to.
    pub(crate) fn new(
        id: impl Into<String>,
        asks: impl Into<String>,
        met_when: impl Into<String>,
        speakers: &'static [Speaker],
    ) -> Requirement {
        Requirement {
            id: id.into(),
            asks: asks.into(),
            met_when: met_when.into(),
            scope: Scope::Platform,
            speakers,
            status: Status::Now,
        }
    }

    /// Only in these stacks.
    pub(crate) fn within(self, scope: Scope) -> Requirement {
        Requirement { scope, ..self }
    }

    /// This will speak to it.
    pub(crate) fn later(self, what: &'static str) -> Requirement {
        Requirement { status: Status::Later(what), ..self }
    }
}
