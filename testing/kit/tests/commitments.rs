//! Commitments of platforms: by hand for a bill of one line, as snapshots for examples, and what holds for all of them.

use std::sync::Arc;

use polder::bill::{Amount, Basis, Bill, Book, Form, Line, Money, Range};
use polder::facts::Payment;
use polder::purchase_list::{Advice, Date, Possession, Quantity, Wishes, chart, owned_file, report};
use polder::{Compiled, Priced, Prices, commitments, price};
use polder_testkit::{EXAMPLES, compiled};
use polder_units::PicoUsd;

fn wishes() -> Wishes {
    Wishes {
        start: Date::parse("2026-12-01").expect("a date"),
        years: vec![1, 3],
        payments: Payment::ALL.to_vec(),
        quarterly: false,
        upfront_most: None,
        unused_percent: 10,
    }
}

fn example(name: &str) -> (Compiled, Priced) {
    let (name, text) = EXAMPLES.iter().find(|(it, _)| *it == name).expect("an example");
    let compiled = compiled(name, text);
    let inventory = Arc::new(polder::inventory(&compiled));
    let book = Book::embedded(true);
    let prices = Prices { book: &book, usage: None, region: None };
    let priced = price(&compiled, &inventory, &prices).expect("all figures are known");
    (compiled, priced)
}

fn usd(text: &str) -> PicoUsd {
    PicoUsd::from_decimal(text).expect("money")
}

/// A bill of two `db.m6g.large` in Paris at $0.368 an hour, which run all the time.
fn two_databases(priced: &mut Priced, account: &str) {
    let is_database = |line: &&Line| line.key.service == "rds-postgres" && line.key.item == "instance";
    let mut line = priced.bill.lines.iter().find(is_database).expect("a database").clone();
    line.key.variant = "db.m6g.large/Multi-AZ".to_owned();
    line.key.region = "eu-west-3".to_owned();
    line.price = usd("0.368");
    line.basis = Basis::Fixed;
    line.quantity = Range::exactly(Amount::whole(1_460));
    line.month = Range::exactly(Money::of(Amount::whole(1_460), line.price));
    line.place.account = account.into();
    (line.place.cell, line.place.site) = (None, None);
    // Of a resource without a schedule.
    let unscheduled = priced.bill.lines.iter().find(|it| it.key.service == "kms").expect("a key");
    line.place.source = unscheduled.place.source;
    priced.bill = Bill { lines: vec![line], ..Bill::default() };
}

fn advice(
    compiled: &Compiled,
    priced: &Priced,
    wishes: &Wishes,
    owned: &[Possession],
) -> (Advice, Vec<String>) {
    let book = Book::embedded(true);
    let (advice, findings) = commitments(compiled, (priced, &book), wishes, owned).expect("a solution");
    (advice, findings.iter().map(|finding| finding.message.to_string()).collect())
}

#[test]
fn two_databases_are_reserved_as_computed_by_hand() {
    let (compiled, mut priced) = example("one-region");
    two_databases(&mut priced, "production");
    let list = |wishes: &Wishes| advice(&compiled, &priced, wishes, &[]).0;

    // One year: 0.2551 instead of 0.368 an hour. 0.2551 × 8,760 ÷ 0.368 = 6,072.5 hours, so it is paid for in the
    // 6,073rd, 253 days after the start.
    let year = list(&Wishes { years: vec![1], payments: vec![Payment::NoUpfront], ..wishes() });
    let [row] = year.rows.as_slice() else { panic!("{:?}", year.rows) };
    assert_eq!(row.quantity, Quantity::Count(2));
    assert_eq!(year.before.to_decimal(), "6447.36");
    assert_eq!(year.after.to_decimal(), "4469.352");
    // (0.368 − 0.2551) × 730 × 2.
    assert_eq!(row.saves.to_decimal(), "164.834");
    assert_eq!((row.upfront, row.monthly.to_decimal().as_str()), (Money(0), "372.446"));
    assert_eq!(row.break_even.map(|date| date.to_string()).as_deref(), Some("2027-08-11"));
    assert_eq!((row.end.to_string().as_str(), row.used), ("2027-12-01", 1_000_000));
    assert!(year.gap_billionths <= 1, "{}", year.gap_billionths);

    // Three years: 2,225 at once and 0.0847 an hour for each, 4,450.916 in all, which is 12,094.9 hours of 0.368: 503 days.
    let three = list(&wishes());
    let [row] = three.rows.as_slice() else { panic!("{:?}", three.rows) };
    assert_eq!((row.years, row.payment, row.quantity), (3, Payment::PartialUpfront, Quantity::Count(2)));
    assert_eq!(row.upfront.to_decimal(), "4450");
    assert_eq!(row.monthly.to_decimal(), "123.662");
    assert_eq!(row.break_even.map(|date| date.to_string()).as_deref(), Some("2028-04-17"));
    assert_eq!(row.end.to_string(), "2029-11-30");
    assert!(row.commands[1].ends_with("--db-instance-count 2"), "{:?}", row.commands);
    assert!(row.commands[0].contains("--multi-az --duration 94608000"), "{:?}", row.commands);

    // One of them would cost 2,225 at once: 2,000 are enough for none, so they are bought for a year without.
    let cash = list(&Wishes { upfront_most: Some(usd("1000")), ..wishes() });
    assert!(cash.upfront() <= Money(usd("1000").0.into()));
    assert_eq!(cash.rows.iter().map(|row| row.payment).collect::<Vec<_>>(), [Payment::NoUpfront]);
}

