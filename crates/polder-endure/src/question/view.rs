//! Events and sets of events in words, and witnesses of them.

use std::collections::BTreeSet;

use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Effect, Fact, Resource, Step, Witness};

use crate::evaluator::{failing, works};
use crate::place::{name, resource_of};
use crate::tree::{Event, EventId, NodeId, Tree};

/// An event in a sentence.
pub(super) fn words(inventory: &Inventory, event: &Event) -> String {
    match event {
        Event::Region(region) => format!("the region {region}"),
        Event::Zone(zone) => format!("the zone {zone}"),
        Event::Resource(EntryId::Account(id)) => {
            format!("the account {}", inventory.access.accounts[*id].name)
        }
        Event::Resource(entry) => name(inventory, *entry),
    }
}

/// The resource of an event, if it is one.
pub(super) fn resource(inventory: &Inventory, event: &Event) -> Option<Resource> {
    match event {
        Event::Resource(entry) => resource_of(inventory, *entry),
        Event::Region(_) | Event::Zone(_) => None,
    }
}

/// The witness of a set of events that stops a node, if the evaluator comes to the same result: the node works without the
/// events, and does not with them.
pub(super) fn witness(
    inventory: &Inventory,
    tree: &Tree,
    node: NodeId,
    cut: &[EventId],
    summary: String,
    facts: Vec<Fact>,
) -> Option<Witness> {
    let happened: BTreeSet<EventId> = cut.iter().copied().collect();
    if !works(tree, node, &BTreeSet::new(), true) || works(tree, node, &happened, true) {
        return None;
    }
    let events = cut.iter().map(|id| &tree.events[*id as usize].0);
    let mut steps: Vec<Step> = events
        .map(|event| Step {
            text: format!("{} fails", words(inventory, event)),
            effect: Effect::Allows,
            resources: resource(inventory, event).into_iter().collect(),
        })
        .collect();
    steps.extend(failing(tree, node, &happened).into_iter().map(|part| {
        let (label, working, parts, needed) = part;
        let text = match parts {
            0 => format!("{} does not work", label.text),
            _ => {
                format!("{} does not work: {working} of {parts} parts do, and it needs {needed}", label.text)
            }
        };
        Step { text, effect: Effect::Allows, resources: label.resources.clone() }
    }));
    Some(Witness { summary, facts, steps, replayed_by: "evaluator" })
}
