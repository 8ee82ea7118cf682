//! Who acts in an estate.

use polder_inventory::access::{AccountId, PrincipalKind};
use polder_inventory::model::Link;
use polder_inventory::{EntryId, Inventory};

use super::texts::Texts;
use crate::language::{Caller, CallerKind};
use crate::symbolic::Fixed;

/// Keys of requests through an endpoint of a network: AWS, IAM User Guide, "AWS global condition context keys".
pub(crate) const ENDPOINT_KEYS: [&str; 6] = [
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourcevpcarn",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
];

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActorKind {
    /// A role.
    Role,
    /// A role that a service owns.
    ServiceLinkedRole,
    /// A user with long-term credentials.
    User,
    /// People with a permission set in an account.
    PermissionSet,
    /// A service of the provider.
    Service,
    /// Somebody outside of the estate.
    Stranger,
}

/// Somebody who makes requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// What it is.
    pub kind: ActorKind,
    /// As which it makes them.
    pub caller: Caller,
    /// Its entry; none for strangers, and for roles that somebody creates.
    pub entry: Option<EntryId>,
    /// Its account; none for strangers.
    pub account: Option<AccountId>,
    /// The groups whose policies it has.
    pub groups: Vec<EntryId>,
    /// The condition keys that are the same in all of its requests.
    pub fixed: Fixed,
}

impl Actor {
    /// Somebody outside of the estate and of its organization.
    pub fn stranger(caller: Caller) -> Actor {
        let mut fixed = fixed(&caller);
        if caller.has_identity() {
            // The older name of the account of a caller, in policies that AWS gives to topics.
            fixed.insert("aws:sourceowner".into(), Some(vec![caller.account.clone()]));
            // IDs of identities are assigned by AWS.
            fixed.insert("aws:userid".into(), Some(vec!["AROASTRANGER:session".into()]));
            fixed.insert("aws:principalorgid".into(), Some(vec!["o-stranger".into()]));
            fixed.insert("aws:principalorgpaths".into(), Some(vec!["o-stranger/r-stranger/".into()]));
        } else {
            fixed.insert("aws:sourceowner".into(), None);
            fixed.insert("aws:userid".into(), None);
            fixed.insert("aws:principalorgid".into(), None);
            fixed.insert("aws:principalorgpaths".into(), None);
        }
        // Requests of a service on behalf of the estate do not come from a stranger.
        for key in ["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"] {
            fixed.insert(key.into(), None);
        }
        for key in ENDPOINT_KEYS {
            fixed.insert(key.into(), None);
        }
        // Mount targets are in networks of the estate.
        fixed.insert("elasticfilesystem:accessedviamounttarget".into(), Some(vec!["false".into()]));
        Actor { kind: ActorKind::Stranger, caller, entry: None, account: None, groups: vec![], fixed }
    }
}

impl Actor {
    /// A service that acts for the estate.
    pub(crate) fn of_service(name: &str) -> Actor {
        let caller = Caller::service(name);
        let fixed = fixed(&caller);
        Actor { kind: ActorKind::Service, caller, entry: None, account: None, groups: vec![], fixed }
    }
}

/// All actors of an inventory.
pub(super) fn actors(texts: &Texts<'_>, inventory: &Inventory) -> Vec<Actor> {
    let mut found = vec![];
    for (id, principal) in inventory.access.principals.iter() {
        // Those without are listed among what is not known.
        let (Some(arn), Some(account)) = (texts.arn(id.into()), account_of(inventory, id.into())) else {
            continue;
        };
        let number = texts.account(account);
        let (kind, caller, groups) = match &principal.kind {
            PrincipalKind::Role { service_linked: Some(_), .. } => {
                (ActorKind::ServiceLinkedRole, Caller::role(&arn, &number), vec![])
            }
            PrincipalKind::Role { .. } => (ActorKind::Role, Caller::role(&arn, &number), vec![]),
            PrincipalKind::User { groups } => {
                let groups = groups.iter().filter_map(Link::id).map(EntryId::from).collect();
                (ActorKind::User, Caller::user(&arn, &number), groups)
            }
            _ => continue,
        };
        found.push(actor(texts, kind, caller, Some(id.into()), account, groups));
    }
    let mut sets: Vec<_> = inventory
        .access
        .permission_assignments
        .values()
        .filter_map(|it| Some((it.permission_set.id()?, it.account.id()?)))
        .collect();
    sets.sort_unstable();
    sets.dedup();
    for (set, account) in sets {
        let (number, name) = (texts.account(account), &inventory.access.permission_sets[set].name);
        let name = name.value().map(ToString::to_string).unwrap_or_default();
        let arn = format!(
            "arn:aws:iam::{number}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_{name}_0123456789abcdef"
        );
        let caller = Caller::role(&arn, &number);
        found.push(actor(texts, ActorKind::PermissionSet, caller, Some(set.into()), account, vec![]));
    }
    found
}

/// A role that somebody creates.
pub(super) fn created(texts: &Texts<'_>, account: AccountId, name: &str) -> Actor {
    let number = texts.account(account);
    let caller = Caller::role(&format!("arn:aws:iam::{number}:role/{name}"), &number);
    actor(texts, ActorKind::Role, caller, None, account, vec![])
}

fn account_of(inventory: &Inventory, entry: EntryId) -> Option<AccountId> {
    let source = inventory.source_of(entry)?;
    inventory.locations.get(source.location)?.account.id()
}

fn actor(
    texts: &Texts<'_>,
    kind: ActorKind,
    caller: Caller,
    entry: Option<EntryId>,
    account: AccountId,
    groups: Vec<EntryId>,
) -> Actor {
    let mut fixed = fixed(&caller);
    if let Some((organization, path)) = texts.organization(account) {
        fixed.insert("aws:principalorgid".into(), Some(vec![organization]));
        fixed.insert("aws:principalorgpaths".into(), Some(vec![path]));
    }
    Actor { kind, caller, entry, account: Some(account), groups, fixed }
}

/// The keys that a caller cannot choose.
fn fixed(caller: &Caller) -> Fixed {
    let mut fixed = Fixed::new();
    fixed.insert(
        "aws:principalisawsservice".into(),
        Some(vec![(caller.kind == CallerKind::Service).to_string()]),
    );
    if !caller.has_identity() {
        for key in ["aws:principalarn", "aws:principalaccount", "aws:username", "kms:calleraccount"] {
            fixed.insert(key.into(), None);
        }
        return fixed;
    }
    fixed.insert("aws:principalarn".into(), Some(vec![caller.arn.clone()]));
    fixed.insert("aws:principalaccount".into(), Some(vec![caller.account.clone()]));
    fixed.insert("kms:calleraccount".into(), Some(vec![caller.account.clone()]));
    let (kind, name) = match caller.kind {
        CallerKind::User => ("User", caller.arn.rsplit('/').next().map(str::to_owned)),
        _ => ("AssumedRole", None),
    };
    fixed.insert("aws:principaltype".into(), Some(vec![kind.into()]));
    fixed.insert("aws:username".into(), name.map(|name| vec![name]));
    fixed
}
