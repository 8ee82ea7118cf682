//! Classes of instances, nodes and tasks: older generations, x86 where ARM is offered, Redis where Valkey is.

use std::collections::BTreeMap;

use super::estate::{At, Estate, Found, cheaper, found, saved};
use super::{Loss, Rule};
use crate::amount::Money;
use crate::bill::Line;
use crate::book::{Mark, Rate};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "older-generation",
        summary: "instances of a previous generation",
        loss: Loss::Nothing,
        find: older_generation,
    },
    Rule {
        name: "x86",
        summary: "x86 where ARM costs less",
        loss: Loss::IfUnused("programs and images that are built for x86 only"),
        find: x86,
    },
    Rule {
        name: "redis",
        summary: "nodes of Redis OSS, which Valkey can replace",
        loss: Loss::Nothing,
        find: redis,
    },
];

/// Families that AWS lists as previous generations, each with its successors of the same architecture and with the same
/// sizes. Source: AWS, "Previous Generation Instances".
const NEWER: &[(&str, &[&str])] =
    &[("t2", &["t3"]), ("m4", &["m5", "m6i"]), ("c4", &["c5", "c6i"]), ("r4", &["r5", "r6i"])];

/// Families with processors of Intel or AMD, each with those of the same sizes with processors of AWS.
const ARM: &[(&str, &[&str])] = &[
    ("t2", &["t4g"]),
    ("t3", &["t4g"]),
    ("t3a", &["t4g"]),
    ("m4", &["m6g", "m7g"]),
    ("m5", &["m6g", "m7g"]),
    ("m5a", &["m6g", "m7g"]),
    ("m6i", &["m6g", "m7g"]),
    ("m6a", &["m6g", "m7g"]),
    ("m7i", &["m7g", "m6g"]),
    ("m7a", &["m7g", "m6g"]),
    ("c4", &["c6g", "c7g"]),
    ("c5", &["c6g", "c7g"]),
    ("c5a", &["c6g", "c7g"]),
    ("c6i", &["c6g", "c7g"]),
    ("c6a", &["c6g", "c7g"]),
    ("c7i", &["c7g", "c6g"]),
    ("c7a", &["c7g", "c6g"]),
    ("r4", &["r6g", "r7g"]),
    ("r5", &["r6g", "r7g"]),
    ("r5a", &["r6g", "r7g"]),
    ("r6i", &["r6g", "r7g"]),
    ("r6a", &["r6g", "r7g"]),
    ("r7i", &["r7g", "r6g"]),
    ("r7a", &["r7g", "r6g"]),
];

/// Whether the price of a line depends on a class of instances.
fn has_class(line: &Line) -> bool {
    let service = line.key.service.as_str();
    match line.key.item.as_str() {
        "instance" => service == "ec2" || service.starts_with("rds-") || service.starts_with("aurora-"),
        "node" => service == "elasticache",
        _ => false,
    }
}

/// The variant of a line with another family; none if its class has no family and size.
fn with_family(variant: &str, family: &str) -> Option<String> {
    let (prefix, _, rest) = parts(variant)?;
    Some(format!("{prefix}{family}{rest}"))
}

/// `db.m5.large/Multi-AZ` as `db.`, `m5` and `.large/Multi-AZ`.
fn parts(variant: &str) -> Option<(&str, &str, &str)> {
    let service = ["db.", "cache."].into_iter().find(|service| variant.starts_with(service)).unwrap_or("");
    let rest = variant.get(service.len()..)?;
    let (family, _) = rest.split_once('.')?;
    Some((service, family, rest.get(family.len()..)?))
}

/// The cheapest of the families that stand beside that of a line, with its variant.
fn cheapest(estate: &Estate<'_>, line: &Line, table: &[(&str, &[&str])]) -> Option<(String, Rate)> {
    let (_, family, _) = parts(&line.key.variant)?;
    let (_, others) = table.iter().find(|(of, _)| *of == family)?;
    let rates = others.iter().filter_map(|other| {
        let variant = with_family(&line.key.variant, other)?;
        let rate = estate.rate(line, &line.key.item, &variant, &line.unit)?;
        Some((variant, rate))
    });
    // The first of equal prices.
    rates.min_by_key(|(_, rate)| rate.first())
}

