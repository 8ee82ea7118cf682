//! All prices in one form: a service, an item, what the price depends on, a region, a tier.
//!
//! Most rows come from the tables that the sizes are computed with. `price-list.csv` has the rest: the classes that Polder
//! does not choose itself but other estates use, tiers, and the prices of one reference region.

use std::sync::LazyLock;

use polder_units::PicoUsd;

use crate::facts::Facts;
use crate::provenance::{Provenance, Quality, Sourced};
use crate::table::{Row, Sources, TableError, csv_rows};

/// The price of a unit, from a quantity on.
#[derive(Clone, Debug)]
pub struct ListPrice {
    /// The service: `nat-gateway`.
    pub service: String,
    /// The item of the service: `hour`.
    pub item: String,
    /// What else the price depends on, or empty: a class, a class and a deployment (`db.m6g.large/Multi-AZ`).
    pub variant: String,
    /// The region, `europe` or `global`.
    pub region: String,
    /// The quantity in a month from which the price applies, in whole units.
    pub from: u64,
    /// The unit: `hour`, `gb-month`.
    pub unit: String,
    /// The price of a unit.
    pub usd: PicoUsd,
    /// Where it comes from.
    pub provenance: Provenance,
}

static LIST: LazyLock<Vec<ListPrice>> = LazyLock::new(|| {
    read(Facts::embedded()).expect("the compiled-in prices can be read; a test reads them all")
});

/// All prices that are known.
pub fn price_list() -> &'static [ListPrice] {
    &LIST
}

fn read(facts: &Facts) -> Result<Vec<ListPrice>, TableError> {
    let sources = Sources::read(include_str!("../data/sources.toml"))?;
    let mut list = services(facts);
    machines(facts, &mut list);
    databases(facts, &mut list);
    for class in facts.cache_classes() {
        let variant = format!("{}/Valkey", class.name);
        for (region, price) in &class.prices {
            list.push(hourly("elasticache", "node", variant.clone(), region, price));
        }
    }
    for row in csv_rows("price-list.csv", include_str!("../data/price-list.csv"))? {
        list.push(read_row(&row, &sources)?);
    }
    Ok(list)
}

fn read_row(row: &Row, sources: &Sources) -> Result<ListPrice, TableError> {
    let text = |cell| row.text(cell).map(str::to_owned);
    Ok(ListPrice {
        service: text("service")?,
        item: text("item")?,
        variant: text("variant")?,
        region: text("region")?,
        from: row.parse("from")?,
        unit: text("unit")?,
        usd: row.money("usd")?.ok_or_else(|| row.error("usd", "is empty"))?,
        provenance: Provenance::read(row, sources)?,
    })
}

fn hourly(service: &str, item: &str, variant: String, region: &str, price: &Sourced<PicoUsd>) -> ListPrice {
    ListPrice {
        service: service.to_owned(),
        item: item.to_owned(),
        variant,
        region: region.to_owned(),
        from: 0,
        unit: "hour".to_owned(),
        usd: price.value,
        provenance: price.provenance.clone(),
    }
}

fn machines(facts: &Facts, list: &mut Vec<ListPrice>) {
    for class in facts.machine_classes() {
        for (region, price) in &class.prices {
            list.push(hourly("ec2", "instance", class.name.clone(), region, price));
        }
        for (region, spot) in &class.spot {
            let Some(value) = class.spot_price(region) else { continue };
            let provenance = Provenance { quality: Quality::Derived, ..spot.provenance.clone() };
            list.push(hourly(
                "ec2",
                "spot-instance",
                class.name.clone(),
                region,
                &Sourced { value, provenance },
            ));
        }
    }
}

fn databases(facts: &Facts, list: &mut Vec<ListPrice>) {
    for class in facts.database_classes() {
        for (region, price) in &class.prices {
            for (deployment, value) in
                [("Single-AZ", price.value.single_zone), ("Multi-AZ", price.value.multi_zone)]
            {
                let variant = format!("{}/{deployment}", class.name);
                let price = Sourced { value, provenance: price.provenance.clone() };
                list.push(hourly("rds-postgres", "instance", variant, region, &price));
            }
        }
        for (region, price) in &class.shared_storage_prices {
            let variant = format!("{}/standard", class.name);
            list.push(hourly("aurora-postgres", "instance", variant, region, price));
        }
    }
}

