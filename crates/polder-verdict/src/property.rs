//! Properties of an estate.

use crate::{Resource, Verdict};

/// A property of an estate and the verdict on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Its identifier, which never changes its meaning: `network.data-tier`. A property about one part of the
    /// estate ends in that part: `network.flow.production/de/api-database`.
    pub id: String,
    /// What holds if it is proved, in one sentence, in lower case and without a full stop.
    pub claim: String,
    /// The verdict.
    pub verdict: Verdict,
}

impl Property {
    /// Whether its identifier is this one, or begins with it and a dot.
    pub fn is_below(&self, id: &str) -> bool {
        self.id.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// The resources that the verdict names, each once, in order.
    pub fn resources(&self) -> Vec<&Resource> {
        let mut named: Vec<&Resource> = match &self.verdict {
            Verdict::Proved(evidence) => evidence.iter().flat_map(|evidence| &evidence.resources).collect(),
            Verdict::Refuted(witnesses) => {
                witnesses.iter().flat_map(|witness| &witness.steps).flat_map(|step| &step.resources).collect()
            }
            Verdict::Undecided(gaps) => gaps.iter().flat_map(|gap| &gap.resources).collect(),
            Verdict::Procedural(_) => Vec::new(),
        };
        named.sort_unstable();
        named.dedup();
        named
    }
}

/// Orders properties by their identifiers, in which lists of several engines are merged.
pub fn sort(properties: &mut [Property]) {
    properties.sort_by(|a, b| a.id.cmp(&b.id));
}
