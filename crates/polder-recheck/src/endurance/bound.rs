//! Bounds: the terms are added up again.

use crate::format::Entry;
use crate::format::endurance::{Bound, Market, Total};
use crate::verdict::Recomputed;

/// What the terms say of an objective.
pub(super) fn recompute(market: &Market, question: &str, entry: &Entry) -> Recomputed {
    let mut all = market.bounds.iter().filter(|bound| bound.id == entry.id);
    let (Some(bound), None) = (all.next(), all.next()) else {
        return Recomputed::open("the document does not have this bound once");
    };
    // The parts of a failover follow each other; whatever else changes does so at the same time.
    let expected = if question == "rto-region" { Total::Sum } else { Total::Longest };
    let words = words(bound.objective_ms);
    let told = |claim: &str| {
        claim.contains(&format!(" within {words} after ")) || claim.ends_with(&format!(" older than {words}"))
    };
    if bound.total != expected {
        return Recomputed::open("the terms do not add up as those of this property do");
    }
    if !told(&entry.claim) {
        return Recomputed::open(format!("the claim does not speak of {words}"));
    }
    if bound.terms.is_empty() {
        return Recomputed::open("a bound without terms shows nothing");
    }
    let Some(least) = total(bound, bound.terms.iter().map(|term| Some(term.least_ms))) else {
        return Recomputed::open("the terms exceed what can be counted");
    };
    let most = total(bound, bound.terms.iter().map(|term| term.most_ms));
    if (least, most) != (bound.least_ms, bound.most_ms) {
        return Recomputed::open("the total is not that of the terms");
    }
    if bound.terms.iter().any(|term| term.most_ms.is_some_and(|most| most < term.least_ms)) {
        return Recomputed::open("a term is at least longer than at most");
    }
    match most {
        _ if least > bound.objective_ms => Recomputed::fails(format!(
            "{} terms take at least {least} ms, and {words} are allowed",
            bound.terms.len()
        )),
        Some(most) if most <= bound.objective_ms => Recomputed::holds(format!(
            "{} terms take up to {most} ms, and {words} are allowed",
            bound.terms.len()
        )),
        _ => Recomputed::open("the terms do not say whether the time is within the objective"),
    }
}

fn total(bound: &Bound, mut terms: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    terms.try_fold(0_u64, |total, term| match bound.total {
        Total::Sum => total.checked_add(term?),
        Total::Longest => Some(total.max(term?)),
    })
}

/// A duration as claims write it: in the largest unit of which it is a multiple.
fn words(milliseconds: u64) -> String {
    const UNITS: [(&str, u64); 5] =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];
    if milliseconds == 0 {
        return "0s".to_owned();
    }
    let unit = UNITS.iter().find(|(_, factor)| milliseconds.is_multiple_of(*factor));
    unit.map_or(String::new(), |(name, factor)| format!("{}{name}", milliseconds / factor))
}
