//! The price of each guarantee as a table, as Markdown and as JSON.

use polder_diag::json_text;
use polder_units::Duration;
use serde_json::{Value, json};

use super::{Change, Guarantees, Point, between};
use crate::amount::{Money, Range};
use crate::book::Euro;
use crate::json::money;
use crate::lines::{paragraph, tabled};
use crate::report::Form;

/// Incremented when a key changes its meaning or is removed, not when one is added.
const FORMAT_VERSION: u32 = 1;
/// The most characters of a line of a name.
const NAME: usize = 34;
/// What a reader must know.
const NOTES: [&str; 5] = [
    "each line is the platform compiled and billed again with one change of its file; the prices of several changes cannot simply be added",
    "recovery starts when the region is lost: until its database is silent, the switch, the promotion and DNS; the time until a \
     person decides comes on top",
    "promotion and replica lag are assumed figures of `polder facts`: rehearse with a database of your size",
    "availability is the product of the service-level agreements on the way of a query, an upper bound of what AWS \
     promises; Saleor's queries do not fall back to the writer, so that a read replica lowers it",
    "not varied, since no figure is published for what they change: zones, replicas of the cache, Aurora",
];

/// The price of each guarantee in a form, also in euros at a rate.
pub fn render_guarantees(of: &Guarantees, euro: Option<&Euro>, form: Form) -> String {
    match form {
        Form::Text => text(of, euro),
        Form::Markdown => markdown(of, euro),
        Form::Json => json_of(of, euro),
    }
}

/// An amount, with euros if there is a rate.
fn amount(of: Money, euro: Option<&Euro>) -> String {
    match euro {
        None => of.to_string(),
        Some(euro) => format!("{of} ({})", euro.of(of).text("€")),
    }
}

/// What a guarantee costs: the difference to the bill with the other sign where it is added.
fn price(change: &Change, of: &Guarantees, raised: bool, euro: Option<&Euro>) -> String {
    match &change.month {
        Ok(month) if raised => amount(Money(month.0 - of.month.0), euro),
        Ok(month) => amount(Money(of.month.0 - month.0), euro),
        Err(_) => "-".to_owned(),
    }
}

/// A table of the report.
struct Table {
    heading: &'static str,
    /// The first row is the head of the columns.
    rows: Vec<Vec<String>>,
    /// Whether the last column is what to write into the file.
    has_file: bool,
}

/// The tables in their order.
fn tables(of: &Guarantees, euro: Option<&Euro>) -> Vec<Table> {
    let changes = |changes: &[Change], raised: bool, head: [&str; 4]| {
        let rows = changes.iter().map(|change| {
            let effect = match &change.month {
                Ok(_) => change.effect.to_owned(),
                Err(why) => format!("not possible: {why}"),
            };
            vec![change.name.clone(), price(change, of, raised, euro), effect, change.file.clone()]
        });
        std::iter::once(head.map(str::to_owned).to_vec()).chain(rows).collect::<Vec<_>>()
    };
    let shares =
        of.shares.iter().map(|it| vec![it.name.to_owned(), amount(it.month, euro), it.purpose.to_owned()]);
    let head = ["guarantee", "month", "purpose"].map(str::to_owned).to_vec();
    let front = of.points.iter().map(|point| row(point, euro));
    let columns = ["combination", "month", "orders again", "data lost", "ready", "available", ""];
    let with_file = |heading, rows| Table { heading, rows, has_file: true };
    let plain = |heading, rows| Table { heading, rows, has_file: false };
    vec![
        with_file(
            "What a guarantee costs that the file can leave out or lower",
            changes(&of.removed, false, ["guarantee", "month", "without it", "in the file"]),
        ),
        with_file(
            "What a guarantee would cost that the file can add or raise",
            changes(&of.raised, true, ["guarantee", "month", "with it", "in the file"]),
        ),
        plain(
            "What is always there, with its share of the bill",
            std::iter::once(head).chain(shares).collect(),
        ),
        plain(
            "Cost against recovery after the loss of a region (`front`: no other one is better in everything)",
            std::iter::once(columns.map(str::to_owned).to_vec()).chain(front).collect(),
        ),
    ]
}

