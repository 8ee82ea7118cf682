//! The steps of a failover: none needs what is lost.

use crate::format::endurance::Market;
use crate::verdict::Recomputed;

/// What the steps say.
pub(super) fn recompute(market: &Market, claim: &str) -> Recomputed {
    let Some(failover) = &market.failover else {
        return Recomputed::open("the steps of a failover are not listed");
    };
    let lost = failover.lost.as_str();
    if !claim.contains(&format!("the region that is lost, {lost},")) {
        return Recomputed::open(format!("the claim does not speak of the loss of {lost}"));
    }
    if let Some(step) = failover.steps.iter().find(|step| step.region.as_deref() == Some(lost)) {
        return Recomputed::fails(format!("a step needs {lost}, which is lost: {}", step.what));
    }
    let outside = failover.switches.iter().filter(|switch| switch.region.as_deref() != Some(lost)).count();
    match (failover.checks.len() + outside, failover.unwatched.first()) {
        (0, Some(record)) => Recomputed::fails(format!("{record} is returned whatever its health")),
        _ if !failover.not_known.is_empty() => {
            Recomputed::open(format!("not known: {}", failover.not_known[0]))
        }
        (0, None) => Recomputed::open("nothing is known by which DNS leaves the site"),
        (watched, _) => Recomputed::holds(format!(
            "{} steps need nothing in {lost}, and {watched} health checks and switches outside of it move DNS",
            failover.steps.len()
        )),
    }
}
