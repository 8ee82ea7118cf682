//! Which regions lack the service of a type, and which services AWS has ended.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static TEXT: &str = include_str!("../../data/regions.txt");

static RETIRED: &str = include_str!("../../data/retired.txt");

struct Table {
    regions: Vec<&'static str>,
    lacking: BTreeMap<&'static str, Vec<&'static str>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { regions: vec![], lacking: BTreeMap::new() };
    for line in super::lines(TEXT) {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["regions", regions @ ..] => table.regions = regions.to_vec(),
            [kind, regions @ ..] => drop(table.lacking.insert(kind, regions.to_vec())),
            [] => {}
        }
    }
    table
});

/// Whether the tables have a region.
pub(crate) fn is_known(region: &str) -> bool {
    TABLE.regions.contains(&region)
}

/// All regions of the tables.
pub(crate) fn all() -> &'static [&'static str] {
    &TABLE.regions
}

/// The regions that lack the service of a type.
pub(crate) fn lacking(kind: &str) -> &'static [&'static str] {
    TABLE.lacking.get(kind).map_or(&[], Vec::as_slice)
}

/// Types that cannot be created any more: the name, or what it starts with before a `*`; the date; a page of AWS.
static ENDED: LazyLock<Vec<(&str, &str, &str)>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut words = line.splitn(3, ' ');
        Some((words.next()?, words.next()?, words.next()?))
    };
    super::lines(RETIRED).filter_map(row).collect()
});

/// The date since which a type cannot be created, and a page of AWS on it.
pub(crate) fn retired(kind: &str) -> Option<(&'static str, &'static str)> {
    let is_it = |name: &str| name.strip_suffix('*').map_or(name == kind, |start| kind.starts_with(start));
    ENDED.iter().find(|(name, ..)| is_it(name)).map(|(_, since, page)| (*since, *page))
}
