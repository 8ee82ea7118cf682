//! Openness of keys: whom policies and grants admit, as far as that is visible without an evaluation of requests.

use polder_inventory::access::{
    Condition, ConditionOperator, Effect, PolicyAttachment, PolicyRole, PrincipalPattern, Principals,
    Quantifier, Statement,
};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece};
use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Fact, Property};

use crate::found::Found;
use crate::inspector;
use crate::place::{resource, resource_of};
use crate::unresolved;

/// Whom a statement admits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Admits {
    /// Principals of the estate and services of the provider.
    Known,
    /// Perhaps others.
    Unknown,
    /// Everyone, or another account.
    Strangers,
}

pub(super) fn openness(inventory: &Inventory) -> Property {
    let mut found = Found::default();
    found.gaps(&unresolved::of(inventory, |entry| {
        matches!(entry, EntryId::Key(_) | EntryId::KeyGrant(_)) || is_of_a_key(inventory, entry)
    }));
    for attachment in inventory.access.policy_attachments.values() {
        if attachment.role == PolicyRole::Key {
            policy(inventory, attachment, &mut found);
        }
    }
    grants(inventory, &mut found);
    found.property(
        "encryption.key-policies",
        "no policy or grant of a key admits everyone or an account outside of the estate",
        "statements and grants of keys admit principals of the estate and services of the provider",
    )
}

/// Whether an entry is the policy of a key.
fn is_of_a_key(inventory: &Inventory, entry: EntryId) -> bool {
    let EntryId::Policy(policy) = entry else { return false };
    let mut attachments = inventory.access.policy_attachments.values();
    attachments.any(|it| it.role == PolicyRole::Key && it.policy == Link::To(policy))
}

fn policy(inventory: &Inventory, attachment: &PolicyAttachment, found: &mut Found) {
    let at = || {
        let key = attachment.to.id().and_then(|key| resource_of(inventory, key));
        [Some(resource(inventory, attachment.source)), key].into_iter().flatten()
    };
    let statements = attachment.policy.id().map(|id| &inventory.access.policies[id].statements);
    let Some(Known::Value(statements)) = statements else {
        return found.gap("the policy of a key is not known", at());
    };
    for statement in statements {
        found.looked_at += 1;
        match admits(inventory, statement) {
            Admits::Known => {}
            Admits::Unknown => found.gap("whom a statement of a key's policy admits is not known", at()),
            Admits::Strangers => {
                let name = statement.name.as_ref().map_or("without a name", |name| name.as_str());
                let key = at().last().map(|key| key.to_string()).unwrap_or_default();
                let summary = format!("statement {name} admits strangers to the key `{key}`");
                let told = at().map(|at| (summary.clone(), at)).collect();
                let facts = vec![Fact::new("statement", name)];
                found.flaw(inspector::admits_a_stranger(statement), summary.clone(), facts, told);
            }
        }
    }
}

fn admits(inventory: &Inventory, statement: &Statement) -> Admits {
    if statement.effect == Effect::Deny {
        return Admits::Known;
    }
    let principals = match &statement.principals {
        None => return Admits::Known,
        Some(Principals::AllBut(_)) => Admits::Strangers,
        Some(Principals::Only(Known::Unknown(_))) => Admits::Unknown,
        Some(Principals::Only(Known::Value(all))) => {
            all.iter().map(|it| principal(inventory, it)).max().unwrap_or(Admits::Known)
        }
    };
    if principals == Admits::Strangers && statement.conditions.iter().any(|it| confines(inventory, it)) {
        return Admits::Known;
    }
    // Another condition may confine the statement, or not.
    let conditional = statement.conditions.iter().any(|it| !it.if_exists);
    if principals == Admits::Strangers && conditional { Admits::Unknown } else { principals }
}

fn principal(inventory: &Inventory, pattern: &PrincipalPattern) -> Admits {
    match pattern {
        // A plan of others does not say which account it is for: this may be its own.
        PrincipalPattern::Account(Link::Outside(_))
            if inventory.access.accounts.values().next().is_none() =>
        {
            Admits::Unknown
        }
        PrincipalPattern::Anyone | PrincipalPattern::Account(Link::Outside(_)) => Admits::Strangers,
        PrincipalPattern::Account(Link::To(_))
        | PrincipalPattern::Principal(Link::To(_))
        | PrincipalPattern::Service(_)
        | PrincipalPattern::Federated(Link::To(_)) => Admits::Known,
        _ => Admits::Unknown,
    }
}

