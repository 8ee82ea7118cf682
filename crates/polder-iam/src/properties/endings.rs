//! Who can end logging, and who can delete backups.

use polder_inventory::access::PolicyRole;
use polder_verdict::Property;

use super::administrators::is_administrator;
use super::inquiry::{Act, Findings};
use super::steps::acts_for_a_service;
use crate::estate::{Actor, ActorKind, Estate};
use crate::language::Glob;

/// Actions that end the record of what happens. What a trail records is part of its configuration, which the pipeline
/// applies.
const LOGGING: [&str; 8] = [
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "config:StopConfigurationRecorder",
    "config:DeleteConfigurationRecorder",
    "guardduty:DeleteDetector",
    "securityhub:DisableSecurityHub",
    "macie2:DisableMacie",
    "access-analyzer:DeleteAnalyzer",
];

/// Actions that delete backups, or what is needed to read them.
const BACKUPS: [&str; 8] = [
    "backup:DeleteRecoveryPoint",
    "backup:DeleteBackupVault",
    "backup:DeleteBackupVaultLockConfiguration",
    "rds:DeleteDBSnapshot",
    "rds:DeleteDBClusterSnapshot",
    "rds:DeleteDBInstanceAutomatedBackup",
    "s3:BypassGovernanceRetention",
    "kms:ScheduleKeyDeletion",
];

/// Whether somebody else than administrators can end logging.
pub(super) fn logging(estate: &Estate<'_>) -> Property {
    property(estate, "access.logging", "only administrators can turn off logging and monitoring", &LOGGING)
}

/// Whether somebody else than administrators can delete backups.
pub(super) fn backups(estate: &Estate<'_>) -> Property {
    property(
        estate,
        "access.backups",
        "only administrators can delete backups and the keys that they need",
        &BACKUPS,
    )
}

fn property(estate: &Estate<'_>, id: &str, claim: &str, actions: &[&str]) -> Property {
    let mut findings = Findings::default();
    let anything = Glob::wildcards("*");
    for actor in others(estate) {
        if acts_for_a_service(estate, actor) || is_administrator(estate, actor) {
            continue;
        }
        for action in actions {
            let act = Act { actor, action, resource: &anything, on: None, fixed: &[] };
            findings.add(estate, act, &|| format!("{} can use `{action}`", actor.caller));
        }
    }
    let evidence = format!("nobody but administrators is allowed {}", actions.join(", "));
    Property { id: id.into(), claim: claim.into(), verdict: findings.verdict(&evidence) }
}

/// Actors with policies of their own.
fn others<'e>(estate: &'e Estate<'_>) -> impl Iterator<Item = &'e Actor> {
    let own = estate.actors().iter().filter(|actor| actor.kind != ActorKind::ServiceLinkedRole);
    own.filter(|actor| {
        let entry = actor.entry;
        let silent = entry.is_none_or(|it| estate.attached_policies(it, PolicyRole::Identity).is_empty());
        !(silent && actor.groups.is_empty())
    })
}
