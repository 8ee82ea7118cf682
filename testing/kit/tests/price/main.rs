//! Bills: of single resources by hand, of the example platforms as snapshots, and what holds for all of them.

mod cases;
mod foreign;
mod formula;
mod formulas;
mod formulas_of_databases;
mod formulas_of_services;
mod formulas_of_types;
mod guarantees;
mod properties;
mod usage_keys;
mod waste;

use std::collections::BTreeSet;
use std::sync::Arc;

use cases::CASES;
use polder::bill::{Book, Dimension, Form, UsageFile, usage_file};
use polder::{Priced, Prices, price, price_plans};
use polder_testkit::{EXAMPLES, compiled};
use serde_json::{Value, json};

/// A plan of resources in a region: address and values.
fn plan(region: &str, resources: &[(String, Value)]) -> Vec<(String, Vec<u8>)> {
    let planned = resources.iter().map(|(address, values)| {
        let (kind, name) = address.split_once('.').expect("an address");
        json!({ "address": address, "mode": "managed", "type": kind, "name": name, "values": values,
            "provider_name": "registry.terraform.io/hashicorp/aws" })
    });
    let configured = resources.iter().map(|(address, _)| {
        let (kind, name) = address.split_once('.').expect("an address");
        json!({ "address": address, "mode": "managed", "type": kind, "name": name, "provider_config_key": "aws",
            "expressions": {} })
    });
    let (planned, configured): (Vec<Value>, Vec<Value>) = (planned.collect(), configured.collect());
    let provider = json!({ "aws": { "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws",
        "expressions": { "region": { "constant_value": region } } } });
    let whole = json!({ "format_version": "1.2", "planned_values": { "root_module": { "resources": planned } },
        "configuration": { "provider_config": provider, "root_module": { "resources": configured } } });
    vec![("plan.json".to_owned(), whole.to_string().into_bytes())]
}

/// The bill of resources in Ireland.
fn billed(resources: &[(String, Value)], usage: Option<&UsageFile>) -> Priced {
    let book = Book::embedded(true);
    let prices = Prices { book: &book, usage, region: None };
    price_plans(&plan("eu-west-1", resources), &prices).expect("a plan")
}

#[test]
fn single_resources_cost_what_was_computed_by_hand() {
    for case in CASES {
        let values: Value =
            serde_json::from_str(case.values).unwrap_or_else(|error| panic!("{}: {error}", case.kind));
        let usage = match case.usage {
            "" => UsageFile::default(),
            usage => {
                let text = format!("resource_usage:\n  {}.x:\n    {usage}\n", case.kind);
                usage_file(&text).sound().unwrap_or_else(|| panic!("{text}"))
            }
        };
        let priced = billed(&[(format!("{}.x", case.kind), values)], Some(&usage));
        let name = |line: &polder::bill::Line| {
            let variant =
                if line.key.service == "ebs" { format!("[{}]", line.key.variant) } else { String::new() };
            format!("{}.{}{variant}", line.key.service, line.key.item)
        };
        let found: BTreeSet<(String, String, String)> = priced
            .bill
            .lines
            .iter()
            .map(|line| {
                let quantity = line.quantity.expected.to_string().replace(',', "");
                (name(line), quantity, line.month.expected.to_decimal())
            })
            .collect();
        let wanted: BTreeSet<(String, String, String)> = case
            .lines
            .iter()
            .map(|(item, quantity, usd)| ((*item).to_owned(), (*quantity).to_owned(), (*usd).to_owned()))
            .collect();
        assert_eq!(found, wanted, "{} ({})", case.kind, case.source);
        assert!(priced.bill.missing.is_empty(), "{}: {:?}", case.kind, priced.bill.missing);
        assert!(usage.unused().is_empty(), "{}: {:?}", case.kind, usage.unused());
    }
}

