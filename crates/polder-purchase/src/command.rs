//! Where a purchase is made: the page of the console, and the commands of the AWS CLI.

use polder_facts::Payment;
use polder_units::PicoUsd;

use crate::offers::{Kind, Sold};
use crate::pool::{Class, Pool};

/// The page of the console.
pub(crate) fn console(kind: &Kind, pools: &[Pool]) -> &'static str {
    match kind {
        Kind::Reservation(pool) => match pools[*pool].class() {
            Class::Machine => "EC2 > Reserved Instances > Purchase Reserved Instances",
            _ if pools[*pool].key.service == "elasticache" => {
                "ElastiCache > Reserved nodes > Purchase reserved nodes"
            }
            _ => "RDS > Reserved instances > Purchase Reserved DB Instances",
        },
        _ => "Billing and Cost Management > Savings Plans > Purchase Savings Plans",
    }
}

/// The commands: the first finds the ID of the offering, the second buys it. `commitment` and `upfront` are those of a plan.
pub(crate) fn commands(
    sold: &Sold,
    pools: &[Pool],
    lots: u64,
    (commitment, upfront): (PicoUsd, PicoUsd),
) -> [String; 2] {
    let seconds = u64::from(sold.years) * 365 * 24 * 60 * 60;
    let payment = sold.payment.name();
    match &sold.kind {
        Kind::Reservation(pool) => reservation(&pools[*pool], seconds, payment, lots),
        kind => {
            let of = match kind {
                Kind::InstancePlan { family, region } => format!(
                    "EC2Instance --filters name=region,values={region} name=instanceFamily,values={family}"
                ),
                _ => "Compute".to_owned(),
            };
            let at_once = match sold.payment {
                Payment::PartialUpfront => format!(" --upfront-payment-amount {}", upfront.to_decimal()),
                Payment::NoUpfront | Payment::AllUpfront => String::new(),
            };
            [
                format!(
                    "offering=$(aws savingsplans describe-savings-plans-offerings --region us-east-1 --plan-types {of} \
                     --durations {seconds} --payment-options \"{payment}\" --currencies USD \
                     --query 'searchResults[0].offeringId' --output text)"
                ),
                format!(
                    "aws savingsplans create-savings-plan --region us-east-1 --savings-plan-offering-id \"$offering\" \
                     --commitment {}{at_once}",
                    commitment.to_decimal()
                ),
            ]
        }
    }
}

fn reservation(pool: &Pool, seconds: u64, payment: &str, lots: u64) -> [String; 2] {
    let ((class, more), region) = (pool.variant(), &pool.key.region);
    if pool.class() == Class::Machine {
        return [
            format!(
                "offering=$(aws ec2 describe-reserved-instances-offerings --region {region} --instance-type {class} \
                 --product-description \"Linux/UNIX\" --instance-tenancy default --offering-class standard \
                 --offering-type \"{payment}\" --min-duration {seconds} --max-duration {seconds} \
                 --no-include-marketplace --filters Name=scope,Values=Region \
                 --query 'ReservedInstancesOfferings[0].ReservedInstancesOfferingId' --output text)"
            ),
            format!(
                "aws ec2 purchase-reserved-instances-offering --region {region} \
                 --reserved-instances-offering-id \"$offering\" --instance-count {lots}"
            ),
        ];
    }
    if pool.key.service == "elasticache" {
        let engine = if more == "Valkey" { "valkey" } else { "redis" };
        return [
            format!(
                "offering=$(aws elasticache describe-reserved-cache-nodes-offerings --region {region} \
                 --cache-node-type {class} --product-description {engine} --duration {seconds} \
                 --offering-type \"{payment}\" \
                 --query 'ReservedCacheNodesOfferings[0].ReservedCacheNodesOfferingId' --output text)"
            ),
            format!(
                "aws elasticache purchase-reserved-cache-nodes-offering --region {region} \
                 --reserved-cache-nodes-offering-id \"$offering\" --cache-node-count {lots}"
            ),
        ];
    }
    let engine = if pool.key.service.starts_with("aurora") { "aurora-postgresql" } else { "postgresql" };
    let zones = if more == "Multi-AZ" { "--multi-az" } else { "--no-multi-az" };
    [
        format!(
            "offering=$(aws rds describe-reserved-db-instances-offerings --region {region} --db-instance-class {class} \
             --product-description {engine} {zones} --duration {seconds} --offering-type \"{payment}\" \
             --query 'ReservedDBInstancesOfferings[0].ReservedDBInstancesOfferingId' --output text)"
        ),
        format!(
            "aws rds purchase-reserved-db-instances-offering --region {region} \
             --reserved-db-instances-offering-id \"$offering\" --db-instance-count {lots}"
        ),
    ]
}
