//! Compares fingerprints of plans, as the scripts compute them: an approval is for the changes of a plan, and a secret that
//! each plan generates anew is no change.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

/// A plan with a sensitive value at its top and one in a list.
const PLAN: &str = r#"{"resource_changes":[{"address":"a.b","change":{"actions":["create"],"before":null,
"before_sensitive":false,"after":{"secret":"S1","list":[{"name":"N1","secret":"S2"}],"text":"T1"},
"after_sensitive":{"secret":true,"list":[{"secret":true}]},"after_unknown":{"id":true}}}],
"output_changes":{"o":{"actions":["create"],"before":null,"after":"O1","before_sensitive":false,"after_sensitive":false}}}"#;

/// Texts of the plan that are replaced one by one, and whether its fingerprint must stay the same.
const CHANGES: [(&str, bool); 7] = [
    ("S1", true),
    ("S2", true),
    ("N1", false),
    ("T1", false),
    ("O1", false),
    ("a.b", false),
    ("create", false),
];

/// Prints the fingerprint of the plan `$1`; in place of `tofu show -json PLAN`, the file is printed.
const SCRIPT: &str = "set -euo pipefail; source \"$0\"; tofu() { cat \"$3\"; }; fingerprint \"$1\"";

/// Compares the fingerprint of each changed plan with that of the original.
pub(super) fn check(root: &Path) -> Result<usize> {
    let file = root.join("target/xtask/fingerprint.json");
    let of = |plan: &str| -> Result<String> {
        fs::write(&file, plan)?;
        let mut bash = Command::new("bash");
        bash.args(["-c", SCRIPT]).arg(root.join("crates/polder-pipeline/scripts/common.sh")).arg(&file);
        let output = bash.output()?;
        let print = String::from_utf8(output.stdout)?;
        ensure!(output.status.success() && print.trim().len() == 64, "no fingerprint: {print:?}");
        Ok(print)
    };
    let plan = of(PLAN)?;
    for (text, stays) in CHANGES {
        ensure!(
            (of(&PLAN.replace(text, "another"))? == plan) == stays,
            "the fingerprint is wrong where `{text}` is replaced"
        );
    }
    Ok(CHANGES.len())
}
