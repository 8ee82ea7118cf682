//! Compares `polder prove` with Checkov on one plan of about 6,000 resources, as whole processes in one run.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::checkov::REQUIREMENT;
use crate::tools;

/// Runs of Polder; the scanner runs once.
const RUNS: usize = 5;

/// What Polder may use.
const SECONDS: f64 = 1.0;
const MIB: u64 = 300;

/// What a run used.
#[derive(Clone, Copy, Debug)]
struct Used {
    /// Of the processor.
    seconds: f64,
    /// At its peak.
    mib: u64,
}

/// Measures both and prints the ratio of their CPU seconds.
pub(crate) fn measure(root: &Path) -> Result<String> {
    let Some(programs) = tools::pip(root, "checkov", REQUIREMENT)? else {
        return tools::skipped("nothing was measured: Python is missing");
    };
    let folder = root.join("target/xtask/prove-peer");
    fs::create_dir_all(&folder)?;
    let plan = folder.join("plan.json");
    for package in ["polder-cli", "polder-testbench"] {
        tools::build(root, package)?;
    }
    let mut generate = Command::new(root.join("target/release/polder-testbench"));
    let made = tools::run(generate.arg("--write-plan").arg(&plan).current_dir(root))?;
    let script = folder.join("measure.py");
    fs::write(&script, include_str!("prove_peer/measure.py"))?;
    let ours = || {
        let mut prove = Command::new(programs.join("python"));
        prove
            .arg(&script)
            .arg(root.join("target/release/polder"))
            .args(["prove", "--format", "json", "--plan"]);
        // Something in the plan is refuted.
        used(prove.arg(&plan), "2")
    };
    let mut runs = (0..RUNS).map(|_| ours()).collect::<Result<Vec<_>>>()?;
    runs.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
    let own = runs[RUNS / 2];
    let mut scan = Command::new(programs.join("python"));
    scan.arg(&script).arg(programs.join("checkov"));
    scan.args(["--framework", "terraform_plan", "--compact", "--quiet", "--output", "json"]);
    scan.args(["--skip-download", "--soft-fail", "--file"]).arg(&plan);
    let peer = used(scan.env("CHECKOV_RUN_SCA_PACKAGE_SCAN_V2", "false").env("LOG_LEVEL", "ERROR"), "0")?;
    let line = |used: Used| format!("{:>8.2} CPU seconds  {:>5} MiB", used.seconds, used.mib);
    let told = format!(
        "{}\n  polder prove, median of {RUNS}  {}\n  {REQUIREMENT}, once       {}\n  ratio                     {:>8.1}",
        made.trim_end(),
        line(own),
        line(peer),
        peer.seconds / own.seconds
    );
    ensure!(own.seconds < SECONDS && own.mib < MIB, "more than {SECONDS} s or {MIB} MiB\n{told}");
    Ok(told)
}

/// What a run used, which must have this exit status.
fn used(command: &mut Command, status: &str) -> Result<Used> {
    parsed(&tools::run(command)?, status)
}

fn parsed(said: &str, status: &str) -> Result<Used> {
    let parts: Vec<&str> = said.split_whitespace().collect();
    let [found, seconds, kib] = parts[..] else { anyhow::bail!("unexpected output: `{said}`") };
    ensure!(found == status, "the exit status is {found} instead of {status}");
    let kib: u64 = kib.parse().with_context(|| format!("no number: `{kib}`"))?;
    let seconds = seconds.parse().with_context(|| format!("no number: `{seconds}`"))?;
    Ok(Used { seconds, mib: kib / 1024 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_counts_with_its_exit_status_only() {
        let used = parsed("2 0.75 102400\n", "2").unwrap();
        assert_eq!((used.seconds, used.mib), (0.75, 100));
        assert!(parsed("101 0.01 1024\n", "2").is_err());
        assert!(parsed("", "0").is_err());
    }
}
