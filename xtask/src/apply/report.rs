//! The table at the end, and the verdict.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{Result, bail};

use super::Run;
use super::faults::{FILE, Faults};
use super::results::Outcome;

/// Prints the table: resources in the state, of those on the page, which counts requests for quotas that are only made when
/// a variable asks for them. An error if a stack was not applied, if a second plan has drift that is not listed, or if an
/// entry of the list matched nothing in a run of all stacks.
pub(super) fn report(
    run: &Run<'_>,
    wanted: &BTreeSet<String>,
    faults: &Faults,
    seconds: u64,
) -> Result<String> {
    let (mut table, mut problems) = (String::new(), vec![]);
    let mut met = BTreeSet::new();
    let (mut applied, mut resources, mut empty, mut listed) = (0, 0, 0, 0);
    for row in run.page.order.iter().filter(|row| wanted.contains(&row.stack)) {
        let outcome = run.results.get(&row.stack).unwrap_or_default();
        applied += usize::from(outcome.applied);
        resources += outcome.resources;
        let mut unlisted = 0;
        for (drift, all) in &outcome.drift {
            if let Some(fault) = faults.explain(drift) {
                met.insert(fault);
            } else {
                unlisted += 1;
                let some = Vec::from_iter(all.iter().map(String::as_str)).join(", ");
                problems.push(format!("{}: {} {}: {some}", row.stack, drift.kind, drift.attribute));
            }
        }
        let verdict = match &outcome {
            Outcome { error: Some(error), .. } => {
                problems.push(format!("{}: {error}", row.stack));
                "FAILED"
            }
            Outcome { planned: false, .. } => "not planned",
            _ if unlisted > 0 => "DRIFT",
            _ if outcome.drift.is_empty() => "empty",
            _ => "listed drift",
        };
        empty += usize::from(verdict == "empty");
        listed += usize::from(verdict == "listed drift");
        let Outcome { resources, seconds, .. } = outcome;
        let _ = writeln!(
            table,
            "{:<48} {resources:>4} of {:>3} {seconds:>5} s  {verdict}",
            row.stack, row.resources
        );
    }
    eprintln!("{table}");
    if wanted.len() == run.page.order.len() {
        let stale = faults.attributes().filter(|(fault, _)| !met.contains(fault));
        problems.extend(stale.map(|(_, name)| format!("`{FILE}`: {name} was not met: remove it")));
    }
    let said = format!(
        "applied   {applied} of {} stacks, {resources} resources, second plans: {empty} empty, {listed} with listed \
         drift; {seconds} s in this run",
        wanted.len()
    );
    if problems.is_empty() { Ok(said) } else { bail!("{}\n{said}", problems.join("\n")) }
}
