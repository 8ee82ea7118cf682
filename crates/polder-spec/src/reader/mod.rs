//! Typed access to the parsed file: each getter reports what it expected, what it found and where.

mod number;
mod suggest;
mod table;

use std::cell::RefCell;

use polder_diag::{Finding, Severity};
use polder_facts::Facts;

pub use suggest::closest;
pub(crate) use suggest::{all_of, listed, shown};
pub(crate) use table::Table;

/// The maximum number of findings: a longer list has one cause, and nobody reads it to the end.
const FINDINGS_MAX: usize = 200;

/// What all tables of a run share.
pub(crate) struct Reader<'a> {
    /// The facts that names are resolved with.
    pub(crate) facts: &'a Facts,
    findings: RefCell<Vec<Finding>>,
    left_out: RefCell<usize>,
}

impl<'a> Reader<'a> {
    /// A reader without findings.
    pub(crate) fn new(facts: &'a Facts) -> Reader<'a> {
        Reader { facts, findings: RefCell::default(), left_out: RefCell::default() }
    }

    /// Adds a finding.
    pub(crate) fn say(&self, finding: Finding) {
        let mut findings = self.findings.borrow_mut();
        if findings.len() < FINDINGS_MAX {
            findings.push(finding);
        } else {
            *self.left_out.borrow_mut() += 1;
        }
    }

    /// The number of errors so far. If it is unchanged, there was no error in between.
    pub(crate) fn errors(&self) -> usize {
        let errors =
            self.findings.borrow().iter().filter(|finding| finding.severity() == Severity::Error).count();
        errors + *self.left_out.borrow()
    }

    /// All findings, and how many were not kept.
    pub(crate) fn into_findings(self) -> (Vec<Finding>, usize) {
        (self.findings.into_inner(), self.left_out.into_inner())
    }
}
