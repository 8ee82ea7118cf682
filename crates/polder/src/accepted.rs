//! Refuted properties that the owner of a platform accepts.

use polder_diag::Finding;
use polder_spec::{Accepted, Day, accept_properties};
use polder_verdict::{Acceptance, Property, Verdict};

/// What the entries of `[accepted]` accept of these properties and requirements today, with findings about entries that accept
/// nothing, or no longer.
pub fn accepted<'a>(
    entries: &[Accepted],
    decided: impl IntoIterator<Item = &'a Property>,
    today: Day,
) -> (Vec<Acceptance>, Vec<Finding>) {
    let refuted: Vec<&Property> =
        decided.into_iter().filter(|property| matches!(property.verdict, Verdict::Refuted(_))).collect();
    let is_refuted = |id: &str| refuted.iter().any(|property| property.is_below(id));
    let (used, findings) = accept_properties(entries, &is_refuted, today);
    let of = |entry: &Accepted| Acceptance {
        property: entry.code.value.clone(),
        reason: entry.reason.value.clone(),
        until: entry.until.value.to_string(),
    };
    (used.into_iter().map(of).collect(), findings)
}
