//! Findings that an auditor would accept, each with its reason, in one file.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::scan::Finding;

/// The file, relative to the workspace.
pub(crate) const FILE: &str = "testing/checkov-exceptions.toml";

/// All exceptions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exceptions {
    /// One for each check, in the order of the file.
    #[serde(rename = "exception", default)]
    pub(super) list: Vec<Exception>,
}

/// A check that some resources fail.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exception {
    /// Its id.
    pub(super) check: String,
    /// Addresses of the resources, where `*` stands for anything.
    pub(super) resources: Vec<String>,
    /// Why the check does not apply here.
    pub(super) reason: String,
    /// What holds instead.
    pub(super) instead: String,
    /// The names of tests for what holds instead; `tidy` requires them.
    pub(super) tests: Vec<String>,
}

impl Exceptions {
    /// Reads the file.
    pub(super) fn read(file: &Path) -> Result<Exceptions> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        let exceptions = Exceptions::parse(&text).with_context(|| format!("`{FILE}` is invalid"))?;
        super::short_enough(exceptions.checks().len())?;
        Ok(exceptions)
    }

    /// Reads the text of the file.
    pub(super) fn parse(text: &str) -> Result<Exceptions> {
        let exceptions: Exceptions = toml::from_str(text)?;
        for exception in &exceptions.list {
            let Exception { check, resources, reason, instead, tests } = exception;
            ensure!(!resources.is_empty(), "`{check}` names no resource");
            ensure!(!reason.is_empty() && !instead.is_empty(), "`{check}` has no reason, or no replacement");
            ensure!(!tests.is_empty(), "`{check}` names no test");
        }
        ensure!(exceptions.checks().len() == exceptions.list.len(), "a check has two entries");
        Ok(exceptions)
    }

    /// Each check with the names of its tests.
    pub(crate) fn promises(text: &str) -> Result<Vec<(String, Vec<String>)>> {
        let exceptions = Exceptions::parse(text)?;
        Ok(exceptions.list.into_iter().map(|exception| (exception.check, exception.tests)).collect())
    }

    /// The checks that have an exception.
    pub(super) fn checks(&self) -> BTreeSet<&str> {
        self.list.iter().map(|exception| &*exception.check).collect()
    }

    /// The exception and the first of its patterns that match a finding.
    pub(super) fn explain(&self, finding: &Finding) -> Option<(usize, usize)> {
        let index = self.list.iter().position(|exception| exception.check == finding.check)?;
        let patterns = &self.list.get(index)?.resources;
        let at = patterns.iter().position(|pattern| matches(pattern, &finding.resource))?;
        Some((index, at))
    }
}

/// Whether a text matches a pattern, in which `*` is a wildcard.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(tail) = text.strip_prefix(head) else { return false };
    let starts = tail.char_indices().map(|(at, _)| at).chain([tail.len()]);
    starts.into_iter().any(|at| tail.get(at..).is_some_and(|tail| matches(rest, tail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_a_wildcard() {
        assert!(matches("aws_lb.main", "aws_lb.main"));
        assert!(!matches("aws_lb.main", "aws_lb.main_b"));
        assert!(matches("aws_lb.*", "aws_lb.main"));
        assert!(matches("aws_*_rule.*_80", "aws_vpc_rule.from_80"));
        assert!(!matches("aws_*_rule.*_80", "aws_vpc_rule.from_443"));
    }

    #[test]
    fn an_exception_without_a_reason_is_an_error() {
        let text = "[[exception]]\ncheck = \"A\"\nresources = [\"*\"]\nreason = \"\"\ninstead = \"b\"\ntests = [\"c\"]\n";
        assert!(Exceptions::parse(text).is_err());
    }
}
