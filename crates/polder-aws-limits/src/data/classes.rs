//! Machine classes by region, engine and version; versions of engines; phases of runtimes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static TEXT: &str = include_str!("../../data/classes.txt");

/// The tables.
#[derive(Default)]
pub(crate) struct Classes {
    /// The regions of each class, by family: `rds/postgres`.
    classes: BTreeMap<&'static str, FxHashMap<String, Vec<&'static str>>>,
    /// The classes that an engine lacks in a version.
    missing: BTreeMap<(&'static str, &'static str), BTreeSet<String>>,
    /// The versions that can be created.
    offered: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// The versions that can no longer be created.
    retired: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Lambda's runtimes.
    pub(crate) runtimes: BTreeMap<&'static str, RuntimePhases>,
}

/// The end of a runtime.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuntimePhases {
    /// The date since which Lambda creates no functions with it; `-` for none.
    pub(crate) create_block: &'static str,
    /// The runtime that replaces it; `-` for none.
    pub(crate) successor: &'static str,
}

/// Whether a version exists.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum VersionOffer {
    /// It can be created, or it is newer than the tables.
    Open,
    /// It can no longer be created.
    Retired,
    /// It does not exist.
    Unknown,
}

/// The tables.
pub(crate) static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let mut tables = Classes::default();
    for line in super::lines(TEXT) {
        tables.line(&line.split(' ').collect::<Vec<_>>());
    }
    tables
});

impl Classes {
    fn line(&mut self, words: &[&'static str]) {
        match words {
            ["class", family, regions, classes @ ..] => {
                let regions: Vec<&str> = regions.split(',').collect();
                let family = self.classes.entry(family).or_default();
                family.extend(
                    classes.iter().flat_map(|word| sizes(word)).map(|class| (class, regions.clone())),
                );
            }
            ["missing", family, version, classes @ ..] => {
                let classes = classes.iter().flat_map(|word| sizes(word)).collect();
                self.missing.insert((family, version), classes);
            }
            ["offered", family, versions @ ..] => {
                self.offered.insert(family, versions.iter().copied().collect());
            }
            ["retired", family, versions @ ..] => {
                self.retired.insert(family, versions.iter().copied().collect());
            }
            ["runtime", name, create_block, successor] => {
                self.runtimes.insert(name, RuntimePhases { create_block, successor });
            }
            _ => {}
        }
    }

    /// Whether other regions offer a class, and this one does not. `false` for a region that the tables do not have.
    pub(crate) fn is_only_elsewhere(&self, family: &str, class: &str, region: &str) -> bool {
        let regions = self.classes.get(family).and_then(|classes| classes.get(class));
        super::regions::is_known(region) && regions.is_some_and(|regions| !regions.contains(&region))
    }

    /// Whether any region offers a class. `None` if the tables do not have the family.
    pub(crate) fn exists(&self, family: &str, class: &str) -> Option<bool> {
        Some(self.classes.get(family)?.contains_key(class))
    }

    /// Some classes of a family in a region, for a message: those of the same size, or the first.
    pub(crate) fn alternatives(&self, family: &str, class: &str, region: Option<&str>) -> Vec<&str> {
        let Some(classes) = self.classes.get(family) else { return vec![] };
        let size = class.rsplit('.').next().unwrap_or_default();
        let here = |regions: &Vec<&str>| region.is_none_or(|region| regions.contains(&region));
        let mut found: Vec<&str> = classes
            .iter()
            .filter(|(name, regions)| name.rsplit('.').next() == Some(size) && here(regions))
            .map(|(name, _)| name.as_str())
            .collect();
        found.sort_unstable();
        found
    }

    /// Whether an engine lacks a class in a version.
    pub(crate) fn lacks(&self, family: &str, version: &str, class: &str) -> bool {
        let mut prefix = version;
        loop {
            if let Some(missing) = self.missing.get(&(family, prefix) as &(&str, &str)) {
                return missing.contains(class);
            }
            match prefix.rsplit_once('.') {
                Some((shorter, _)) => prefix = shorter,
                None => return false,
            }
        }
    }

    /// Whether a version can be created. `None` if the tables do not have the engine.
    pub(crate) fn version(&self, family: &str, version: &str) -> Option<VersionOffer> {
        let offered = self.offered.get(family)?;
        let nothing = BTreeSet::new();
        let retired = self.retired.get(family).unwrap_or(&nothing);
        let means = |listed: &&str| {
            *listed == version || listed.strip_prefix(version).is_some_and(|rest| rest.starts_with('.'))
        };
        // A major version means its default minor version, and AWS's list of retired versions has all majors.
        if offered.iter().any(&means) || is_newer(version, offered) {
            return Some(VersionOffer::Open);
        }
        Some(if retired.iter().any(means) { VersionOffer::Retired } else { VersionOffer::Unknown })
    }

    /// The versions of an engine that can be created.
    pub(crate) fn versions(&self, family: &str) -> impl Iterator<Item = &'static str> {
        self.offered.get(family).into_iter().flatten().copied()
    }
}

/// Whether a version is above all listed ones of its major version, or its major version above all: AWS adds versions.
fn is_newer(version: &str, offered: &BTreeSet<&str>) -> bool {
    let Some(wanted) = numbers(version) else { return false };
    let listed: Vec<Vec<u64>> = offered.iter().filter_map(|listed| numbers(listed)).collect();
    let same: Vec<&Vec<u64>> = listed.iter().filter(|listed| listed[0] == wanted[0]).collect();
    let newest = if same.is_empty() { listed.iter().max() } else { same.into_iter().max() };
    newest.is_some_and(|newest| wanted > *newest)
}

fn numbers(version: &str) -> Option<Vec<u64>> {
    let numbers: Option<Vec<u64>> = version.split('.').map(|part| part.parse().ok()).collect();
    numbers.filter(|numbers| !numbers.is_empty())
}

/// `db.m5.large|xlarge` is two classes.
fn sizes(word: &str) -> Vec<String> {
    match word.rsplit_once('.') {
        Some((family, sizes)) => sizes.split('|').map(|size| format!("{family}.{size}")).collect(),
        None => vec![word.to_owned()],
    }
}
