//! A row of the table: what one mutant refutes.

use std::collections::BTreeSet;

use polder::verdict::{Property, Verdict, Witness};
use serde::Serialize;

use crate::estate::Broken;
use crate::mutant::Mutant;

/// The second engines.
const REPLAYED_BY: [&str; 6] = ["tracer", "follower", "inspector", "literal evaluator", "evaluator", "clock"];

/// What one mutant refutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The mutant.
    pub name: String,
    /// The stack that it changes.
    pub stack: String,
    /// The family of properties that it breaks.
    pub breaks: String,
    /// The verdict on that family: `refuted`, or `not refuted`.
    pub verdict: &'static str,
    /// Whether a second engine has replayed every witness.
    pub replayed: bool,
    /// The first witness against the broken property.
    pub witness: String,
    /// Further families that are refuted because of the same change, each with the reason.
    pub related: Vec<(String, String)>,
    /// Families that are refuted and should not be, or are not and should.
    pub unexpected: Vec<String>,
}

/// The row of a mutant.
pub fn row(mutant: &Mutant, broken: &Broken) -> Row {
    let refuted: Vec<(&Property, &[Witness])> = broken.properties.iter().filter_map(witnesses).collect();
    let families: BTreeSet<String> = refuted.iter().map(|(property, _)| family(&property.id)).collect();
    let expected: BTreeSet<String> = std::iter::once(mutant.breaks)
        .chain(mutant.related.iter().map(|(family, _)| *family))
        .map(str::to_owned)
        .collect();
    let of_broken = refuted.iter().find(|(property, _)| family(&property.id) == mutant.breaks);
    Row {
        name: mutant.name.to_owned(),
        stack: mutant.stack.to_owned(),
        breaks: mutant.breaks.to_owned(),
        verdict: if of_broken.is_some() { "refuted" } else { "not refuted" },
        replayed: !refuted.is_empty() && refuted.iter().flat_map(|(_, all)| *all).all(is_replayed),
        witness: of_broken.and_then(|(_, all)| all.first()).map(|it| it.summary.clone()).unwrap_or_default(),
        related: mutant.related.iter().map(|(family, why)| ((*family).into(), (*why).into())).collect(),
        unexpected: families.symmetric_difference(&expected).cloned().collect(),
    }
}

fn witnesses(property: &Property) -> Option<(&Property, &[Witness])> {
    match &property.verdict {
        Verdict::Refuted(witnesses) => Some((property, witnesses)),
        _ => None,
    }
}

fn is_replayed(witness: &Witness) -> bool {
    !witness.steps.is_empty() && REPLAYED_BY.contains(&witness.replayed_by)
}

/// Of properties about one part of the platform, what they have in common.
fn family(id: &str) -> String {
    let parts = if id.starts_with("encryption.") { 3 } else { 2 };
    id.split('.').take(parts).collect::<Vec<_>>().join(".")
}
