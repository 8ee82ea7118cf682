//! Compares the literal evaluator of access with an independent one, verdict by verdict, over generated policies and requests.
//!
//! The other one is the npm package `@cloud-copilot/iam-simulate`. It runs as a process of its own: its licence, AGPL-3.0, forbids
//! linking, and nothing of it is part of the repository. `cargo xtask iam-simulate` installs it, and passes its folder and, if
//! one is given, the number of cases.
#![expect(
    clippy::disallowed_methods,
    reason = "the other evaluator is a process, and a task accesses the operating system directly"
)]
#![expect(clippy::print_stdout, reason = "a task prints what it found")]

mod differences;
#[path = "../../../crates/polder-iam/tests/generated/mod.rs"]
mod generated;
mod simulation;

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use polder_iam::literal::{Answer, decide};

use self::differences::DIFFERENCES;
use self::generated::{Case, Extent, Numbers};

const DRIVER: &str = include_str!("driver.mjs");

/// How many cases a run has if nothing else is asked for.
const CASES: u64 = 12_000;

/// The most differences that are printed.
const SHOWN_MAX: usize = 5;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let compared = match arguments.as_slice() {
        [folder] => compare(Path::new(folder), CASES),
        [folder, cases] => {
            let cases = cases.parse().map_err(|_| format!("no number: `{cases}`"));
            cases.and_then(|cases| compare(Path::new(folder), cases))
        }
        _ => Err("the folder of the package is missing".to_owned()),
    };
    match compared {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Compares so many cases. A difference that no class of [`DIFFERENCES`] explains is an error, and so is a class without any.
fn compare(folder: &Path, count: u64) -> Result<String, String> {
    let cases: Vec<Case> = (0..count).map(case).collect();
    let simulations: Vec<String> =
        cases.iter().map(|case| Ok(simulation::of(case)?.to_string())).collect::<Result<_, String>>()?;
    let verdicts = verdicts(folder, simulations.join("\n"))?;
    if verdicts.len() != cases.len() {
        return Err(format!("{} verdicts on {count} cases", verdicts.len()));
    }
    let mut told = Told::default();
    for (seed, ((case, simulation), theirs)) in cases.iter().zip(&simulations).zip(&verdicts).enumerate() {
        told.add(seed, case, theirs, simulation)?;
    }
    told.verdict(count)
}

/// A case that both evaluators understand.
fn case(seed: u64) -> Case {
    let mut case = generated::case(&mut Numbers::of(seed), Extent { vague: false, all_layers: true });
    simulation::make_acceptable(&mut case);
    case
}

/// What the literal evaluator says, in the words of the other one.
fn answer(case: &Case) -> Result<&'static str, String> {
    let request = case.request.as_ref().ok_or("a case without a request")?;
    match decide(request, &case.policies()).answer {
        Answer::Allow => Ok("Allowed"),
        Answer::ExplicitDeny => Ok("ExplicitlyDenied"),
        Answer::ImplicitDeny => Ok("ImplicitlyDenied"),
        Answer::Undecided => Err("nothing of a case is unknown, and it is undecided".to_owned()),
    }
}

/// The classes of differences that explain another verdict: one, or else all of them together.
fn explained(case: &Case, theirs: &str) -> Result<Option<&'static str>, String> {
    let mut all = case.clone();
    for class in &DIFFERENCES {
        let mut alone = case.clone();
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
fn verdicts(folder: &Path, input: String) -> Result<Vec<String>, String> {
    let driver = folder.join("driver.mjs");
    std::fs::write(&driver, DRIVER).map_err(failed("the driver cannot be written"))?;
    let mut command = Command::new("node");
    let mut running = command
        .arg(&driver)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed("cannot run `node`"))?;
    let mut pipe = running.stdin.take().ok_or("no standard input")?;
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let output = running.wait_with_output().map_err(failed("`node` cannot be read"))?;
    writer
        .join()
        .map_err(|_| "the cases were not written".to_owned())?
        .map_err(failed("the cases were not written"))?;
    if !output.status.success() {
        return Err("`node` failed".to_owned());
    }
    let said = String::from_utf8(output.stdout).map_err(|error| error.to_string())?;
    Ok(said.lines().map(str::to_owned).collect())
}

fn failed(what: &str) -> impl FnOnce(io::Error) -> String {
    move |error| format!("{what}: {error}")
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
    fn add(&mut self, seed: usize, case: &Case, theirs: &str, simulation: &str) -> Result<(), String> {
        let ours = answer(case)?;
        if ours == theirs {
            *self.same.entry(ours).or_default() += 1;
            return Ok(());
        }
        match explained(case, theirs)? {
            Some(class) => *self.explained.entry(class).or_default() += 1,
            None => self.unexplained.push(format!("seed {seed}: {ours} here, {theirs} there\n{simulation}")),
        }
        Ok(())
    }

    fn verdict(&self, cases: u64) -> Result<String, String> {
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
            let count = self.unexplained.len();
            return Err(format!("{count} differences are not explained\n{}\n{said}", shown.join("\n")));
        }
        let stale = DIFFERENCES.iter().find(|it| cases >= CASES && !self.explained.contains_key(it.name));
        if let Some(stale) = stale {
            return Err(format!("no case has the difference `{}`: remove it\n{said}", stale.name));
        }
        Ok(said)
    }
}
