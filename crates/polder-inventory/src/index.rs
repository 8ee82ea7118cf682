//! Reverse references, lookup by address, unknown values and fields.

use crate::coverage::Contribution;
use crate::describe::{Step, Visitor};
use crate::entries::{EntryId, EntryIndex, EntryKind, Inventory, Key};
use crate::model::{Link, Reason, Text};

/// Lookup of referring entries and of entries by address. Built once for a finished inventory.
#[derive(Clone, Debug)]
pub struct Index {
    /// Pairs of target and referring entry, sorted.
    references: Vec<(EntryId, EntryId)>,
    /// Entries by stack and address, sorted.
    addresses: Vec<(Text, Text, EntryId)>,
}

impl Index {
    /// Builds the index.
    pub fn of(inventory: &Inventory) -> Index {
        let mut references = Vec::new();
        let mut addresses = Vec::new();
        inventory.each_entry(&mut |from, entry| {
            entry.describe(&mut Referrers { from, found: &mut references });
            if let Key::Source(id) = entry.key()
                && let Some(source) = inventory.sources.get(id)
            {
                addresses.push((source.stack.clone(), source.address.clone(), from));
            }
        });
        references.sort_unstable();
        references.dedup();
        addresses.sort_unstable();
        Index { references, addresses }
    }

    /// The entries that refer to this one by any field.
    pub fn referrers(&self, to: impl Into<EntryId>) -> impl Iterator<Item = EntryId> {
        let to = to.into();
        let start = self.references.partition_point(|(target, _)| *target < to);
        self.references[start..].iter().take_while(move |(target, _)| *target == to).map(|(_, from)| *from)
    }

    /// The entries of one kind that refer to this one by any field: `referring::<InterfaceId>(process)` are
    /// the interfaces of a process, `referring::<PolicyAttachmentId>(bucket)` the policies of a bucket. If a
    /// kind refers to another by several fields, filter by the one that is meant.
    pub fn referring<I: EntryIndex>(&self, to: impl Into<EntryId>) -> impl Iterator<Item = I> {
        self.referrers(to).filter_map(I::from_entry)
    }

    /// The entries of one kind that were read from a resource.
    pub fn at<I: EntryIndex>(&self, stack: &str, address: &str) -> impl Iterator<Item = I> {
        let place =
            |entry: &(Text, Text, EntryId)| (entry.0.as_str(), entry.1.as_str()).cmp(&(stack, address));
        let start = self.addresses.partition_point(|entry| place(entry).is_lt());
        let end = self.addresses.partition_point(|entry| place(entry).is_le());
        self.addresses[start..end].iter().filter_map(|(_, _, entry)| I::from_entry(*entry))
    }
}

/// Collects the references of an entry.
struct Referrers<'a> {
    from: EntryId,
    found: &'a mut Vec<(EntryId, EntryId)>,
}

impl Visitor for Referrers<'_> {
    fn leaf(&mut self, _: &dyn std::fmt::Display) {}
    fn unknown(&mut self, _: Reason) {}
    fn enter(&mut self, _: Step) {}
    fn leave(&mut self) {}

    fn reference(&mut self, to: EntryId) {
        self.found.push((to, self.from));
    }
}

/// An unknown value or relation of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownValue {
    /// The entry.
    pub entry: EntryId,
    /// The path within the entry, as in the canonical form.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

/// All unknown values and relations of entries. Together with the [`crate::coverage::BlindSpot`]s, they are
/// everything that the inventory does not say.
pub fn unknown_values(inventory: &Inventory) -> Vec<UnknownValue> {
    let mut found = Vec::new();
    inventory.each_entry(&mut |id, entry| {
        // The reason of a blind spot is not an unknown value of it.
        if id.kind() != EntryKind::BlindSpot {
            let mut path = Path::default();
            entry.describe(&mut Unknowns { entry: id, path: &mut path, found: &mut found });
        }
    });
    found
}

struct Unknowns<'a> {
    entry: EntryId,
    path: &'a mut Path,
    found: &'a mut Vec<UnknownValue>,
}

impl Visitor for Unknowns<'_> {
    fn leaf(&mut self, _: &dyn std::fmt::Display) {}
    fn reference(&mut self, _: EntryId) {}

    fn unknown(&mut self, reason: Reason) {
        self.found.push(UnknownValue { entry: self.entry, path: self.path.to_string(), reason });
    }

    fn enter(&mut self, step: Step) {
        self.path.enter(step);
    }

    fn leave(&mut self) {
        self.path.leave();
    }
}

/// Whether an entry has the fields that a contribution names: paths of the canonical form, such as
/// `kind.versioned`. Of a value that is not known or not there, parts are fields as well.
pub fn has_fields(inventory: &Inventory, contribution: &Contribution) -> bool {
    let Link::To(to) = contribution.to else { return true };
    let Some(entry) = inventory.entry(to) else { return false };
    let mut fields = Fields { path: Path::default(), whole: Vec::new(), leaves: Vec::new(), parts: 0 };
    entry.describe(&mut fields);
    contribution.fields.iter().all(|field| {
        let inside =
            |leaf: &String| field.strip_prefix(leaf.as_str()).is_some_and(|rest| rest.starts_with('.'));
        fields.whole.iter().any(|known| known == field) || fields.leaves.iter().any(inside)
    })
}

/// Collects the fields of an entry.
struct Fields {
    path: Path,
    whole: Vec<String>,
    /// Those without fields.
    leaves: Vec<String>,
    /// The fields within the one entered last.
    parts: usize,
}

impl Visitor for Fields {
    fn leaf(&mut self, _: &dyn std::fmt::Display) {}
    fn unknown(&mut self, _: Reason) {}
    fn reference(&mut self, _: EntryId) {}

    fn enter(&mut self, step: Step) {
        self.path.enter(step);
        if let Step::Field(_) = step {
            self.whole.push(self.path.to_string());
            self.parts = 0;
        }
    }

    fn leave(&mut self) {
        if let Some(Step::Field(_)) = self.path.last() {
            if self.parts == 0 {
                self.leaves.push(self.path.to_string());
            }
            self.parts += 1;
        }
        self.path.leave();
    }
}

/// The path from an entry to a part of it.
#[derive(Debug, Default)]
pub(crate) struct Path(Vec<Step>);

impl Path {
    pub(crate) fn enter(&mut self, step: Step) {
        self.0.push(step);
    }

    pub(crate) fn leave(&mut self) {
        self.0.pop();
    }

    fn last(&self) -> Option<Step> {
        self.0.last().copied()
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut first = true;
        for step in &self.0 {
            match step {
                Step::Field(name) => {
                    write!(f, "{}{name}", if first { "" } else { "." })?;
                    first = false;
                }
                Step::Element(at) => write!(f, "[{at}]")?,
                Step::Variant(_) | Step::List | Step::Set | Step::Pieces => {}
            }
        }
        Ok(())
    }
}
