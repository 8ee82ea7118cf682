//! The report of a verification, as text and as JSON.

use polder_diag::{json_text, visible};
use serde_json::{Value, json};

use crate::check::{Check, State};

/// The version of the JSON format. It increases with incompatible changes.
pub const FORMAT_VERSION: u32 = 1;

/// The report for people: what is not ready, each with what to do, and a last line that says how many.
pub fn text(cell: &str, url: &str, checks: &[Check]) -> String {
    let mut out = format!("cell {}  ·  {}\n", visible(cell), visible(url));
    for check in checks {
        let Check { code, subject, state, step } = check;
        let head = format!("{} {}: {}", code.id, code.name, visible(subject));
        match state {
            State::Holds => {}
            State::Differs { found, wanted } => {
                let who = match step {
                    Some(_) => "`polder shop setup` changes it".to_owned(),
                    None => format!("`polder explain {}` says what to do", code.id),
                };
                out.push_str(&format!(
                    "\n  {head}\n    found   {}\n    wanted  {}\n    {who}\n",
                    visible(found),
                    visible(wanted)
                ));
            }
            State::Undecided { reason } => {
                out.push_str(&format!("\n  {head}\n    undecided: {}\n", visible(reason)));
            }
            State::NotAsked { reason } => {
                out.push_str(&format!("\n  {head}\n    not checked: {}\n", visible(reason)));
            }
        }
    }
    let open = checks.iter().filter(|check| check.is_open()).count();
    let holds = checks.iter().filter(|check| check.state == State::Holds).count();
    if open == 0 {
        out.push_str(&format!("\n  ready for customers: {holds} checks hold\n"));
    } else {
        out.push_str(&format!(
            "\n  not ready for customers: {open} of {} checks do not hold\n",
            holds + open
        ));
    }
    out
}

/// The report for programs.
pub fn json(cell: &str, url: &str, checks: &[Check]) -> String {
    let rows: Vec<Value> = checks.iter().map(row).collect();
    let report = json!({
        "format_version": FORMAT_VERSION,
        "cell": cell,
        "url": url,
        "ready": !checks.iter().any(Check::is_open),
        "checks": rows,
    });
    json_text(&report)
}

fn row(check: &Check) -> Value {
    let mut row = json!({ "code": check.code.id, "name": check.code.name, "subject": check.subject });
    let fields: &[(&str, &str)] = match &check.state {
        State::Holds => &[("state", "holds")],
        State::Differs { found, wanted } => &[("state", "differs"), ("found", found), ("wanted", wanted)],
        State::Undecided { reason } => &[("state", "undecided"), ("reason", reason)],
        State::NotAsked { reason } => &[("state", "not-asked"), ("reason", reason)],
    };
    for (name, value) in fields {
        row[name] = json!(value);
    }
    row["setup_changes_it"] = json!(check.step.is_some());
    row
}
