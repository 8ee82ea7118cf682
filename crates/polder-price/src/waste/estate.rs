//! The inventory and its bill, as rules ask them.

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::model::Text;
use polder_inventory::{EntryId, EntryKind, Index, Inventory};

use crate::amount::{Amount, Money};
use crate::bill::{Bill, Line, Open};
use crate::book::{Book, Key, Mark, Rate};

/// A resource with what it could save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The stack, or the name of a plan.
    pub stack: Text,
    /// The address of the resource.
    pub address: Text,
    /// What to change.
    pub what: String,
    /// The saving in a month; none if the amount of use is not known.
    pub month: Option<Money>,
    /// The worst quality of the prices behind it; none if there is no saving to state.
    pub mark: Option<Mark>,
}

/// A resource: its stack and its address.
pub(super) type At<'a> = (&'a str, &'a str);

/// The inventory and its bill.
pub(super) struct Estate<'a> {
    pub(super) inventory: &'a Inventory,
    pub(super) index: Index,
    pub(super) bill: &'a Bill,
    book: &'a Book,
    lines: BTreeMap<At<'a>, Vec<&'a Line>>,
    open: BTreeSet<At<'a>>,
}

impl<'a> Estate<'a> {
    pub(super) fn of(inventory: &'a Inventory, bill: &'a Bill, book: &'a Book) -> Estate<'a> {
        let mut lines: BTreeMap<At<'a>, Vec<&'a Line>> = BTreeMap::new();
        for line in &bill.lines {
            lines.entry((line.place.stack.as_str(), line.place.address.as_str())).or_default().push(line);
        }
        let at = |open: &'a Open| (open.place.stack.as_str(), open.place.address.as_str());
        let open = bill.open.iter().map(at).collect();
        Estate { inventory, index: Index::of(inventory), bill, book, lines, open }
    }

    /// The resource of an entry.
    pub(super) fn at(&self, entry: impl Into<EntryId>) -> Option<At<'a>> {
        let source = self.inventory.source_of(entry)?;
        Some((source.stack.as_str(), source.address.as_str()))
    }

    /// The lines of a resource.
    pub(super) fn lines<'b>(&'b self, at: At<'b>) -> &'b [&'a Line] {
        self.lines.get(&at).map_or(&[], Vec::as_slice)
    }

    /// Whether a resource is on the bill, with an amount or without. What is only read from elsewhere is not.
    pub(super) fn is_billed(&self, at: At<'_>) -> bool {
        self.lines.contains_key(&at) || self.open.contains(&at)
    }

    /// The kinds of entries that refer to an entry.
    pub(super) fn referrers(&self, entry: impl Into<EntryId>) -> BTreeSet<EntryKind> {
        self.index.referrers(entry).map(EntryId::kind).collect()
    }

    /// The price of an item with another variant.
    pub(super) fn rate(&self, line: &Line, item: &str, variant: &str, unit: &str) -> Option<Rate> {
        let key = Key { item: item.to_owned(), variant: variant.to_owned(), ..line.key.clone() };
        self.book.rate(&key, unit).ok()
    }

    /// A resource that can be removed, if it is on the bill: what it costs, as far as that is known.
    pub(super) fn removed(&self, at: At<'a>, what: impl Into<String>) -> Option<Found> {
        if !self.is_billed(at) {
            return None;
        }
        Some(found(at, what.into(), self.lines(at).iter().map(|line| (line.month.expected, line.mark))))
    }
}

/// A finding with the sum of some savings; none of them means that the saving is not known.
pub(super) fn found(at: At<'_>, what: String, savings: impl Iterator<Item = (Money, Mark)>) -> Found {
    let (mut month, mut mark) = (None, None);
    for (saving, quality) in savings {
        month = Some(month.unwrap_or(Money::ZERO).plus(saving));
        mark = mark.max(Some(quality));
    }
    Found { stack: at.0.into(), address: at.1.into(), what, month, mark }
}

/// What the quantity of a line costs less at another price of a unit; none if it does not.
pub(super) fn cheaper(line: &Line, rate: &Rate) -> Option<(Money, Mark)> {
    saved(line, rate.cost(line.quantity.expected), rate.mark)
}

/// What a line costs more than something else; none if it does not.
pub(super) fn saved(line: &Line, instead: Money, mark: Mark) -> Option<(Money, Mark)> {
    let saving = Money(line.month.expected.0.saturating_sub(instead.0));
    (saving > Money::ZERO).then_some((saving, mark.max(line.mark)))
}

/// The number of things of a size that a quantity consists of, at least one.
pub(super) fn copies(quantity: Amount, size: u64) -> Amount {
    quantity.times(1, size.max(1).into()).max(Amount::whole(1))
}
