//! Finds the instance and attribute of a resource that has a text.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use polder_cloud::{Content, Value};

use crate::found::Leaf;
use crate::load::Loaded;

/// Known texts of the instances of a resource, with the instance and the name.
type Texts<'a> = BTreeMap<&'a str, Vec<(usize, &'a str)>>;

/// Known texts of the resources that are referred to as a whole, by document and group.
#[derive(Debug, Default)]
pub(crate) struct Holders<'a>(BTreeMap<(usize, usize), Texts<'a>>);

impl<'a> Holders<'a> {
    /// The instance and attribute of a leaf that have a text. `target` is the value of the leaf's own attribute.
    pub(crate) fn find<'l>(
        &mut self,
        documents: &'a [Loaded<'_>],
        leaf: &'l Leaf,
        target: Option<&Value>,
        text: &str,
    ) -> Option<(usize, &'l str)>
    where
        'a: 'l,
    {
        if !leaf.attribute.is_empty() {
            return (target?.as_text()? == text).then_some((leaf.entry?, leaf.attribute.as_str()));
        }
        let texts = match self.0.entry((leaf.document, leaf.group)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(texts(&documents[leaf.document], leaf.group)),
        };
        let all = texts.get(text)?;
        let of = |entry| all.iter().copied().filter(move |(it, _)| *it == entry);
        let (first, _) = all.first().copied()?;
        let entry = match (leaf.entry, leaf.paired) {
            (Some(entry), _) => entry,
            (None, Some(paired)) if of(paired).next().is_some() => paired,
            // Several have the same text.
            (None, _) if all.iter().any(|(entry, _)| *entry != first) => return None,
            (None, _) => first,
        };
        of(entry).find(|(_, name)| *name == "id").or_else(|| of(entry).next())
    }
}

fn texts<'a>(document: &'a Loaded<'_>, group: usize) -> Texts<'a> {
    let mut texts: Texts<'a> = BTreeMap::new();
    for entry in document.groups[group].members.values() {
        for item in &document.entries[*entry].body.items {
            if let Content::Attribute(Value::Text(text)) = &item.content {
                texts.entry(text).or_default().push((*entry, &item.key));
            }
        }
    }
    texts
}
