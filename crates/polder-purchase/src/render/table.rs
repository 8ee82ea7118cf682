//! The cells and sentences that the table for terminals and Markdown have in common.

use polder_price::{Mark, Money};

use crate::advice::{Advice, Overlap, Quantity, Row};

/// The heads of the purchase list.
pub(super) const HEADS: [&str; 12] = [
    "#",
    "buy",
    "term",
    "payment",
    "region",
    "quantity",
    "on",
    "upfront",
    "monthly",
    "saving",
    "ends",
    "earned back",
];

/// The number of heads that say what is bought; the others say where, how much, and what it costs.
pub(super) const NAMES: usize = 4;

/// The cells of a purchase.
pub(super) fn cells(number: usize, row: &Row) -> Vec<String> {
    let estimated = if row.mark >= Mark::Derived { " *" } else { "" };
    vec![
        format!("{number}"),
        format!("{}{estimated}", row.what),
        if row.years == 1 { "1 year".to_owned() } else { format!("{} years", row.years) },
        row.payment.name().to_owned(),
        row.region.clone(),
        quantity(row.quantity),
        row.buy.to_string(),
        row.upfront.to_string(),
        row.monthly.to_string(),
        row.saves.to_string(),
        row.end.to_string(),
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
    let whole = advice.saves_conventional_permille();
    vec![
        [
            "a conventional build of the same guarantees at list prices, a year".to_owned(),
            advice.conventional.to_string(),
        ],
        ["the whole platform at list prices, a year".to_owned(), advice.before.to_string()],
        ["  of which commitments can cover".to_owned(), advice.committable.to_string()],
        [
            "with these purchases, upfront payments spread over their terms".to_owned(),
            advice.after.to_string(),
        ],
        ["saved".to_owned(), format!("{} ({}.{} %)", advice.saves(), permille / 10, permille % 10)],
        [
            "design and purchases save, of the conventional build".to_owned(),
            format!(
                "{} ({}.{} %)",
                Money(advice.conventional.0.saturating_sub(advice.after.0)),
                whole / 10,
                whole % 10
            ),
        ],
        ["paid at once".to_owned(), advice.upfront().to_string()],
        ["paid each month for the purchases".to_owned(), advice.monthly().to_string()],
        ["paid for them until the last one ends".to_owned(), advice.committed().to_string()],
    ]
}

/// What a reader must know about the list.
pub(super) fn remarks(advice: &Advice) -> Vec<String> {
    let mut out = vec![];
    if !advice.rows.is_empty() {
        out.push(first_year(advice));
    }
    out.extend([averages(advice), proof(advice)]);
    let worst = advice.outlooks.iter().max_by_key(|it| it.unused).filter(|_| !advice.rows.is_empty());
    if let Some(worst) = worst {
        let (unused, name) = (percent(worst.unused), &worst.name);
        out.push(format!(
            "risk: in the worst of the futures (`{name}`), {unused} of the cost of the commitments in the first year is \
             unused; the limit is {} %; later years are not computed",
            advice.unused_percent
        ));
        out.push("a purchase cannot be cancelled: first decide what `polder price --waste` and `--guarantees` list".to_owned());
        out.extend(advice.overlap.as_ref().map(waste));
        out.push(dates(advice));
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
    out
}

/// What the amounts of a year are.
fn averages(advice: &Advice) -> String {
    let weights: u32 = advice.outlooks.iter().map(|it| it.weight).sum();
    let share = |weight: u32| weight.saturating_mul(100) / weights.max(1);
    let futures: Vec<String> =
        advice.outlooks.iter().map(|it| format!("{} {} %", it.name, share(it.weight))).collect();
    format!("amounts of a year are averages of {} futures: {}", futures.len(), futures.join(", "))
}

/// What less waste saves after the purchases.
fn waste(it: &Overlap) -> String {
    format!(
        "waste: what `polder price --waste` lists comes to {} a month at list prices, each resource counted once; {} of it is on \
         what can be bought in advance. After these purchases the same changes save about {} a month, until the purchases end",
        it.listed, it.covered, it.net
    )
}

/// The rows of the payments: when, and how much.
pub(super) fn payments(advice: &Advice) -> Vec<Vec<String>> {
    let head = ["what is paid for the purchases", "on purchase", "monthly fees", "together"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(advice.cash().iter().map(|it| {
        let until = it.to.plus(-1);
        let sums = [it.upfront, it.monthly, it.upfront.plus(it.monthly)].map(|money| money.to_string());
        [vec![format!("{} to {until}", it.from)], sums.to_vec()].concat()
    }));
    let (upfront, committed) = (advice.upfront(), advice.committed());
    let monthly = Money(committed.0.saturating_sub(upfront.0));
    let sums = [upfront, monthly, committed].map(|money| money.to_string());
    rows.push([vec!["until the last one ends".to_owned()], sums.to_vec()].concat());
    rows
}

/// The cash of the first year, in a sentence.
fn first_year(advice: &Advice) -> String {
    format!(
        "cash in the first year: {} for the purchases and {} on demand for everything else, {} together; without purchases {}",
        Money(advice.first_year().0.saturating_sub(advice.on_demand().0)),
        advice.on_demand(),
        advice.first_year(),
        advice.before
    )
}

/// How old the prices of the purchases are.
fn dates(advice: &Advice) -> String {
    let dates = advice.rows.iter().map(|row| row.dated.as_str());
    let (first, last) = (dates.clone().min().unwrap_or_default(), dates.max().unwrap_or_default());
    format!("prices of the purchases are of {first} to {last}: compare each with the offer before you buy")
}

/// What the check proved.
fn proof(advice: &Advice) -> String {
    let gap = Money(advice.after.0.saturating_sub(advice.bound.0));
    format!(
        "proof: a separate check recomputed every hour; no purchases within the limits are cheaper by more than {gap} a year"
    )
}
