//! What the tables have of a type, for a report.

use super::kinds::KINDS;
use super::{constraints, regions};

/// What is known of a Terraform type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Its CloudFormation type: `AWS::SQS::Queue`.
    pub schema: Option<&'static str>,
    /// The operation of the API that creates it: `sqs:CreateQueue`.
    pub api: Option<&'static str>,
    /// Why neither is known.
    pub reason: &'static str,
    /// How many constraints of attributes are checked.
    pub constraints: usize,
    /// The regions of the tables that lack its service.
    pub lacking: &'static [&'static str],
}

/// What is known of a Terraform type. `None` for a type that is not in the table.
pub fn coverage(kind: &str) -> Option<Coverage> {
    let line = KINDS.get(kind)?;
    let constraints = constraints::of(kind).map_or(0, |found| found.constraints.len());
    Some(Coverage {
        schema: line.schema,
        api: line.api,
        reason: line.reason,
        constraints,
        lacking: regions::lacking(kind),
    })
}
