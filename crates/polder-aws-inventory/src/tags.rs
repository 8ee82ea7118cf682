//! The tags of resources: their own, and those that all resources of a stack have.

use std::collections::BTreeMap;

use polder_cloud::index::Resolved;
use polder_cloud::schema::Schema;
use polder_cloud::{StackId, View};
use polder_inventory::model::{Known, Tag, TagSet, Text};
use polder_inventory::{Inventory, TagSetId};

use crate::value::reason;

/// Sets of tags that are stored already.
#[derive(Debug, Default)]
pub(crate) struct TagState {
    sets: BTreeMap<TagSet, TagSetId>,
    /// The default tags of stacks.
    defaults: BTreeMap<StackId, Option<TagSetId>>,
}

impl TagState {
    /// The tags of a resource; none for kinds without tags.
    pub(crate) fn of(&mut self, inventory: &mut Inventory, view: View<'_, '_>) -> Option<TagSetId> {
        let kind = Schema::aws().block(view.address().mode, view.kind());
        let takes = kind.is_some_and(|kind| kind.attribute("tags").is_some());
        if !takes {
            return None;
        }
        // Plans and states have all of them in one attribute.
        if let Resolved::Object(all) = view.get("tags_all") {
            return self.set(inventory, None, &all);
        }
        let defaults = self.default(inventory, view);
        match view.get("tags") {
            Resolved::Object(own) if !own.is_empty() => self.set(inventory, defaults, &own),
            _ => defaults,
        }
    }

    fn default(&mut self, inventory: &mut Inventory, view: View<'_, '_>) -> Option<TagSetId> {
        let stack = view.stack();
        if let Some(known) = self.defaults.get(&stack.id) {
            return *known;
        }
        let local = stack.locals.iter().find(|local| local.name == "tags");
        let set = match local.map(|local| view.resolve(&local.value)) {
            Some(Resolved::Object(tags)) => self.set(inventory, None, &tags),
            _ => None,
        };
        self.defaults.insert(stack.id, set);
        set
    }

    fn set(
        &mut self,
        inventory: &mut Inventory,
        inherits: Option<TagSetId>,
        tags: &[(&str, Resolved<'_>)],
    ) -> Option<TagSetId> {
        let tag = |(key, value): &(&str, Resolved<'_>)| {
            let value = match value.as_plain() {
                Some(value) => Known::Value(Text::from(value)),
                None => Known::Unknown(reason(value)),
            };
            Tag { key: Text::new(key), value }
        };
        let mut tags: Vec<Tag> = tags.iter().map(tag).collect();
        tags.sort();
        let set = TagSet { inherits, tags: tags.into() };
        if let Some(known) = self.sets.get(&set) {
            return Some(*known);
        }
        let id = inventory.tag_sets.push(set.clone());
        self.sets.insert(set, id);
        Some(id)
    }
}
