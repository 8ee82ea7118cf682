//! What was found for one property about what must not be possible.

use std::collections::BTreeSet;

use polder_verdict::{Evidence, Fact, Gap, Property, Resource, Verdict, Witness};

use super::view::{Asked, DISAGREE, Node, TOO_LARGE, View};
use super::witness;
use crate::packets::{ALL, Cube};

/// The most witnesses of one property; the last one says if others were left out.
const WITNESSES_MAX: usize = 1000;

/// Pairs beyond these are not asked: the property is undecided.
const PAIRS_MAX: usize = 4_000_000;

/// What was found for one property.
#[derive(Default)]
pub(super) struct Found {
    witnesses: Vec<Witness>,
    /// Their summaries.
    summaries: BTreeSet<String>,
    gaps: Vec<Gap>,
    /// How many pairs were asked about.
    pub(super) asked: usize,
}

impl Found {
    /// Whether nothing more is looked for.
    pub(super) fn is_full(&self) -> bool {
        self.witnesses.len() >= WITNESSES_MAX || self.asked > PAIRS_MAX
    }

    /// Adds a witness, unless there is one with the same summary.
    pub(super) fn witness(&mut self, mut witness: Witness) {
        if self.is_full() || !self.summaries.insert(witness.summary.clone()) {
            return;
        }
        if self.witnesses.len() + 1 == WITNESSES_MAX {
            witness.facts.push(Fact::new("further_witnesses", "not looked for"));
        }
        self.witnesses.push(witness);
    }

    pub(super) fn gap(&mut self, text: impl Into<String>, resources: impl IntoIterator<Item = Resource>) {
        self.gaps.push(Gap::new(text, resources));
    }

    /// Asks whether any connection is possible that must not be.
    pub(super) fn must_not(&mut self, view: &View<'_, '_>, from: Option<&Node<'_>>, to: &Node<'_>) {
        self.none_of(view, from, to, &[ALL]);
    }

    /// The same of the connections in boxes that share none.
    pub(super) fn none_of(
        &mut self,
        view: &View<'_, '_>,
        from: Option<&Node<'_>>,
        to: &Node<'_>,
        boxes: &[Cube],
    ) {
        self.asked += 1;
        if self.is_full() {
            return;
        }
        let (source, target) = (View::place(from), View::place(Some(to)));
        let resources = || from.into_iter().chain([to]).map(|node| view.resource(node.interface.source));
        let summary = || {
            let name = from.map_or("the internet".to_owned(), |node| view.name(node));
            format!("{name} can open connections to {}", view.name(to))
        };
        match view.ask(boxes, source, target) {
            Asked::Impossible => {}
            Asked::Unknown(why) => {
                self.gaps.push(Gap::new(format!("{}, or not: {why}", summary()), resources()));
            }
            Asked::Certain(set) => {
                let summary = summary();
                if self.has(&summary) {
                    return;
                }
                match witness::possible(view, source, target, &set, summary) {
                    Some(witness) => self.witness(witness),
                    None => self.gaps.push(Gap::new(DISAGREE, resources())),
                }
            }
        }
    }

    /// Networks that the estate does not contain may be able to open connections to an interface.
    pub(super) fn beyond(&mut self, view: &View<'_, '_>, to: &Node<'_>) {
        let text = match view.engine.arriving_from_beyond(to.id) {
            Ok(set) if set.is_empty() => return,
            Ok(_) => {
                "a route and the filters let through what comes from networks that the estate does not contain"
            }
            Err(_) => TOO_LARGE,
        };
        self.gaps.push(Gap::new(text, [view.resource(to.interface.source)]));
    }

    /// Whether there is a witness with this summary.
    pub(super) fn has(&self, summary: &str) -> bool {
        self.summaries.contains(summary)
    }

    pub(super) fn property(self, id: &str, claim: &str, gaps: &[Gap], what: &str) -> Property {
        let text = format!("no connection is possible on any of {} {what}", self.asked);
        Property { id: id.into(), claim: claim.into(), verdict: self.verdict(gaps, text) }
    }

    /// The verdict: proved for this reason, if nothing speaks against it.
    pub(super) fn verdict(mut self, gaps: &[Gap], reason: String) -> Verdict {
        if self.asked > PAIRS_MAX {
            self.gaps.push(Gap::new("there are too many pairs of interfaces", []));
        }
        self.gaps.extend(gaps.iter().cloned());
        self.gaps.sort();
        self.gaps.dedup();
        Verdict::of(self.witnesses, self.gaps, || vec![Evidence::new(reason, [])])
    }
}
