//! The user's own prices and discounts.

use polder_diag::Severity;
use polder_price::{Amount, Book, Key, Mark, Rate, own_prices};

fn key(service: &str, item: &str, variant: &str, region: &str) -> Key {
    let [service, item, variant, region] = [service, item, variant, region].map(str::to_owned);
    Key { service, item, variant, region }
}

fn book(text: &str) -> Book {
    let outcome = own_prices(text, Book::embedded(true));
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    outcome.value.expect("a book")
}

fn nat(book: &Book, region: &str) -> Rate {
    book.rate(&key("nat-gateway", "hour", "", region), "hour").expect("a price")
}

#[test]
fn a_price_replaces_that_of_the_book_exactly() {
    let text = "version = 1\n[[price]]\nservice = \"nat_gateway\"\nitem = \"hour\"\nregion = \"eu-west-1\"\nusd = 0.0464\n";
    let changed = book(text);
    let rate = nat(&changed, "eu-west-1");
    assert_eq!((rate.first().to_decimal().as_str(), rate.mark), ("0.0464", Mark::Own));
    assert_eq!(nat(&changed, "eu-central-1"), nat(&Book::embedded(true), "eu-central-1"));
}

#[test]
fn an_item_that_the_book_lacks_gets_a_price_with_its_unit() {
    let text = "[[price]]\nservice = \"ec2\"\nitem = \"instance\"\nvariant = \"u-3tb1.56xlarge\"\nregion = \"eu-west-1\"\nusd = \"27.3\"\n";
    let rate =
        book(text).rate(&key("ec2", "instance", "u-3tb1.56xlarge", "eu-west-1"), "hour").expect("a price");
    assert_eq!(rate.first().to_decimal(), "27.3");
}

#[test]
fn tiers_are_charged_one_after_the_other() {
    let text = "[[price]]\nservice = \"s3\"\nitem = \"standard-storage\"\nregion = \"eu-west-1\"\n\
                tiers = [{ from = 0, usd = 0.02 }, { from = 100, usd = \"0.01\" }]\n";
    let rate = book(text).rate(&key("s3", "standard-storage", "", "eu-west-1"), "gb-month").expect("a price");
    assert_eq!(rate.cost(Amount::whole(100)).to_decimal(), "2");
    assert_eq!(rate.cost(Amount::whole(250)).to_decimal(), "3.5");
}

#[test]
fn discounts_apply_to_a_service_or_to_all() {
    let list = nat(&Book::embedded(true), "eu-west-1").first().0;
    let one = book("[[discount]]\nservice = \"nat-gateway\"\npercent = 12.5\n");
    assert_eq!(nat(&one, "eu-west-1").first().0, list / 1000 * 875);
    let all = book("[[discount]]\npercent = \"100\"\n");
    assert_eq!(nat(&all, "eu-west-1").first().0, 0);
    let other = book("[[discount]]\nservice = \"ec2\"\npercent = 50\n");
    assert_eq!(nat(&other, "eu-west-1").first().0, list);
}

#[test]
fn wrong_files_have_their_finding_and_no_other() {
    let price = "[[price]]\nservice = \"nat-gateway\"\nitem = \"hour\"\nregion = \"eu-west-1\"\n";
    let cases = [
        ("price = 3\n".to_owned(), "PRICE003"),
        ("[[price\n".to_owned(), "PRICE001"),
        ("version = 2\n".to_owned(), "PRICE003"),
        (format!("{price}usd = 1e-3\n"), "PRICE003"),
        (format!("{price}usd = -1\n"), "PRICE003"),
        (format!("{price}usd = \"0.0000000000001\"\n"), "PRICE003"),
        (price.to_owned(), "PRICE003"),
        (format!("{price}usd = 1\nunit = \"gb\"\n"), "PRICE004"),
        (format!("{price}usd = 1\ncolour = \"red\"\n"), "PRICE002"),
        (format!("{price}tiers = [{{ from = 1, usd = 1 }}]\n"), "PRICE003"),
        (format!("{price}tiers = [{{ from = 0, usd = 1 }}, {{ from = 0, usd = 2 }}]\n"), "PRICE003"),
        ("[[discount]]\nservice = \"natt\"\npercent = 1\n".to_owned(), "PRICE002"),
        ("[[discount]]\npercent = 101\n".to_owned(), "PRICE003"),
        ("[[discount]]\n".to_owned(), "PRICE003"),
        ("[euro]\nusd = 0\ndated = \"2026-11-27\"\n".to_owned(), "PRICE003"),
        (
            "[[price]]\nservice = \"x\"\nitem = \"y\"\nregion = \"eu-west-1\"\nusd = 1\n".to_owned(),
            "PRICE003",
        ),
    ];
    for (text, code) in cases {
        let findings = own_prices(&text, Book::embedded(true)).findings;
        let ids: Vec<&str> = findings.iter().map(|finding| finding.code.id).collect();
        assert_eq!(ids, [code], "{text} {findings:?}");
        assert_eq!(findings[0].severity(), Severity::Error);
        let label = findings[0].primary.as_ref().expect("a place");
        assert!(text.get(label.span.range()).is_some());
    }
}

#[test]
fn a_missing_price_names_what_and_where() {
    let book = Book::embedded(true);
    let missing = book.rate(&key("ec2", "instance", "m99.large", "eu-west-1"), "hour").expect_err("no price");
    assert_eq!(missing.key.to_string(), "ec2.instance[m99.large] in eu-west-1");
    // An estimate is marked, says where it comes from, and can be turned off.
    let asked = key("api-gateway", "rest-api", "", "eu-west-3");
    let rate = book.rate(&asked, "million-requests").expect("an estimate");
    assert_eq!((rate.mark, rate.stand_in()), (Mark::Estimated, "eu-west-1"));
    // 3.50 × 1.17 / 1.11, the ratio of the prices for HTTP.
    assert_eq!(rate.first().to_decimal(), "3.689189189189");
    assert!(Book::embedded(false).rate(&asked, "million-requests").is_err());
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let page = include_str!("../../../docs/price.md");
    let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let changed = book(example);
    let rate = changed.rate(&key("ec2", "instance", "m7g.large", "eu-central-1"), "hour").expect("a price");
    assert_eq!((rate.first().to_decimal().as_str(), rate.mark), ("0.0795", Mark::Own));
}
