//! Which product of the price list has a price of the book.

use polder_price::Key;

/// A question to the API, and what must hold for a product of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is priced.
    pub key: Key,
    /// The service as the API names it.
    pub service: &'static str,
    /// Attributes and their values, which the API filters by.
    pub filters: Filters,
    /// The usage type without the prefix of its region. Products for other uses have other ones: Outposts, trust stores, extended
    /// support.
    pub usage: String,
    /// The unit as the price list has it: all in lower case.
    pub units: &'static [&'static str],
    /// The unit as the book has it.
    pub unit: &'static str,
}

const HOURS: &[&str] = &["hrs", "hours", "hour"];
const GIGABYTES: &[&str] = &["gb", "gigabytes"];

/// Items that have one product in each region: service and item of the book, service of the API and the product family where other
/// products of it have the same usage type, usage type without the region, units of the price list and of the book.
type Row = (
    (&'static str, &'static str),
    (&'static str, Option<&'static str>),
    &'static str,
    &'static [&'static str],
    &'static str,
);

const ITEMS: &[Row] = &[
    (("fargate", "linux-arm-vcpu"), ("AmazonECS", None), "Fargate-ARM-vCPU-Hours:perCPU", HOURS, "hour"),
    (("fargate", "linux-arm-gb"), ("AmazonECS", None), "Fargate-ARM-GB-Hours", HOURS, "hour"),
    (("fargate", "linux-x86-vcpu"), ("AmazonECS", None), "Fargate-vCPU-Hours:perCPU", HOURS, "hour"),
    (("fargate", "linux-x86-gb"), ("AmazonECS", None), "Fargate-GB-Hours", HOURS, "hour"),
    (("nat-gateway", "hour"), ("AmazonEC2", Some("NAT Gateway")), "NatGateway-Hours", HOURS, "hour"),
    (
        ("nat-gateway", "data-processed"),
        ("AmazonEC2", Some("NAT Gateway")),
        "NatGateway-Bytes",
        GIGABYTES,
        "gb",
    ),
    (("vpc", "interface-endpoint-per-az"), ("AmazonVPC", None), "VpcEndpoint-Hours", HOURS, "hour"),
    (("vpc", "interface-endpoint-data"), ("AmazonVPC", None), "VpcEndpoint-Bytes", GIGABYTES, "gb"),
    (("vpc", "public-ipv4"), ("AmazonVPC", None), "PublicIPv4:InUseAddress", HOURS, "hour"),
    (("alb", "hour"), ("AWSELB", Some("Load Balancer-Application")), "LoadBalancerUsage", HOURS, "hour"),
    (
        ("alb", "lcu"),
        ("AWSELB", Some("Load Balancer-Application")),
        "LCUUsage",
        &["lcu-hrs", "lcu-hours"],
        "lcu-hour",
    ),
];

/// The question for a price of the book; none if it is not known which product has it.
pub fn question(key: &Key) -> Option<Question> {
    if !is_region(&key.region) {
        return None;
    }
    let region = ("regionCode", key.region.clone());
    if let Some((service, usage, mut filters)) = of_class(key) {
        filters.push(region);
        return Some(Question { key: key.clone(), service, filters, usage, units: HOURS, unit: "hour" });
    }
    let row = ITEMS
        .iter()
        .find(|((service, item), ..)| key.service == *service && key.item == *item && key.variant.is_empty());
    let &(_, (service, family), usage, units, unit) = row?;
    let mut filters = vec![region];
    filters.extend(family.map(|family| ("productFamily", family.to_owned())));
    Some(Question { key: key.clone(), service, filters, usage: usage.to_owned(), units, unit })
}

/// Attributes and their values.
pub type Filters = Vec<(&'static str, String)>;

/// Service, usage type and filters of instances and nodes.
fn of_class(key: &Key) -> Option<(&'static str, String, Filters)> {
    let (class, more) = key.variant.split_once('/').unwrap_or((&key.variant, ""));
    let filters = |filters: &[(&'static str, &str)]| {
        let class = ("instanceType", class.to_owned());
        let rest = filters.iter().map(|(name, value)| (*name, (*value).to_owned()));
        std::iter::once(class).chain(rest).collect()
    };
    match (key.service.as_str(), key.item.as_str()) {
        ("ec2", "instance") if more.is_empty() => Some((
            "AmazonEC2",
            format!("BoxUsage:{class}"),
            filters(&[
                ("operatingSystem", "Linux"),
                ("tenancy", "Shared"),
                ("preInstalledSw", "NA"),
                ("capacitystatus", "Used"),
            ]),
        )),
        ("rds-postgres", "instance") if matches!(more, "Single-AZ" | "Multi-AZ") => {
            let usage = if more == "Multi-AZ" { "Multi-AZUsage" } else { "InstanceUsage" };
            let filters = filters(&[("databaseEngine", "PostgreSQL"), ("deploymentOption", more)]);
            Some(("AmazonRDS", format!("{usage}:{class}"), filters))
        }
        ("elasticache", "node") => {
            let engine = match more {
                "Valkey" => "Valkey",
                "Redis OSS" => "Redis",
                _ => return None,
            };
            Some(("AmazonElastiCache", format!("NodeUsage:{class}"), filters(&[("cacheEngine", engine)])))
        }
        _ => None,
    }
}

/// Whether it is a region, and neither `global` nor `europe`.
fn is_region(name: &str) -> bool {
    name.split('-').count() >= 3 && name.ends_with(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use polder_price::Book;

    use super::*;

    fn key(service: &str, item: &str, variant: &str, region: &str) -> Key {
        Key { service: service.into(), item: item.into(), variant: variant.into(), region: region.into() }
    }

    #[test]
    fn the_units_are_those_of_the_book() {
        let book = Book::embedded(true);
        for ((service, item), _, _, _, unit) in ITEMS {
            let rate = book.rate(&key(service, item, "", "eu-west-1"), unit);
            assert!(rate.is_ok(), "{service}.{item} per {unit}");
        }
    }

    #[test]
    fn classes_are_filters() {
        let asked =
            question(&key("rds-postgres", "instance", "db.m6g.large/Multi-AZ", "eu-west-3")).expect("known");
        assert_eq!((asked.service, asked.usage.as_str()), ("AmazonRDS", "Multi-AZUsage:db.m6g.large"));
        for filter in
            [("instanceType", "db.m6g.large"), ("deploymentOption", "Multi-AZ"), ("regionCode", "eu-west-3")]
        {
            assert!(asked.filters.contains(&(filter.0, filter.1.to_owned())), "{filter:?}");
        }
        for other in [
            key("rds-postgres", "instance", "db.m6g.large/Cluster", "eu-west-3"),
            key("elasticache", "node", "cache.t4g.micro/Memcached", "eu-west-3"),
            key("cloudfront", "out", "", "eu-west-3"),
            key("nat-gateway", "hour", "", "global"),
        ] {
            assert_eq!(question(&other), None, "{other}");
        }
    }
}
