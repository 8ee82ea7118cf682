//! Endurance: trees are evaluated for every event and every pair of events, and terms are added up.

mod tree;
mod cuts;
mod bound;
mod failover;

use std::collections::BTreeSet;

use crate::format::Entry;
use crate::format::endurance::{Cuts, Endurance, Kind, Market};
use crate::verdict::Recomputed;

use self::tree::Tree;

/// Whether a recheck can try every pair of events below a node of a market. It takes no certificate of a larger tree.
pub fn can_be_tried(market: &Market, root: u32) -> bool {
    cuts::bounded(market, root).is_ok()
}

/// A tree with its cuts, which are right and complete; the reason if they are not.
type Tried = Result<(Tree, Cuts), String>;

/// The markets, each with its two trees.
pub(crate) struct Judge {
    markets: Vec<(Market, [Tried; 2])>,
}

/// A question about single events.
struct Question<'m> {
    tried: &'m Tried,
    about: Kind,
}

impl Judge {
    pub(crate) fn of(document: Endurance) -> Judge {
        let judged = document.markets.into_iter().map(|market| {
            let trees = [&market.orders, &market.orders_failed_over].map(|aim| cuts::check(&market, aim));
            (market, trees)
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
        let (Some((market, [now, later])), None) = (all.next(), all.next()) else {
            return Recomputed::open(format!("the document does not have the market {name} once"));
        };
        let of = |tried, about| Question { tried, about }.recompute(market);
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
        let (tree, cuts) = match self.tried {
            Ok(tried) => tried,
            Err(why) => return Recomputed::open(why.clone()),
        };
        let asked: BTreeSet<u32> = (0..)
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
        if fails(&[]) || tree.events.iter().filter(|at| asked.contains(at)).any(|at| fails(&[*at])) {
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
