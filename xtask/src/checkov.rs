//! Scans Polder's output with Checkov: the text of all stacks, and the existing plans. A finding that the
//! file of exceptions does not explain is an error; so is an exception without a finding.
#![expect(clippy::disallowed_methods, reason = "the summary contains durations")]

pub(crate) mod exceptions;
mod scan;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Result, bail, ensure};

use self::exceptions::Exceptions;
use self::scan::{Finding, Scan};
use crate::terraform::platforms::{self, Platform};
use crate::terraform::queue;

/// The scanner.
pub(crate) const REQUIREMENT: &str = "checkov==3.3.30";

/// Compiles the examples, or the one of this name, and scans them.
pub(crate) fn check(root: &Path, only: Option<&str>) -> Result<String> {
    let exceptions = Exceptions::read(&root.join(exceptions::FILE))?;
    let Some(programs) = crate::tools::pip(root, "checkov", REQUIREMENT)? else {
        return crate::tools::skipped("nothing was scanned: Python is missing");
    };
    let folder = root.join("target/xtask/checkov");
    let platforms = platforms::compile(root, &folder, platforms::examples(root, only)?, &[])?;
    let scanner = programs.join("checkov");
    let stacks: usize = platforms.iter().map(|platform| platform.stacks.len()).sum();
    let plans = plans(root, only)?;
    // The longest first, so that no core is idle at the end.
    let mut jobs: Vec<Job<'_>> = platforms.iter().map(Job::Text).collect();
    jobs.sort_by_key(|job| std::cmp::Reverse(job.stacks()));
    if !plans.is_empty() {
        jobs.push(Job::Plans(&plans));
    }
    let scans = queue::work(jobs, |_, job| job.run(&scanner)).into_iter().collect::<Result<Vec<_>>>()?;
    let verdict = judge(&exceptions, &scans);
    let complete = only.is_none() && !plans.is_empty();
    let said = format!(
        "{}\nstacks {stacks}, plans {}, resources {}, checks passed {}, distinct exceptions {}",
        verdict.table(&exceptions),
        plans.len(),
        scans.iter().map(|scan| scan.resources).sum::<u64>(),
        scans.iter().map(|scan| scan.passed).sum::<u64>(),
        exceptions.checks().len(),
    );
    let mut wrong = verdict.unexplained.iter().map(ToString::to_string).collect::<Vec<_>>();
    if complete {
        wrong.extend(verdict.stale(&exceptions));
    }
    if wrong.is_empty() { Ok(said) } else { bail!("{} findings\n{}\n{said}", wrong.len(), wrong.join("\n")) }
}

/// The scanner's findings in a folder of manifests: checks, each with its location.
pub(crate) fn manifests(scanner: &Path, label: &str, folder: &Path) -> Result<Vec<(String, String)>> {
    let scan = scan::manifests(scanner, label, folder)?;
    Ok(scan.findings.into_iter().map(|finding| (finding.check.clone(), finding.to_string())).collect())
}

/// One run of the scanner.
enum Job<'a> {
    /// Over the text of all modules and stacks of a platform.
    Text(&'a Platform),
    /// Over plans.
    Plans(&'a [PathBuf]),
}

impl Job<'_> {
    fn stacks(&self) -> usize {
        match self {
            Job::Text(platform) => platform.stacks.len(),
            Job::Plans(files) => files.len(),
        }
    }

    fn run(&self, scanner: &Path) -> Result<Scan> {
        let start = Instant::now();
        let (what, scan) = match self {
            Job::Text(platform) => {
                (platform.name.as_str(), scan::text(scanner, &platform.name, &platform.folder)?)
            }
            Job::Plans(files) => ("the plans", scan::plans(scanner, files)?),
        };
        let (stacks, seconds) = (self.stacks(), start.elapsed().as_secs_f64());
        eprintln!("scan  {what}  {stacks} stacks  {} findings  {seconds:.0} s", scan.findings.len());
        Ok(scan)
    }
}

