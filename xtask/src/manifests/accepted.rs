//! What the scanner finds in manifests and is accepted, each with its reason. What is found and not named here is an
//! error, and so is what is named here and not found any more.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

/// A check and why what it wants is not so.
const ACCEPTED: [(&str, &str); 5] = [
    ("CKV_K8S_8", "workers and beat: what they work on would be lost if one that answers late were stopped"),
    ("CKV_K8S_9", "workers and beat: nobody sends them requests, so there is nothing to be ready for"),
    ("CKV_K8S_35", "Saleor reads its secrets from its environment only; what is in it never leaves the pod"),
    (
        "CKV_K8S_40",
        "the users are those that the images make; only this platform's pods run on these machines",
    ),
    ("CKV_K8S_43", "tags of the platform's registry never move to another image"),
];

/// Compares what was found, as check and text, with what is accepted.
pub(super) fn compare(found: &BTreeSet<(String, String)>) -> Result<()> {
    let known = |check: &str| ACCEPTED.iter().any(|(accepted, _)| *accepted == check);
    let unknown: Vec<&str> =
        found.iter().filter(|(check, _)| !known(check)).map(|(_, text)| text.as_str()).collect();
    ensure!(unknown.is_empty(), "the scanner finds in the manifests\n{}", unknown.join("\n"));
    let stale: Vec<&str> = ACCEPTED
        .iter()
        .map(|(check, _)| *check)
        .filter(|check| !found.iter().any(|(found, _)| found == check))
        .collect();
    ensure!(stale.is_empty(), "nothing is found any more of {}", stale.join(", "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> BTreeSet<(String, String)> {
        ACCEPTED.iter().map(|(check, why)| ((*check).to_owned(), (*why).to_owned())).collect()
    }

    #[test]
    fn what_is_found_must_be_explained_and_what_is_explained_must_be_found() {
        assert!(compare(&all()).is_ok());
        let mut more = all();
        more.insert(("CKV_K8S_1".to_owned(), "something else".to_owned()));
        assert!(compare(&more).unwrap_err().to_string().contains("something else"));
        let mut less = all();
        less.pop_first();
        assert!(compare(&less).unwrap_err().to_string().contains("any more"));
    }
}
