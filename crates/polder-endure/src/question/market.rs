//! What stops one market.

use std::collections::BTreeSet;

use polder_inventory::model::Link;
use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Evidence, Fact, Gap, Property, Resource, Verdict, Witness};

use super::view::{resource, witness, words};
use crate::build::Built;
use crate::cuts::{Cuts, cuts};
use crate::evaluator::works;
use crate::terms::Market;
use crate::tree::{Event, EventId, NodeId};

/// Witnesses of one property beyond these add nothing.
const WITNESSES_MAX: usize = 8;
/// Pairs that are listed; the number of all of them is stated.
const PAIRS_LISTED: usize = 24;
const DISAGREE: &str = "the search and the evaluator disagree, which is a bug of Polder";

/// A question about single events.
struct Question {
    id: &'static str,
    claim: String,
    /// What must go on.
    root: NodeId,
    /// Which events are asked about.
    about: fn(&Event) -> bool,
    /// What their failure is called in a sentence: `the loss of`.
    loss: &'static str,
    /// Whether orders wait for people.
    failed_over: bool,
}

pub(super) fn properties(inventory: &Inventory, built: &Built, market: &Market) -> Vec<Property> {
    let name = &market.name;
    let mut questions = vec![Question {
        id: "zone",
        claim: format!("orders are placed at {name}, without anybody acting, when any one zone is lost"),
        root: built.orders,
        about: |event| matches!(event, Event::Zone(_)),
        loss: "the loss of",
        failed_over: false,
    }];
    if market.backup {
        questions.push(Question {
            id: "single",
            claim: format!(
                "orders are placed at {name}, after a failover where one is needed, when any one resource on the way of \
                 its requests fails, except for the account, its DNS zone, and what the CDN serves at every edge location"
            ),
            root: built.orders_failed_over,
            about: |event| matches!(event, Event::Resource(_)),
            loss: "the failure of",
            failed_over: true,
        });
        questions.push(Question {
            id: "backup",
            claim: format!("orders are placed at {name}, after a failover, when any one region is lost"),
            root: built.orders_failed_over,
            about: |event| matches!(event, Event::Region(_)),
            loss: "the loss of",
            failed_over: true,
        });
    }
    questions.iter().map(|question| question.property(inventory, built, market)).collect()
}

impl Question {
    fn property(&self, inventory: &Inventory, built: &Built, market: &Market) -> Property {
        let id = format!("endurance.{}.{}", self.id, market.name);
        Property { id, claim: self.claim.clone(), verdict: self.verdict(inventory, built, market) }
    }

    fn verdict(&self, inventory: &Inventory, built: &Built, market: &Market) -> Verdict {
        let tree = &built.tree;
        let (Ok(sure), Ok(perhaps)) = (cuts(tree, self.root, false), cuts(tree, self.root, true)) else {
            return too_many();
        };
        if sure.failed {
            let text = format!("{} is not served even while nothing fails", market.name);
            let told = crate::evaluator::failing(tree, self.root, &BTreeSet::new());
            let at = told.first().map(|(label, ..)| label.resources.clone()).unwrap_or_default();
            return Verdict::Undecided(vec![Gap::new(text, at)]);
        }
        let mut found: (Vec<Witness>, Vec<Gap>) = Default::default();
        for event in self.offending(built, &sure).into_iter().take(WITNESSES_MAX) {
            match self.witness(inventory, built, market, event) {
                Some(witness) => found.0.push(witness),
                None => found.1.push(Gap::new(DISAGREE, resource(inventory, &tree.events[event as usize].0))),
            }
        }
        found.1.extend(blind_spots(inventory, built));
        if perhaps.failed || self.offending(built, &perhaps) != self.offending(built, &sure) {
            found.1.extend(tree.gaps_below(self.root));
        }
        found.0.sort();
        Verdict::of(found.0, found.1, || self.evidence(inventory, built, market, &sure))
    }

