//! Connections to stores: the store itself or a policy refuses those without TLS.

use polder_inventory::access::{
    Actions, Condition, ConditionOperator, Effect, PolicyRole, PrincipalPattern, Principals, Resources,
    Statement,
};
use polder_inventory::model::{Attribute, Known, Link, Pattern, Piece, is_like};
use polder_inventory::networks::TlsVersion;
use polder_inventory::stores::{Store, StoreId, StoreKind};
use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Fact, Property};

use crate::found::Found;
use crate::holdings::{Holdings, Needs};
use crate::inspector;
use crate::place::{name, resource};
use crate::unresolved;

pub(super) fn transit(holdings: &Holdings<'_>) -> Property {
    let inventory = holdings.inventory;
    let mut found = Found::default();
    found.gaps(&unresolved::of(inventory, |entry| matches!(entry, EntryId::Store(_))));
    let mut others = vec![];
    for (id, store) in inventory.stores.stores.iter() {
        if holdings.needs(id) == Needs::Nothing {
            if inspector::accepts_weak_connections(store) && refusal(inventory, id) != Refusal::Complete {
                others.push(resource(inventory, store.source));
            }
            continue;
        }
        found.looked_at += 1;
        judge(inventory, id, store, &mut found);
    }
    if !others.is_empty() {
        let text = "stores of public or operational data leave it to clients to use TLS";
        found.note(format!("{} {text}", others.len()), others);
    }
    found.property(
        "encryption.transit.stores",
        "stores refuse connections without TLS and with TLS older than 1.2, by themselves or by a policy, unless they are known to \
         hold public or operational data only",
        "stores refuse connections without TLS",
    )
}

fn judge(inventory: &Inventory, id: StoreId, store: &Store, found: &mut Found) {
    let at = || resource(inventory, store.source);
    if let Known::Value(Some(version)) = store.transit.minimum
        && version < TlsVersion::Tls12
    {
        let summary = format!("a store accepts {version}: {}", name(inventory, id.into()));
        let confirmed = inspector::accepts_weak_connections(store);
        let facts = vec![Fact::new("minimum", version.to_string())];
        return found.flaw(confirmed, summary.clone(), facts, vec![(summary, at())]);
    }
    match store.transit.required {
        Known::Value(true) => {}
        Known::Unknown(reason) => {
            found.gap(
                format!("whether a store refuses connections without TLS is not known: {reason}"),
                [at()],
            );
        }
        Known::Value(false) => {
            let by_policy =
                matches!(store.kind, StoreKind::Bucket(_) | StoreKind::Queue(_) | StoreKind::Topic(_));
            let refusal = if by_policy { refusal(inventory, id) } else { Refusal::None };
            match refusal {
                Refusal::Complete => {}
                Refusal::Unknown => {
                    found.gap("whether a policy refuses requests without TLS is not known", [at()]);
                }
                Refusal::None => {
                    let summary =
                        format!("connections without TLS are accepted: {}", name(inventory, id.into()));
                    let confirmed = inspector::accepts_weak_connections(store)
                        && (!by_policy || inspector::lets_plain_requests_through(inventory, id));
                    found.flaw(confirmed, summary.clone(), vec![], vec![(summary, at())]);
                }
            }
        }
    }
}

/// Whether policies of a store refuse requests without TLS.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Refusal {
    Complete,
    Unknown,
    None,
}

fn refusal(inventory: &Inventory, id: StoreId) -> Refusal {
    let mut answer = Refusal::None;
    let mut covered = Covers::default();
    for attachment in inventory.access.policy_attachments.values() {
        let to = attachment.to == Link::To(EntryId::Store(id));
        if attachment.role != PolicyRole::Resource || !to {
            continue;
        }
        let statements = attachment.policy.id().map(|id| &inventory.access.policies[id].statements);
        let Some(Known::Value(statements)) = statements else {
            answer = Refusal::Unknown;
            continue;
        };
        for statement in statements.iter().filter(|it| is_refusal(it)) {
            let part = covers(inventory, id, statement);
            covered.itself |= part.itself;
            covered.contents |= part.contents;
            if !part.is_known {
                answer = Refusal::Unknown;
            }
        }
    }
    let bucket = matches!(inventory.stores.stores[id].kind, StoreKind::Bucket(_));
    if covered.itself && (covered.contents || !bucket) { Refusal::Complete } else { answer }
}

