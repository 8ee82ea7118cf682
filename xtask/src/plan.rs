//! Plans the owner's stacks with Terraform: every stack separately, against an AWS emulator on this machine.
//!
//! `polder compile --standalone` stubs what a stack reads from others, so each can be planned although none
//! is deployed. The plans are kept as JSON below `target/xtask/plan/json`, where `checkov` reads them.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

mod emulator;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

pub(crate) use self::emulator::Emulator;
use crate::terraform::caller::Stack;
use crate::terraform::engine::{Data, Engine};
use crate::terraform::platforms::{self, OWNER};
use crate::terraform::queue;

/// The folder of the plans, relative to the workspace.
pub(crate) const KEPT: &str = "target/xtask/plan/json";

/// Provider settings for the emulator: its buckets have no host names. It sometimes closes a connection that
/// the provider reuses, so that the request has to be retried.
const PROVIDER: &str = "provider \"aws\" {\n  max_retries       = 3\n  s3_use_path_style = true\n}\n";

/// A planned stack.
struct Planned {
    stack: String,
    seconds: f64,
    /// The number of resources to create, or the error.
    result: Result<usize, String>,
}

/// Installs the emulator and returns the folder of its programs.
pub(crate) fn install_emulator(root: &Path) -> Result<String> {
    match emulator::programs(root)? {
        Some(programs) => Ok(programs.display().to_string()),
        None => crate::tools::skipped("there is no emulator: Python is missing"),
    }
}

/// Plans every stack of the owner's platform below these accounts; of all accounts if none is given.
pub(crate) fn check(root: &Path, accounts: &[&str]) -> Result<String> {
    let folder = root.join("target/xtask/plan");
    let start = Instant::now();
    let platforms =
        platforms::compile(root, &folder, platforms::examples(root, Some(OWNER))?, &["--standalone"])?;
    let platform = platforms.first().context("there is no example of the owner's platform")?;
    let stacks: Vec<&str> = platform.stacks.iter().map(name).collect();
    let regions = stacks.iter().filter_map(|stack| region(stack)).collect();
    let Some(emulator) = Emulator::start(root, &folder, &regions)? else {
        return crate::tools::skipped("no stack was planned: Python is missing");
    };
    for stack in &platform.stacks {
        let file = platform.folder.join(&stack.folder).join("emulator_override.tf");
        fs::write(&file, PROVIDER).with_context(|| format!("cannot write `{}`", file.display()))?;
    }
    let engine = Engine::new(&folder, &[], emulator.environment())?;
    let kept = root.join(KEPT);
    if kept.exists() {
        fs::remove_dir_all(&kept).context("cannot remove the plans of the last run")?;
    }
    fs::create_dir_all(&kept)?;
    let wanted =
        |stack: &str| accounts.is_empty() || accounts.contains(&stack.split('/').next().unwrap_or(""));
    let mut jobs: Vec<String> = stacks.iter().map(|stack| (*stack).to_owned()).collect();
    jobs.retain(|stack| wanted(stack));
    let total = jobs.len();
    // Stacks of a layer share a module: what holds for one of them holds for all.
    let mut layers = BTreeSet::new();
    let jobs: Vec<(String, bool)> = jobs
        .into_iter()
        .map(|stack| {
            let first = layers.insert(stack.rsplit('/').next().unwrap_or_default().to_owned());
            (stack, first)
        })
        .collect();
    let done = queue::work(jobs, |count, (stack, twice)| {
        let start = Instant::now();
        let folder = platform.folder.join("stacks").join(&stack);
        let result = plan(&engine, &folder, &kept, &stack, twice);
        let seconds = start.elapsed().as_secs_f64();
        let verdict = result.as_ref().map_or("FAILED".to_owned(), |count| format!("{count} to add"));
        eprintln!("{count:>4}/{total}  plan  {stack}  {verdict}  {seconds:.1} s");
        Planned { stack, seconds, result }
    });
    summary(&done, start.elapsed().as_secs_f64())
}

/// A stack by its path.
fn name(stack: &Stack) -> &str {
    stack.folder.strip_prefix("stacks/").unwrap_or(&stack.folder)
}

/// The region of a stack, if it has one.
fn region(stack: &str) -> Option<&str> {
    stack.split('/').nth(1).filter(|place| *place != "global")
}

/// Plans a stack and keeps the plan.
fn plan(engine: &Engine, stack: &Path, kept: &Path, name: &str, twice: bool) -> Result<usize, String> {
    let file = kept.join(format!("{}.json", name.replace('/', "_")));
    engine.init(stack)?;
    let (json, plan) = ask(engine, stack)?;
    fs::write(file, &json).map_err(|error| format!("cannot write the plan: {error}"))?;
    let changes = changes(&plan)?;
    if twice && changes != self::changes(&ask(engine, stack)?.1)? {
        return Err("a second plan differs from the first".to_owned());
    }
    let made: Vec<_> = changes.iter().filter(|change| change.action == "create").collect();
    if made.is_empty() {
        return Err("the plan creates nothing".to_owned());
    }
    Ok(made.len())
}

/// A plan as JSON, and parsed.
fn ask(engine: &Engine, stack: &Path) -> Result<(Vec<u8>, Value), String> {
    let plan = || engine.run(Data::Own, stack, &["plan", "-input=false", "-lock=false", "-out=plan"]);
    // The emulator sometimes stops answering while two stacks are planned. What is wrong in the stack fails again.
    plan().or_else(|error| {
        eprintln!("{}: Terraform failed, and plans it again: {error}", stack.display());
        plan()
    })?;
    let json = engine.run(Data::Own, stack, &["show", "-json", "plan"])?;
    let plan = serde_json::from_slice(&json).map_err(|error| format!("the plan is not JSON: {error}"))?;
    Ok((json, plan))
}

/// The action of a plan on one resource. Values that may differ are omitted, such as generated passwords.
#[derive(PartialEq)]
struct Change {
    address: String,
    action: String,
    /// Known after apply.
    unknown: Value,
}

fn changes(plan: &Value) -> Result<Vec<Change>, String> {
    let changes = plan.get("resource_changes").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let read = |change: &Value| {
        let address = text(change.get("address"));
        let action = text(change.pointer("/change/actions/0"));
        let unknown = change.pointer("/change/after_unknown").cloned().unwrap_or_default();
        match action.as_str() {
            "create" | "read" | "no-op" => Ok(Change { address, action, unknown }),
            _ => Err(format!("the plan would {action} `{address}`, which does not exist")),
        }
    };
    changes.iter().map(read).collect()
}

fn summary(done: &[Planned], seconds: f64) -> Result<String> {
    let resources: usize = done.iter().filter_map(|planned| planned.result.as_ref().ok()).sum();
    let failures: Vec<String> = done
        .iter()
        .filter_map(|planned| {
            Some(format!("--- plan  {}\n{}", planned.stack, planned.result.as_ref().err()?))
        })
        .collect();
    let work: f64 = done.iter().map(|planned| planned.seconds).sum();
    let said = format!(
        "plans     {} passed, {} failed, {resources} resources, {seconds:.0} s, {work:.0} s of work",
        done.len() - failures.len(),
        failures.len()
    );
    if failures.is_empty() { Ok(said) } else { bail!("{}\n{said}", failures.join("\n")) }
}
