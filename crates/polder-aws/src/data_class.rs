//! The classes of data that a store holds, as the tag `data-class`.

use std::collections::BTreeSet;

use polder_design::{DataClass, Party, Site};

/// The classes that the site's flows carry to and from `party`, as one tag value: `commercial personal`.
pub(crate) fn of(site: &Site, party: &Party) -> Option<String> {
    let flows = site.flows.iter().filter(|flow| flow.to == *party || flow.from == *party);
    let classes: BTreeSet<DataClass> = flows.flat_map(|flow| flow.carries.iter().copied()).collect();
    let names: Vec<&str> = classes.into_iter().map(DataClass::name).collect();
    // A store that no flow reaches has no class to tell of, and a tag must not be empty.
    (!names.is_empty()).then(|| names.join(" "))
}
