//! Who can end logging, and who can delete backups.

use polder_inventory::access::PolicyRole;
use polder_verdict::Property;

use super::administrators::Administrators;
use super::extent::Extent;
use super::inquiry::{Act, Findings};
use super::steps::acts_for_a_service;
use super::unresolved::Unresolved;
use crate::estate::{Actor, ActorKind, Estate};
use crate::language::Glob;

/// Actions that end the record of what happens. What a trail records is part of its configuration, which the pipeline
/// applies.
const LOGGING: [&str; 9] = [
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "config:StopConfigurationRecorder",
    "config:DeleteConfigurationRecorder",
    "config:DeleteDeliveryChannel",
    "guardduty:DeleteDetector",
    "securityhub:DisableSecurityHub",
    "macie2:DisableMacie",
    "access-analyzer:DeleteAnalyzer",
];

/// Actions that delete backups, or what is needed to read them.
const BACKUPS: [&str; 10] = [
    "backup:DeleteRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
    "backup:DeleteBackupVault",
    "backup:DeleteBackupVaultLockConfiguration",
    "rds:DeleteDBSnapshot",
    "rds:DeleteDBClusterSnapshot",
    "rds:DeleteDBInstanceAutomatedBackup",
    "dynamodb:DeleteBackup",
    "s3:BypassGovernanceRetention",
    DELETE_KEY,
];

const DELETE_KEY: &str = "kms:ScheduleKeyDeletion";

/// What is also asked of a plan or state, which shows a part of an account. In a platform as a whole the pipeline changes what is
/// recorded, and other services have no backups.
const LOGGING_OF_OTHERS: [&str; 6] = [
    "cloudtrail:PutEventSelectors",
    "cloudtrail:UpdateTrail",
    "cloudwatch:DeleteAlarms",
    "ec2:DeleteFlowLogs",
    "guardduty:UpdateDetector",
    "logs:DeleteLogGroup",
];
const BACKUPS_OF_OTHERS: [&str; 5] = [
    "ec2:DeleteSnapshot",
    "elasticache:DeleteSnapshot",
    "fsx:DeleteBackup",
    "kms:DisableKey",
    "redshift:DeleteClusterSnapshot",
];

/// Whether somebody else than administrators can end logging.
pub(super) fn logging(
    estate: &Estate<'_>,
    administrators: &Administrators,
    unresolved: &Unresolved,
    extent: Extent,
) -> Property {
    let claim = "only administrators can turn off logging and monitoring";
    let actions = asked(extent, &LOGGING, &LOGGING_OF_OTHERS);
    property(estate, administrators, unresolved, ("access.logging", claim), &actions)
}

/// Whether somebody else than administrators can delete backups.
pub(super) fn backups(
    estate: &Estate<'_>,
    administrators: &Administrators,
    unresolved: &Unresolved,
    extent: Extent,
) -> Property {
    let claim = "only administrators can delete backups and the keys that they need";
    let actions = asked(extent, &BACKUPS, &BACKUPS_OF_OTHERS);
    property(estate, administrators, unresolved, ("access.backups", claim), &actions)
}

fn asked(extent: Extent, all: &[&'static str], of_others: &[&'static str]) -> Vec<&'static str> {
    let of_others = if extent == Extent::Part { of_others } else { &[] };
    all.iter().chain(of_others).copied().collect()
}

fn property(
    estate: &Estate<'_>,
    administrators: &Administrators,
    unresolved: &Unresolved,
    (id, claim): (&str, &str),
    actions: &[&str],
) -> Property {
    let mut findings = Findings::default();
    let anything = Glob::wildcards("*");
    let relevant = |actor: &&Actor| !acts_for_a_service(estate, actor) && !administrators.contain(actor);
    for actor in others(estate).filter(relevant) {
        for action in actions {
            let act = Act { actor, action, resource: &anything, on: None, fixed: &[] };
            findings.add(estate, act, &|| format!("{} can use `{action}`", actor.caller));
        }
    }
    if actions.contains(&DELETE_KEY) {
        by_key_policies(estate, administrators, &mut findings);
    }
    let evidence = format!("nobody but administrators is allowed {}", actions.join(", "));
    Property {
        id: id.into(),
        claim: claim.into(),
        verdict: findings.verdict(&unresolved.identities, &evidence),
    }
}

/// Key policies allow by themselves, also those who have no policies of their own.
fn by_key_policies(estate: &Estate<'_>, administrators: &Administrators, findings: &mut Findings) {
    for (id, _) in estate.inventory.access.keys.iter() {
        let Some(arn) = estate.arn(id) else { continue };
        let resource = Glob::literal(&arn);
        let own = estate.actors().iter().filter(|actor| actor.kind != ActorKind::ServiceLinkedRole);
        for actor in own.filter(|it| !acts_for_a_service(estate, it) && !administrators.contain(it)) {
            let act = Act { actor, action: DELETE_KEY, resource: &resource, on: Some(id.into()), fixed: &[] };
            findings.add(estate, act, &|| format!("{} can use `{DELETE_KEY}`", actor.caller));
        }
    }
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
