//! Endurance: trees are evaluated for every event and every pair of events, and terms are added up.

mod tree;
mod cuts;
mod bound;
mod failover;

use crate::format::Entry;
use crate::format::endurance::{Aim, Endurance, Kind, Market};
use crate::verdict::Recomputed;

use self::cuts::Complete;
use self::tree::Tree;

/// The markets, with what was found about the cuts of each.
pub(crate) struct Judge {
    markets: Vec<(Market, Complete, Complete)>,
}

/// A question about single events.
struct Question<'m> {
    aim: &'m Aim,
    complete: &'m Complete,
    about: Kind,
}

impl Judge {
    pub(crate) fn of(document: Endurance) -> Judge {
        let judged = document.markets.into_iter().map(|market| {
            let (now, later) =
                (cuts::check(&market, &market.orders), cuts::check(&market, &market.orders_failed_over));
            (market, now, later)
        });
        Judge { markets: judged.collect() }
    }

    /// What the document says of a property. The question is that of the identifier, and not one that the document chooses.
    pub(crate) fn recompute(&self, entry: &Entry) -> Recomputed {
        let mut words = entry.id.splitn(3, '.');
        let (Some("endurance"), Some(question), Some(name)) = (words.next(), words.next(), words.next())
        else {
            return Recomputed::open("no document shows this property");
        };
        let mut all = self.markets.iter().filter(|(market, ..)| market.name == name);
        let (Some((market, now, later)), None) = (all.next(), all.next()) else {
            return Recomputed::open(format!("the document does not have the market {name} once"));
        };
        let (now, later) = ((&market.orders, now), (&market.orders_failed_over, later));
        let of = |(aim, complete), about| Question { aim, complete, about }.recompute(market);
        match question {
            "zone" => of(now, Kind::Zone),
            "single" => of(later, Kind::Resource),
            "backup" => of(later, Kind::Region),
            "steps" => failover::recompute(market, &entry.claim),
            "rto-zone" | "rpo-zone" | "rto-region" | "rpo-region" => {
                bound::recompute(market, question, entry)
            }
            _ => Recomputed::open("no document shows this property"),
        }
    }
}

impl Question<'_> {
    fn recompute(&self, market: &Market) -> Recomputed {
        let (tree, cuts) = match (Tree::of(market, self.aim.root), &self.aim.cuts, self.complete) {
            (Ok(tree), Some(cuts), Complete::Yes) => (tree, cuts),
            (Ok(_), Some(_), Complete::No(why)) => return Recomputed::open(why.clone()),
            (Ok(_), None, _) => {
                return Recomputed::open("the sets of events that stop orders are not listed");
            }
            (Err(why), ..) => return Recomputed::open(why),
        };
        let asked: Vec<u32> = (0..)
            .zip(&market.events)
            .filter(|(_, event)| event.kind == self.about && event.accepted.is_none())
            .map(|(at, _)| at)
            .collect();
        if let Some(at) = cuts.singles.iter().find(|at| asked.contains(at)) {
            let name = &market.events[*at as usize].name;
            return Recomputed::fails(format!("orders stop when {name} fails and nothing else"));
        }
        if let Some(text) = market.not_modelled.first() {
            return Recomputed::open(format!("not everything is modelled: {text}"));
        }
        // What is not known may not work either.
        let fails = |events: &[u32]| !tree.works(events, false);
        if fails(&[]) || asked.iter().any(|at| fails(&[*at])) {
            return Recomputed::open("orders stop if what is not known does not work");
        }
        let accepted =
            cuts.singles.iter().filter(|at| market.events[**at as usize].kind == self.about).count();
        Recomputed::holds(format!(
            "orders go on through each of {} events; {accepted} more are accepted; no pair of all {} events is missing among the {} \
             that stop them",
            asked.len(),
            market.events.len(),
            cuts.pairs.len()
        ))
    }
}
