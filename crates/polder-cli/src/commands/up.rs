//! `polder up`: from the file to the build folder, with a summary.

use std::sync::Arc;

use polder::bill::Book;
use polder::diag::{Severity, visible};
use polder::spec::Day;
use polder::verdict::{Acceptance, Counts, Property, Report, Verdict};
use polder::{Compiled, Inventory, Prices, accepted, price, prove};
use polder_world::{DryRun, World};

use crate::arguments::Up;
use crate::input;
use crate::lock;
use crate::output;
use crate::screen::{self, Wrote};
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Up, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let text = input::platform_or_example(world, arguments.file.as_deref(), streams)?;
    let outcome = input::compile(&text, world);
    input::tell(&text, &outcome.findings, streams)?;
    let warnings = outcome.findings.iter().filter(|it| it.severity() == Severity::Warning).count();
    if arguments.output.strict && warnings > 0 {
        return Ok(Status::Error);
    }
    let Some((compiled, inventory)) = outcome.sound() else { return Ok(Status::Error) };
    let dry = DryRun(world);
    let target: &dyn World = if arguments.dry_run { &dry } else { world };
    if lock::write(target, &text, &compiled, arguments.output.locked)? && !arguments.dry_run {
        lock::tell(&text, streams)?;
    }
    let built = output::written(target, &text, &compiled, (&arguments.output, false), streams)?;
    let properties = prove(&compiled, &inventory);
    // An entry that accepts nothing is an error of `polder prove`, which decides the requirements, too.
    let (accepted, _) = accepted(&compiled.platform.accepted, &properties, Day::at(world.now()));
    let proofs = proofs(&properties, &accepted);
    let month = month(&compiled, inventory)?;
    let folder = output::folder(&arguments.output, &text);
    let wrote = Wrote { folder: &folder, built: &built, dry_run: arguments.dry_run };
    streams.data(&screen::up(&text.name, &compiled, &wrote, (&month, &proofs), warnings))?;
    Ok(output::status(&built))
}

/// What a month costs, in a sentence.
fn month(compiled: &Compiled, inventory: Inventory) -> anyhow::Result<String> {
    let book = Book::embedded(true);
    let priced = price(compiled, &Arc::new(inventory), &Prices { book: &book, usage: None, region: None })?;
    let (month, missing) = (priced.bill.month(), priced.bill.missing.len());
    let without =
        if missing == 0 { String::new() } else { format!(", without {missing} prices that are missing") };
    let [expected, low, high] = [month.expected, month.low, month.high].map(|money| money.whole("$"));
    Ok(format!("{expected} a month at list prices, {low} to {high}{without}: `polder price` shows the bill"))
}

/// What is proved of the platform, in a sentence. What is refuted and not accepted is named.
fn proofs(properties: &[Property], accepted: &[Acceptance]) -> String {
    let report = Report { source: "", properties, requirements: None, accepted };
    let refuted = properties.iter().filter(|property| matches!(property.verdict, Verdict::Refuted(_)));
    let (accepted, open): (Vec<&Property>, Vec<&Property>) =
        refuted.partition(|property| report.acceptance(property).is_some());
    let named: Vec<String> = open.iter().map(|property| format!("`{}`", visible(&property.id))).collect();
    let named = if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) };
    let kept = if accepted.is_empty() { String::new() } else { format!(", {} accepted", accepted.len()) };
    let Counts { proved, refuted: _, undecided, procedural } = Counts::of(properties);
    let other = format!("{undecided} undecided, {procedural} procedural");
    format!(
        "{proved} properties proved, {} refuted{named}{kept}, {other}: `polder prove` shows them",
        open.len()
    )
}
