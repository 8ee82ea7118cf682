//! Terms of a bound: how long each part of a recovery takes.

use polder_inventory::model::Known;
use polder_inventory::{EntryId, Inventory, TimingKind, timings};
use polder_units::Duration;
use polder_verdict::{Effect, Evidence, Fact, Gap, Property, Resource, Step, Verdict, Witness};

use crate::place::resource_of;
use crate::terms::Figure;

/// A part of a recovery.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// What takes the time.
    pub(super) text: String,
    /// At least this long.
    pub(super) low: Duration,
    /// At most this long; none if that is not known.
    pub(super) high: Option<Duration>,
    /// Where the figure comes from, or why there is none.
    pub(super) source: String,
    /// The resources that it is about.
    pub(super) at: Vec<Resource>,
    /// The configured time that it is, if it is one.
    pub(super) configured: Option<(EntryId, TimingKind)>,
}

impl Term {
    /// A duration of the provider.
    pub(super) fn of(figure: &Figure, text: impl Into<String>, at: Vec<Resource>) -> Term {
        let source = figure.source.clone();
        Term { text: text.into(), low: figure.low, high: figure.high, source, at, configured: None }
    }

    /// Something that nobody has a figure for.
    pub(super) fn unknown(text: impl Into<String>, why: impl Into<String>, at: Vec<Resource>) -> Term {
        let (low, high) = (Duration::default(), None);
        Term { text: text.into(), low, high, source: why.into(), at, configured: None }
    }

    /// A configured time.
    pub(super) fn configured(
        inventory: &Inventory,
        (entry, kind): (EntryId, TimingKind),
        length: Known<Duration>,
        text: impl Into<String>,
    ) -> Term {
        let at: Vec<Resource> = resource_of(inventory, entry).into_iter().collect();
        match length {
            Known::Value(length) => Term {
                text: text.into(),
                low: length,
                high: Some(length),
                source: "configured".to_owned(),
                at,
                configured: Some((entry, kind)),
            },
            Known::Unknown(reason) => Term::unknown(text, reason.to_string(), at),
        }
    }

    /// A configured time that is waited for at most.
    pub(super) fn at_most(text: impl Into<String>, length: Known<Duration>, at: Vec<Resource>) -> Term {
        match length {
            Known::Value(length) => Term {
                text: text.into(),
                low: Duration::default(),
                high: Some(length),
                source: "configured".to_owned(),
                at,
                configured: None,
            },
            Known::Unknown(reason) => Term::unknown(text, reason.to_string(), at),
        }
    }

    fn words(&self) -> String {
        match self.high {
            Some(high) => format!("{}: up to {high} ({})", self.text, self.source),
            None => format!("{}: not known ({})", self.text, self.source),
        }
    }
}

/// How terms add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Total {
    /// One after the other.
    Sum,
    /// All at the same time.
    Longest,
}

impl Total {
    fn of(self, terms: impl Iterator<Item = Option<Duration>>) -> Option<Duration> {
        let zero = Duration::default();
        terms.into_iter().try_fold(zero, |total, term| match self {
            Total::Sum => total.checked_add(term?),
            Total::Longest => Some(total.max(term?)),
        })
    }
}

/// A bound of a market, and what it is compared with.
pub(super) struct Bound {
    /// The identifier of the property.
    pub(super) id: String,
    pub(super) claim: String,
    pub(super) objective: Duration,
    pub(super) total: Total,
    pub(super) terms: Vec<Term>,
}

impl Bound {
    /// The property: proved if the high ends are within the objective, refuted if what is certain exceeds it.
    pub(super) fn property(self, inventory: &Inventory) -> Property {
        let (low, high) = self.range();
        let Bound { id, claim, objective, total, terms } = self;
        if terms.is_empty() {
            let gap = Gap::new("nothing is known of what has to recover", []);
            return Property { id, claim, verdict: Verdict::Undecided(vec![gap]) };
        }
        let exceeded = low.filter(|low| *low > objective);
        let verdict = match (exceeded, high) {
            (Some(low), _) => exceeds(inventory, objective, low, total, &terms),
            (None, Some(high)) if high <= objective => {
                let bound = Evidence::new(format!("up to {high}, and {objective} are allowed"), []);
                let each = terms.iter().map(|term| Evidence::new(term.words(), term.at.iter().cloned()));
                Verdict::Proved(std::iter::once(bound).chain(each).collect())
            }
            (None, high) => open(objective, high, total, &terms),
        };
        Property { id, claim, verdict }
    }

    /// At least and at most so long, as far as that is known and can be counted.
    pub(super) fn range(&self) -> (Option<Duration>, Option<Duration>) {
        let low = self.terms.iter().map(|term| Some(term.low));
        let high = self.terms.iter().map(|term| term.high);
        (self.total.of(low), self.total.of(high))
    }
}

/// What is not known, and what is.
fn open(objective: Duration, high: Option<Duration>, total: Total, terms: &[Term]) -> Verdict {
    let known = total.of(terms.iter().filter(|term| term.high.is_some()).map(|term| term.high));
    let mut gaps: Vec<Gap> = terms
        .iter()
        .filter(|term| term.high.is_none())
        .map(|term| Gap::new(term.words(), term.at.iter().cloned()))
        .collect();
    let text = match (high, known) {
        (Some(high), _) => format!("it may take up to {high}, and {objective} are allowed"),
        (None, Some(known)) => {
            format!("what is known takes up to {known} of the {objective} that are allowed")
        }
        (None, None) => "the terms exceed what can be counted".to_owned(),
    };
    let each = terms.iter().filter(|term| term.high.is_some()).map(Term::words).collect::<Vec<_>>();
    let text = if each.is_empty() { text } else { format!("{text}: {}", each.join("; ")) };
    gaps.push(Gap::new(text, terms.iter().flat_map(|term| term.at.iter().cloned()).collect::<Vec<_>>()));
    Verdict::Undecided(gaps)
}

