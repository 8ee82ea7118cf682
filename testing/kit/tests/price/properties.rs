//! What holds for every bill.

use polder::bill::{Amount, Money, Rate, UsageFile, usage_file};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::billed;

/// Resources that cost something, some of them by use.
fn resource(number: usize, kind: usize, size: u32) -> (String, Value) {
    match kind {
        0 => (format!("aws_instance.r{number}"), json!({ "instance_type": "t3.large" })),
        1 => (format!("aws_nat_gateway.r{number}"), json!({ "connectivity_type": "public" })),
        2 => (format!("aws_ebs_volume.r{number}"), json!({ "size": size, "type": "gp3", "iops": size * 10 })),
        3 => (format!("aws_s3_bucket.r{number}"), json!({ "bucket": format!("b{number}") })),
        4 => (format!("aws_kms_key.r{number}"), json!({})),
        _ => (format!("aws_glue_job.r{number}"), json!({ "name": "x" })),
    }
}

fn usage(resources: &[(String, Value)], gb: u32) -> UsageFile {
    let used = resources.iter().filter_map(|(address, _)| {
        let line = match address.split('.').next()? {
            "aws_nat_gateway" => format!("monthly_data_processed_gb: {gb}"),
            "aws_s3_bucket" => format!("standard: {{ storage_gb: {gb} }}"),
            _ => return None,
        };
        Some(format!("  {address}:\n    {line}\n"))
    });
    usage_file(&format!("resource_usage:\n{}", used.collect::<String>())).sound().expect("a usage file")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_resource_more_never_costs_less(
        kinds in prop::collection::vec((0usize..6, 1u32..10_000), 1..12),
        gb in 0u32..200_000,
    ) {
        let resources: Vec<(String, Value)> =
            kinds.iter().enumerate().map(|(number, (kind, size))| resource(number, *kind, *size)).collect();
        let usage = usage(&resources, gb);
        let mut before = Money::ZERO;
        for count in 1..=resources.len() {
            let cost = billed(&resources[..count], Some(&usage)).bill.month().expected;
            prop_assert!(cost >= before, "{:?}", &resources[..count]);
            before = cost;
        }
    }

    #[test]
    fn a_flow_that_is_split_costs_the_same(whole in 1u64..400_000, percent in 0u64..=100) {
        let part = whole * percent / 100;
        let buckets = |amounts: &[u64]| {
            let resources: Vec<(String, Value)> = (0..amounts.len()).map(|number| resource(number, 3, 1)).collect();
            let lines = amounts.iter().enumerate().map(|(number, amount)| {
                format!("  aws_s3_bucket.r{number}:\n    standard: {{ storage_gb: {amount} }}\n")
            });
            let text = format!("resource_usage:\n{}", lines.collect::<String>());
            let usage = usage_file(&text).sound().expect("a usage file");
            billed(&resources, Some(&usage)).bill.month().expected
        };
        prop_assert_eq!(buckets(&[whole]), buckets(&[part, whole - part]));
    }

    #[test]
    fn more_never_costs_less_where_a_price_has_tiers(
        prices in prop::collection::vec(0i64..1_000_000_000_000, 1..5),
        one in 0u64..100_000,
        other in 0u64..100_000,
    ) {
        let tiers = prices.iter().zip(0u64..).map(|(price, number)| {
            (Amount::whole(number * 10_000), polder_units::PicoUsd(*price))
        });
        let rate = Rate {
            unit: "gb".to_owned(),
            tiers: tiers.collect(),
            mark: polder::bill::Mark::Own,
            source: String::new(),
        };
        let (less, more) = (one.min(other), one.max(other));
        prop_assert!(rate.cost(Amount::whole(less)) <= rate.cost(Amount::whole(more)));
    }
}
