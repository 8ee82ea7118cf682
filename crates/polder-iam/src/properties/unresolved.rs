//! What prevents a proof that nobody can do something: relations that are not known and resource types that are not
//! modelled. Estates are read without them, so each of them leaves open what it would add.

use std::collections::BTreeSet;

use polder_inventory::access::{PolicyRole, PrincipalKind};
use polder_inventory::coverage::BlindSpot;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::{EntryId, Inventory, SourceId};
use polder_verdict::{Gap, Resource};

use crate::estate::Estate;

/// What is not known of an estate, in order and each once.
pub(super) struct Unresolved {
    /// About who has which permissions of its own.
    pub(super) identities: BTreeSet<Gap>,
    /// About whom resources admit.
    pub(super) resources: BTreeSet<Gap>,
}

/// All of an estate.
pub(super) fn unresolved(estate: &Estate<'_>) -> Unresolved {
    let (mut identities, mut resources) = (BTreeSet::new(), BTreeSet::new());
    attachments(estate, &mut identities, &mut resources);
    identities.extend(principals(estate));
    identities.extend(people(estate.inventory));
    resources.extend(shared(estate.inventory));
    for spot in estate.inventory.coverage.blind_spots.values() {
        let gap = || Gap::new(spot.text.trim_end_matches('.'), resource(estate.inventory, spot.source));
        let (of_identities, of_resources) = matters(estate.inventory, spot);
        identities.extend(of_identities.then(gap));
        resources.extend(of_resources.then(gap));
    }
    Unresolved { identities, resources }
}

fn resource(inventory: &Inventory, source: SourceId) -> Option<Resource> {
    let source = inventory.sources.get(source)?;
    Some(Resource::new(source.stack.as_str(), source.address.as_str()))
}

/// Policies that are attached to what is not known or not part of the estate.
fn attachments(estate: &Estate<'_>, identities: &mut BTreeSet<Gap>, resources: &mut BTreeSet<Gap>) {
    let inventory = estate.inventory;
    for attachment in inventory.access.policy_attachments.values() {
        let what = match attachment.to {
            Link::To(_) => continue,
            Link::Outside(_) => "is attached to what is not part of the estate",
            Link::Unknown(_) => "is attached, and to what is not known",
        };
        let named = resource(inventory, attachment.source);
        match attachment.role {
            PolicyRole::Identity => identities.insert(Gap::new(format!("a policy {what}"), named)),
            PolicyRole::Resource | PolicyRole::Key => {
                resources.insert(Gap::new(format!("a policy of a resource {what}"), named))
            }
            // Trust policies are part of their roles. The others only restrict: leaving one out can refute, and not prove.
            PolicyRole::Boundary
            | PolicyRole::Trust
            | PolicyRole::Endpoint
            | PolicyRole::ServiceControl
            | PolicyRole::ResourceControl
            | PolicyRole::Declarative => continue,
        };
    }
    let grants = inventory.access.key_grants.values().filter(|it| it.key.id().is_none());
    resources.extend(grants.map(|it| {
        Gap::new("a grant is for a key that is not part of the estate", resource(inventory, it.source))
    }));
}

/// Principals that are not asked about, and groups that are not known.
fn principals(estate: &Estate<'_>) -> Vec<Gap> {
    let inventory = estate.inventory;
    let mut found = vec![];
    for (id, principal) in inventory.access.principals.iter() {
        let named = resource(inventory, principal.source);
        match &principal.kind {
            PrincipalKind::Role { .. } | PrincipalKind::User { .. } => {
                if estate.arn(id).is_none() || estate.account_of(id).is_none() {
                    found.push(Gap::new("the ARN of a principal is not known", named.clone()));
                }
                if let PrincipalKind::User { groups } = &principal.kind
                    && groups.iter().any(|group| group.id().is_none())
                {
                    found.push(Gap::new("a group of a user is not part of the estate", named));
                }
            }
            _ => {}
        }
    }
    found
}

/// Assignments of permission sets, and credentials, of which a part is not known.
fn people(inventory: &Inventory) -> Vec<Gap> {
    let assignments = inventory.access.permission_assignments.values();
    let lost = assignments.filter(|it| it.permission_set.id().is_none() || it.account.id().is_none());
    let lost = lost.map(|it| ("an assignment has a permission set or account that is not known", it.source));
    let credentials = inventory.access.credentials.values().filter(|it| it.principal.id().is_none());
    let credentials = credentials.map(|it| ("whose credential it is, is not known", it.source));
    lost.chain(credentials).map(|(text, source)| Gap::new(text, resource(inventory, source))).collect()
}

/// Resource shares: what whom they are shared with can do depends on permissions that are not modelled.
fn shared(inventory: &Inventory) -> Vec<Gap> {
    let external = inventory.access.resource_shares.values();
    let external = external.filter(|it| it.external_allowed != Known::Value(false));
    external
        .map(|it| {
            let text = "resources are shared, and accounts outside of the organization are accepted";
            Gap::new(text, resource(inventory, it.source))
        })
        .collect()
}

/// Prefixes of resource types that give permissions to identities.
const OF_IDENTITIES: [&str; 5] =
    ["aws_iam_", "aws_organizations_", "aws_ssoadmin_", "aws_identitystore_", "aws_rolesanywhere_"];

/// Whether a blind spot is about identities, and whether it is about resources with policies.
fn matters(inventory: &Inventory, spot: &BlindSpot) -> (bool, bool) {
    match spot.entry {
        None if spot.reason == Reason::KindNotModelled => {
            let address =
                inventory.sources.get(spot.source).map(|it| it.address.to_string()).unwrap_or_default();
            let kind = kind(&address);
            let identities = OF_IDENTITIES.iter().any(|prefix| kind.starts_with(prefix));
            // Resources of other providers have no policies of AWS.
            (identities, kind.starts_with("aws_") || kind.starts_with("awscc_"))
        }
        None | Some(Link::Outside(_)) => (false, false),
        Some(Link::Unknown(_)) => (true, true),
        Some(Link::To(entry)) => {
            let identities = matches!(
                entry,
                EntryId::Principal(_)
                    | EntryId::PermissionSet(_)
                    | EntryId::PermissionAssignment(_)
                    | EntryId::PolicyAttachment(_)
                    | EntryId::IdentityProvider(_)
            );
            (identities, identities || matches!(entry, EntryId::Key(_) | EntryId::KeyGrant(_)))
        }
    }
}

/// The resource type in an address.
fn kind(address: &str) -> &str {
    // `module.name["key"].module.name.type.name`. A key may have dots, and a module may be called like a type.
    let mut quoted = false;
    let mut parts = address.split(|char| {
        quoted ^= char == '"';
        char == '.' && !quoted
    });
    while let Some(part) = parts.next() {
        match part {
            "module" => drop(parts.next()),
            "data" => {}
            kind => return kind,
        }
    }
    ""
}
