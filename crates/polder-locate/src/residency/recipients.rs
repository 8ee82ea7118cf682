//! Recipients outside of the estate.

use polder_inventory::messaging::SubscriptionTarget;
use polder_inventory::model::{Known, Link};
use polder_inventory::outside::Owner;
use polder_inventory::stores::StoreKind;
use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Fact, Gap, Property};

use crate::follower;
use crate::found::Found;
use crate::holdings::Holdings;
use crate::inspector;
use crate::movement::{End, Movement};
use crate::paths::Reached;
use crate::place::{name, resource, resource_of};

pub(super) fn recipients(holdings: &Holdings<'_>, gaps: &[Gap]) -> Property {
    let mut found = Found::default();
    found.gaps(gaps);
    holdings.judge(&mut found, |personal, found| {
        subscriptions(holdings, personal, found);
        parties(holdings, personal, found);
        shares(holdings, personal, found);
    });
    found.property(
        "residency.recipients",
        "no topic, replication, log or snapshot gives personal data to someone outside of the estate",
        "ways out of stores of personal data stay in the estate",
    )
}

/// Mail addresses, telephones and URLs.
fn subscriptions(holdings: &Holdings<'_>, personal: &Reached, found: &mut Found) {
    let inventory = holdings.inventory;
    for it in inventory.messaging.subscriptions.values() {
        let Some(topic) = it.topic.id() else { continue };
        if !personal.contains_key(&topic.into()) {
            continue;
        }
        found.looked_at += 1;
        let how = match &it.to {
            SubscriptionTarget::Entry(_) => continue,
            SubscriptionTarget::Email(_) => "by mail",
            SubscriptionTarget::Url(_) => "to a URL",
            SubscriptionTarget::Phone(_) => "to a telephone",
            SubscriptionTarget::Other(_) => "by another protocol",
        };
        let summary = format!("messages of {} are sent {how}", name(inventory, topic.into()));
        let at = vec![
            (
                "the topic carries personal data".to_owned(),
                resource(inventory, inventory.stores.stores[topic].source),
            ),
            (format!("the subscription sends them {how}"), resource(inventory, it.source)),
        ];
        found.flaw(
            is_personal_topic(inventory, holdings, topic.into()),
            summary,
            vec![Fact::new("recipient", how)],
            at,
        );
    }
}

/// The inspector's view of a topic: it is declared as personal, or a movement into it starts at a store that is.
fn is_personal_topic(inventory: &Inventory, holdings: &Holdings<'_>, topic: EntryId) -> bool {
    let path = holdings.graph.path(&holdings.personal, topic);
    let start = path.first().map_or(topic, |at| holdings.graph.get(*at).from);
    follower::is_personal(inventory, start)
}

/// Parties outside of the estate that data are moved to.
fn parties(holdings: &Holdings<'_>, personal: &Reached, found: &mut Found) {
    let inventory = holdings.inventory;
    for (_, movement) in holdings.graph.iter().filter(|(_, it)| personal.contains_key(&it.from)) {
        found.looked_at += 1;
        match movement.to {
            End::Entry(_) => {}
            End::Unknown(reason) => {
                let text = format!("who gets personal data is not known: {reason}");
                found.gap(text, resource_of(inventory, movement.by));
            }
            End::Outside(external) => match inventory.outside.externals[external].owner {
                Owner::Provider | Owner::Account(Link::To(_)) => {}
                Owner::Account(_) | Owner::ThirdParty => leaves(holdings, personal, movement, found),
                Owner::Unknown => {
                    let text =
                        format!("who owns `{}` is not known", inventory.outside.externals[external].name);
                    found.gap(text, resource_of(inventory, movement.by));
                }
            },
        }
    }
}

fn leaves(holdings: &Holdings<'_>, personal: &Reached, movement: &Movement, found: &mut Found) {
    let (start, moved) = holdings.graph.way(personal, movement);
    let summary = format!("data of {} leave the estate", name(holdings.inventory, movement.from));
    found.path(holdings.inventory, start, &moved, vec![], summary);
}

/// Snapshots that are shared.
fn shares(holdings: &Holdings<'_>, personal: &Reached, found: &mut Found) {
    let inventory = holdings.inventory;
    for entry in personal.keys() {
        let EntryId::Store(id) = *entry else { continue };
        let store = &inventory.stores.stores[id];
        let StoreKind::Snapshot { shared_with, .. } = &store.kind else { continue };
        found.looked_at += 1;
        let at = resource(inventory, store.source);
        match shared_with {
            Known::Value(accounts) if accounts.is_empty() => {}
            Known::Value(accounts) => {
                let accounts: Vec<&str> =
                    accounts.iter().map(polder_inventory::model::Text::as_str).collect();
                let accounts = accounts.join(", ");
                let summary = format!("a snapshot is shared with {accounts}: {}", name(inventory, *entry));
                let confirmed = inspector::is_shared(store);
                found.flaw(
                    confirmed,
                    summary.clone(),
                    vec![Fact::new("accounts", accounts)],
                    vec![(summary, at)],
                );
            }
            Known::Unknown(reason) => {
                found.gap(format!("with whom a snapshot is shared is not known: {reason}"), [at]);
            }
        }
    }
}
