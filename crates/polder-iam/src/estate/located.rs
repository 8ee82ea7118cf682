//! Resources of which the account is not known, as in plans of others: they are taken to be in one account. Where the region is
//! not known, they are taken to be in the partition `aws`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use polder_inventory::access::{
    Account, AccountId, PolicyId, PolicyRole, PrincipalPattern, Principals, ResourceName, Statement,
};
use polder_inventory::model::{Known, Link, Pattern, Piece, Reason, Set, Text};
use polder_inventory::{Inventory, SourceId};

/// The name of the account in messages.
const NAME: &str = "the account of the plan";

/// The field of an ARN that has the partition, and the one that has the account.
const PARTITION: usize = 1;
const ACCOUNT: usize = 4;

/// An inventory with an account for resources that have none, and whether there are such. The account has an ID if one is given.
pub(crate) fn located<'i>(inventory: &'i Inventory, number: Option<&str>) -> (Cow<'i, Inventory>, bool) {
    let lost = |account: Link<AccountId>| matches!(account, Link::Unknown(_));
    let is_open = |name: &ResourceName| has_open_partition(&name.identifier);
    let lacks = inventory.locations.values().any(|it| lost(it.account));
    if !lacks && !inventory.access.resource_names.values().any(is_open) {
        return (Cow::Borrowed(inventory), false);
    }
    let mut whole = inventory.clone();
    for name in whole.access.resource_names.values_mut() {
        name.identifier = with(&name.identifier, PARTITION, &Piece::Literal(Text::new_static("aws")));
    }
    if !lacks {
        return (Cow::Owned(whole), false);
    }
    let is_lost = |source: SourceId| {
        let location = inventory.sources.get(source).and_then(|it| inventory.locations.get(it.location));
        location.is_some_and(|it| lost(it.account))
    };
    let own = whole.access.accounts.push(Account {
        name: Text::new_static(NAME),
        number: number.map_or(Known::Unknown(Reason::NotGiven), |number| Known::Value(Text::from(number))),
        source: None,
        unit: Link::Unknown(Reason::NotGiven),
        management: Known::Unknown(Reason::NotGiven),
    });
    for location in whole.locations.values_mut().filter(|it| lost(it.account)) {
        location.account = Link::To(own);
    }
    for name in whole.access.resource_names.values_mut().filter(|name| is_lost(name.source)) {
        name.identifier = with(&name.identifier, ACCOUNT, &Piece::Account(own));
    }
    admit_in_defaults(&mut whole, own, &is_lost);
    (Cow::Owned(whole), true)
}

/// Whether the partition of an ARN is not known: the region is not, either.
fn has_open_partition(identifier: &Pattern) -> bool {
    matches!(identifier.pieces(), [Piece::Literal(begin), Piece::Unknown(_), ..] if begin.as_str() == "arn:")
}

/// An ARN with a piece for a field that is not known.
fn with(identifier: &Pattern, wanted: usize, known: &Piece) -> Pattern {
    let mut field = 0;
    let piece = |piece: &Piece| {
        match piece {
            Piece::Literal(text) => field += text.matches(':').count(),
            Piece::Unknown(_) if field == wanted => return known.clone(),
            _ => {}
        }
        piece.clone()
    };
    Pattern::of(identifier.pieces().iter().map(piece).collect::<Vec<_>>())
}

/// The policy that AWS gives to keys without one admits the account of the key.
fn admit_in_defaults(whole: &mut Inventory, own: AccountId, is_lost: &dyn Fn(SourceId) -> bool) {
    let keys = whole.access.policy_attachments.values().filter(|it| it.role == PolicyRole::Key);
    let keys: BTreeSet<PolicyId> =
        keys.filter(|it| is_lost(it.source)).filter_map(|it| it.policy.id()).collect();
    for id in keys {
        let Some(policy) = whole.access.policies.get_mut(id) else { continue };
        let Known::Value(statements) = &policy.statements else { continue };
        let [only] = &**statements else { continue };
        if is_default(only) {
            let who = Set::from([PrincipalPattern::Account(Link::To(own))]);
            let admitted =
                Statement { principals: Some(Principals::Only(Known::Value(who))), ..only.clone() };
            policy.statements = Known::Value([admitted].into());
        }
    }
}

/// Source: AWS, KMS Developer Guide, "Default key policy".
fn is_default(statement: &Statement) -> bool {
    let of_account = match &statement.principals {
        Some(Principals::Only(Known::Value(who))) => {
            who.iter().all(|it| matches!(it, PrincipalPattern::Account(Link::Unknown(_))))
        }
        _ => false,
    };
    let name = statement.name.as_ref().map(Text::to_string);
    of_account && statement.conditions.is_empty() && name.as_deref() == Some("Enable IAM User Permissions")
}
