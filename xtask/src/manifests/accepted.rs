//! Accepted findings of the scanner in manifests, each with its reason. Other findings are errors, and so are
//! exceptions without a finding.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

/// A check and why it does not apply.
const ACCEPTED: [(&str, &str); 5] = [
    ("CKV_K8S_8", "workers and beat: a liveness probe that fails late would kill running tasks"),
    ("CKV_K8S_9", "workers and beat: they serve no requests, so readiness has no meaning"),
    ("CKV_K8S_35", "Saleor reads its secrets from its environment only"),
    ("CKV_K8S_40", "the user IDs are those of the images; only this platform's pods run on these nodes"),
    ("CKV_K8S_43", "tags of the platform's registry are immutable"),
];

/// Compares the findings, as check and text, with the accepted ones.
pub(super) fn compare(found: &BTreeSet<(String, String)>) -> Result<()> {
    let known = |check: &str| ACCEPTED.iter().any(|(accepted, _)| *accepted == check);
    let unknown: Vec<&str> =
        found.iter().filter(|(check, _)| !known(check)).map(|(_, text)| text.as_str()).collect();
    ensure!(unknown.is_empty(), "findings in the manifests\n{}", unknown.join("\n"));
    let stale: Vec<&str> = ACCEPTED
        .iter()
        .map(|(check, _)| *check)
        .filter(|check| !found.iter().any(|(found, _)| found == check))
        .collect();
    ensure!(stale.is_empty(), "no findings of the accepted check {}", stale.join(", "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> BTreeSet<(String, String)> {
        ACCEPTED.iter().map(|(check, why)| ((*check).to_owned(), (*why).to_owned())).collect()
    }

    #[test]
    fn findings_and_accepted_checks_must_match() {
        assert!(compare(&all()).is_ok());
        let mut more = all();
        more.insert(("CKV_K8S_1".to_owned(), "something else".to_owned()));
        assert!(compare(&more).unwrap_err().to_string().contains("something else"));
        let mut less = all();
        less.pop_first();
        assert!(compare(&less).unwrap_err().to_string().contains("no findings of"));
    }
}
