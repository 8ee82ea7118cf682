//! Entries that values are references to, although the values are known as well, and resources by their names.

use polder_cloud::{Stack, Value, View};
use polder_inventory::EntryIndex;

use crate::reader::Reader;

/// How many locals are followed one after the other.
const LOCALS_MAX: u32 = 8;

impl<'a> Reader<'_, 'a> {
    /// The entry that a value is a reference to or mentions, also through locals.
    pub(crate) fn referred<I: EntryIndex>(&self, stack: &'a Stack, value: &'a Value) -> Option<I> {
        let mut value = value;
        for _ in 0..LOCALS_MAX {
            match value {
                Value::Reference(reference) => return self.id(self.index.target(stack, reference)?),
                Value::Mention(mention) => return self.id(self.index.target(stack, &mention.of)?),
                Value::Sensitive(inner) => value = inner,
                Value::Local(name) => value = &stack.locals.iter().find(|local| local.name == *name)?.value,
                _ => return None,
            }
        }
        None
    }

    /// The resource of a kind with a name: see [`Reader::named`].
    pub(crate) fn named_view<'i, 'b>(
        &mut self,
        view: View<'i, 'b>,
        kind: &'static str,
        attribute: &'static str,
        name: &str,
    ) -> Option<View<'i, 'b>> {
        let id = self.named(view, kind, attribute, name)?;
        view.index().view(id)
    }
}
