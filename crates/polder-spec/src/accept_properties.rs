//! Which refuted properties and requirements a platform accepts.

use polder_diag::Finding;

use crate::accept::{no_longer, nothing};
use crate::codes;
use crate::day::Day;
use crate::model::Accepted;
use crate::reader::shown;

/// The entries that accept something today, with findings about those that accept nothing, or no longer.
///
/// `is_refuted` says of an identifier whether a property or requirement of that name, or one below it, is refuted.
pub fn accept_properties<'a>(
    accepted: &'a [Accepted],
    is_refuted: &dyn Fn(&str) -> bool,
    today: Day,
) -> (Vec<&'a Accepted>, Vec<Finding>) {
    let (mut all, mut findings) = (vec![], vec![]);
    for entry in accepted.iter().filter(|entry| entry.is_about_a_property()) {
        match wrong(entry, is_refuted(&entry.code.value), today) {
            Some(finding) => findings.push(finding),
            None => all.push(entry),
        }
    }
    (all, findings)
}

/// Why an entry accepts nothing.
fn wrong(entry: &Accepted, used: bool, today: Day) -> Option<Finding> {
    let id = shown(&entry.code);
    if !used {
        let message = format!("no property or requirement {id} is refuted, so there is nothing to accept");
        return Some(nothing(message, entry.code.span, "accepts nothing"));
    }
    if let Some(about) = entry.about.first() {
        let message = format!("{id} is a property, which is accepted as a whole");
        let finding = Finding::new(&codes::ACCEPTED_NOTHING, message).at(about.span(), "narrows nothing");
        return Some(finding.help("name the part of the estate in the identifier: `network.surplus.SITE`"));
    }
    let has_passed = entry.until.value < today;
    has_passed.then(|| no_longer(entry).help("correct what is refuted, or write a later day"))
}

#[cfg(test)]
mod tests {
    use polder_facts::Facts;

    use super::*;
    use crate::read;

    /// How many entries accept something, and what is said of the others.
    fn found(id: &str, until: &str, more: &str) -> (usize, Vec<String>) {
        let text = format!(
            "version = 1\nplatform.domain = \"example.com\"\ncells.a = {{ primary = \"eu-west-1\" }}\nmarkets.IE.cell = \"a\"\n\
             [accepted.\"{id}\"]\nreason = \"a pilot\"\nuntil = \"{until}\"\n{more}"
        );
        let platform = read(&text, Facts::embedded()).value.expect("no error");
        let is_refuted = |id: &str| id == "network.surplus";
        let today = Day::parse("2027-01-01").expect("a day");
        let (all, findings) = accept_properties(&platform.accepted, &is_refuted, today);
        (all.len(), findings.iter().map(|it| format!("{} {}", it.code.id, it.message)).collect())
    }

    #[test]
    fn what_is_refuted_can_be_accepted_for_a_time() {
        assert_eq!(found("network.surplus", "2027-01-01", ""), (1, vec![]));
        let late = "SPEC152 `network.surplus` was accepted until 2026-12-31";
        assert_eq!(found("network.surplus", "2026-12-31", ""), (0, vec![late.to_owned()]));
    }

    #[test]
    fn an_entry_that_accepts_nothing_is_an_error() {
        for id in ["network.edge", "PCI-1.3.1"] {
            let message = format!(
                "SPEC151 no property or requirement `{id}` is refuted, so there is nothing to accept"
            );
            assert_eq!(found(id, "2027-01-01", ""), (0, vec![message]));
        }
        let about = "SPEC151 `network.surplus` is a property, which is accepted as a whole";
        assert_eq!(found("network.surplus", "2027-01-01", "about = [\"x\"]\n"), (0, vec![about.to_owned()]));
        // A finding is not the business of this function.
        assert_eq!(found("SPEC056", "2027-01-01", ""), (0, vec![]));
    }
}
