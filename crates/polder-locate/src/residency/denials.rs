//! What policies of a bucket deny its readers: the parts with personal data.

use std::collections::BTreeSet;

use polder_inventory::Inventory;
use polder_inventory::access::{
    Actions, Effect, PolicyRole, PrincipalPattern, Principals, Resources, Statement,
};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, Reason, is_like};
use polder_inventory::stores::StoreId;

/// The action that reads an object, without its service.
const READ: &str = "GetObject";

/// Whether policies deny a part of a bucket, the one with personal data, to every service that they let read it, and so to the CDN. If
/// they name no such service, the CDN reads as somebody else, and only what is denied to everyone is denied to it.
pub(crate) fn withholds(inventory: &Inventory, bucket: StoreId) -> Known<bool> {
    let attachments = inventory.access.policy_attachments.values();
    let own = attachments.filter(|it| it.to == Link::To(bucket.into()) && it.role == PolicyRole::Resource);
    let mut statements: Vec<&Statement> = vec![];
    let mut unknown: Option<Reason> = None;
    for attachment in own {
        match attachment.policy {
            Link::To(policy) => match &inventory.access.policies[policy].statements {
                Known::Value(all) => statements.extend(all.iter()),
                Known::Unknown(reason) => unknown = Some(*reason),
            },
            Link::Outside(_) => unknown = Some(Reason::Elsewhere),
            Link::Unknown(reason) => unknown = Some(reason),
        }
    }
    let inside = |it: &&&Statement| it.conditions.is_empty() && is_about(it, |one| is_inside(one, bucket));
    let of = |effect| statements.iter().filter(move |it| it.effect == effect);
    let denials = of(Effect::Deny).filter(|it| reads(it, false)).filter(inside);
    let denied: BTreeSet<&PrincipalPattern> = denials.flat_map(|it| named(it).unwrap_or_default()).collect();
    let allowances = of(Effect::Allow).filter(|it| reads(it, true));
    let readers: Vec<&PrincipalPattern> = allowances.flat_map(|it| readers(it)).collect();
    let everyone = denied.contains(&PrincipalPattern::Anyone);
    let each = !readers.is_empty() && readers.iter().all(|reader| denied.contains(reader));
    match unknown {
        _ if everyone => Known::Value(true),
        Some(reason) => Known::Unknown(reason),
        None => Known::Value(each),
    }
}

/// Services and strangers that a statement lets in: the CDN can be each of them.
fn readers(statement: &Statement) -> Vec<&PrincipalPattern> {
    let Some(named) = named(statement) else { return vec![&PrincipalPattern::Anyone] };
    let open = |one: &&PrincipalPattern| {
        matches!(one, PrincipalPattern::Service(_) | PrincipalPattern::Anyone | PrincipalPattern::Unknown(_))
    };
    named.into_iter().filter(open).collect()
}

/// The principals that a statement names; none if it names others only, or they are not known.
fn named(statement: &Statement) -> Option<Vec<&PrincipalPattern>> {
    match &statement.principals {
        Some(Principals::Only(Known::Value(all))) => Some(all.iter().collect()),
        _ => None,
    }
}

/// Whether a statement is about reading objects, or perhaps, if it does not name its actions.
fn reads(statement: &Statement, perhaps: bool) -> bool {
    match &statement.actions {
        Actions::Only(Known::Value(actions)) => actions.iter().any(|action| is_read(action)),
        Actions::Only(Known::Unknown(_)) | Actions::AllBut(_) => perhaps,
    }
}

fn is_about(statement: &Statement, wanted: impl Fn(&Pattern) -> bool) -> bool {
    match &statement.resources {
        Some(Resources::Only(Known::Value(all))) => all.iter().any(wanted),
        _ => false,
    }
}

/// Whether a pattern is one of objects of the bucket, all or some.
fn is_inside(pattern: &Pattern, bucket: StoreId) -> bool {
    match pattern.pieces() {
        [Piece::AnyRun] => true,
        [Piece::Attribute { entry, attribute: Attribute::Identifier }, Piece::Literal(text), ..] => {
            *entry == bucket.into() && text.starts_with('/')
        }
        [Piece::Attribute { entry, attribute: Attribute::Identifier }, Piece::AnyRun] => {
            *entry == bucket.into()
        }
        // Of a foreign plan, the name of a bucket may be a text: a policy of a bucket is about that bucket.
        [Piece::Literal(text), ..] => text.contains('/'),
        _ => false,
    }
}

/// Whether an action, which may have wildcards, is the one that reads an object. Case does not matter.
fn is_read(action: &str) -> bool {
    let name = action.rsplit(':').next().unwrap_or_default();
    is_like(&READ.to_ascii_lowercase(), &name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::is_read;

    #[test]
    fn actions_match_with_wildcards_and_in_any_case() {
        for pattern in ["*", "GetObject", "getobject", "Get*", "G?tObj*t", "*Object*", "**"] {
            assert!(is_read(pattern), "{pattern}");
        }
        for pattern in ["", "GetObjectAcl", "Put*", "GetObject?", "*x*", "?"] {
            assert!(!is_read(pattern), "{pattern}");
        }
    }
}
