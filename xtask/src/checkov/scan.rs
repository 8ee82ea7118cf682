//! One run of the scanner.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::terraform::address::in_stack;

/// The result of a scan.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The checks that failed.
    pub(super) findings: Vec<Finding>,
    /// The number that passed.
    pub(super) passed: u64,
    /// The number of resources that were scanned.
    pub(super) resources: u64,
}

/// A check that failed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    /// Its id.
    pub(super) check: String,
    /// The resource's address in its stack.
    pub(super) resource: String,
    /// Its location.
    pub(super) file: String,
    /// What the check requires.
    pub(super) name: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}  {}  ({})", self.check, self.resource, self.file, self.name)
    }
}

/// Scans the text of modules and stacks.
pub(super) fn text(scanner: &Path, platform: &str, folder: &Path) -> Result<Scan> {
    let mut command = Command::new(scanner);
    command.arg("--directory").arg(folder).args(["--framework", "terraform"]);
    run(&mut command, platform)
}

/// Scans manifests of Kubernetes.
pub(super) fn manifests(scanner: &Path, label: &str, folder: &Path) -> Result<Scan> {
    let mut command = Command::new(scanner);
    command.arg("--directory").arg(folder).args(["--framework", "kubernetes"]);
    run(&mut command, label)
}

/// Scans plans.
pub(super) fn plans(scanner: &Path, files: &[PathBuf]) -> Result<Scan> {
    let mut command = Command::new(scanner);
    command.args(["--framework", "terraform_plan", "--file"]).args(files);
    run(&mut command, "plan")
}

/// The JSON files of a folder, in order; none if it does not exist.
pub(super) fn json_files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(vec![]);
    }
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    Ok(files)
}

fn run(command: &mut Command, label: &str) -> Result<Scan> {
    command.args(["--compact", "--quiet", "--output", "json", "--skip-download", "--soft-fail"]);
    // Without these it would access the network for its newest release.
    command.env("CHECKOV_RUN_SCA_PACKAGE_SCAN_V2", "false").env("LOG_LEVEL", "ERROR");
    let said = crate::tools::run(command)?;
    let report: Value = serde_json::from_str(&said).context("the scanner's report is not JSON")?;
    read(&report, label)
}

fn read(report: &Value, label: &str) -> Result<Scan> {
    let reports = report.as_array().map_or(std::slice::from_ref(report), Vec::as_slice);
    let mut scan = Scan::default();
    for report in reports {
        let summary = |name: &str| {
            let count = report.get("summary").and_then(|summary| summary.get(name)).and_then(Value::as_u64);
            count.with_context(|| format!("the scanner's report has no number `{name}`"))
        };
        ensure!(summary("parsing_errors")? == 0, "the scanner could not parse {label}");
        // A comment in a stack must not suppress a check: exceptions are in the one file only.
        ensure!(summary("skipped")? == 0, "a comment in {label} suppresses a check");
        scan.passed += summary("passed")?;
        scan.resources += summary("resource_count")?;
        let failed = report.pointer("/results/failed_checks").and_then(Value::as_array);
        let failed = failed.context("the scanner's report has no list of failed checks")?;
        scan.findings.extend(failed.iter().map(|failed| finding(failed, label)));
    }
    ensure!(scan.resources > 0, "the scanner found no resources in {label}");
    Ok(scan)
}

fn finding(failed: &Value, label: &str) -> Finding {
    let text = |name: &str| failed.get(name).and_then(Value::as_str).unwrap_or_default();
    Finding {
        check: text("check_id").to_owned(),
        resource: in_stack(text("resource")),
        file: format!("{label}{}", text("file_path")),
        name: text("check_name").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(skipped: u64) -> Value {
        json!({
            "summary": { "passed": 3, "failed": 1, "skipped": skipped, "parsing_errors": 0, "resource_count": 2 },
            "results": { "failed_checks": [{
                "check_id": "A", "check_name": "do", "resource": "module.edge.aws_lb.main[0]", "file_path": "/edge/lb.tf",
            }] },
        })
    }

    #[test]
    fn a_report_is_read_with_its_failed_checks() {
        let scan = read(&report(0), "p").unwrap();
        assert_eq!((scan.passed, scan.resources), (3, 2));
        assert_eq!(scan.findings[0].to_string(), "A  aws_lb.main  p/edge/lb.tf  (do)");
    }

    #[test]
    fn a_comment_does_not_suppress_a_check() {
        assert!(read(&report(1), "p").is_err());
    }

    #[test]
    fn no_resources_are_an_error() {
        let empty =
            json!({ "passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "resource_count": 0 });
        assert!(read(&empty, "p").is_err());
    }
}
