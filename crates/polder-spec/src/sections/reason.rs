//! `reason`: why something holds.

use crate::reader::Table;
use crate::setting::{Otherwise, Setting};

/// Reads the key of a table, which must have it. `help` says what to write.
pub(super) fn read(table: &Table<'_>, help: &str) -> Setting<String> {
    if table.span_of("reason").is_none() {
        table.say_missing("reason", help);
    }
    let reason = table.text("reason");
    if let Some(reason) = reason.as_ref().filter(|reason| reason.trim().is_empty()) {
        table.say_out_of_range("reason", reason.span().unwrap_or_default(), "a sentence");
    }
    reason.else_rule(String::new(), "missing")
}
