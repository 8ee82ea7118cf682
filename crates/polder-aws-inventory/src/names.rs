//! Resources by user-defined names, for attributes that contain the name of a resource instead of a
//! reference: in states and plans, a log group, a cluster or a table is often a plain text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use polder_cloud::{Index, ResourceId, View};

/// Resources by user-defined names. Filled for each kind on first use.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    /// By kind and attribute.
    kinds: BTreeMap<(&'static str, &'static str), Named<'a>>,
}

/// Resources of one kind by one attribute.
type Named<'a> = BTreeMap<Cow<'a, str>, Vec<ResourceId>>;

impl<'a> Names<'a> {
    pub(crate) fn of(
        &mut self,
        index: &Index<'a>,
        kind: &'static str,
        attribute: &'static str,
        name: &str,
    ) -> Vec<ResourceId> {
        let names = self.kinds.entry((kind, attribute)).or_insert_with(|| {
            let mut names: Named<'a> = BTreeMap::new();
            let all = index.of_kind(kind).iter().filter_map(|id| index.view(*id));
            for view in all.filter(View::is_managed) {
                if let Some(name) = view.text(attribute) {
                    names.entry(name).or_default().push(view.id());
                }
            }
            names
        });
        names.get(name).cloned().unwrap_or_default()
    }
}
