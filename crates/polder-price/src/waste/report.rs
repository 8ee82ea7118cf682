//! Savings as a table, as Markdown and as JSON.

use std::collections::BTreeMap;

use polder_diag::json_text;
use serde_json::{Value, json};

use super::{Found, Loss, Savings, savings_together};
use crate::amount::Money;
use crate::bill::Bill;
use crate::json::money;
use crate::lines::paragraph;
use crate::report::Form;

/// Incremented when a key changes its meaning or is removed, not when one is added.
const FORMAT_VERSION: u32 = 1;
/// The most resources of a rule that a table lists.
const LISTED: usize = 5;
/// The parts of a report, by what a saving costs besides work.
const PARTS: [(&str, &str); 3] = [
    ("nothing", "without losing anything"),
    ("if-unused", "if the use allows it"),
    ("guarantee", "at the cost of a guarantee"),
];

impl Loss {
    /// Its name, and what it is.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Loss::Nothing => ("nothing", ""),
            Loss::IfUnused(what) => ("if-unused", what),
            Loss::Guarantee(what) => ("guarantee", what),
        }
    }
}

/// The savings of an estate in a form, with its bill.
pub fn render_waste(title: &str, savings: &[Savings], bill: &Bill, form: Form) -> String {
    let (together, _) = savings_together(savings, bill, &|_| false);
    let month = bill.month().expected;
    match form {
        Form::Text => text(title, savings, month, together),
        Form::Markdown => markdown(title, savings, month, together),
        Form::Json => json(title, savings, month, together),
    }
}

/// The rules of a part.
fn part<'a>(savings: &'a [Savings], name: &str) -> Vec<&'a Savings> {
    savings.iter().filter(|it| it.rule.loss.words().0 == name).collect()
}

/// The sum of a part.
fn sum(part: &[&Savings]) -> Money {
    part.iter().map(|it| it.month()).sum()
}

fn head(title: &str, bill: Money) -> String {
    format!("{title}  ·  what could be saved of {bill} a month, at the prices of the bill")
}

/// A saving, or that it depends on what is not known.
fn month(of: Option<Money>) -> String {
    of.map_or_else(|| "not known".to_owned(), |money| money.to_string())
}

fn resource(found: &Found) -> String {
    format!("{} {}: {}", found.stack, found.address, found.what)
}

fn text(title: &str, savings: &[Savings], bill: Money, together: Money) -> String {
    let mut out = format!("{}\n", head(title, bill));
    if savings.is_empty() {
        out.push_str("\n  nothing was found\n");
    }
    for (name, heading) in PARTS {
        let part = part(savings, name);
        if part.is_empty() {
            continue;
        }
        out.push_str(&format!("\n  {} {heading}\n", sum(&part)));
        for it in part {
            let (count, rule) = (it.found.len(), it.rule);
            out.push_str(&format!("\n    {}: {}\n", rule.name, rule.summary));
            for found in it.found.iter().take(LISTED) {
                out.push_str(&paragraph(&format!("    {:>12}  ", month(found.month)), &resource(found)));
            }
            if count > LISTED {
                let rest: Money = it.found.iter().skip(LISTED).filter_map(|found| found.month).sum();
                out.push_str(&format!("    {:>12}  {} others\n", rest.to_string(), count - LISTED));
            }
            let (_, words) = rule.loss.words();
            match rule.loss {
                Loss::Nothing => {}
                Loss::IfUnused(_) => out.push_str(&paragraph("    ", &format!("look at: {words}"))),
                Loss::Guarantee(_) => out.push_str(&paragraph("    ", &format!("costs: {words}"))),
            }
        }
    }
    if !savings.is_empty() {
        out.push('\n');
        net(together).iter().for_each(|line| out.push_str(&paragraph("  ", line)));
    }
    out
}

/// What all savings come to, and why it is less after purchases.
fn net(together: Money) -> [String; 2] {
    [
        format!("{together} a month in all: no resource is counted with more than it costs, also where two rules name it"),
        "that is at list prices: what reservations or Savings Plans cover saves less, since they are paid until they end. \
         `polder commitments` has the amount that is left after its purchases"
            .to_owned(),
    ]
}

fn markdown(title: &str, savings: &[Savings], bill: Money, together: Money) -> String {
    let escaped = |text: &str| text.replace('|', "\\|");
    let mut out = format!("## {}\n", escaped(&head(title, bill)));
    if savings.is_empty() {
        out.push_str("\nNothing was found.\n");
    }
    for (name, heading) in PARTS {
        let part = part(savings, name);
        if part.is_empty() {
            continue;
        }
        out.push_str(&format!("\n### {} {heading}\n", sum(&part)));
        out.push_str(
            "\n| rule | what | look at, or costs | resources | month |\n| --- | --- | --- | ---: | ---: |\n",
        );
        for it in part {
            let (_, words) = it.rule.loss.words();
            let sum = it.found.iter().any(|found| found.month.is_some()).then(|| it.month());
            let (rule, count) = (it.rule, it.found.len());
            out.push_str(&format!(
                "| `{}` | {} | {words} | {count} | {} |\n",
                rule.name,
                escaped(rule.summary),
                month(sum)
            ));
        }
    }
    if !savings.is_empty() {
        out.push('\n');
        net(together).iter().for_each(|line| out.push_str(&format!("- {line}\n")));
    }
    out
}

fn json(title: &str, savings: &[Savings], bill: Money, together: Money) -> String {
    let rules = savings.iter().map(|it| {
        let (loss, words) = it.rule.loss.words();
        json!({
            "rule": it.rule.name, "summary": it.rule.summary, "loss": loss, "loss_text": words,
            "month": money(it.month()), "resources": it.found.iter().map(found).collect::<Vec<_>>(),
        })
    });
    let sums: BTreeMap<&str, Value> =
        PARTS.iter().map(|(name, _)| (*name, money(sum(&part(savings, name))))).collect();
    json_text(&json!({
        "format_version": FORMAT_VERSION, "title": title, "bill_month": money(bill),
        "by_loss": sums, "together_month": money(together), "rules": rules.collect::<Vec<_>>(),
    }))
}

fn found(of: &Found) -> Value {
    json!({
        "stack": of.stack.as_str(), "address": of.address.as_str(), "change": of.what,
        "month": of.month.map(money), "quality": of.mark.map(crate::book::Mark::name),
    })
}
