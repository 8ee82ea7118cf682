//! Applies one stack and plans it again.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::accounts::Accounts;
use super::results::{Outcome, Outcomes};
use super::shell::Shell;
use super::{Run, drift, manual};
use crate::terraform::address::in_stack;

/// Settings of the provider for the emulators: buckets have no host names there, and a connection is closed now and then.
const PROVIDER: &str = "provider \"aws\" {\n  max_retries       = 4\n  s3_use_path_style = true\n}\n";

/// Applies a stack with the page's commands, or those of its step, plans it again, and keeps the result. A stack that the
/// last run applied is only planned again.
pub(super) fn apply(run: &Run<'_>, name: &str, accounts: &Accounts, own: Option<&str>) -> String {
    let known = run.results.get(name);
    if known.as_ref().is_some_and(Outcome::is_complete) {
        return "kept from the last run".to_owned();
    }
    let mut outcome = known.unwrap_or_default();
    let done = one(run, name, accounts, own, &mut outcome);
    outcome.error = done.err().map(|error| format!("{error:#}"));
    let verdict = outcome.to_string();
    run.results.set(name, outcome);
    verdict
}

fn one(
    run: &Run<'_>,
    name: &str,
    accounts: &Accounts,
    own: Option<&str>,
    outcome: &mut Outcome,
) -> Result<()> {
    let folder = run.stacks.join(name);
    let missing: Vec<String> =
        needs(&folder)?.into_iter().filter(|need| !run.results.applied(need)).collect();
    if !missing.is_empty() {
        bail!("not applied, because it needs {}", missing.join(", "));
    }
    let shell = Shell::in_stack(run, name, accounts)?;
    fs::write(folder.join("emulator_override.tf"), PROVIDER)
        .context("cannot write the provider's settings")?;
    if !outcome.applied {
        let start = Instant::now();
        shell.run(own.unwrap_or(&run.page.commands))?;
        outcome.seconds = start.elapsed().as_secs();
        outcome.applied = true;
    }
    let state = shell.output("terraform state list")?;
    outcome.resources = state.lines().filter(|line| !in_stack(line).starts_with("data.")).count();
    manual::after(run, name, &shell)?;
    outcome.drift = plan(&shell)?;
    outcome.planned = true;
    Ok(())
}

/// What a second plan would change.
fn plan(shell: &Shell) -> Result<Outcomes> {
    match shell.status("terraform plan -input=false -detailed-exitcode -out=second")? {
        Some(0) => Ok(Outcomes::new()),
        Some(2) => {
            let plan = shell.output("terraform show -json second")?;
            Ok(drift::of(&serde_json::from_str(&plan).context("the second plan is not JSON")?))
        }
        _ => bail!("the second plan failed"),
    }
}

/// The stacks whose state a stack reads.
pub(super) fn needs(folder: &Path) -> Result<BTreeSet<String>> {
    let file = folder.join("remote_state.tf");
    if !file.is_file() {
        return Ok(BTreeSet::new());
    }
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
    Ok(text
        .split('"')
        .filter_map(|word| word.strip_suffix("/terraform.tfstate"))
        .map(str::to_owned)
        .collect())
}
