//! Counts above a quota, as findings.

use std::fmt::Write as _;

use polder_cloud::{Index, ResourceId, parallel};
use polder_diag::Code;

use crate::codes;
use crate::group::Group;
use crate::quota::{Quota, Raised};
use crate::table::quotas;
use crate::usage::{Usage, Verdict, usages, usages_of};

/// What the comparison of a graph with the quotas yields.
#[derive(Debug, Default)]
pub struct Findings {
    /// Counts above a quota.
    pub over: Vec<Finding>,
    /// Counts that could not be compared.
    pub undecided: Vec<Undecided>,
}

/// A count that could not be compared with its quota, because something is known after apply only.
#[derive(Clone, Copy, Debug)]
pub struct Undecided {
    /// What would have been found.
    pub code: &'static Code,
    /// The quota.
    pub quota: &'static Quota,
    /// A resource that counts.
    pub resource: ResourceId,
}

/// A count above a quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding.
    pub code: &'static Code,
    /// The resource that has too much, or the last one that counts.
    pub resource: ResourceId,
    /// Its address.
    pub address: String,
    /// Whether nothing else counts.
    pub alone: bool,
    /// The count, the quota and its code: one line, lower case, no full stop.
    pub message: String,
    /// What AWS accepts, and how to raise it.
    pub accepts: String,
    /// Where the quota is documented.
    pub source: String,
}

/// Compares a graph with all quotas.
pub fn findings(index: &Index<'_>) -> Findings {
    findings_of(index, usages(index))
}

/// Compares a graph with the quotas that nobody can raise.
pub fn over_fixed(index: &Index<'_>) -> Vec<Finding> {
    let fixed: Vec<&'static Quota> = quotas().filter(|quota| quota.raised == Raised::Never).collect();
    let usages = parallel::each(fixed.len(), |at| usages_of(index, fixed[at]));
    findings_of(index, usages.into_iter().flatten().collect()).over
}

fn findings_of(index: &Index<'_>, usages: Vec<Usage<'_>>) -> Findings {
    let mut found = Findings::default();
    for usage in usages {
        let (quota, resource) = (usage.quota, usage.place());
        let code = match (usage.verdict(), quota.raised) {
            (Verdict::AboveNewAccount, _) => &codes::QUOTA_OF_NEW_ACCOUNT,
            (_, Raised::Never) => &codes::OVER_QUOTA,
            (_, Raised::Request | Raised::Support) => &codes::QUOTA_TO_RAISE,
        };
        match usage.verdict() {
            Verdict::Within => {}
            Verdict::Undecided => found.undecided.push(Undecided { code, quota, resource }),
            Verdict::Above | Verdict::AboveNewAccount => found.over.push(finding(index, &usage, code)),
        }
    }
    found
}

impl Finding {
    /// The finding for the renderers of diagnostics.
    pub fn diagnostic(&self) -> polder_diag::Finding {
        polder_diag::Finding::new(self.code, &*self.message)
            .note(format!("`{}`", self.address))
            .note(format!("source: {}", self.source))
            .help(format!("AWS accepts {}", self.accepts))
    }
}

impl Usage<'_> {
    /// The resource to name in a finding.
    fn place(&self) -> ResourceId {
        match self.group {
            Group::Resource(resource) => resource,
            Group::Scope | Group::Named(_) | Group::Unknown => self.last,
        }
    }
}

fn finding(index: &Index<'_>, usage: &Usage<'_>, code: &'static Code) -> Finding {
    let quota = usage.quota;
    let resource = usage.place();
    let address = index.view(resource).map(|it| it.address().to_string()).unwrap_or_default();
    Finding {
        code,
        resource,
        address,
        alone: usage.resources == 1,
        message: message(usage),
        accepts: accepts(usage),
        source: format!("{} ({})", quota.source.document, quota.source.address),
    }
}

fn message(usage: &Usage<'_>) -> String {
    let quota = usage.quota;
    let least = if usage.amount.known().is_some() { "" } else { "at least " };
    let mut text = format!("{}: {least}{}", quota.name, quota.shown(usage.amount.least));
    for (word, name) in [(" in account ", usage.account), (" in ", usage.region)] {
        if !name.is_empty() {
            let _ = write!(text, "{word}`{name}`");
        }
    }
    if let Group::Named(name) = &usage.group {
        let _ = write!(text, " for `{name}`");
    }
    if quota.standing > 0 {
        let _ = write!(text, ", of which {} always count", quota.standing);
    }
    match usage.verdict() {
        Verdict::AboveNewAccount => {
            let most = quota.new_account.unwrap_or_default();
            let _ = write!(text, ", but a new account may have {} only", quota.shown(most));
        }
        _ if quota.raised == Raised::Never => {
            let _ = write!(text, ", but AWS accepts {}", quota.shown(quota.default));
        }
        _ => {
            let which = if usage.raised.is_some() { "the requested" } else { "the default" };
            let _ = write!(text, ", but {which} quota is {}", quota.shown(usage.limit()));
        }
    }
    if !quota.code.is_empty() {
        let _ = write!(text, " (`{}` `{}`)", quota.service, quota.code);
    }
    text
}

/// What AWS accepts, with what to do.
fn accepts(usage: &Usage<'_>) -> String {
    let quota = usage.quota;
    let most = quota.shown(usage.limit());
    let needed = quota.shown(usage.amount.least);
    match (quota.raised, usage.verdict()) {
        (Raised::Never, _) => format!("at most {most}"),
        (_, Verdict::AboveNewAccount) => {
            format!(
                "{most} by default: look up the quota of the account, and raise it before wave 1 if it is lower"
            )
        }
        (Raised::Support, _) => {
            format!(
                "{most} by default: raise the quota to at least {needed} before wave 1, by a case of AWS Support"
            )
        }
        (Raised::Request, _) => {
            format!("{most} by default: raise the quota to at least {needed} before wave 1")
        }
    }
}
