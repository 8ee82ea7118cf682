//! Who can read personal data.

use polder_inventory::EntryId;
use polder_inventory::access::PolicyRole;
use polder_inventory::model::{Known, Origin};
use polder_inventory::stores::{DataClass, StoreId, StoreKind};
use polder_verdict::{Gap, Property};

use super::administrators::Administrators;
use super::inquiry::{Act, Findings};
use super::runtimes::Runs;
use super::unresolved::Unresolved;
use super::workloads::{identities, lost_identities};
use crate::estate::{Actor, ActorKind, Estate};
use crate::language::Glob;

/// Whether a workload reads personal data of another cell or account.
pub(super) fn property(
    estate: &Estate<'_>,
    administrators: &Administrators,
    unresolved: &Unresolved,
) -> Property {
    let mut findings = Findings::default();
    let workloads = identities(estate);
    findings.gaps.extend(lost_identities(estate));
    findings.gaps.extend(unresolved.resources.iter().cloned());
    findings.gaps.extend(unclassified(estate));
    for (id, action, suffix) in stores(estate) {
        let Some(arn) = estate.arn(id) else {
            findings
                .gaps
                .insert(Gap::new("the ARN of a store with personal data is not known", estate.resource(id)));
            continue;
        };
        let resource = Glob::wildcards(&format!("{arn}{suffix}"));
        // The policy of a store allows by itself, also those who have no policies of their own.
        let admits = !estate.attached_policies(id, PolicyRole::Resource).is_empty();
        for actor in estate.actors() {
            let runs = workloads.run_as(actor);
            let foreign =
                runs != Runs::No && actor.entry.is_some_and(|entry| is_of_another(estate, entry, id.into()));
            let silent =
                actor.entry.is_none_or(|it| estate.attached_policies(it, PolicyRole::Identity).is_empty());
            if !foreign
                || silent && !admits
                || actor.kind == ActorKind::ServiceLinkedRole
                || administrators.contain(actor)
            {
                continue;
            }
            let act = Act { actor, action, resource: &resource, on: Some(id.into()), fixed: &[] };
            findings.add_of_workload(estate, act, runs, &|| summary(estate, actor, id));
        }
    }
    Property {
        id: "access.personal-data".into(),
        claim: "no workload reads personal data of another cell or account".into(),
        verdict: findings
            .verdict(&unresolved.identities, "every role of a workload reads stores of its own cell only"),
    }
}

fn summary(estate: &Estate<'_>, actor: &Actor, store: StoreId) -> String {
    let target = estate.resource(store).map(|it| it.to_string()).unwrap_or_default();
    format!("{} reads personal data in {target}", actor.caller)
}

/// The stores with personal data that are read through the provider's API, with the action and what follows the ARN.
fn stores(estate: &Estate<'_>) -> Vec<(StoreId, &'static str, &'static str)> {
    let all = estate.inventory.stores.stores.iter();
    let personal = all.filter(|(_, store)| match &store.data_classes {
        Known::Value(classes) => {
            classes.iter().any(|class| matches!(class, DataClass::Personal | DataClass::Commercial))
        }
        Known::Unknown(_) => false,
    });
    personal
        .filter_map(|(id, store)| {
            let (action, suffix) = reading(&store.kind)?;
            Some((id, action, suffix))
        })
        .collect()
}

/// The action that reads a store, with what follows its ARN; none where reading needs no permission of the provider's API.
fn reading(kind: &StoreKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        StoreKind::Bucket(_) => ("s3:GetObject", "/*"),
        StoreKind::Table(_) => ("dynamodb:GetItem", ""),
        StoreKind::Queue(_) => ("sqs:ReceiveMessage", ""),
        StoreKind::Secret(_) => ("secretsmanager:GetSecretValue", ""),
        StoreKind::Stream { .. } => ("kinesis:GetRecords", ""),
        StoreKind::LogStore(_) => ("logs:GetLogEvents", ":*"),
        _ => return None,
    })
}

/// Stores of which it is not known whether they have personal data.
fn unclassified(estate: &Estate<'_>) -> Vec<Gap> {
    let all = estate.inventory.stores.stores.iter();
    let lost =
        all.filter(|(_, store)| store.data_classes.value().is_none() && reading(&store.kind).is_some());
    lost.map(|(id, _)| Gap::new("whether a store has personal data is not known", estate.resource(id)))
        .collect()
}

/// Whether two entries are of different cells of the design, or of different accounts.
fn is_of_another(estate: &Estate<'_>, one: EntryId, other: EntryId) -> bool {
    let origin = |entry: EntryId| -> Option<&Origin> {
        estate.inventory.origins.get(estate.inventory.source_of(entry)?.origin?)
    };
    let cells =
        origin(one).and_then(|it| it.cell.as_ref()).zip(origin(other).and_then(|it| it.cell.as_ref()));
    let accounts = estate.account_of(one).zip(estate.account_of(other));
    cells.is_some_and(|(one, other)| one != other) || accounts.is_some_and(|(one, other)| one != other)
}