#[test]
fn each_priced_type_has_a_case_that_was_computed_by_hand() {
    let single = CASES.iter().map(|case| case.kind.to_owned());
    let in_plans = formulas::cases().flat_map(|case| {
        let resources: Value = serde_json::from_str(case.resources).expect("JSON");
        let addresses = resources.as_object().expect("an object").keys();
        let kinds = addresses.filter_map(|address| address.split('.').next()).map(str::to_owned);
        kinds.collect::<Vec<_>>()
    });
    let covered: BTreeSet<String> = single.chain(in_plans).collect();
    let without: Vec<&str> =
        polder_aws_inventory::priced_kinds().filter(|kind| !covered.contains(*kind)).collect();
    assert!(without.is_empty(), "{without:?}");
}

/// The bill of an example.
fn example(text: &str, name: &str, book: &Book) -> Priced {
    let prices = Prices { book, usage: None, region: None };
    let compiled = compiled(name, text);
    let inventory = Arc::new(polder::inventory(&compiled));
    price(&compiled, &inventory, &prices).expect("all figures are known")
}

#[test]
fn bills_of_the_examples_are_as_reviewed() {
    let book = Book::embedded(true);
    for (name, text) in EXAMPLES {
        let priced = example(text, name, &book);
        // No source is known for the price of a test of a recovery point, which only an account for backups makes.
        let missing =
            priced.bill.missing.iter().filter(|it| it.key.item != "restore-test").collect::<Vec<_>>();
        assert!(missing.is_empty(), "{name}: {missing:?}");
        assert!(priced.unsupported.is_empty(), "{name}: {:?}", priced.unsupported);
        let open: Vec<String> = priced.bill.open.iter().map(|it| format!("{it:?}")).collect();
        assert!(open.is_empty(), "{name}: {open:#?}");
        let by = [Dimension::Service, Dimension::Account, Dimension::Site];
        insta::assert_snapshot!(
            format!("bill {name}"),
            priced.report(&book, &by, name == "saleor-eu", Form::Text)
        );
    }
}

#[test]
fn sums_by_every_dimension_are_the_total() {
    let book = Book::embedded(true);
    let (name, text) = EXAMPLES[0];
    let priced = example(text, name, &book);
    let dimensions =
        ["service", "item", "account", "region", "cell", "site", "component", "resource", "tag:owner"];
    for dimension in dimensions {
        let by = Dimension::from_name(dimension).expect("a dimension");
        let sums = priced.bill.by(|line| Some(by.of(line, &priced.inventory)));
        assert_eq!(
            sums.iter().map(|(_, month)| month.expected).sum::<polder::bill::Money>(),
            priced.bill.month().expected
        );
        assert!(sums.len() > 1 || dimension == "tag:owner", "{dimension}");
    }
    let json: Value = serde_json::from_str(&priced.report(&book, &[], true, Form::Json)).expect("JSON");
    let lines = json["lines"].as_array().expect("lines");
    let sum: i64 =
        lines.iter().map(|line| line["month"]["expected"]["pico_usd"].as_i64().expect("an integer")).sum();
    assert_eq!(Some(sum), json["month"]["expected"]["pico_usd"].as_i64());
    assert_eq!(json["format_version"], 1);
}

#[test]
fn a_part_of_the_platform_has_one_name_on_the_bill() {
    let book = Book::embedded(true);
    // The name of one account ends with that of another.
    let twins = EXAMPLES[0].1.replace("staging = { env", "eu-production = { env");
    let twins = twins.replace("account = \"staging\"", "account = \"eu-production\"");
    assert!(twins.matches("eu-production").count() > 1, "{twins}");
    let examples = EXAMPLES.into_iter().chain([("twins", twins.as_str())]);
    for (name, text) in examples {
        let design = compiled(name, text).design;
        let accounts: BTreeSet<&str> = design.accounts.iter().map(|account| account.name.as_str()).collect();
        let sites: BTreeSet<&str> = design.sites.iter().map(|site| site.name.as_str()).collect();
        let priced = example(text, name, &book);
        let tag = |key: &str| Dimension::from_name(key).expect("a dimension");
        let (cell, site, owner) = (tag("tag:cell"), tag("tag:site"), tag("tag:owner"));
        let mut tagged = 0;
        for line in &priced.bill.lines {
            let place = &line.place;
            assert!(accounts.contains(place.account.as_str()), "{name}: {place:?}");
            assert!(
                place.site.as_ref().is_none_or(|site| sites.contains(site.as_str())),
                "{name}: {place:?}"
            );
            // A resource without a tag for its owner takes no tags.
            if owner.of(line, &priced.inventory) == "-" {
                continue;
            }
            tagged += 1;
            let own =
                |text: &Option<polder_inventory::model::Text>| text.as_deref().unwrap_or("-").to_owned();
            let tags = [&cell, &site].map(|by| by.of(line, &priced.inventory).to_string());
            assert_eq!(tags, [own(&place.cell), own(&place.site)], "{name}: {place:?}");
        }
        assert!(tagged * 2 > priced.bill.lines.len(), "{name}: {tagged} lines have tags");
    }
}

