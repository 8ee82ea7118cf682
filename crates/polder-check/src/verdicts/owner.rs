//! What decides the owner's requirements.

use super::rule::{
    Left, OF_THE_APPLICATION, OF_THE_DIRECTORY, OF_THE_ORGANIZATION, Rule, SINGLE_ACTIONS, owner,
};

/// Rows that no other rule is about.
static OTHER: Rule = owner("", &[], Left::Addressed);

/// The rule of a requirement: the one with the longest beginning of its ID.
pub(super) fn rule(id: &str) -> &'static Rule {
    let fitting = RULES.iter().filter(|rule| id.starts_with(rule.id));
    fitting.max_by_key(|rule| rule.id.len()).unwrap_or(&OTHER)
}

/// What the optimizer, the bill and the reports show.
const SHOWN_ELSEWHERE: Left =
    Left::Undecided("no property decides it: another report of Polder shows it, or it is not built yet");

pub(super) const RULES: &[Rule] = &[
    owner(
        "REGION-",
        &["residency.cells.", "network.flows."],
        Left::Undecided(
            "which site takes a market's writes, and where its visitors are routed, is not decided by a property",
        ),
    ),
    owner(
        "REGION-5",
        &[
            "residency.cells.",
            "network.sites",
            "endurance.backup.",
            "endurance.single.",
            "endurance.steps.",
            "endurance.rto-region.",
            "endurance.rpo-region.",
        ],
        Left::Undecided(
            "whether hosts of staff and partners are served after the loss of a region is not decided by a property",
        ),
    ),
    owner("ACCT-", &[], Left::Addressed),
    owner("ACCT-5", &["access", "network.environments", "encryption.key-owner"], OF_THE_ORGANIZATION),
    owner("SVC-", &[], Left::Addressed),
    owner("SVC-RDS", &["endurance.zone.", "endurance.rpo-zone."], Left::Addressed),
    owner(
        "SVC-CACHE",
        &["encryption.at-rest", "encryption.transit.stores", "endurance.zone."],
        Left::Addressed,
    ),
    owner("SVC-DNS", &["endurance.backup.", "endurance.steps."], Left::Addressed),
    owner("SVC-S3", &["residency.erasure"], Left::Addressed),
    owner("SVC-IAM", &["access"], SINGLE_ACTIONS),
    owner("COST-", &[], Left::Addressed),
    owner("COST-RI", &[], SHOWN_ELSEWHERE),
    owner("COST-SP", &[], SHOWN_ELSEWHERE),
    owner("COST-SPOT", &[], Left::Addressed),
    owner("COST-DT", &[], SHOWN_ELSEWHERE),
    owner("SEC-GDPR", &["residency"], Left::Nothing),
    owner(
        "SEC-PCI",
        &["network", "encryption", "access"],
        Left::Procedural("scope, processes and records are assessed by people: the rows `PCI-` say which"),
    ),
    owner("SEC-ENC", &["encryption"], OF_THE_APPLICATION),
    owner("SEC-NET", &["network.entry-points", "network.edge", "network.data-tier"], Left::Nothing),
    owner("SEC-IAM", &["access.second-factor"], OF_THE_DIRECTORY),
    owner("SEC-SCAN", &[], Left::Addressed),
    owner("PORT-", &[], SHOWN_ELSEWHERE),
    owner("LANG-1", &[], Left::Addressed),
    owner("LANG-2", &[], SHOWN_ELSEWHERE),
];
