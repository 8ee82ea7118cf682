//! Advice as a table for terminals.

use polder_price::{aligned, paragraph};

use super::table::{HEADS, NAMES, cells, payments, percent, remarks, totals};
use crate::advice::Advice;

/// The most characters of a line of a command.
const COMMAND_WIDTH: usize = 88;

/// The most missing prices that are listed.
const LISTED: usize = 20;

/// The whole advice.
pub(super) fn text(advice: &Advice) -> String {
    let mut out = format!("{}  ·  commitments for the year from {}\n\n", advice.title, advice.start);
    let totals: Vec<Vec<String>> = totals(advice).into_iter().map(|it| it.to_vec()).collect();
    out.push_str(&aligned(&totals, |column| column > 0));
    if advice.rows.is_empty() {
        out.push_str("\n  nothing to buy: no commitment with a known price saves money within the limits\n");
    } else {
        out.push_str(&format!("\n{}", purchases(advice)));
        out.push_str(&format!("\n{}", aligned(&payments(advice), |column| column > 0)));
    }
    out.push_str(&format!("\n{}\n", aligned(&choices(advice), |column| column > 0)));
    remarks(advice).iter().for_each(|line| out.push_str(&paragraph("  ", line)));
    if !advice.missing.is_empty() {
        out.push_str(&format!(
            "  {} prices are not known, so these were not considered:\n",
            advice.missing.len()
        ));
        advice.missing.iter().take(LISTED).for_each(|it| out.push_str(&paragraph("    ", it)));
        if advice.missing.len() > LISTED {
            let rest = advice.missing.len() - LISTED;
            out.push_str(&format!("    and {rest} more: --format json lists all\n"));
        }
    }
    if !advice.rows.is_empty() {
        out.push_str("\n  how to buy, in the management account: see what the first command finds, then run the second\n");
        for (index, row) in advice.rows.iter().enumerate() {
            out.push_str(&format!(
                "\n  {:<2} {}\n     in the console: {}\n",
                index + 1,
                row.what,
                row.console
            ));
            row.commands.iter().for_each(|command| out.push_str(&wrapped(command)));
        }
    }
    out
}

/// Two lines for each purchase: what is bought, and where, how much and for what.
fn purchases(advice: &Advice) -> String {
    let all: Vec<Vec<String>> =
        advice.rows.iter().enumerate().map(|(index, row)| cells(index + 1, row)).collect();
    let mut rows = vec![HEADS[NAMES..].iter().map(|head| (*head).to_owned()).collect()];
    rows.extend(all.iter().map(|cells| cells[NAMES..].to_vec()));
    let lines = aligned(&rows, |column| column > 2);
    let mut lines = lines.lines();
    let mut out = format!("   {}\n", lines.next().unwrap_or_default());
    for (cells, line) in all.iter().zip(lines) {
        let [number, names @ ..] = &cells[..NAMES] else { continue };
        out.push_str(&format!("  {number:<2} {}\n   {line}\n", names.join(", ")));
    }
    out
}

/// A command in lines that fit, which a shell takes as one.
fn wrapped(command: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for (index, word) in command.split(" --").enumerate() {
        let option = if index == 0 { word.to_owned() } else { format!("--{word}") };
        if index > 0 && width + option.len() > COMMAND_WIDTH {
            out.push_str(" \\\n       ");
            width = 2;
        } else {
            out.push_str(if index == 0 { "     " } else { " " });
        }
        width += option.len() + 1;
        out.push_str(&option);
    }
    out + "\n"
}

/// The rows of the comparison.
pub(super) fn choices(advice: &Advice) -> Vec<Vec<String>> {
    let mut rows = vec![
        ["terms and payments", "saves a year", "paid upfront", "unused at worst"].map(str::to_owned).to_vec(),
    ];
    rows.extend(advice.choices.iter().map(|it| {
        vec![it.name.to_owned(), it.saves.to_string(), it.upfront.to_string(), percent(it.unused)]
    }));
    rows
}
