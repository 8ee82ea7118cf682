//! Billed items, as the readers of this folder write them.

use polder_cloud::View;
use polder_inventory::billing::{Billable, BillableAttribute, Commitment, Pricing, Quantity, Usage};
use polder_inventory::model::{Decimal, Known, Link, Reason, Text};
use polder_inventory::{EntryId, SourceId};
use polder_units::Bytes;

use crate::reader::Reader;
use crate::value::{decimal, or_provider};

/// A line without the entry that it belongs to.
pub(super) struct Line {
    service: Text,
    item: Text,
    unit: &'static str,
    quantity: Quantity,
    pricing: Pricing,
    attributes: Vec<BillableAttribute>,
}

impl Line {
    fn new(service: impl Into<Text>, item: impl Into<Text>, unit: &'static str, quantity: Quantity) -> Line {
        let (service, item) = (service.into(), item.into());
        Line { service, item, unit, quantity, pricing: Pricing::OnDemand, attributes: vec![] }
    }

    /// One unit, all the time.
    pub(super) fn one(service: impl Into<Text>, item: impl Into<Text>, unit: &'static str) -> Line {
        Line::constant(service, item, unit, whole(Known::Value(1)))
    }

    /// A number of units, all the time.
    pub(super) fn constant(
        service: impl Into<Text>,
        item: impl Into<Text>,
        unit: &'static str,
        units: Known<Decimal>,
    ) -> Line {
        Line::new(service, item, unit, Quantity::Constant(units))
    }

    /// A number of units for each copy while it runs.
    pub(super) fn per_copy(
        service: impl Into<Text>,
        item: impl Into<Text>,
        unit: &'static str,
        units: Known<Decimal>,
    ) -> Line {
        Line::new(service, item, unit, Quantity::PerCopy(units))
    }

    /// As many units as are used.
    pub(super) fn used(
        service: impl Into<Text>,
        item: impl Into<Text>,
        unit: &'static str,
        usage: Usage,
    ) -> Line {
        Line::new(service, item, unit, Quantity::Usage(usage))
    }

    /// The price of a unit depends on how many the account or organization uses.
    pub(super) fn tiered(self) -> Line {
        Line { pricing: Pricing::Tiered, ..self }
    }

    /// The price is that of Spot capacity.
    pub(super) fn spare(self) -> Line {
        Line { pricing: Pricing::Spot, ..self }
    }

    /// Commitments make it cheaper.
    pub(super) fn committable<const N: usize>(self, commitments: [Commitment; N]) -> Line {
        Line { pricing: Pricing::Committable(commitments.into()), ..self }
    }

    /// Another attribute that affects the price.
    pub(super) fn with(mut self, name: &'static str, value: Known<Text>) -> Line {
        self.attributes.push(BillableAttribute { name: Text::new_static(name), value });
        self
    }

    /// How many units are held at least, and at most, in each of its units of time.
    pub(super) fn between(self, block: View<'_, '_>, least: &str, most: &str) -> Line {
        [("least", least), ("most", most)].into_iter().fold(self, |line, (name, attribute)| {
            match decimal(block, attribute) {
                Known::Value(None) => line,
                units => line.with(name, or_provider(units).map(|units| Text::from(units.to_string()))),
            }
        })
    }

    /// The same with a known value.
    pub(super) fn with_word(self, name: &'static str, value: &'static str) -> Line {
        self.with(name, Known::Value(Text::new_static(value)))
    }
}

impl<'a> Reader<'_, 'a> {
    /// Adds lines of the entry that a resource is.
    pub(super) fn bill(&mut self, view: View<'_, 'a>, lines: impl IntoIterator<Item = Line>) {
        let of = self.billed(view);
        let source = self.source(view);
        self.bill_of(source, of, lines);
    }

    /// The entry that lines of a resource belong to; none where the resource is no entry.
    pub(super) fn billed(&self, view: View<'_, 'a>) -> Option<Link<EntryId>> {
        self.entry(view.id()).map(Link::To)
    }

    /// Adds lines of an entry.
    pub(super) fn bill_of(
        &mut self,
        source: SourceId,
        of: impl Into<Option<Link<EntryId>>>,
        lines: impl IntoIterator<Item = Line>,
    ) {
        let of = of.into();
        for line in lines {
            let billable = Billable {
                source,
                of,
                service: line.service,
                item: line.item,
                attributes: line.attributes.into(),
                quantity: line.quantity,
                unit: Text::new_static(line.unit),
                pricing: line.pricing,
            };
            self.inventory.billing.billables.push(billable);
        }
    }
}

/// A whole number of units.
pub(super) fn whole(number: Known<u64>) -> Known<Decimal> {
    number.and_then(|number| {
        let decimal = i64::try_from(number).ok().and_then(Decimal::whole);
        decimal.map_or(Known::Unknown(Reason::TooLarge), Known::Value)
    })
}

/// The length of a list.
pub(super) fn count(length: usize) -> Known<Decimal> {
    whole(u64::try_from(length).map_or(Known::Unknown(Reason::TooLarge), Known::Value))
}

/// An amount in GiB; the unit in the price book is `gb`.
pub(super) fn gib(amount: Known<Bytes>) -> Known<Decimal> {
    amount.and_then(|amount| {
        let millionths = u128::from(amount.0) * 1_000_000 / (1 << 30);
        i64::try_from(millionths)
            .map_or(Known::Unknown(Reason::TooLarge), |millionths| Known::Value(Decimal { millionths }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_become_decimals() {
        assert_eq!(gib(Known::Value(Bytes::mib(512))), Known::Value(Decimal { millionths: 500_000 }));
        assert_eq!(
            gib(Known::Value(Bytes(u64::MAX))),
            Known::Value(Decimal { millionths: 17_179_869_183_999_999 })
        );
        assert_eq!(whole(Known::Value(u64::MAX)), Known::Unknown(Reason::TooLarge));
        assert_eq!(whole(Known::Unknown(Reason::NotGiven)), Known::Unknown(Reason::NotGiven));
    }
}