/// A successor that costs less.
fn newer(estate: &Estate<'_>, line: &Line) -> Option<(String, Rate)> {
    let (variant, rate) = cheapest(estate, line, NEWER)?;
    cheaper(line, &rate)?;
    Some((variant, rate))
}

fn older_generation(estate: &Estate<'_>) -> Vec<Found> {
    let of = |line: &&Line| {
        let (variant, rate) = newer(estate, line)?;
        Some((change(line, &variant), cheaper(line, &rate)?))
    };
    by_resource(estate, of)
}

/// Of a previous generation, the saving comes on top of that of its successor.
fn x86(estate: &Estate<'_>) -> Vec<Found> {
    let of = |line: &&Line| {
        if let Some((arm, instead)) = without_class(line) {
            let (item, variant) = arm;
            let rate = estate.rate(line, &item, &variant, &line.unit)?;
            return Some((instead, cheaper(line, &rate)?));
        }
        let (variant, rate) = cheapest(estate, line, ARM).filter(|_| has_class(line))?;
        let successor = newer(estate, line).and_then(|(_, successor)| cheaper(line, &successor));
        let (saving, mark) = cheaper(line, &rate)?;
        let further = Money(saving.0 - successor.map_or(0, |(money, _)| money.0));
        (further > Money::ZERO).then(|| (change(line, &variant), (further, mark)))
    };
    by_resource(estate, of)
}

/// The item and the variant on ARM of what has no class: tasks and functions.
fn without_class(line: &Line) -> Option<((String, String), String)> {
    let key = &line.key;
    match key.service.as_str() {
        "fargate" => {
            let item = key.item.replace("-x86-", "-arm-");
            (item != key.item).then(|| ((item, key.variant.clone()), "tasks on ARM".to_owned()))
        }
        "lambda" if key.variant == "x86_64" => {
            Some(((key.item.clone(), "arm64".to_owned()), "functions on arm64".to_owned()))
        }
        _ => None,
    }
}

fn redis(estate: &Estate<'_>) -> Vec<Found> {
    let of = |line: &&Line| {
        let variant = line.key.variant.replace("Redis OSS", "Valkey");
        if !has_class(line) || variant == line.key.variant {
            return None;
        }
        let rate = estate.rate(line, &line.key.item, &variant, &line.unit)?;
        Some((change(line, &variant), cheaper(line, &rate)?))
    };
    by_resource(estate, of)
}

fn change(line: &Line, variant: &str) -> String {
    format!("{variant} instead of {}", line.key.variant)
}

/// The savings of lines, one for each resource and change.
fn by_resource<'a>(
    estate: &Estate<'a>,
    of: impl Fn(&&'a Line) -> Option<(String, (Money, Mark))>,
) -> Vec<Found> {
    let mut sums: BTreeMap<(At<'a>, String), Vec<(Money, Mark)>> = BTreeMap::new();
    for line in &estate.bill.lines {
        let at = (line.place.stack.as_str(), line.place.address.as_str());
        if let Some((what, saving)) = of(&line) {
            sums.entry((at, what)).or_default().push(saving);
        }
    }
    sums.into_iter().map(|((at, what), savings)| found(at, what, savings.into_iter())).collect()
}

/// A replica in one zone instead of two: the lines of a resource at the prices of one zone.
pub(super) fn in_one_zone(estate: &Estate<'_>, at: At<'_>) -> Vec<(Money, Mark)> {
    let of = |line: &&Line| {
        let item = line.key.item.replace("-multi-az", "-single-az");
        let variant = line.key.variant.replace("/Multi-AZ", "/Single-AZ");
        if item == line.key.item && variant == line.key.variant {
            return None;
        }
        let rate = estate.rate(line, &item, &variant, &line.unit)?;
        saved(line, rate.cost(line.quantity.expected), rate.mark)
    };
    estate.lines(at).iter().filter_map(of).collect()
}