/// Items of the table of services whose name contains a tier or what the price depends on: service, item in the table,
/// item, variant, start of the tier in units.
const NAMES: &[(&str, &str, &str, &str, u64)] = &[
    ("s3", "standard-storage-first-50tb", "standard-storage", "", 0),
    ("s3", "lifecycle-to-ia", "lifecycle-transition", "STANDARD_IA", 0),
    ("data-transfer", "internet-out-first-10tb", "internet-out", "", 0),
    ("data-transfer", "internet-out-next-40tb", "internet-out", "", 10 * 1024),
    ("data-transfer", "internet-out-next-100tb", "internet-out", "", 50 * 1024),
    ("data-transfer", "internet-out-over-150tb", "internet-out", "", 150 * 1024),
    ("data-transfer", "inter-region-to-other-aws-region", "inter-region", "", 0),
    ("cloudfront", "out-first-10tb", "out", "", 0),
    ("cloudfront", "out-next-40tb", "out", "", 10 * 1024),
    ("cloudfront", "out-next-100tb", "out", "", 50 * 1024),
    ("cloudfront", "out-next-350tb", "out", "", 150 * 1024),
    ("cloudfront", "out-next-524tb", "out", "", 500 * 1024),
    ("cloudfront", "out-next-4pb", "out", "", 1024 * 1024),
    ("cloudfront", "out-over-5pb", "out", "", 5 * 1024 * 1024),
    ("cloudfront", "invalidation-paths-over-1000", "invalidation-paths", "", 1000),
    ("vpc", "interface-endpoint-data-first-1pb", "interface-endpoint-data", "", 0),
    ("api-gateway", "http-api-first-300m", "http-api", "", 0),
    ("api-gateway", "http-api-over-300m", "http-api", "", 300),
    ("api-gateway", "rest-api-first-333m", "rest-api", "", 0),
    ("api-gateway", "rest-api-next-667m", "rest-api", "", 333),
    ("api-gateway", "rest-api-next-19b", "rest-api", "", 1000),
    ("api-gateway", "rest-api-over-20b", "rest-api", "", 20_000),
    ("lambda", "requests-arm", "requests", "", 0),
    ("lambda", "gb-second-x86-first-6b", "gb-second", "x86_64", 0),
    ("lambda", "gb-second-arm-first-7-5b", "gb-second", "arm64", 0),
    ("sqs", "standard-first-100b", "standard", "", 0),
    ("sqs", "fifo-first-100b", "fifo", "", 0),
    ("sns", "api-requests-over-1m", "api-requests", "", 0),
    ("cloudwatch", "custom-metric-first-10k", "custom-metric", "", 0),
    ("cloudwatch", "custom-metric-next-240k", "custom-metric", "", 10_000),
    ("route53", "standard-queries-first-1b", "standard-queries", "", 0),
    ("route53", "standard-queries-over-1b", "standard-queries", "", 1000),
    ("route53", "latency-queries-first-1b", "latency-queries", "", 0),
    ("route53", "latency-queries-over-1b", "latency-queries", "", 1000),
    ("route53", "geo-queries-first-1b", "geo-queries", "", 0),
    ("route53", "health-check-aws-endpoint", "health-check", "aws", 0),
    ("route53", "health-check-non-aws-endpoint", "health-check", "non_aws", 0),
    ("route53", "health-check-optional-feature-aws", "health-check-optional-feature", "aws", 0),
    ("route53", "health-check-optional-feature-non-aws", "health-check-optional-feature", "non_aws", 0),
    ("eks", "cluster-standard-support", "cluster", "", 0),
    ("cloudtrail", "extra-management-event-copies", "management-event-copies", "", 0),
    ("config", "rule-evaluation-first-100k", "rule-evaluation", "", 0),
    ("ebs", "storage-gp3", "storage", "gp3", 0),
    ("dynamodb", "storage", "storage", "STANDARD", 0),
];

fn services(facts: &Facts) -> Vec<ListPrice> {
    let mut list = vec![];
    for price in facts.prices() {
        // Pairs of regions have the price of their source region.
        if price.region.contains("->") {
            continue;
        }
        let named = NAMES.iter().find(|it| it.0 == price.category && it.1 == price.item);
        let (item, variant, from) =
            named.map_or((price.item.as_str(), "", 0), |(_, _, item, variant, from)| (item, *variant, *from));
        list.push(ListPrice {
            service: price.category.clone(),
            item: item.to_owned(),
            variant: variant.to_owned(),
            region: price.region.clone(),
            from,
            unit: price.unit.clone(),
            usd: price.usd,
            provenance: price.provenance.clone(),
        });
    }
    // The first paths are free in every account, at any time.
    let invalidations = list.iter().find(|it| it.item == "invalidation-paths").cloned();
    list.extend(invalidations.map(|it| ListPrice { from: 0, usd: PicoUsd(0), ..it }));
    list
}