#[test]
fn budgets_are_above_the_bill_and_the_inventory_has_them() {
    for (name, text) in EXAMPLES {
        let outcome = polder::compile_with_inventory(text);
        let (compiled, inventory) = outcome.sound().expect("a sound example");
        assert_eq!(inventory.billing.budgets, polder::inventory(&compiled).billing.budgets, "{name}");
        let book = Book::embedded(true);
        let prices = Prices { book: &book, usage: None, region: None };
        let inventory = Arc::new(inventory);
        let bill = price(&compiled, &inventory, &prices).expect("every figure is known").bill;
        let spent: Vec<(String, polder::bill::Money)> =
            [("", Dimension::Account), ("cell ", Dimension::Cell)]
                .iter()
                .flat_map(|(kind, by)| {
                    let sums = bill.by(|line| Some(by.of(line, &inventory)));
                    sums.into_iter().map(move |(of, month)| (format!("{kind}{of}"), month.expected))
                })
                .collect();
        for budget in inventory.billing.budgets.values() {
            let source = inventory.sources.get(budget.source).expect("a source");
            let origin = inventory.origins.get(source.origin.expect("an origin")).expect("an origin");
            let of = origin.component.strip_prefix("account ").unwrap_or(&origin.component);
            let (_, expected) = spent.iter().find(|(name, _)| name == of).expect("it costs something");
            let limit = budget.limit.value().expect("a limit");
            // Four fifths of it, when it notifies, are at least what is expected. The budget of a cell counts what has its
            // tag, which is up to two percent less than what belongs to it.
            assert!(i128::from(limit.0) * 4 / 5 >= expected.0 * 98 / 100, "{name}: {of}: {limit:?}");
            assert!(i128::from(limit.0) < expected.0 * 3 + 20_000_000_000_000, "{name}: {of}: {limit:?}");
        }
    }
}

#[test]
fn plans_list_what_is_missing_and_what_is_not_supported() {
    let resources = [
        ("aws_instance.x".to_owned(), json!({ "instance_type": "m99.large" })),
        ("aws_glue_job.a".to_owned(), json!({ "name": "a" })),
        ("aws_glue_job.b".to_owned(), json!({ "name": "b" })),
    ];
    let priced = billed(&resources, None);
    let missing: Vec<String> = priced.bill.missing.iter().map(|it| it.key.to_string()).collect();
    assert_eq!(missing, ["ec2.instance[m99.large] in eu-west-1"]);
    assert_eq!(priced.unsupported, [("aws_glue_job".to_owned(), 2)]);
    assert!(priced.bill.lines.is_empty());
}

#[test]
fn free_tiers_are_subtracted_only_when_asked_for() {
    let values = json!({ "enabled": true, "price_class": "PriceClass_100" });
    let resources = [("aws_cloudfront_distribution.x".to_owned(), values)];
    let text = "resource_usage:\n  aws_cloudfront_distribution.x:\n    monthly_data_transfer_to_internet_gb:\n      europe: 1500\n";
    let usage = usage_file(text).sound().expect("a usage file");
    let cost = |book: &Book| {
        let prices = Prices { book, usage: Some(&usage), region: None };
        let priced = price_plans(&plan("eu-west-1", &resources), &prices).expect("a plan");
        priced.bill.month().expected.to_decimal()
    };
    let book = Book::embedded(true);
    assert_eq!(cost(&book), "127.5");
    // A thousand gigabytes are free.
    assert_eq!(cost(&book.with_free_tiers(polder::facts::Facts::embedded()).expect("facts")), "42.5");
}
