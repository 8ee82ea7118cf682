//! Applies the owner's platform with Terraform to AWS emulators on this machine, as the page of the build says, and plans
//! every stack again: the second plan must be empty, but for faults of the emulators that are listed.
//!
//! `testing/apply/README.md` describes it.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

mod accounts;
mod drift;
mod emulators;
mod faults;
mod manual;
mod options;
mod page;
mod report;
mod results;
mod shell;
mod stack;
mod values;

pub(crate) use self::options::Options;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use self::accounts::Accounts;
use self::emulators::Emulators;
use self::faults::Faults;
use self::page::{Page, Step};
use self::results::Results;
use self::shell::Shell;
use crate::terraform::platforms::OWNER;
use crate::terraform::queue;

/// The stack that creates accounts.
const ORGANIZATION: &str = "management/global/organization";

/// What a run has.
struct Run<'a> {
    /// The folder of the stacks.
    stacks: PathBuf,
    /// Where the output of commands is.
    logs: PathBuf,
    page: &'a Page,
    emulators: &'a Emulators,
    results: Results,
}

/// Applies the stacks that the options name, and those that they need.
pub(crate) fn check(root: &Path, options: &Options) -> Result<String> {
    let folder = root.join("target/xtask/apply");
    let faults = Faults::read(root)?;
    let start = Instant::now();
    if options.fresh {
        Emulators::end_last(&folder);
    }
    let Some(emulators) = Emulators::continued_or_new(root, &folder)? else {
        return crate::tools::skipped("no stack was applied: Python is missing");
    };
    let build = folder.join("build");
    let example = root.join("examples").join(OWNER).join("polder.toml");
    let (example, out) = (example.to_string_lossy(), build.to_string_lossy());
    crate::tools::polder(root, &folder, &["compile", &example, "--out", &out])?;
    let text = fs::read_to_string(build.join("README.md")).context("the build has no page")?;
    let page = Page::parse(&text)?;
    let logs = folder.join("logs");
    fs::create_dir_all(&logs)?;
    let results = Results::open(&folder.join("results.json"))?;
    let run = Run { stacks: build.join("stacks"), logs, page: &page, emulators: &emulators, results };
    let wanted = wanted(&run, options)?;
    apply(&run, &wanted, options.jobs)?;
    let said = report::report(&run, &wanted, &faults, start.elapsed().as_secs());
    if said.is_ok() && wanted.len() == page.order.len() {
        Emulators::end_last(&folder);
    }
    said
}

/// The stacks that the options name, those that they need, and those of the first steps.
fn wanted(run: &Run<'_>, options: &Options) -> Result<BTreeSet<String>> {
    let first = run.page.steps.iter().flat_map(|step| &step.stacks);
    let named = run.page.order.iter().map(|row| &row.stack).filter(|stack| options.names(stack));
    let mut open: Vec<String> = first.chain(named).cloned().collect();
    let mut wanted = BTreeSet::new();
    while let Some(stack) = open.pop() {
        if wanted.insert(stack.clone()) {
            open.extend(stack::needs(&run.stacks.join(&stack))?);
        }
    }
    Ok(wanted)
}

/// The steps of the bootstrap one after the other, then wave after wave.
fn apply(run: &Run<'_>, wanted: &BTreeSet<String>, jobs: usize) -> Result<()> {
    let mut accounts = Accounts::new();
    for step in &run.page.steps {
        step_by_hand(run, step, &accounts)?;
        if step.stacks.iter().any(|stack| stack == ORGANIZATION) {
            accounts
                .add(&Shell::in_stack(run, ORGANIZATION, &accounts)?.output("terraform output -json")?)?;
        }
    }
    manual::raise_quotas(run, &accounts)?;
    let done: BTreeSet<&String> = run.page.steps.iter().flat_map(|step| &step.stacks).collect();
    let waves: BTreeSet<u32> = run.page.order.iter().map(|row| row.wave).collect();
    for wave in waves {
        let rows = run.page.order.iter().filter(|row| row.wave == wave && wanted.contains(&row.stack));
        let open: Vec<&str> =
            rows.map(|row| &row.stack).filter(|stack| !done.contains(stack)).map(|s| &**s).collect();
        let total = open.len();
        queue::work_with(jobs, open, |count, name| {
            eprintln!(
                "wave {wave}  {count:>3}/{total}  {name}  {}",
                stack::apply(run, name, &accounts, None)
            );
        });
    }
    Ok(())
}

/// A step of the bootstrap: what people do at the console, or stacks in the order of the text.
fn step_by_hand(run: &Run<'_>, step: &Step, accounts: &Accounts) -> Result<()> {
    if step.stacks.is_empty() {
        return manual::console(run, step, accounts);
    }
    for name in &step.stacks {
        let verdict = stack::apply(run, name, accounts, step.commands.as_deref());
        eprintln!("step {}  {name}  {verdict}", step.number);
        ensure!(
            run.results.applied(name),
            "step {} of the page failed: see `{}`",
            step.number,
            run.logs.display()
        );
    }
    if let (Some(commands), Some(last)) = (&step.afterwards, step.stacks.last()) {
        Shell::in_stack(run, last, accounts)?.run(commands)?;
    }
    Ok(())
}
