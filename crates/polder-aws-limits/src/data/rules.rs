//! The rules of all types.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use super::rule::{Rule, parsed};

/// By area, so that each file stays readable.
static TEXTS: [&str; 4] = [
    include_str!("../../data/rules/compute.txt"),
    include_str!("../../data/rules/stores.txt"),
    include_str!("../../data/rules/network.txt"),
    include_str!("../../data/rules/other.txt"),
];

#[derive(Default)]
struct Section {
    /// Lines with their pages.
    lines: Vec<(&'static str, &'static str)>,
    parsed: OnceLock<Vec<Rule>>,
}

static SECTIONS: LazyLock<BTreeMap<&str, Section>> = LazyLock::new(|| {
    let mut sections: BTreeMap<&str, Section> = BTreeMap::new();
    for text in TEXTS {
        let (mut kinds, mut page): (Vec<&str>, &str) = (vec![], "");
        for line in super::lines(text) {
            if line.starts_with(' ') {
                for kind in &kinds {
                    sections.entry(kind).or_default().lines.push((line, page));
                }
            } else {
                let (names, rest) = line.split_once(' ').unwrap_or((line, ""));
                kinds = names.split(',').collect();
                page = rest;
            }
        }
    }
    sections
});

/// The rules of a type.
pub(crate) fn of(kind: &str) -> &'static [Rule] {
    SECTIONS.get(kind).map_or(&[], Section::rules)
}

/// The types that have rules.
#[cfg(test)]
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> {
    SECTIONS.keys().copied()
}

/// The types that have rules, with their lines.
#[cfg(test)]
pub(crate) fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SECTIONS.iter().flat_map(|(kind, section)| section.lines.iter().map(|(line, page)| (*kind, *line, *page)))
}

impl Section {
    fn rules(&self) -> &[Rule] {
        self.parsed.get_or_init(|| self.lines.iter().filter_map(|(line, page)| parsed(line, page)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::parsed;

    #[test]
    fn every_rule_follows_the_grammar() {
        let wrong: Vec<_> = super::lines().filter(|(_, line, page)| parsed(line, page).is_none()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
