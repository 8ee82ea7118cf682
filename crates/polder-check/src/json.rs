//! The table as JSON.

use serde_json::{Value, json};

use crate::evidence::{Evidence, Row};
use crate::requirement::Status;

/// Incremented for incompatible changes.
const FORMAT_VERSION: u32 = 1;

/// The table as JSON, with a `format_version`.
pub fn json(rows: &[Row]) -> String {
    let silent = rows.iter().filter(|row| row.evidence.is_empty()).count();
    let rows: Vec<Value> = rows.iter().map(row).collect();
    let whole =
        json!({ "format_version": FORMAT_VERSION, "requirements": rows, "without_resources": silent });
    format!("{whole:#}\n")
}

fn row(row: &Row) -> Value {
    let requirement = &row.requirement;
    let later = match requirement.status {
        Status::Now => None,
        Status::Later(what) => Some(what),
    };
    json!({
        "id": requirement.id,
        "asks": requirement.asks,
        "met_when": requirement.met_when,
        "later": later,
        "resources": row.evidence.iter().map(evidence).collect::<Vec<_>>(),
    })
}

fn evidence(evidence: &Evidence) -> Value {
    json!({ "stack": evidence.stack, "address": evidence.address, "why": evidence.why })
}
