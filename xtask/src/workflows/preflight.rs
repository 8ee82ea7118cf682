//! Runs `preflight.sh` on responses of GitHub's API, with a program in place of `gh` that prints them.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Prints the response to `gh api PATH`, or, as `gh` does, the body of an error.
const GH: &str = r#"#!/usr/bin/env bash
set -eu
[[ $1 == api ]]
cat "$ANSWERS/${2//\//_}" || { echo '{"message":"Not Found","status":"404"}'; exit 1; }
"#;

/// Rules of a branch that is protected.
const RULES: &str = r#"[{"type":"pull_request","parameters":{"required_approving_review_count":1,"dismiss_stale_reviews_on_push":true}},
{"type":"required_status_checks","parameters":{"required_status_checks":[{"context":"Plans"}]}}]"#;

/// The same, where approvals outlast a push.
const STALE: &str = r#"[{"type":"pull_request","parameters":{"required_approving_review_count":1,"dismiss_stale_reviews_on_push":false}},
{"type":"required_status_checks","parameters":{"required_status_checks":[{"context":"Plans"}]}}]"#;

/// The same without a status check.
const UNCHECKED: &str = r#"[{"type":"pull_request","parameters":{"required_approving_review_count":2,"dismiss_stale_reviews_on_push":true}}]"#;

/// Responses for a repository that is set up as the workflows need it.
const SOUND: [(&str, &str); 5] = [
    ("rules_branches_main", RULES),
    (
        "environments_prod",
        r#"{"protection_rules":[{"type":"required_reviewers","prevent_self_review":true,"reviewers":[{}]}]}"#,
    ),
    (
        "environments_prod_deployment-branch-policies",
        r#"{"branch_policies":[{"name":"main","type":"branch"}]}"#,
    ),
    ("environments_prod-plan", r#"{"protection_rules":[]}"#),
    ("environments_prod-plan_deployment-branch-policies", r#"{"branch_policies":[{"name":"main"}]}"#),
];

/// Responses that differ, and the error that must follow. An empty one is a request that fails.
const CASES: [(&str, &str, &str); 9] = [
    ("rules_branches_main", STALE, "requires a pull request whose approvals end with each push"),
    ("rules_branches_main", UNCHECKED, "requires the status check"),
    (
        "environments_prod",
        r#"{"protection_rules":[{"type":"required_reviewers","reviewers":[{}]}]}"#,
        "the environment prod has no required reviewers",
    ),
    ("environments_prod", "", "the environment prod does not exist"),
    ("environments_prod", r#"{"protection_rules":[]}"#, "the environment prod has no required reviewers"),
    (
        "environments_prod",
        r#"{"protection_rules":[{"type":"required_reviewers","reviewers":[]}]}"#,
        "the environment prod has no required reviewers",
    ),
    (
        "environments_prod-plan_deployment-branch-policies",
        r#"{"branch_policies":[]}"#,
        "the environment prod-plan must allow the branch main and nothing else",
    ),
    (
        "environments_prod-plan_deployment-branch-policies",
        r#"{"branch_policies":[{"name":"main","type":"branch"},{"name":"*","type":"branch"}]}"#,
        "the environment prod-plan must allow the branch main and nothing else",
    ),
    (
        "environments_prod_deployment-branch-policies",
        r#"{"branch_policies":[{"name":"main","type":"tag"}]}"#,
        "the environment prod must allow the branch main and nothing else",
    ),
];

/// Runs all cases. Each fault is the only one of its repository, and must be the only error.
pub(super) fn check(root: &Path) -> Result<usize> {
    let folder = root.join("target/xtask/preflight");
    let gh = folder.join("bin/gh");
    fs::create_dir_all(folder.join("bin"))?;
    fs::write(&gh, GH)?;
    crate::tools::run(Command::new("chmod").arg("+x").arg(&gh))?;
    let errors = |changed: Option<(&str, &str)>| -> Result<Vec<String>> {
        let answers = folder.join("answers");
        fs::create_dir_all(&answers)?;
        for (path, answer) in SOUND.into_iter().chain(changed) {
            let file = answers.join(format!("repos_o_r_{path}"));
            if answer.is_empty() { fs::remove_file(&file)? } else { fs::write(&file, answer)? }
        }
        run(root, &folder)
    };
    ensure!(errors(None)?.is_empty(), "a sound repository fails the preflight");
    for (path, answer, expected) in CASES {
        let found = errors(Some((path, answer)))?;
        let right = matches!(found.as_slice(), [only] if only.contains(expected));
        ensure!(right, "preflight with {path} = `{answer}`: {found:?} instead of `{expected}`");
    }
    Ok(CASES.len())
}

/// The errors of one run. A run fails exactly if it has some.
fn run(root: &Path, folder: &Path) -> Result<Vec<String>> {
    let search = std::env::var("PATH").context("PATH is set")?;
    let mut script = Command::new("bash");
    script.arg(root.join("crates/polder-pipeline/scripts/preflight.sh"));
    script.env("PATH", format!("{}:{search}", folder.join("bin").display()));
    script.env("ANSWERS", folder.join("answers")).env("GITHUB_REPOSITORY", "o/r");
    script.env("RESTRICTED", r#"["prod","prod-plan"]"#).env("APPROVED", r#"["prod"]"#);
    let output = script.output()?;
    let text = String::from_utf8(output.stdout)?;
    let errors: Vec<String> =
        text.lines().filter_map(|line| line.strip_prefix("::error::")).map(str::to_owned).collect();
    ensure!(
        output.status.success() == errors.is_empty(),
        "the preflight ended with {} and {errors:?}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(errors)
}
