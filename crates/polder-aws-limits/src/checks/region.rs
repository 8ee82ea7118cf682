//! Resources against the services of their region, and those that AWS has ended.

use crate::codes;
use crate::data::regions;
use crate::report::Report;
use crate::subject::{Fault, Subject, one_of};

/// Reports a resource whose service its region does not have.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    if let Some((since, page)) = regions::retired(subject.kind()).filter(|_| !subject.exists()) {
        let fault = Fault {
            attribute: String::new(),
            message: format!("AWS has ended the service of `{}` on {since}", subject.kind()),
            accepts: "a resource of another service".to_owned(),
            source: page.to_owned(),
        };
        return subject.find(report, &codes::REGION, fault);
    }
    let lacking = regions::lacking(subject.kind());
    if lacking.is_empty() {
        return;
    }
    let Some(region) = subject.region else { return subject.undecided(report, &codes::REGION, "region") };
    if !lacking.contains(&region) {
        return;
    }
    let others = regions::all().iter().copied().filter(|region| !lacking.contains(region));
    let fault = Fault {
        attribute: String::new(),
        message: format!("`{}` is in {region}, where AWS does not offer the service", subject.kind()),
        accepts: one_of(others),
        source: "CloudFormation's resource types by region, and the endpoints of the APIs".to_owned(),
    };
    subject.find(report, &codes::REGION, fault);
}
