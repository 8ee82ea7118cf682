//! Guarantees that no key of the platform file changes, with their shares of the bill.

use crate::amount::Money;
use crate::bill::{Bill, Line};
use crate::book::{Book, Key};

/// A guarantee that the file cannot vary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// What it is.
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// What a month of it costs on the bill.
    pub month: Money,
}

/// Services on the bill that are guarantees as a whole.
const SERVICES: &[(&str, &str, &[&str])] = &[
    ("GuardDuty", "threats are detected", &["guardduty"]),
    ("Security Hub", "violations of CIS, PCI DSS and AWS's own rules are found", &["security-hub"]),
    ("Config", "changes of resources are recorded", &["config"]),
    ("Inspector", "vulnerabilities of images and functions are found", &["inspector"]),
    ("Macie", "personal data in buckets are found", &["macie"]),
    ("CloudTrail", "calls of the API are recorded", &["cloudtrail"]),
    ("Access Analyzer", "access from outside and unused permissions are found", &["access-analyzer"]),
    ("WAF", "attacks are blocked at the edge and in the region", &["wafv2"]),
    ("KMS keys", "data are encrypted with keys of the owner", &["kms"]),
    ("AWS Backup", "backups outlive their source", &["backup"]),
];

/// What the file cannot vary. Standbys are the difference to prices of one zone.
pub fn shares(bill: &Bill, book: &Book) -> Vec<Share> {
    let sum = |of: &dyn Fn(&Line) -> bool| -> Money {
        bill.lines.iter().filter(|line| of(line)).map(|line| line.month.expected).sum()
    };
    let mut all = vec![
        Share {
            name: "standbys of databases",
            purpose: "a database survives the loss of a zone without loss of data",
            month: bill.lines.iter().filter_map(|line| standby(line, book)).sum(),
        },
        Share {
            name: "interface endpoints",
            purpose: "containers use AWS services without the internet",
            month: sum(&|line| line.key.item.starts_with("interface-endpoint")),
        },
    ];
    all.extend(SERVICES.iter().map(|(name, purpose, services)| Share {
        name,
        purpose,
        month: sum(&|line| services.contains(&line.key.service.as_str())),
    }));
    all.retain(|share| share.month > Money::ZERO);
    all.sort_by_key(|share| std::cmp::Reverse(share.month));
    all
}

/// What the standby of a line costs.
fn standby(line: &Line, book: &Book) -> Option<Money> {
    let key = &line.key;
    let item = key.item.replace("-multi-az", "-single-az");
    let variant = key.variant.replace("/Multi-AZ", "/Single-AZ");
    let single = Key { item, variant, ..key.clone() };
    if single == *key {
        return None;
    }
    let rate = book.rate(&single, &line.unit).ok()?;
    Some(Money(line.month.expected.0 - rate.cost(line.quantity.expected).0))
}
