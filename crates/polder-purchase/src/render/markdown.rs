//! Advice in Markdown.

use super::table::{HEADS, cells, payments, remarks, totals};
use super::text::choices;
use crate::advice::Advice;

/// The whole advice.
pub(super) fn markdown(advice: &Advice) -> String {
    let mut out = format!("## {}: commitments for the year from {}\n\n", advice.title, advice.start);
    out.push_str("| | |\n| --- | ---: |\n");
    totals(advice).iter().for_each(|cells| out.push_str(&line(cells)));
    if advice.rows.is_empty() {
        out.push_str("\nNothing to buy: no commitment with a known price saves money within the limits.\n");
    } else {
        out.push('\n');
        out.push_str(&line(&HEADS));
        out.push_str(&format!("|{}{}\n", " --- |".repeat(7), " ---: |".repeat(HEADS.len() - 7)));
        for (index, row) in advice.rows.iter().enumerate() {
            out.push_str(&line(&cells(index + 1, row)));
        }
        out.push_str(&amounts(&payments(advice)));
    }
    out.push_str(&amounts(&choices(advice)));
    out.push('\n');
    remarks(advice).iter().for_each(|it| out.push_str(&format!("- {}\n", it.replacen("* ", "\\* ", 1))));
    if !advice.missing.is_empty() {
        out.push_str("\nPrices that are not known:\n\n");
        advice.missing.iter().for_each(|it| out.push_str(&format!("- {it}\n")));
    }
    if !advice.rows.is_empty() {
        out.push_str("\n### How to buy, in the management account\n");
        for (index, row) in advice.rows.iter().enumerate() {
            out.push_str(&format!("\n{}. {} ({})\n\n   ```sh\n", index + 1, row.what, row.console));
            row.commands.iter().for_each(|command| out.push_str(&format!("   {command}\n")));
            out.push_str("   ```\n");
        }
    }
    out
}

/// A table with three columns of amounts.
fn amounts(rows: &[Vec<String>]) -> String {
    let rule = |index: usize| if index == 0 { "| --- | ---: | ---: | ---: |\n" } else { "" };
    let rows = rows.iter().enumerate().map(|(index, row)| format!("{}{}", line(row), rule(index)));
    format!("\n{}", rows.collect::<String>())
}

fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<String> =
        cells.iter().map(|cell| cell.as_ref().trim().replace('|', "\\|").replace(" *", " \\*")).collect();
    format!("| {} |\n", cells.join(" | "))
}