    /// The single events that this is about, which stop orders and are not accepted.
    fn offending(&self, built: &Built, cuts: &Cuts) -> Vec<EventId> {
        let asked = |id: &EventId| {
            let (event, accepted) = &built.tree.events[*id as usize];
            (self.about)(event) && accepted.is_none()
        };
        cuts.singles.iter().copied().filter(asked).collect()
    }

    fn witness(
        &self,
        inventory: &Inventory,
        built: &Built,
        market: &Market,
        event: EventId,
    ) -> Option<Witness> {
        let tree = &built.tree;
        let said = words(inventory, &tree.events[event as usize].0);
        let pages = works(tree, built.pages, &BTreeSet::from([event]), true);
        let facts = vec![
            Fact::new("market", market.name.clone()),
            Fact::new("event", said.clone()),
            Fact::new("failover", if self.failed_over { "done" } else { "not done" }),
            Fact::new("catalogue", if pages { "served" } else { "not served without a failover" }),
        ];
        let summary = format!("{} {said} stops orders at {}", self.loss, market.name);
        witness(inventory, tree, self.root, &[event], summary, facts)
    }

    fn evidence(&self, inventory: &Inventory, built: &Built, market: &Market, cuts: &Cuts) -> Vec<Evidence> {
        let tree = &built.tree;
        let asked =
            tree.events.iter().filter(|(event, accepted)| (self.about)(event) && accepted.is_none()).count();
        let text = format!("{asked} events of this kind, and none of them stops orders at {}", market.name);
        let mut all = vec![Evidence::new(text, [])];
        for id in &cuts.singles {
            let (event, accepted) = &tree.events[*id as usize];
            if let (Some(reason), true) = (accepted, (self.about)(event)) {
                let text = format!("accepted: {}, {reason}", words(inventory, event));
                all.push(Evidence::new(text, resource(inventory, event)));
            }
        }
        all.extend(self.pairs(inventory, built, cuts));
        all
    }

    /// Pairs of such events that stop orders, of which neither does alone.
    fn pairs(&self, inventory: &Inventory, built: &Built, cuts: &Cuts) -> Vec<Evidence> {
        let event = |id: EventId| &built.tree.events[id as usize].0;
        let about = |id: &EventId| (self.about)(event(*id));
        let mixed = cuts.pairs.iter().filter(|(one, two)| about(one) != about(two)).count();
        let pairs: Vec<_> = cuts.pairs.iter().filter(|(one, two)| about(one) && about(two)).collect();
        let text = format!(
            "{} pairs of events of this kind stop orders together, of which up to {PAIRS_LISTED} are listed, and {mixed} with one of \
             another kind",
            pairs.len()
        );
        let count = Evidence::new(text, []);
        let listed = pairs.into_iter().take(PAIRS_LISTED).map(|(one, two)| {
            let text =
                format!("together: {} and {}", words(inventory, event(*one)), words(inventory, event(*two)));
            let at = [one, two].into_iter().filter_map(|id| resource(inventory, event(*id)));
            Evidence::new(text, at.collect::<Vec<_>>())
        });
        std::iter::once(count).chain(listed).collect()
    }
}

/// What resources of the market configure beyond the model.
pub(super) fn blind_spots(inventory: &Inventory, built: &Built) -> Vec<Gap> {
    let parts: BTreeSet<EntryId> = (built.tree.events.iter())
        .filter_map(|(event, _)| if let Event::Resource(entry) = event { Some(*entry) } else { None })
        .collect();
    let spots = inventory.coverage.blind_spots.values();
    let own = spots.filter(|spot| match spot.entry {
        Some(Link::To(entry)) => parts.contains(&entry),
        Some(Link::Unknown(_)) => true,
        Some(Link::Outside(_)) | None => false,
    });
    let mut gaps: Vec<Gap> = own
        .map(|spot| {
            let source = &inventory.sources[spot.source];
            let at = Resource::new(source.stack.as_str(), source.address.as_str());
            Gap::new(spot.text.trim_end_matches('.').to_owned(), [at])
        })
        .collect();
    gaps.sort();
    gaps.dedup();
    gaps
}

fn too_many() -> Verdict {
    Verdict::Undecided(vec![Gap::new("there are too many pairs of events that stop orders to list them", [])])
}
