//! The entry point: all checks over all resources.

use std::collections::BTreeSet;

use polder_cloud::{Index, ResourceId, parallel};

use crate::checks;
use crate::context::Context;
use crate::report::{Finding, Report};
use crate::subject::Subject;

/// How many resources one thread takes at a time.
const CHUNK: usize = 64;

/// Compares all values that are known, and the relations between resources, with what AWS accepts.
pub fn check(index: &Index<'_>) -> Report {
    let context = Context::new(index);
    let ids: Vec<ResourceId> = index.ids().collect();
    let chunks: Vec<&[ResourceId]> = ids.chunks(CHUNK).collect();
    let parts = parallel::each(chunks.len(), |at| {
        let mut report = Report::default();
        let ids = chunks.get(at).copied().unwrap_or_default();
        for subject in ids.iter().filter_map(|id| context.subject(*id)) {
            one(&subject, &mut report);
        }
        report
    });
    let mut whole = Report::default();
    for part in parts {
        whole.findings.extend(part.findings);
        whole.undecided.extend(part.undecided);
    }
    checks::across(&context, &mut whole);
    sort(&mut whole);
    whole
}

/// The same, and counts per account, region and resource with AWS's quotas.
pub fn check_with_quotas(index: &Index<'_>) -> Report {
    let mut report = check(index);
    checks::quotas(index, &mut report);
    sort(&mut report);
    report
}

fn sort(report: &mut Report) {
    report.findings.sort_by_key(|finding| (finding.resource, finding.code.id));
}

fn one(subject: &Subject<'_, '_>, report: &mut Report) {
    let before = report.findings.len();
    for check in checks::ALL {
        check(subject, report);
    }
    // A class or a schedule that AWS refuses does not match the pattern of its attribute either: that finding is less
    // specific.
    let found = report.findings.split_off(before);
    let is_general = |finding: &Finding| GENERAL.contains(&finding.code.id);
    let specific: BTreeSet<String> =
        found.iter().filter(|it| !is_general(it)).map(|finding| finding.attribute.clone()).collect();
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    let is_new = |finding: &Finding| {
        // Several containers, statements or tags of one attribute may be wrong, each in its way.
        !SINGLE.contains(&finding.code.id) || seen.insert((finding.code.id, finding.attribute.clone()))
    };
    let counts = found.into_iter().filter(|it| !is_general(it) || !specific.contains(&it.attribute));
    report.findings.extend(counts.filter(is_new));
}

/// The codes of which an attribute has one finding: its schema and a rule may have the same constraint.
const SINGLE: [&str; 5] = ["AWS001", "AWS002", "AWS003", "AWS004", "AWS005"];

/// The codes of constraints of single values.
const GENERAL: [&str; 3] = ["AWS001", "AWS002", "AWS003"];
