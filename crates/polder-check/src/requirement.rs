//! A row of the table.

use crate::scope::Scope;
use crate::selector::Selector;

/// A requirement of the owner.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Its ID: `REGION-1`.
    pub id: String,
    /// What is asked.
    pub asks: String,
    /// The condition under which it is met.
    pub met_when: String,
    /// The stacks of the resources that address it.
    pub scope: Scope,
    /// The selectors of the resources that address it.
    pub selectors: &'static [Selector],
    /// Whether resources can address it.
    pub status: Status,
}

/// Whether resources can address a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// They do.
    Now,
    /// Not, or not alone: this shows it.
    Later(&'static str),
}

impl Requirement {
    /// A requirement on the whole platform that resources address.
    pub(crate) fn new(
        id: impl Into<String>,
        asks: impl Into<String>,
        met_when: impl Into<String>,
        selectors: &'static [Selector],
    ) -> Requirement {
        Requirement {
            id: id.into(),
            asks: asks.into(),
            met_when: met_when.into(),
            scope: Scope::Platform,
            selectors,
            status: Status::Now,
        }
    }

    /// Only in these stacks.
    pub(crate) fn within(self, scope: Scope) -> Requirement {
        Requirement { scope, ..self }
    }

    /// Something other than resources shows it.
    pub(crate) fn later(self, what: &'static str) -> Requirement {
        Requirement { status: Status::Later(what), ..self }
    }
}