/// The plans that `cargo xtask plan` kept. In CI they must exist; elsewhere that task may not have run.
fn plans(root: &Path, only: Option<&str>) -> Result<Vec<PathBuf>> {
    let kept = if only.is_none() { scan::json_files(&root.join(crate::plan::KEPT))? } else { vec![] };
    if kept.is_empty() && only.is_none() {
        let said = crate::tools::skipped("no plans were scanned: run `cargo xtask plan` first")?;
        eprintln!("{said}");
    }
    Ok(kept)
}

/// The findings, compared with the exceptions.
#[derive(Debug, Default)]
struct Verdict<'a> {
    /// Findings that no exception explains.
    unexplained: BTreeSet<&'a Finding>,
    /// The number of findings for each pattern of each exception.
    needed: BTreeMap<(usize, usize), usize>,
}

fn judge<'a>(exceptions: &Exceptions, scans: &'a [Scan]) -> Verdict<'a> {
    let mut verdict = Verdict::default();
    for finding in scans.iter().flat_map(|scan| &scan.findings) {
        match exceptions.explain(finding) {
            Some(place) => *verdict.needed.entry(place).or_default() += 1,
            None => drop(verdict.unexplained.insert(finding)),
        }
    }
    verdict
}

impl Verdict<'_> {
    /// Each exception with the number of findings that it explains.
    fn table(&self, exceptions: &Exceptions) -> String {
        let line = |(index, exception): (usize, &exceptions::Exception)| {
            let count: usize =
                self.needed.iter().filter(|((at, _), _)| *at == index).map(|(_, count)| count).sum();
            format!("{:<14} {count:>4}  {}", exception.check, exception.reason)
        };
        exceptions.list.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Patterns of exceptions without findings.
    fn stale(&self, exceptions: &Exceptions) -> Vec<String> {
        let patterns = exceptions.list.iter().enumerate().flat_map(|(index, exception)| {
            exception.resources.iter().enumerate().map(move |(at, pattern)| ((index, at), exception, pattern))
        });
        let stale = patterns.filter(|(place, _, _)| !self.needed.contains_key(place));
        stale
            .map(|(_, exception, pattern)| {
                format!(
                    "{}  `{pattern}` explains no finding: remove it from `{}`",
                    exception.check,
                    exceptions::FILE
                )
            })
            .collect()
    }
}

/// The maximum number of checks with an exception: nobody would read a longer list.
const MOST: usize = 17;

fn short_enough(checks: usize) -> Result<()> {
    ensure!(checks <= MOST, "{checks} checks have exceptions; the limit is {MOST}: fix the stacks");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "
        [[exception]]
        check = \"A\"
        resources = [\"aws_lb.*\", \"aws_s3_bucket.logs\"]
        reason = \"why\"
        instead = \"what holds\"
        tests = [\"one\"]
    ";

    fn finding(check: &str, resource: &str) -> Finding {
        Finding { check: check.into(), resource: resource.into(), file: "a.tf".into(), name: "n".into() }
    }

    #[test]
    fn findings_without_an_exception_and_unused_exceptions_are_errors() {
        let exceptions = Exceptions::parse(FILE).unwrap();
        let findings =
            vec![finding("A", "aws_lb.main"), finding("A", "aws_vpc.main"), finding("B", "aws_lb.main")];
        let scans = [Scan { findings, ..Scan::default() }];
        let verdict = judge(&exceptions, &scans);
        let told: Vec<_> = verdict.unexplained.iter().map(|it| (&*it.check, &*it.resource)).collect();
        assert_eq!(told, [("A", "aws_vpc.main"), ("B", "aws_lb.main")]);
        let stale = verdict.stale(&exceptions);
        assert_eq!(stale.len(), 1);
        assert!(stale[0].contains("aws_s3_bucket.logs"), "{stale:?}");
    }

    #[test]
    fn too_many_exceptions_are_an_error() {
        assert!(short_enough(MOST).is_ok());
        assert!(short_enough(MOST + 1).is_err());
    }
}
