//! Checks on a schedule whether proved properties of the platform still hold.
//!
//! No check is built in yet. So an audit decides nothing, reports that, and fails: undecided is never
//! success, and an auditor without checks must not be mistaken for one without findings.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The version of the input and output formats.
pub const FORMAT_VERSION: u32 = 1;

/// The scheduler's input.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The cell to audit: `de`.
    pub cell: String,
}

/// The report of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The cell that was audited.
    pub cell: String,
    /// The time, in seconds since the start of 1970.
    pub at_seconds: u64,
    /// The verdict.
    pub verdict: Verdict,
    /// The reason.
    pub reason: String,
    /// The number of checks that were made.
    pub checks: u32,
}

/// Whether the properties still hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Not known.
    Undecided,
}

/// An invalid request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// Another version.
    #[error("the order is of version {0}, and this auditor knows {FORMAT_VERSION}")]
    Version(u32),
    /// No cell.
    #[error("`{0}` is no name of a cell")]
    Cell(String),
}

/// Audits a cell at a time in seconds since the start of 1970.
///
/// # Errors
/// If the request is invalid.
pub fn audit(order: &Order, at_seconds: u64) -> Result<Report, OrderError> {
    if order.format_version != FORMAT_VERSION {
        return Err(OrderError::Version(order.format_version));
    }
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if order.cell.is_empty() || order.cell.len() > 64 || !order.cell.bytes().all(fits) {
        return Err(OrderError::Cell(order.cell.chars().take(64).collect()));
    }
    Ok(Report {
        format_version: FORMAT_VERSION,
        cell: order.cell.clone(),
        at_seconds,
        verdict: Verdict::Undecided,
        reason: "no checks are built into this auditor yet".to_owned(),
        checks: 0,
    })
}

impl Report {
    /// The report as the function's result: only a decided one is a success.
    ///
    /// # Errors
    /// The report itself, while nothing is decided.
    pub fn into_result(self) -> Result<Report, Undecided> {
        match self.verdict {
            Verdict::Undecided => Err(Undecided(self)),
        }
    }
}

/// An undecided report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided(pub Report);

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = serde_json::to_string(&self.0).map_err(|_| fmt::Error)?;
        write!(f, "the audit is undecided: {report}")
    }
}

impl std::error::Error for Undecided {}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(text: &str) -> Result<Order, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn an_audit_without_checks_is_no_success() {
        let order = order(r#"{"format_version":1,"cell":"de"}"#).unwrap();
        let said = audit(&order, 1_795_338_927).unwrap().into_result().unwrap_err();
        insta::assert_snapshot!(said, @r#"the audit is undecided: {"format_version":1,"cell":"de","at_seconds":1795338927,"verdict":"undecided","reason":"no checks are built into this auditor yet","checks":0}"#);
    }

    #[test]
    fn other_orders_are_refused() {
        let refused = |text: &str| match order(text) {
            Ok(order) => audit(&order, 0).map_or_else(|error| error.to_string(), |_| "done".to_owned()),
            Err(error) => error,
        };
        let said = [
            r#"{"format_version":2,"cell":"de"}"#,
            r#"{"format_version":1,"cell":"DE; drop"}"#,
            r#"{"format_version":1,"cell":"de","quiet":true}"#,
            r#"{"cell":"de"}"#,
        ]
        .map(refused);
        insta::assert_snapshot!(said.join("\n"));
    }
}
