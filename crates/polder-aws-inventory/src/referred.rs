//! Entries that values refer to, where the values themselves are known as well.

use polder_cloud::{Stack, Value};
use polder_inventory::EntryIndex;

use crate::reader::Reader;

/// The largest number of locals that are followed in a chain.
const LOCALS_MAX: u32 = 8;

impl<'a> Reader<'_, 'a> {
    /// The entry that a value is a reference to or a mention of, also through locals.
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
}
