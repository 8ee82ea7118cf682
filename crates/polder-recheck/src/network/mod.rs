//! Isolation: for each pair of places that a property is about, every connection is in a box that a filter or a route stops. Flows:
//! every filter and route on the way lets every connection through.

mod cube;
mod blocked;
mod pairs;
mod passes;
mod flows;

use std::collections::{BTreeMap, BTreeSet};

use crate::format::Entry;
use crate::format::network::{Cover, Network, PublicEndpoint};
use crate::verdict::Recomputed;

use self::blocked::Ends;
use self::cube::{Five, five, without};
use self::pairs::Pair;

/// The document, with its covers by the seats that they are about.
pub(crate) struct Judge {
    document: Network,
    covers: BTreeMap<(Option<u32>, u32), usize>,
    /// Whether every position of the document is one that it has.
    sound: Result<(), &'static str>,
}

impl Judge {
    pub(crate) fn of(document: Network) -> Judge {
        let covers =
            (document.covers.iter().enumerate()).map(|(at, cover)| ((cover.from, cover.to), at)).collect();
        let sound = pairs::sound(&document);
        Judge { document, covers, sound }
    }

    /// What the document says of a property. Its pairs are those of the identifier, and not those that the document chooses.
    pub(crate) fn recompute(&self, entry: &Entry) -> Recomputed {
        if let Err(why) = self.sound {
            return Recomputed::open(why);
        }
        match entry.id.as_str() {
            "network.environments" => pairs::apart(&self.document, false),
            "network.sites" => pairs::apart(&self.document, true),
            id @ "network.entry-points" => self.none_possible(id, &pairs::entry_points(&self.document)),
            id @ "network.edge" => self.none_possible(id, &pairs::edge(&self.document)),
            id @ "network.data-tier" => self.none_possible(id, &pairs::data_tier(&self.document)),
            id if id.starts_with("network.flows.") => flows::recompute(&self.document, id),
            _ => Recomputed::open("no document shows this property"),
        }
    }

    fn none_possible(&self, id: &str, pairs: &BTreeSet<Pair>) -> Recomputed {
        let mut public_endpoints =
            self.document.public_endpoints.iter().filter(|endpoint| endpoint.property == id);
        match public_endpoints.find(|endpoint| endpoint.open != Some(false)) {
            Some(PublicEndpoint { name, open: None, .. }) => {
                return Recomputed::open(format!("whether {name} is open to the internet is not known"));
            }
            Some(PublicEndpoint { name, .. }) => {
                return Recomputed::open(format!("{name} is open to the internet"));
            }
            None => {}
        }
        let mut boxes = 0;
        for pair in pairs {
            match self.blocked(pair) {
                Ok(count) => boxes += count,
                Err(why) => return Recomputed::open(format!("{}: {why}", self.words(pair))),
            }
        }
        Recomputed::holds(format!(
            "{} pairs of seats: between them no connection can start, or each one is in one of {boxes} boxes, each of which is stopped",
            pairs.len()
        ))
    }

    /// Checks the cover of a pair; the number of its boxes.
    fn blocked(&self, pair: &Pair) -> Result<usize, &'static str> {
        let Pair { from, to, ranges } = *pair;
        let seat = |at: u32| &self.document.seats[at as usize];
        let ends = Ends { document: &self.document, from: from.map(seat), to: seat(to) };
        let mut open = pairs::start(&self.document, ends.from, ends.to, ranges)?;
        if open.is_empty() {
            return Ok(0);
        }
        let cover: &Cover =
            self.covers.get(&(from, to)).map(|at| &self.document.covers[*at]).ok_or("no box is listed")?;
        for blocked in &cover.blocked {
            let of: Five = five(&blocked.of);
            if !ends.stops(blocked.at, &of) {
                return Err("a box has a connection that its filter or route does not stop");
            }
            open = without(&open, &of).ok_or("the boxes have too many pieces")?;
        }
        if open.is_empty() { Ok(cover.blocked.len()) } else { Err("a connection is in no box") }
    }

    fn words(&self, pair: &Pair) -> String {
        let name = |at: u32| {
            let mut all = self.document.interfaces.iter().filter(|it| it.seat == at);
            all.next().map_or("a place", |it| it.name.as_str())
        };
        format!("from {} to {}", pair.from.map_or("the internet", name), name(pair.to))
    }
}
