//! The classes of data that a store holds, as the tag `data-class`.

use std::collections::BTreeSet;

use polder_design::{DataClass, Party, Site};

/// The classes that the site's flows carry to and from `party`, as one tag value: `commercial personal`.
pub(crate) fn of(site: &Site, party: &Party) -> Option<String> {
    of_any(site, std::slice::from_ref(party))
}

/// The same for several parties together.
pub(crate) fn of_any(site: &Site, parties: &[Party]) -> Option<String> {
    let flows = site.flows.iter().filter(|flow| parties.contains(&flow.to) || parties.contains(&flow.from));
    let classes: BTreeSet<DataClass> = flows.flat_map(|flow| flow.carries.iter().copied()).collect();
    let names: Vec<&str> = classes.into_iter().map(DataClass::name).collect();
    // A store without flows has no data class, and a tag must not be empty.
    (!names.is_empty()).then(|| names.join(" "))
}
