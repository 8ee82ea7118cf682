//! `polder check --requirements`: requirements, and the resources that address them.

use polder::check::{Requirement, Row, Status};

use super::{WIDTH, table, thousands, wrapped};

/// Where the text of a row begins.
const INDENT: &str = "            ";

/// All rows, each with its first resources.
pub(crate) fn requirements(rows: &[Row]) -> String {
    let mut out = String::new();
    for row in rows {
        out.push_str(&head(&row.requirement));
        let count = row.evidence.len();
        if count == 0 {
            out.push_str(&nothing(&row.requirement));
            continue;
        }
        let noun = if count == 1 { "resource" } else { "resources" };
        let text = format!("{INDENT}{} {noun}: ", thousands(count as u64));
        let addresses = first(row, WIDTH.saturating_sub(text.chars().count()));
        out.push_str(&format!("{text}{addresses}\n"));
    }
    let silent = rows.iter().filter(|row| row.evidence.is_empty()).count();
    out.push_str(&format!(
        "\n{} requirements, {silent} without resources. A resource that addresses a requirement does not prove it.\n",
        rows.len()
    ));
    out
}

/// One row with all of its resources.
pub(crate) fn requirement(row: &Row) -> String {
    let mut out = head(&row.requirement);
    out.push_str(&words(&format!("met when {}", row.requirement.met_when), INDENT));
    if row.evidence.is_empty() {
        out.push_str(&nothing(&row.requirement));
        return out;
    }
    let mut stacks: Vec<&str> = vec![];
    for evidence in &row.evidence {
        if !stacks.contains(&evidence.stack.as_str()) {
            stacks.push(&evidence.stack);
        }
    }
    for stack in stacks {
        out.push_str(&format!("\n{stack}\n"));
        let own = row.evidence.iter().filter(|evidence| evidence.stack == stack);
        let lines = own.map(|evidence| vec![evidence.address.clone(), evidence.why.to_owned()]);
        out.push_str(&table(&lines.collect::<Vec<_>>(), "  "));
    }
    out.push_str("\nA resource that addresses a requirement does not prove it.\n");
    out
}

fn head(requirement: &Requirement) -> String {
    let id = format!("{:<width$}", requirement.id, width = INDENT.len());
    words(&requirement.asks, &id)
}

fn nothing(requirement: &Requirement) -> String {
    match requirement.status {
        Status::Now => format!("{INDENT}no resources\n"),
        Status::Later(what) => format!("{INDENT}no resources; shown by {what}\n"),
    }
}

/// Unique addresses, as many as fit.
fn first(row: &Row, room: usize) -> String {
    let mut known: Vec<&str> = vec![];
    for evidence in &row.evidence {
        if !known.contains(&evidence.address.as_str()) {
            known.push(&evidence.address);
        }
    }
    let mut text = String::new();
    for (index, address) in known.iter().enumerate() {
        let between = if index == 0 { "" } else { ", " };
        // Space for the ellipsis is reserved unless it is the last one.
        let dots = if index + 1 == known.len() { 0 } else { ", …".chars().count() };
        if index > 0 && text.chars().count() + between.len() + address.chars().count() + dots > room {
            return format!("{text}, …");
        }
        text.push_str(between);
        text.push_str(address);
    }
    text
}

fn words(text: &str, indent: &str) -> String {
    wrapped(text.split(' ').map(str::to_owned), indent, " ")
}