/// Whether a statement denies everyone some requests without TLS.
fn is_refusal(statement: &Statement) -> bool {
    let everyone = match &statement.principals {
        Some(Principals::Only(Known::Value(all))) => all.contains(&PrincipalPattern::Anyone),
        _ => false,
    };
    let [condition] = &statement.conditions[..] else { return false };
    statement.effect == Effect::Deny && everyone && is_plain(condition)
}

/// Whether a condition holds for exactly the requests without TLS.
fn is_plain(condition: &Condition) -> bool {
    let key = condition.key.rsplit(':').next().unwrap_or_default();
    let no = |value: &Pattern| value.as_literal().is_some_and(|text| text.eq_ignore_ascii_case("false"));
    key.eq_ignore_ascii_case("SecureTransport")
        && condition.operator == ConditionOperator::Bool
        && condition.values.value().is_some_and(|values| values.iter().any(no))
}

/// What a statement covers of a store, by every action on it.
#[derive(Clone, Copy, Default)]
struct Covers {
    /// The store itself.
    itself: bool,
    /// What is in it.
    contents: bool,
    /// Whether what it leaves out is known.
    is_known: bool,
}

/// What a statement covers by every action.
fn covers(inventory: &Inventory, id: StoreId, statement: &Statement) -> Covers {
    let topic = matches!(inventory.stores.stores[id].kind, StoreKind::Topic(_));
    let (Actions::Only(Known::Value(actions)), Some(Resources::Only(Known::Value(all)))) =
        (&statement.actions, &statement.resources)
    else {
        return Covers::default();
    };
    // Messages enter and leave a topic by these two.
    let has = |wanted: &str| actions.iter().any(|action| includes(action, wanted));
    let every = actions.iter().any(|action| *action == "*" || action.ends_with(":*"))
        || (topic && has("publish") && has("subscribe"));
    let is_understood = |pattern: &Pattern| match pattern.pieces() {
        // Only the start of the names is known: whether the name of the store begins with it is not known.
        [Piece::Literal(text), Piece::AnyRun] if !text.contains('/') => false,
        pieces => (pieces.iter())
            .all(|piece| matches!(piece, Piece::Literal(_) | Piece::AnyRun) || is_attribute(piece, id)),
    };
    Covers {
        itself: every && all.iter().any(|pattern| is_itself(pattern, id) || pattern.is_anything()),
        contents: every && all.iter().any(|pattern| is_inside(pattern, id) || pattern.is_anything()),
        is_known: all.iter().all(is_understood),
    }
}

/// Whether an action, which may have wildcards, includes one that is in lower case and without its service.
fn includes(action: &str, wanted: &str) -> bool {
    action.rsplit(':').next().is_some_and(|name| is_like(wanted, &name.to_ascii_lowercase()))
}

fn is_attribute(piece: &Piece, id: StoreId) -> bool {
    matches!(piece, Piece::Attribute { entry, attribute: Attribute::Identifier } if *entry == EntryId::Store(id))
}

fn is_itself(pattern: &Pattern, id: StoreId) -> bool {
    match pattern.pieces() {
        // Of a foreign plan, the name of a store may be a text: a policy of a store is about that store.
        [Piece::Literal(text)] => !text.contains('/'),
        [one] | [one, Piece::AnyRun] => is_attribute(one, id),
        _ => false,
    }
}

fn is_inside(pattern: &Pattern, id: StoreId) -> bool {
    match pattern.pieces() {
        [one, Piece::Literal(slash), Piece::AnyRun] => is_attribute(one, id) && slash.as_str() == "/",
        // A second slash is that of a prefix: the rest of the bucket is not inside of it.
        [Piece::Literal(text), Piece::AnyRun] => text.find('/').is_some_and(|at| at + 1 == text.len()),
        [one, Piece::AnyRun] => is_attribute(one, id),
        _ => false,
    }
}
