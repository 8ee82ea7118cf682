//! The price of each guarantee.

use std::sync::Arc;

use polder::bill::{Book, Form, Guarantees, Money, front_picture, own_prices, render_guarantees};
use polder::{Prices, guarantees, inventory, price};
use polder_testkit::{EXAMPLES, compiled};
use serde_json::Value;

fn of(name: &str, text: &str, book: &Book) -> Guarantees {
    let prices = Prices { book, usage: None, region: None };
    let compiled = compiled(name, text);
    let priced = price(&compiled, &Arc::new(inventory(&compiled)), &prices).expect("figures");
    guarantees(text, &compiled, &priced, &prices).expect("figures")
}

/// Of one change: what it saves.
fn saves(all: &Guarantees, name: &str) -> Money {
    let change = all.removed.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("{name}"));
    Money(all.month.0 - change.month.as_ref().unwrap_or_else(|why| panic!("{name}: {why}")).0)
}

#[test]
fn prices_of_guarantees_of_the_built_in_example_are_as_reviewed() {
    let (name, text) = EXAMPLES[0];
    let euros = "[euro]\nusd = \"1.16\"\ndated = \"2026-11-27\"\n";
    let book = own_prices(euros, Book::embedded(true)).sound().expect("a book");
    let all = of(name, text, &book);
    insta::assert_snapshot!("guarantees", render_guarantees(&all, book.euro(), Form::Markdown));
    // The picture is reviewed as a file, and is XML.
    let picture = front_picture(&all);
    insta::assert_snapshot!("guarantees picture", picture.svg);
    roxmltree::Document::parse(&picture.svg).expect("XML");

    let json: Value = serde_json::from_str(&render_guarantees(&all, book.euro(), Form::Json)).expect("JSON");
    assert_eq!(json["format_version"], 1);
    assert_eq!(json["month"]["usd"], all.month.to_decimal());
    assert_eq!(json["combinations"].as_array().map(Vec::len), Some(all.points.len()));
    let text = render_guarantees(&all, None, Form::Text);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "it fits a page: {text}");
    assert!(text.contains("What is always there, with its share of the bill"), "{text}");

    // The table of the page.
    let rows = all.removed.iter().filter_map(|change| {
        let month = change.month.as_ref().ok()?;
        let price = Money(all.month.0 - month.0);
        (price >= Money(1_000_000_000_000)).then(|| format!("| {} | {} |\n", change.name, price.whole("$")))
    });
    let table = rows.collect::<String>();
    let page = include_str!("../../../../docs/price.md");
    assert!(
        page.contains(&format!("| --- | ---: |\n{table}\n<!-- guarantees: end -->")),
        "docs/price.md should have\n{table}"
    );

    // A change without an effect on the platform has none on the bill, and the current file is one of the combinations.
    assert!(all.points.iter().any(|point| point.is_current && point.name == "warm standby, 1 read replica"));
    // What the instance of a reader costs is a part of the price of read replicas.
    let readers = saves(&all, "read replicas");
    assert!(readers > Money(500_000_000_000_000) && readers < Money(700_000_000_000_000), "{readers}");
    // A backup region recovers; without one, nothing does.
    for point in &all.points {
        let without = point.name.starts_with("no backup");
        assert_eq!(point.recovery.rto.is_none(), without, "{}", point.name);
        assert_eq!(point.recovery.rpo.is_none(), without, "{}", point.name);
    }
    // No combination on the front is beaten by a cheaper one in all of its measures.
    let front: Vec<_> = all.points.iter().filter(|point| point.is_on_front).collect();
    assert!(front.len() > 2 && front.iter().all(|point| !point.name.contains("1 read replica")));
}

#[test]
fn a_platform_in_one_region_has_no_backup_to_price() {
    let text = "version = 1\n[platform]\ndomain = \"example.com\"\n[cells.main]\nprimary = \"eu-west-1\"\n[markets.IE]\n\
                [database]\nread_replicas = 0\n";
    let all = of("one region", text, &Book::embedded(true));
    assert!(all.removed.iter().all(|change| !change.name.contains("backup region")), "{:?}", all.removed);
    let [only] = all.points.as_slice() else { panic!("{:?}", all.points) };
    assert!(only.is_current && only.is_on_front && only.recovery.rto.is_none());
    assert_eq!(only.recovery.availability_ppm, 998_300, "0.999 × 0.9999 × 0.9995 × 0.9999, each product cut");
}
