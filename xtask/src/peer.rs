//! Compares Polder with CDK Terrain: the owner's platform written by `polder compile` and by CDK Terrain, as
//! whole processes in one run. CDK Terrain gets the same number of stacks, resources and attributes, in its
//! generic constructs: without provider types, design and checks.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::tools;

/// CDK Terrain, pinned: a figure belongs to a release.
const PACKAGES: &str = "cdktn@0.24.0";

/// Its dependencies.
const CONSTRUCTS: &str = "constructs@10.7.2";

/// Measured runs of each, after a warm-up run.
const RUNS: usize = 5;

/// Measures both in turn and prints the ratio of their CPU seconds.
pub(crate) fn measure(root: &Path) -> Result<String> {
    let Some(tools) = tools::npm_all(root, "cdktn", &[PACKAGES, CONSTRUCTS])? else {
        return tools::skipped("nothing was measured: Node is missing");
    };
    let folder = root.join("target/xtask/peer");
    fs::create_dir_all(&folder)?;
    for package in ["polder-cli", "polder-testbench"] {
        tools::build(root, package)?;
    }
    let shape = folder.join("shape.json");
    let printed = Command::new(root.join("target/release/polder-testbench")).arg("--shape").output()?;
    ensure!(printed.status.success(), "the platform could not be printed as JSON");
    fs::write(&shape, printed.stdout)?;
    // A module is resolved relative to the file that imports it.
    let script = tools.join("synth.js");
    fs::write(&script, include_str!("peer/synth.js"))?;
    let ours = |out: &Path| {
        let mut compile = Command::new(root.join("target/release/polder"));
        compile.arg("compile").arg(root.join("examples/saleor-eu/polder.toml")).arg("--out").arg(out);
        compile
    };
    let theirs = |out: &Path| {
        let mut synth = Command::new("node");
        synth.arg(&script).args([&shape, out]).env("CHECKPOINT_DISABLE", "1");
        synth
    };
    // Nothing is deleted between the runs: file systems take long to reuse what was deleted a moment ago.
    let outputs = folder.join(format!("outputs-{}", std::process::id()));
    fs::create_dir_all(&outputs)?;
    let (mut own, mut peer) = (vec![], vec![]);
    for run in 0..=RUNS {
        let own_run = seconds(&outputs.join(format!("ours-{run}")), &ours)?;
        let peer_run = seconds(&outputs.join(format!("theirs-{run}")), &theirs)?;
        if run > 0 {
            own.push(own_run);
            peer.push(peer_run);
        }
    }
    fs::remove_dir_all(&outputs)?;
    let (own, peer) = (median(own), median(peer));
    Ok(format!(
        "processor seconds of the whole process, median of {RUNS}\n  polder compile   {own:.3}\n  {PACKAGES}     {peer:.3}\n  \
         ratio            {:.1}",
        peer / own
    ))
}

/// The CPU seconds of a program that writes into a new folder each time.
fn seconds(out: &Path, program: &dyn Fn(&Path) -> Command) -> Result<f64> {
    let program = program(out);
    let mut timed = Command::new("bash");
    timed.args(["-c", "TIMEFORMAT='%U %S'; time \"$@\" >/dev/null 2>\"$0.said\""]).arg(out);
    timed.arg(program.get_program()).args(program.get_args());
    timed.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = timed.output().context("bash is needed to measure")?;
    ensure!(output.status.success(), "{:?} failed: see {}.said", program, out.display());
    let text = String::from_utf8_lossy(&output.stderr);
    let parts: Vec<f64> = text.split_whitespace().filter_map(|part| part.parse().ok()).collect();
    ensure!(parts.len() == 2, "unexpected output of bash: `{text}`");
    Ok(parts.iter().sum())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
