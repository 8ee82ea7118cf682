//! Counts per account, region and resource against AWS's quotas.

use polder_cloud::Index;

use crate::report::{Finding, Report, Undecided};

/// Reports counts above a default quota, and those that could not be compared with theirs.
pub(crate) fn check(index: &Index<'_>, report: &mut Report) {
    let found = polder_aws_quotas::findings(index);
    report.findings.extend(found.over.into_iter().map(|over| Finding {
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
