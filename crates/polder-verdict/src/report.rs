//! What was decided in one run.

use crate::{Label, Property, Verdict};

/// What was decided in one run, as all forms of output read it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The file that it is about: the platform file, or the first plan or state.
    pub source: &'a str,
    /// The properties.
    pub properties: &'a [Property],
    /// The requirements, whose `claim` is what is asked; none unless they are asked for.
    pub requirements: Option<&'a [Property]>,
    /// What the owner accepts.
    pub accepted: &'a [Acceptance],
}

/// A refuted property or requirement that the owner accepts for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The identifier of the property, or the beginning of it up to one of its dots: `network.surplus`.
    pub property: String,
    /// Why.
    pub reason: String,
    /// The last day: `2027-03-31`.
    pub until: String,
}

impl<'a> Report<'a> {
    /// All properties, then all requirements.
    pub fn entries(&self) -> impl Iterator<Item = &'a Property> + use<'a> {
        self.properties.iter().chain(self.requirements.into_iter().flatten())
    }

    /// Why a refuted property is accepted.
    pub fn acceptance(&self, property: &Property) -> Option<&'a Acceptance> {
        let refuted = matches!(property.verdict, Verdict::Refuted(_));
        self.accepted.iter().find(|accepted| refuted && property.is_below(&accepted.property))
    }

    /// Whether something is refuted that nobody accepts.
    pub fn fails(&self) -> bool {
        self.entries()
            .any(|property| property.verdict.label() == Label::Refuted && self.acceptance(property).is_none())
    }
}

/// How many properties have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that do not hold.
    pub refuted: usize,
    /// Those that the model cannot decide.
    pub undecided: usize,
    /// Those that no configuration can show.
    pub procedural: usize,
    /// Those that hold.
    pub proved: usize,
}

impl Counts {
    /// Of these properties.
    pub fn of(properties: &[Property]) -> Counts {
        let count = |label| properties.iter().filter(|property| property.verdict.label() == label).count();
        Counts {
            refuted: count(Label::Refuted),
            undecided: count(Label::Undecided),
            procedural: count(Label::Procedural),
            proved: count(Label::Proved),
        }
    }
}

/// `1 refuted, 2 undecided, 0 procedural, 9 proved`.
impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Counts { refuted, undecided, procedural, proved } = self;
        write!(f, "{refuted} refuted, {undecided} undecided, {procedural} procedural, {proved} proved")
    }
}
