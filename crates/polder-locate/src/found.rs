//! What was found for one property.

use std::collections::BTreeSet;

use polder_inventory::{EntryId, Inventory};
use polder_verdict::{Effect, Evidence, Fact, Gap, Property, Resource, Step, Verdict, Witness};

use crate::follower;
use crate::movement::Movement;
use crate::place::{name, resource_of};

/// The most witnesses of one property; the last one says if others were left out.
const WITNESSES_MAX: usize = 1000;
/// The fact of the last witness that says how many more there are.
const FURTHER: &str = "witnesses_left_out";
pub(crate) const DISAGREE: &str = "the search and the follower disagree, which is a bug of Polder";

/// What was found for one property.
#[derive(Default)]
pub(crate) struct Found {
    witnesses: Vec<Witness>,
    /// The summaries of all witnesses, of those that are not kept as well.
    summaries: BTreeSet<String>,
    gaps: Vec<Gap>,
    /// Exceptions that the claim names, and what they are.
    notes: Vec<Evidence>,
    /// How many things were looked at.
    pub(crate) looked_at: usize,
    /// Whether it is not known if the data that are looked at are personal.
    doubtful: bool,
}

impl Found {
    pub(crate) fn gap(&mut self, text: impl Into<String>, resources: impl IntoIterator<Item = Resource>) {
        self.gaps.push(Gap::new(text, resources));
    }

    pub(crate) fn gaps(&mut self, gaps: &[Gap]) {
        self.gaps.extend(gaps.iter().cloned());
    }

    /// Looks at data of which it is not known whether they are personal: a flaw is a gap then.
    pub(crate) fn in_doubt(&mut self, look: impl FnOnce(&mut Found)) {
        let looked_at = self.looked_at;
        self.doubtful = true;
        look(self);
        self.doubtful = false;
        self.looked_at = looked_at;
    }

    /// Whether it is not known if the data that are looked at are personal.
    pub(crate) fn is_in_doubt(&self) -> bool {
        self.doubtful
    }

    fn doubt(&mut self, summary: &str, resources: impl IntoIterator<Item = Resource>) {
        self.gap(format!("{summary}; whether these data are personal is not known"), resources);
    }

    pub(crate) fn note(&mut self, text: impl Into<String>, resources: impl IntoIterator<Item = Resource>) {
        self.notes.push(Evidence::new(text, resources));
    }

    /// A path of data that must not be. The follower must come to the same end.
    pub(crate) fn path(
        &mut self,
        inventory: &Inventory,
        from: EntryId,
        path: &[&Movement],
        facts: Vec<Fact>,
        summary: String,
    ) {
        if self.doubtful {
            let at = [from].into_iter().chain(path.iter().map(|movement| movement.by));
            let resources: Vec<Resource> = at.filter_map(|entry| resource_of(inventory, entry)).collect();
            return self.doubt(&summary, resources);
        }
        let to = path.last().map_or(Some(from), |last| match last.to {
            crate::movement::End::Entry(entry) => Some(entry),
            _ => None,
        });
        let steps: Option<Vec<(EntryId, EntryId)>> = (path.iter())
            .map(|movement| match movement.to {
                crate::movement::End::Entry(to) => Some((movement.by, to)),
                _ => None,
            })
            .collect();
        // What is outside of the estate has no entry that the follower could arrive at: the step before it is replayed.
        let (steps, end) = match (steps, to) {
            (Some(steps), Some(to)) => (steps, to),
            _ => {
                let known = path.iter().rev().skip(1).rev();
                let steps = known.filter_map(|movement| match movement.to {
                    crate::movement::End::Entry(to) => Some((movement.by, to)),
                    _ => None,
                });
                (steps.collect(), path.last().map_or(from, |last| last.from))
            }
        };
        if follower::follow(inventory, from, &steps) != Ok(end) {
            let resources = resource_of(inventory, from);
            return self.gap(DISAGREE, resources);
        }
        let mut told = vec![step(inventory, format!("data are in {}", name(inventory, from)), [from])];
        for movement in path {
            let to = match movement.to {
                crate::movement::End::Entry(to) => name(inventory, to),
                crate::movement::End::Outside(id) => format!("`{}`", inventory.outside.externals[id].name),
                crate::movement::End::Unknown(_) => "a place that is not known".to_owned(),
            };
            let by = [movement.by].into_iter().chain(match movement.to {
                crate::movement::End::Entry(to) => Some(to),
                _ => None,
            });
            told.push(step(inventory, format!("{} {to}", movement.kind.words()), by));
        }
        self.witness(Witness { summary, facts, steps: told, replayed_by: "follower" });
    }

    /// A flaw of one entry, which the inspector has confirmed.
    pub(crate) fn flaw(
        &mut self,
        confirmed: bool,
        summary: String,
        facts: Vec<Fact>,
        at: Vec<(String, Resource)>,
    ) {
        if self.doubtful {
            return self.doubt(&summary, at.into_iter().map(|(_, resource)| resource));
        }
        if !confirmed {
            let resources: Vec<Resource> = at.into_iter().map(|(_, resource)| resource).collect();
            return self.gap("the search and the inspector disagree, which is a bug of Polder", resources);
        }
        let steps = at.into_iter();
        let steps =
            steps.map(|(text, resource)| Step { text, effect: Effect::Allows, resources: vec![resource] });
        self.witness(Witness { summary, facts, steps: steps.collect(), replayed_by: "inspector" });
    }

    fn witness(&mut self, witness: Witness) {
        if !self.summaries.insert(witness.summary.clone()) {
            return;
        }
        if self.witnesses.len() < WITNESSES_MAX {
            self.witnesses.push(witness);
        } else if let Some(last) = self.witnesses.last_mut() {
            let further = self.summaries.len() - WITNESSES_MAX;
            last.facts.retain(|fact| fact.name != FURTHER);
            last.facts.push(Fact::new(FURTHER, further.to_string()));
        }
    }

    /// The property, proved if nothing speaks against it.
    pub(crate) fn property(
        mut self,
        id: impl Into<String>,
        claim: impl Into<String>,
        text: &str,
    ) -> Property {
        self.gaps.sort();
        self.gaps.dedup();
        let mut evidence = vec![Evidence::new(format!("{} {text}", self.looked_at), [])];
        evidence.append(&mut self.notes);
        let verdict = Verdict::of(self.witnesses, self.gaps, || evidence);
        Property { id: id.into(), claim: claim.into(), verdict }
    }
}

fn step(inventory: &Inventory, text: String, at: impl IntoIterator<Item = EntryId>) -> Step {
    let resources = at.into_iter().filter_map(|entry| resource_of(inventory, entry)).collect();
    Step { text, effect: Effect::Allows, resources }
}
