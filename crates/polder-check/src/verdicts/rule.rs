//! A rule: which properties decide a requirement, and what they leave open.

use polder_verdict::{Evidence, Gap, MODEL_VERSION, Property, Resource, Verdict, Witness};

use super::groups::{is_of, required};

/// Which properties decide a requirement.
pub(super) struct Rule {
    /// The requirement; of the owner's, the beginning of its ID.
    pub(super) id: &'static str,
    /// What it asks, in our words. Empty for the owner's, whose rows have their own.
    pub(super) asks: &'static str,
    /// The properties, each of which is required: see [`super::groups::required`].
    pub(super) by: &'static [&'static str],
    /// Whether the properties ask for more than the requirement, so that what refutes one of them need not refute it.
    pub(super) broader: bool,
    /// What they leave open.
    pub(super) left: Left,
}

/// What properties leave open.
pub(super) enum Left {
    /// Nothing: if all are proved, the requirement is met.
    Nothing,
    /// This, which is not decided.
    Undecided(&'static str),
    /// Whether resources that address the requirement meet it.
    Addressed,
    /// This, which is up to people, records or contracts.
    Procedural(&'static str),
}

/// What no property of access says about people who sign in with the directory.
pub(super) const OF_THE_DIRECTORY: Left =
    Left::Procedural("the directory's setting for a second factor is not in Terraform");
/// What no property of access says about the organization.
pub(super) const OF_THE_ORGANIZATION: Left = Left::Undecided(
    "that policies of the organization keep the environments apart is not decided by a property",
);
/// What `access.beyond-needs` leaves open.
pub(super) const SINGLE_ACTIONS: Left = Left::Undecided(
    "properties find the use of whole services and of resources that policies do not name: whether each single action is needed is not decided",
);
/// What no property of encryption says.
pub(super) const OF_THE_APPLICATION: Left = Left::Undecided(
    "what the application itself sends, and HTTP inside a network, are not decided by a property",
);

/// A rule without words of its own.
pub(super) const fn owner(id: &'static str, by: &'static [&'static str], left: Left) -> Rule {
    rule(id, "", by, left)
}

/// A rule of a framework.
pub(super) const fn rule(
    id: &'static str,
    asks: &'static str,
    by: &'static [&'static str],
    left: Left,
) -> Rule {
    Rule { id, asks, by, broader: false, left }
}

/// A rule of a framework whose properties ask for more than it.
pub(super) const fn broader(
    id: &'static str,
    asks: &'static str,
    by: &'static [&'static str],
    left: Left,
) -> Rule {
    Rule { broader: true, ..rule(id, asks, by, left) }
}

impl Rule {
    /// The requirement as a property, with the verdict that follows from the others.
    pub(super) fn property(
        &self,
        id: String,
        claim: String,
        properties: &[Property],
        addressed: impl FnOnce() -> Vec<Gap>,
    ) -> Property {
        let required: Vec<&str> = required(self.by).collect();
        let decided: Vec<&Property> =
            properties.iter().filter(|it| required.iter().any(|by| is_of(&it.id, by))).collect();
        let missing = required.iter().filter(|by| !decided.iter().any(|it| is_of(&it.id, by)));
        let mut gaps: Vec<Gap> = missing
            .map(|by| Gap::new(format!("no property `{}` has been decided", by.trim_end_matches('.')), []))
            .collect();
        match self.left {
            Left::Undecided(text) => gaps.push(Gap::new(text, [])),
            Left::Addressed => gaps.extend(addressed()),
            Left::Nothing | Left::Procedural(_) => {}
        }
        let (mut witnesses, mut evidence, mut procedures): (Vec<Witness>, Vec<Evidence>, Vec<String>) =
            Default::default();
        let mut proved = 0;
        for property in decided {
            match &property.verdict {
                Verdict::Proved(of) => {
                    proved += 1;
                    evidence.push(holds(property));
                    evidence.extend(of.iter().skip(1).map(|further| besides(property, further)));
                }
                Verdict::Refuted(_) if self.broader => gaps.push(elsewhere(property)),
                Verdict::Refuted(of) => witnesses.extend(of.iter().cloned()),
                Verdict::Undecided(of) => gaps.push(open(property, of)),
                Verdict::Procedural(text) => procedures.push(format!("`{}`: {text}", property.id)),
            }
        }
        if let Left::Procedural(text) = self.left {
            procedures.push(text.to_owned());
        }
        let verdict = if witnesses.is_empty() && gaps.is_empty() && !procedures.is_empty() {
            Verdict::Procedural(with_proved(&procedures, proved))
        } else {
            Verdict::of(witnesses, gaps, || evidence)
        };
        Property { id, claim, verdict }
    }
}

fn holds(property: &Property) -> Evidence {
    let resources: Vec<Resource> = property.resources().into_iter().cloned().collect();
    let text =
        format!("`{}` holds under the model of version {MODEL_VERSION}: {}", property.id, property.claim);
    Evidence::new(text, resources)
}

/// A further reason of a property, such as an exception that its claim names.
fn besides(property: &Property, further: &Evidence) -> Evidence {
    Evidence::new(format!("`{}`: {}", property.id, further.text), further.resources.iter().cloned())
}

fn open(property: &Property, gaps: &[Gap]) -> Gap {
    let more = if gaps.len() > 1 { format!(" and {} more", gaps.len() - 1) } else { String::new() };
    let first = gaps.first().map_or("", |gap| gap.text.as_str());
    let resources: Vec<Resource> = property.resources().into_iter().cloned().collect();
    Gap::new(format!("`{}` is undecided: {first}{more}", property.id), resources)
}

/// What refutes a property that asks for more than the requirement may be something that the requirement does not ask about.
fn elsewhere(property: &Property) -> Gap {
    let resources: Vec<Resource> = property.resources().into_iter().cloned().collect();
    Gap::new(
        format!(
            "`{}` is refuted, perhaps only by something that this requirement does not ask about",
            property.id
        ),
        resources,
    )
}

/// The text of a procedural verdict: what is up to people, and what has been proved besides.
fn with_proved(procedures: &[String], proved: usize) -> String {
    let mut text = procedures.join("; ");
    if proved > 0 {
        let hold = if proved == 1 { "property holds" } else { "properties hold" };
        text.push_str(&format!("; {proved} {hold} under the model of version {MODEL_VERSION}"));
    }
    text
}