fn exceeds(
    inventory: &Inventory,
    objective: Duration,
    low: Duration,
    total: Total,
    terms: &[Term],
) -> Verdict {
    if clock(inventory, total, terms) != Some(low) {
        let text = "the bound and the clock disagree, which is a bug of Polder";
        return Verdict::Undecided(vec![Gap::new(text, [])]);
    }
    let steps = terms.iter().filter(|term| term.low > Duration::default()).map(|term| Step {
        text: format!("{}: at least {} ({})", term.text, term.low, term.source),
        effect: Effect::Allows,
        resources: term.at.clone(),
    });
    Verdict::Refuted(vec![Witness {
        summary: format!("it takes at least {low}, and {objective} are allowed"),
        facts: vec![Fact::new("least", low.to_string()), Fact::new("objective", objective.to_string())],
        steps: steps.collect(),
        replayed_by: "clock",
    }])
}

/// The sum or the longest of the same times, counted in milliseconds, with configured times read from the list of all of them.
fn clock(inventory: &Inventory, total: Total, terms: &[Term]) -> Option<Duration> {
    let all = timings(inventory);
    let mut passed: u64 = 0;
    for term in terms {
        let length = match term.configured {
            None => term.low,
            Some((entry, kind)) => {
                let own = all.iter().filter(|timing| timing.of == entry && timing.what == kind);
                own.filter_map(|timing| timing.length.value().copied()).find(|length| *length == term.low)?
            }
        };
        passed = match total {
            Total::Sum => passed.checked_add(length.milliseconds)?,
            Total::Longest => passed.max(length.milliseconds),
        };
    }
    Some(Duration::milliseconds(passed))
}

#[cfg(test)]
mod tests {
    use polder_inventory::Inventory;
    use polder_inventory::compute::FunctionId;
    use polder_inventory::model::Id;
    use polder_verdict::Label;

    use super::*;

    fn term(low: u64, high: Option<u64>) -> Term {
        let figure = Figure {
            low: Duration::seconds(low),
            high: high.map(Duration::seconds),
            source: "a guide".into(),
        };
        Term::of(&figure, "a part", vec![])
    }

    fn judged(objective: u64, total: Total, terms: &[Term]) -> Verdict {
        let objective = Duration::seconds(objective);
        let (id, claim, terms) = ("x".into(), "y".into(), terms.to_vec());
        Bound { id, claim, objective, total, terms }.property(&Inventory::default()).verdict
    }

    #[test]
    fn a_bound_within_the_objective_is_proved() {
        let terms = [term(10, Some(20)), term(0, Some(40))];
        assert_eq!(judged(60, Total::Sum, &terms).label(), Label::Proved);
        assert_eq!(judged(59, Total::Sum, &terms).label(), Label::Undecided);
        assert_eq!(judged(40, Total::Longest, &terms).label(), Label::Proved);
        assert_eq!(judged(39, Total::Longest, &terms).label(), Label::Undecided);
    }

    #[test]
    fn what_is_certain_refutes_whatever_else_is_unknown() {
        let terms = [term(50, Some(60)), term(20, None)];
        let Verdict::Refuted(witnesses) = judged(69, Total::Sum, &terms) else { panic!("it is refuted") };
        assert_eq!(witnesses[0].replayed_by, "clock");
        assert_eq!(witnesses[0].steps.len(), 2);
        assert_eq!(judged(70, Total::Sum, &terms).label(), Label::Undecided);
    }

    #[test]
    fn what_is_not_known_is_a_gap_with_its_reason() {
        let terms = [term(0, Some(5)), Term::unknown("a decision", "people", vec![])];
        let Verdict::Undecided(gaps) = judged(60, Total::Sum, &terms) else { panic!("it is undecided") };
        assert_eq!(gaps[0].text, "a decision: not known (people)");
        assert!(gaps[1].text.starts_with("what is known takes up to 5s of the 1m"), "{}", gaps[1].text);
    }

    #[test]
    fn a_configured_time_that_the_inventory_does_not_have_is_no_witness() {
        let inventory = Inventory::default();
        let at = (FunctionId::from_index(0).into(), TimingKind::InvocationTimeout);
        let time = Known::Value(Duration::seconds(60));
        let terms =
            [Term { at: vec![], ..term(60, Some(60)) }, Term { configured: Some(at), ..term(60, Some(60)) }];
        assert_eq!(time.value().copied(), terms[1].high);
        assert_eq!(clock(&inventory, Total::Sum, &terms), None);
        assert_eq!(judged(10, Total::Sum, &terms).label(), Label::Undecided);
    }

    #[test]
    fn times_beyond_what_can_be_counted_end() {
        let terms = [term(0, Some(u64::MAX / 1_000)), term(0, Some(u64::MAX / 1_000))];
        assert_eq!(judged(60, Total::Sum, &terms).label(), Label::Undecided);
    }
}
