//! What shows the verdicts on a market, for readers who do not trust the search: the tree, the sets of events that it has found, the terms.

use polder_inventory::Inventory;
use polder_inventory::model::Known;
use polder_recheck::can_be_tried;
use polder_recheck::format::{endurance as out, position};
use polder_units::Duration;

use super::term::{Bound, Total};
use super::{detection, market, recovery, steps, view};
use crate::build::{Built, build};
use crate::cuts::cuts;
use crate::place::{name, region};
use crate::terms::{Market, Terms};
use crate::tree::{Event, Node, NodeId, Tree};

/// All markets.
pub(crate) fn certificate(inventory: &Inventory, terms: &Terms) -> out::Endurance {
    let mut markets: Vec<out::Market> =
        terms.markets.iter().map(|market| of(inventory, terms, market)).collect();
    markets.sort_by(|a, b| a.name.cmp(&b.name));
    out::Endurance { markets }
}

fn of(inventory: &Inventory, terms: &Terms, market: &Market) -> out::Market {
    let built = build(inventory, terms, market);
    let tree = &built.tree;
    let event = |(event, accepted): &(Event, Option<&str>)| out::Event {
        kind: match event {
            Event::Region(_) => out::Kind::Region,
            Event::Zone(_) => out::Kind::Zone,
            Event::Resource(_) => out::Kind::Resource,
        },
        name: view::words(inventory, event),
        accepted: accepted.map(str::to_owned),
    };
    let mut written = out::Market {
        name: market.name.clone(),
        events: tree.events.iter().map(event).collect(),
        gaps: tree.gaps.iter().map(|gap| gap.text.clone()).collect(),
        not_modelled: market::blind_spots(inventory, &built).into_iter().map(|gap| gap.text).collect(),
        nodes: tree.nodes.iter().map(node).collect(),
        orders: aim(tree, built.orders),
        orders_failed_over: aim(tree, built.orders_failed_over),
        bounds: recovery::bounds(inventory, terms, market, &built).iter().filter_map(bound).collect(),
        failover: if market.backup { failover(inventory, market, &built) } else { None },
    };
    without_what_is_too_large(&mut written);
    written
}

/// Leaves out the sets of events that a recheck would not try: without them, the verdict has no certificate.
fn without_what_is_too_large(market: &mut out::Market) {
    let [now, later] = [&market.orders, &market.orders_failed_over].map(|aim| can_be_tried(market, aim.root));
    market.orders.cuts.take_if(|_| !now);
    market.orders_failed_over.cuts.take_if(|_| !later);
}

fn node(node: &Node) -> out::Node {
    match node {
        Node::Event(event) => out::Node::Event(*event),
        Node::Gap(gap) => out::Node::Gap(position(*gap)),
        Node::Gate { needed, of, label } => out::Node::Gate {
            needed: position(*needed),
            of: of.iter().copied().map(position).collect(),
            what: label.as_ref().map(|label| label.text.clone()),
        },
    }
}

fn aim(tree: &Tree, root: NodeId) -> out::Aim {
    let found = cuts(tree, root, false).ok().filter(|cuts| !cuts.failed);
    let cuts = found.map(|cuts| out::Cuts {
        singles: cuts.singles.into_iter().collect(),
        pairs: cuts.pairs.into_iter().collect(),
    });
    out::Aim { root: position(root), cuts }
}

/// The terms of a bound; none if what is certain cannot be counted.
fn bound(bound: &Bound) -> Option<out::Bound> {
    let milliseconds = |of: Duration| of.milliseconds;
    let terms = bound.terms.iter().map(|term| out::Term {
        what: term.text.clone(),
        least_ms: milliseconds(term.low),
        most_ms: term.high.map(milliseconds),
        source: term.source.clone(),
    });
    let (least, most) = bound.range();
    Some(out::Bound {
        id: bound.id.clone(),
        objective_ms: milliseconds(bound.objective),
        total: match bound.total {
            Total::Sum => out::Total::Sum,
            Total::Longest => out::Total::Longest,
        },
        terms: terms.collect(),
        least_ms: milliseconds(least?),
        most_ms: most.map(milliseconds),
    })
}

fn failover(inventory: &Inventory, market: &Market, built: &Built) -> Option<out::Failover> {
    let lost = steps::lost(inventory, market, built)?;
    let (needed, gaps) = steps::steps(inventory, market, built);
    let mut not_known: Vec<String> = gaps.into_iter().map(|gap| gap.text).collect();
    let mut listed = vec![];
    for step in needed {
        match region(inventory, step.entry) {
            Known::Value(region) => listed.push(out::Needed { what: step.text, region }),
            Known::Unknown(_) => not_known.push(step.text),
        }
    }
    let watch = detection::of_site(inventory, &market.writer);
    let switches = watch.switches.iter().map(|entry| out::Needed {
        what: name(inventory, *entry),
        region: region(inventory, *entry).value().cloned().flatten(),
    });
    let records = watch.records.iter().filter(|id| steps::unwatched(inventory, **id));
    Some(out::Failover {
        lost,
        steps: listed,
        not_known,
        checks: watch.endpoints.iter().map(|(entry, _)| name(inventory, *entry)).collect(),
        switches: switches.collect(),
        unwatched: records.map(|id| name(inventory, (*id).into())).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A market that stops as soon as one of so many zones is lost.
    fn market(zones: u32) -> out::Market {
        let mut tree = Tree::default();
        let all = (0..zones).map(|at| tree.event(Event::Zone(format!("zone {at}")), None)).collect();
        let root = tree.all(all);
        let event = |at| out::Event { kind: out::Kind::Zone, name: format!("zone {at}"), accepted: None };
        let mut market = out::Market {
            events: (0..zones).map(event).collect(),
            nodes: tree.nodes.iter().map(node).collect(),
            orders: aim(&tree, root),
            orders_failed_over: aim(&tree, 0),
            ..out::Market::default()
        };
        without_what_is_too_large(&mut market);
        market
    }

    #[test]
    fn sets_of_events_that_a_recheck_would_not_try_are_left_out() {
        assert!(market(20).orders.cuts.is_some());
        let large = market(1_500);
        assert_eq!(large.orders.cuts, None);
        assert!(large.orders_failed_over.cuts.is_some(), "the tree of one event is small");
    }
}
