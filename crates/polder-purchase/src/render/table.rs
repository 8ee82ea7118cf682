//! The cells and sentences that the table for terminals and Markdown have in common.

use polder_price::Mark;

use crate::advice::{Advice, Quantity, Row};

/// The heads of the purchase list.
pub(super) const HEADS: [&str; 11] = [
    "#",
    "buy",
    "region",
    "quantity",
    "term",
    "payment",
    "on",
    "upfront",
    "monthly",
    "saves a month",
    "paid for by",
];

/// The cells of a purchase.
pub(super) fn cells(number: usize, row: &Row) -> Vec<String> {
    let estimated = if row.mark >= Mark::Derived { " *" } else { "" };
    vec![
        format!("{number}"),
        format!("{}{estimated}", row.what),
        row.region.clone(),
        quantity(row.quantity),
        if row.years == 1 { "1 year".to_owned() } else { format!("{} years", row.years) },
        row.payment.name().to_owned(),
        row.buy.to_string(),
        row.upfront.to_string(),
        row.monthly.to_string(),
        row.saves.to_string(),
        row.break_even.map_or_else(|| "not in its term".to_owned(), |date| date.to_string()),
    ]
}

pub(super) fn quantity(quantity: Quantity) -> String {
    match quantity {
        Quantity::Count(count) => count.to_string(),
        Quantity::Hourly(money) => format!("${} an hour", money.to_decimal()),
    }
}

/// Millionths as a percentage with one place.
pub(super) fn percent(millionths: u64) -> String {
    let tenths = millionths.saturating_add(500) / 1_000;
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// The totals, as names and amounts.
pub(super) fn totals(advice: &Advice) -> Vec<[String; 2]> {
    let permille = advice.saves_permille();
    vec![
        ["the whole platform at list prices, a year".to_owned(), advice.before.to_string()],
        ["  of which commitments can cover".to_owned(), advice.committable.to_string()],
        ["with these purchases".to_owned(), advice.after.to_string()],
        ["saved".to_owned(), format!("{} ({}.{} %)", advice.saves(), permille / 10, permille % 10)],
        ["paid upfront".to_owned(), advice.upfront().to_string()],
    ]
}

/// What a reader must know about the list.
pub(super) fn remarks(advice: &Advice) -> Vec<String> {
    let mut out = vec![proof(advice)];
    let worst = advice.outlooks.iter().max_by_key(|it| it.unused).filter(|_| !advice.rows.is_empty());
    if let Some(worst) = worst {
        let (unused, name) = (percent(worst.unused), &worst.name);
        out.push(format!(
            "risk: in the worst of the futures (`{name}`), {unused} of what is paid for commitments is unused; the limit \
             is {} %",
            advice.unused_percent
        ));
    }
    if advice.owned > 0 {
        out.push(format!("{} owned commitments are counted; what they cost is in no total", advice.owned));
    }
    let estimated = advice.rows.iter().filter(|row| row.mark >= Mark::Derived).count();
    if estimated > 0 {
        out.push(format!(
            "* the price of {estimated} purchases is derived or estimated: compare it with the offer before you buy"
        ));
    }
    out.push("an upfront payment counts for the share of its term within the year".to_owned());
    out
}

/// What the check proved.
fn proof(advice: &Advice) -> String {
    let gap = advice.gap_billionths;
    let (percent, places) = (gap / 10_000_000, gap % 10_000_000);
    format!(
        "proof: a separate check recomputed every hour; no purchases within the limits cost less than {}, a gap of \
         {percent}.{places:07} %",
        advice.bound
    )
}