#[test]
fn what_may_be_unused_in_the_worst_future_limits_the_purchases() {
    let (compiled, mut priced) = example("saleor-eu");
    // Development is closed after half of the year in one future: half of a commitment would be unused.
    two_databases(&mut priced, "development");
    let list = |percent| advice(&compiled, &priced, &Wishes { unused_percent: percent, ..wishes() }, &[]).0;
    let (tight, loose) = (list(49), list(50));
    assert!(tight.rows.is_empty() && tight.after == tight.before, "{:?}", tight.rows);
    assert_eq!(loose.rows.len(), 1);
    assert_eq!(loose.outlooks.iter().map(|it| it.unused).max(), Some(500_000));
    assert!(report(&tight, Form::Text).contains("nothing to buy"));
}

#[test]
fn what_is_owned_is_not_bought_again() {
    let (compiled, mut priced) = example("one-region");
    two_databases(&mut priced, "production");
    let entry = |count: u64, until: &str| {
        let text = format!(
            "[[owned]]\nkind = \"reservation\"\nservice = \"rds-postgres\"\nvariant = \"db.m6g.large/Multi-AZ\"\n\
             region = \"eu-west-3\"\ncount = {count}\nuntil = \"{until}\"\n"
        );
        owned_file(&text).sound().expect("a file")
    };
    let (all, findings) = advice(&compiled, &priced, &wishes(), &entry(2, "2028-01-01"));
    assert!(all.rows.is_empty() && findings.is_empty(), "{:?}", all.rows);
    assert_eq!((all.before, all.owned), (Money(0), 1));
    let (one, _) = advice(&compiled, &priced, &wishes(), &entry(1, "2028-01-01"));
    assert_eq!(one.rows.iter().map(|row| row.quantity).collect::<Vec<_>>(), [Quantity::Count(1)]);
    // With purchases each quarter, the successor of what ends is bought when it ends.
    let quarterly = Wishes { quarterly: true, ..wishes() };
    let (later, _) = advice(&compiled, &priced, &quarterly, &entry(2, "2027-03-02"));
    assert_eq!(later.rows.iter().map(|row| row.buy.to_string()).collect::<Vec<_>>(), ["2027-03-02"]);
    let (over, findings) = advice(&compiled, &priced, &wishes(), &entry(2, "2026-12-01"));
    assert_eq!(findings, ["a commitment that is owned has no effect: it is over at the start"]);
    assert_eq!(over.rows.iter().map(|row| row.quantity).collect::<Vec<_>>(), [Quantity::Count(2)]);
}

#[test]
fn a_cheaper_price_never_raises_what_is_paid() {
    let (compiled, mut priced) = example("machines");
    let mut last = None;
    for percent in [100, 90, 70, 40] {
        for line in &mut priced.bill.lines {
            line.price = if percent == 100 { line.price } else { PicoUsd(line.price.0 / 100 * percent) };
        }
        let (advice, _) = advice(&compiled, &priced, &wishes(), &[]);
        assert!(advice.after <= advice.before);
        assert!(last.is_none_or(|last| advice.after <= last), "{percent}");
        last = Some(advice.after);
    }
}

#[test]
fn lists_of_examples_are_as_reviewed() {
    for name in ["saleor-eu", "machines", "aurora"] {
        let (compiled, priced) = example(name);
        let (advice, findings) = advice(&compiled, &priced, &wishes(), &[]);
        assert!(findings.is_empty());
        assert!(advice.bound <= advice.after && advice.after < advice.before, "{name}");
        assert!(advice.gap_billionths < 100_000, "{name}: {}", advice.gap_billionths);
        assert!(advice.outlooks.iter().all(|it| it.unused <= 100_000), "{name}: {:?}", advice.outlooks);
        insta::assert_snapshot!(format!("commitments {name}"), report(&advice, Form::Text));
        if name == "machines" {
            insta::assert_snapshot!("commitments machines markdown", report(&advice, Form::Markdown));
            insta::assert_snapshot!("commitments machines json", report(&advice, Form::Json));
        }
        let svg = chart(&advice);
        assert!(svg.starts_with("<svg ") && svg.contains("bought in advance and used"), "{name}");
    }
}

#[test]
fn the_page_says_what_the_built_in_example_saves() {
    let page = include_str!("../../../docs/commitments.md");
    let (compiled, priced) = example("saleor-eu");
    let (advice, _) = advice(&compiled, &priced, &wishes(), &[]);
    let percent = |at: usize| {
        let permille = advice.choices[at].saves.0 * 1_000 / advice.before.0;
        format!("{} %", (permille + 5) / 10)
    };
    let sentence = format!(
        "{} with terms of three\nyears and payments upfront, {} with three years and nothing upfront, {} with one year and nothing upfront",
        percent(3),
        percent(2),
        percent(0)
    );
    assert!(page.contains(&sentence), "{sentence}");
    // The conventional build is what the example would cost if nothing was chosen, on the average of the futures.
    let month = advice.conventional.times(1, 12).whole("$");
    assert_eq!(month, "$5,742");
    assert!(advice.saves_conventional_permille() >= 300, "{}", advice.saves_conventional_permille());
    let together =
        format!("Design and purchases together cost {} % less", advice.saves_conventional_permille() / 10);
    assert!(page.contains(&together), "{together}");
}
