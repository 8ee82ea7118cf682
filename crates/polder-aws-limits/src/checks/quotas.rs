//! Counts per account, region and resource against AWS's quotas.

use std::collections::BTreeSet;

use polder_cloud::{Index, ResourceId};

use crate::report::{Finding, Report, Undecided};

/// The codes of numbers of elements and of sizes of documents.
const SIZES: [&str; 2] = ["AWS005", "AWS014"];

/// Reports counts above a default quota, and those that could not be compared with theirs. A resource whose own attribute
/// is too large has one finding: that of the attribute, which is more specific.
pub(crate) fn check(index: &Index<'_>, report: &mut Report) {
    let of_size = report.findings.iter().filter(|it| SIZES.contains(&it.code.id));
    let reported: BTreeSet<ResourceId> = of_size.map(|finding| finding.resource).collect();
    let found = polder_aws_quotas::findings(index);
    let over = found.over.into_iter().filter(|over| !over.alone || !reported.contains(&over.resource));
    report.findings.extend(over.map(|over| Finding {
        code: over.code,
        resource: over.resource,
        address: over.address,
        attribute: String::new(),
        message: over.message,
        accepts: over.accepts,
        source: over.source,
    }));
    report.undecided.extend(found.undecided.into_iter().map(|open| Undecided {
        code: open.code,
        resource: open.resource,
        attribute: open.quota.name.to_owned(),
    }));
}
