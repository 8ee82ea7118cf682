//! A bill as bars: what the money is for, and where it is spent.

use std::collections::BTreeMap;

use polder_facts::Facts;
use polder_svg::{Area, Drawing, Ink, fit, width};

use super::heading::{EDGE, WIDTH, headed, notes, write};
use super::words::words;
use crate::amount::Money;
use crate::bill::{Bill, HOURS, Line};
use crate::report::Report;

/// The most bars of a group; the rest are added up.
const BARS: usize = 14;
/// Where bars begin, and how long the longest is.
const BAR: (i32, i32) = (250, 430);
/// The distance between bars.
const ROW: i32 = 42;

/// Draws a bill.
pub(super) fn bill(report: &Report<'_>, sites: &BTreeMap<String, String>) -> String {
    let bill = report.bill;
    let month = bill.month();
    let title = format!("What {} costs: {} a month", report.title, month.expected.whole("$"));
    let line = format!(
        "Between {} and {}, depending on use. List prices on demand, before tax, for {HOURS} hours.",
        month.low.whole("$"),
        month.high.whole("$")
    );
    let purpose = |line: &Line| words(&line.key.service).0.to_owned();
    let service = |line: &Line| words(&line.key.service).1.to_owned();
    let region = |line: &Line| city(&line.key.region);
    let site = |line: &Line| match &line.place.site {
        Some(site) => sites.get(site.as_str()).cloned().unwrap_or_else(|| site.to_string()),
        None => "Shared by all sites".to_owned(),
    };
    let groups = match sites.is_empty() {
        true => {
            [group("What it is for", bill, &purpose, &service), group("Where it is", bill, &region, &purpose)]
        }
        false => {
            [group("What it is for", bill, &purpose, &service), group("Where it is", bill, &site, &purpose)]
        }
    };
    let longest = groups.iter().flat_map(|group| &group.bars).map(|bar| bar.month).max().unwrap_or_default();
    let mut drawing = headed(&title, &line);
    let mut y = 94;
    for group in &groups {
        y = draw(&mut drawing, group, y, (month.expected, longest));
    }
    let estimated: Money = bill
        .lines
        .iter()
        .filter(|line| line.mark == crate::book::Mark::Estimated)
        .map(|line| line.month.expected)
        .sum();
    let mut remarks = vec![];
    if estimated > Money::ZERO {
        remarks.push(format!(
            "{} of it are estimated from prices of other regions, since the price list at hand lacks them.",
            estimated.whole("$")
        ));
    }
    if !bill.missing.is_empty() {
        remarks.push(format!("Not included: items whose price is missing ({}).", bill.missing.len()));
    }
    let height = notes(&mut drawing, y, &remarks);
    drawing.finish(height)
}

/// A group of bars.
pub(super) struct Group {
    pub title: &'static str,
    pub bars: Vec<Bar>,
}

/// A bar, with its most expensive parts in words.
pub(super) struct Bar {
    pub name: String,
    pub month: Money,
    pub parts: String,
}

/// The lines added up by one part of them, each sum with its own parts. Lines are added up before they are named, so that the
/// bars add up to the total.
fn group(
    title: &'static str,
    bill: &Bill,
    outer: &dyn Fn(&Line) -> String,
    inner: &dyn Fn(&Line) -> String,
) -> Group {
    let mut sums = bill.by(|line| Some(outer(line)));
    sums.retain(|(_, month)| month.expected > Money::ZERO);
    let rest = sums.split_off(BARS.min(sums.len()));
    let bar = |(name, month): &(String, crate::amount::Range<Money>)| {
        let parts = bill.by(|line| (outer(line) == *name).then(|| inner(line)));
        let parts = parts.iter().filter(|(_, month)| month.expected > Money::ZERO).take(4);
        let parts = parts.map(|(part, month)| format!("{part} {}", dollars(month.expected)));
        Bar { name: name.clone(), month: month.expected, parts: joined(parts) }
    };
    let mut bars: Vec<Bar> = sums.iter().map(bar).collect();
    if !rest.is_empty() {
        let month = rest.iter().map(|(_, month)| month.expected).sum();
        bars.push(Bar { name: format!("{} others", rest.len()), month, parts: String::new() });
    }
    Group { title, bars }
}

/// As many parts as fit below a bar.
fn joined(parts: impl Iterator<Item = String>) -> String {
    let mut out = String::new();
    for part in parts {
        let longer = if out.is_empty() { part } else { format!("{out} \u{b7} {part}") };
        if !out.is_empty() && width(&longer, 11) > WIDTH - EDGE - BAR.0 {
            break;
        }
        out = longer;
    }
    out
}

/// Draws a group below `top`, and returns its end.
pub(super) fn draw(drawing: &mut Drawing, group: &Group, top: i32, (total, longest): (Money, Money)) -> i32 {
    write(drawing, (EDGE, top), (15, true), Ink::Text, group.title);
    let mut y = top + 16;
    for bar in &group.bars {
        let (x, most) = BAR;
        let length = pixels(bar.month, longest, most).max(1);
        let name = fit(&bar.name, 13, x - EDGE - 10);
        write(drawing, (EDGE, y + 14), (13, false), Ink::Text, &name);
        drawing.rectangle(Area { x, y, width: length, height: 18 }, Ink::Strong);
        let share = pixels(bar.month, total, 1000);
        let amount = format!("{} \u{b7} {}.{} %", dollars(bar.month), share / 10, share % 10);
        write(drawing, (x + length + 8, y + 14), (13, true), Ink::Text, &amount);
        write(drawing, (x, y + 31), (11, false), Ink::Faint, &bar.parts);
        y += ROW;
    }
    write(drawing, (EDGE, y + 14), (13, true), Ink::Text, "Sum");
    write(drawing, (BAR.0, y + 14), (13, true), Ink::Text, &total.whole("$"));
    drawing.rule(EDGE, y - 2, WIDTH - 2 * EDGE);
    y + 56
}

/// Dollars without cents, but with them below ten.
pub(super) fn dollars(money: Money) -> String {
    if money < Money(10_000_000_000_000) { money.text("$") } else { money.whole("$") }
}

/// A share of a whole in pixels, rounded down.
pub(super) fn pixels(part: Money, whole: Money, of: i32) -> i32 {
    let pixels = part.0.max(0).saturating_mul(of.into()) / whole.0.max(1);
    i32::try_from(pixels).unwrap_or(of).min(of)
}

/// A region with its city.
fn city(region: &str) -> String {
    match Facts::embedded().region(region) {
        Some(known) => format!("{}, {region}", known.city),
        None if region == "global" => "Worldwide".to_owned(),
        None => region.to_owned(),
    }
}