/// Whether a condition restricts callers to accounts of the estate, to what is in them, or to its organization.
fn confines(inventory: &Inventory, condition: &Condition) -> bool {
    let positive = matches!(
        condition.operator,
        ConditionOperator::StringEquals
            | ConditionOperator::StringEqualsIgnoreCase
            | ConditionOperator::StringLike
            | ConditionOperator::IdentifierLike
    );
    let own = |value: &Pattern| names_the_estate(inventory, condition, value);
    positive
        && condition.values.value().is_some_and(|values| !values.is_empty() && values.iter().all(own))
        && !condition.if_exists
        && condition.quantifier != Quantifier::All
}

/// Whether a value of a condition is met by callers of the estate only. The names of condition keys are in lower case and without the
/// prefix of their service.
fn names_the_estate(inventory: &Inventory, condition: &Condition, value: &Pattern) -> bool {
    let key = condition.key.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    match key.as_str() {
        "calleraccount" | "principalaccount" | "sourceaccount" => is_account(inventory, value.pieces()),
        "principalarn" | "sourcearn" => {
            is_identifier(inventory, value, condition.operator == ConditionOperator::IdentifierLike)
        }
        "principalorgid" | "sourceorgid" => matches!(value.pieces(), [one] if is_organization(one)),
        "principalorgpaths" | "sourceorgpaths" => match value.pieces() {
            [one, Piece::Literal(path), ..] => is_organization(one) && path.starts_with('/'),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a text is the number of an account of the estate.
fn is_account(inventory: &Inventory, pieces: &[Piece]) -> bool {
    match pieces {
        [Piece::Account(_)] => true,
        [Piece::Literal(text)] => {
            let mut accounts = inventory.access.accounts.values();
            accounts.any(|account| account.number.value() == Some(text))
        }
        _ => false,
    }
}

fn is_organization(piece: &Piece) -> bool {
    matches!(piece, Piece::Attribute { entry: EntryId::Organization(_), attribute: Attribute::Id })
}

/// The position of the account among the fields of an identifier.
const ACCOUNT_FIELD: usize = 4;

/// Whether a value is the identifier of an entry, or is met by identifiers of one account of the estate. A wildcard before the account
/// covers other accounts as well, unless identifiers are compared field by field.
fn is_identifier(inventory: &Inventory, value: &Pattern, by_fields: bool) -> bool {
    if matches!(value.pieces(), [Piece::Attribute { attribute: Attribute::Identifier, .. }]) {
        return true;
    }
    let mut fields: Vec<Vec<Piece>> = vec![vec![]];
    for piece in value.pieces() {
        let Piece::Literal(text) = piece else {
            fields.last_mut().into_iter().for_each(|field| field.push(piece.clone()));
            continue;
        };
        for (at, part) in text.split(':').enumerate() {
            if at > 0 {
                fields.push(vec![]);
            }
            if !part.is_empty() {
                fields.last_mut().into_iter().for_each(|field| field.push(Piece::Literal(part.into())));
            }
        }
    }
    let literal = |field: &Vec<Piece>| field.iter().all(|piece| matches!(piece, Piece::Literal(_)));
    let (before, rest) = fields.split_at(ACCOUNT_FIELD.min(fields.len()));
    rest.len() > 1 && is_account(inventory, &rest[0]) && (by_fields || before.iter().all(literal))
}

fn grants(inventory: &Inventory, found: &mut Found) {
    for grant in inventory.access.key_grants.values() {
        found.looked_at += 1;
        let at = resource(inventory, grant.source);
        match principal(inventory, &grant.grantee) {
            Admits::Known => {}
            Admits::Unknown => found.gap("whom a grant of a key admits is not known", [at]),
            Admits::Strangers => {
                let summary = format!("a grant admits strangers to a key: `{at}`");
                let confirmed = grant.grantee == PrincipalPattern::Anyone
                    || matches!(grant.grantee, PrincipalPattern::Account(Link::Outside(_)));
                found.flaw(confirmed, summary.clone(), vec![], vec![(summary, at)]);
            }
        }
    }
}