fn row(point: &Point, euro: Option<&Euro>) -> Vec<String> {
    let recovery = &point.recovery;
    let ppm = recovery.availability_ppm;
    let mut marks = vec![];
    if point.is_on_front {
        marks.push("front");
    }
    if point.is_current {
        marks.push("this file");
    }
    vec![
        point.name.clone(),
        amount(point.month, euro),
        between(recovery.rto, "it is back"),
        between(recovery.rpo, "all"),
        format!("{} %", recovery.ready_percent),
        format!("{}.{:04} %", ppm / 10_000, ppm % 10_000),
        marks.join(", "),
    ]
}

fn head(of: &Guarantees, euro: Option<&Euro>) -> String {
    format!("{}  ·  {} a month as the file is, at list prices", of.title, amount(of.month, euro))
}

/// What a reader must know, with the combinations that were left out.
fn notes(of: &Guarantees) -> impl Iterator<Item = String> {
    let impossible = of.impossible.iter().map(|why| format!("left out: {why}"));
    NOTES.iter().map(|note| (*note).to_owned()).chain(impossible)
}

fn text(of: &Guarantees, euro: Option<&Euro>) -> String {
    let mut out = format!("{}\n", head(of, euro));
    for Table { heading, rows, has_file } in tables(of, euro) {
        if rows.len() > 1 {
            let rows: Vec<Vec<String>> =
                rows.into_iter().map(|row| if has_file { narrowed(row) } else { row }).collect();
            out.push_str(&format!("\n  {heading}\n\n{}", tabled(&rows, |column| column == 1, &[NAME])));
        }
    }
    out.push('\n');
    notes(of).for_each(|note| out.push_str(&paragraph("  ", &note)));
    out
}

/// A row of a table for terminals: what to write into the file is below what it means.
fn narrowed(mut row: Vec<String>) -> Vec<String> {
    let file = row.pop().unwrap_or_default();
    if let Some(last) = row.last_mut() {
        last.push_str(&format!("\n{file}"));
    }
    row
}

fn markdown(of: &Guarantees, euro: Option<&Euro>) -> String {
    let mut out = format!("## {}\n", head(of, euro));
    for Table { heading, rows, .. } in tables(of, euro) {
        if rows.len() < 2 {
            continue;
        }
        out.push_str(&format!("\n### {heading}\n\n"));
        for (number, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
            if number == 0 {
                let rule = row.iter().enumerate().map(|(column, _)| if column == 1 { "---:" } else { "---" });
                out.push_str(&format!("| {} |\n", rule.collect::<Vec<_>>().join(" | ")));
            }
        }
    }
    out.push('\n');
    notes(of).for_each(|note| out.push_str(&format!("- {note}\n")));
    out
}

fn json_of(of: &Guarantees, euro: Option<&Euro>) -> String {
    let changes = |changes: &[Change]| -> Vec<Value> {
        let change = |it: &Change| {
            let month = it.month.as_ref().ok();
            let difference = month.map(|month| money(Money(month.0 - of.month.0)));
            json!({
                "guarantee": it.name, "file": it.file, "effect": it.effect, "month_after": month.map(|it| money(*it)),
                "difference": difference, "not_possible": it.month.as_ref().err(),
            })
        };
        changes.iter().map(change).collect()
    };
    let shares: Vec<Value> = of
        .shares
        .iter()
        .map(|it| json!({ "guarantee": it.name, "purpose": it.purpose, "month": money(it.month) }))
        .collect();
    let seconds = |range: Option<Range<Duration>>| {
        range.map(|it| json!({ "low_ms": it.low.milliseconds, "high_ms": it.high.milliseconds }))
    };
    let point = |it: &Point| {
        json!({
            "name": it.name, "file": it.file, "month": money(it.month), "rto": seconds(it.recovery.rto),
            "rpo": seconds(it.recovery.rpo), "ready_percent": it.recovery.ready_percent,
            "availability_ppm": it.recovery.availability_ppm, "on_front": it.is_on_front, "current": it.is_current,
        })
    };
    let euro = euro.map(|it| {
        json!({ "usd_for_one": it.usd.to_decimal(), "dated": it.dated, "month": it.of(of.month).to_decimal() })
    });
    json_text(&json!({
        "format_version": FORMAT_VERSION, "title": of.title, "month": money(of.month), "euro": euro,
        "removed": changes(&of.removed), "raised": changes(&of.raised), "not_varied": shares,
        "combinations": of.points.iter().map(point).collect::<Vec<_>>(), "impossible": of.impossible,
        "notes": NOTES,
    }))
}
