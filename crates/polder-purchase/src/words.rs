//! Names of pools and purchases, as invoices and consoles have them.

use crate::offers::Kind;
use crate::pool::{Class, Pool};

/// The name of a pool: `RDS for PostgreSQL db.m6g.large, Multi-AZ`.
pub(crate) fn pool_name(pool: &Pool) -> String {
    let (class, more) = pool.variant();
    let item = pool.key.item.as_str();
    let processor = if item.contains("arm") { "ARM" } else { "x86" };
    match pool.class() {
        Class::Machine => format!("EC2 instances {class}"),
        Class::Container if item.ends_with("vcpu") => format!("Fargate processors ({processor})"),
        Class::Container => format!("Fargate memory ({processor})"),
        Class::Function => format!("Lambda duration ({class})"),
        Class::Store if pool.key.service == "elasticache" => format!("ElastiCache for {more} {class}"),
        Class::Store if pool.key.service.starts_with("aurora") => format!("Aurora PostgreSQL {class}"),
        Class::Store => format!("RDS for PostgreSQL {class}, {more}"),
    }
}

/// The unit of a pool in words, for an axis.
pub(crate) fn unit(pool: &Pool) -> &'static str {
    match pool.class() {
        Class::Machine => "instances",
        Class::Container if pool.key.item.ends_with("vcpu") => "vCPU",
        Class::Container => "GB",
        Class::Function => "GB-seconds an hour",
        Class::Store if pool.key.service == "elasticache" => "nodes",
        Class::Store => "instances",
    }
}

/// What is bought, and where it applies.
pub(crate) fn purchase_name(kind: &Kind, pools: &[Pool]) -> (String, String) {
    match kind {
        Kind::Reservation(pool) => {
            let pool = &pools[*pool];
            let what = if pool.key.service == "elasticache" { "reserved node" } else { "reserved instance" };
            (format!("{}: {what}", pool_name(pool)), pool.key.region.clone())
        }
        Kind::InstancePlan { family, region } => {
            (format!("EC2 Instance Savings Plan {family}"), region.clone())
        }
        Kind::ComputePlan => ("Compute Savings Plan".to_owned(), "all regions".to_owned()),
    }
}
