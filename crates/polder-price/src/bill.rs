//! The bill: every billable with its quantity, its price and its cost in a month.

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::billing::{Billable, Quantity, Usage};
use polder_inventory::model::{Known, Text};
use polder_inventory::{EntryId, Inventory};

use crate::amount::{Amount, Money, Range};
use crate::book::{Book, Key, Mark, Missing, Rate, hyphenated};
use crate::copies::copies;
use crate::hours::running;
use crate::item::{self, Place};

/// Hours of a month, as AWS bills them.
pub const HOURS: u64 = 730;
const WEEK: i128 = 7 * 24 * 60;

/// A bill for a month.
#[derive(Clone, Debug, Default)]
pub struct Bill {
    /// Its lines, in the order of the billables.
    pub lines: Vec<Line>,
    /// Prices that are not known: nothing is billed for them.
    pub missing: Vec<Missing>,
    /// Items whose quantity or price depends on what is not known.
    pub open: Vec<Open>,
}

/// A line of a bill.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where the resource is, and what it belongs to.
    pub place: Place,
    /// What is priced.
    pub key: Key,
    /// The unit.
    pub unit: String,
    /// Where the quantity comes from.
    pub basis: Basis,
    /// The quantity in a month.
    pub quantity: Range<Amount>,
    /// The price of the first tier.
    pub price: polder_units::PicoUsd,
    /// The number of tiers.
    pub tiers: usize,
    /// The quality of the price.
    pub mark: Mark,
    /// The cost in a month. Lines of one key share its tiers.
    pub month: Range<Money>,
}

/// Where a quantity comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// It follows from the resource.
    Fixed,
    /// It follows from the number of copies.
    Copies,
    /// It is forecast, or comes from a usage file.
    Usage,
}

/// An item that is not on the bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Where the resource is.
    pub place: Place,
    /// The service.
    pub service: Text,
    /// The item.
    pub item: Text,
    /// The unit.
    pub unit: Text,
    /// The price of the first unit, if it is known.
    pub price: Option<polder_units::PicoUsd>,
    /// What is not known.
    pub what: String,
}

/// An item whose amount is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The billable.
    pub billable: &'a Billable,
    /// Its place.
    pub place: &'a Place,
    /// What is measured.
    pub usage: Usage,
    /// The inventory.
    pub inventory: &'a Inventory,
}

/// The forecast: the amount of an item in a month, in its unit; none if it is not forecast.
pub type Forecast<'a> = dyn Fn(&Asked<'_>) -> Option<Range<Amount>> + 'a;

/// Bills an inventory. `region` stands in where the region of a resource is not known.
pub fn bill(inventory: &Inventory, book: &Book, forecast: &Forecast<'_>, region: Option<&str>) -> Bill {
    let mut biller = Biller {
        inventory,
        book,
        forecast,
        region,
        running: running(inventory),
        rates: BTreeMap::new(),
        missing: BTreeSet::new(),
        bill: Bill::default(),
    };
    for billable in inventory.billing.billables.values() {
        biller.add(billable);
    }
    biller.finish()
}

/// A key and the unit that is billed.
type Asking = (Key, String);
/// A price, and the lines that have it.
type Answer = (Result<Rate, Missing>, Vec<usize>);

struct Biller<'a> {
    inventory: &'a Inventory,
    book: &'a Book,
    forecast: &'a Forecast<'a>,
    region: Option<&'a str>,
    running: BTreeMap<EntryId, u32>,
    /// Prices that were looked up, and the lines that have them.
    rates: BTreeMap<Asking, Answer>,
    missing: BTreeSet<Missing>,
    bill: Bill,
}

impl Biller<'_> {
    fn add(&mut self, billable: &Billable) {
        let Some(place) = item::place(self.inventory, billable) else { return };
        let region = place.region.as_deref().or(self.region);
        let Some(region) = region else {
            return self.open(billable, place, None, "the region".to_owned());
        };
        let key = match item::key(billable, region) {
            Ok(key) => (key, hyphenated(&billable.unit)),
            Err(name) => return self.open(billable, place, None, format!("`{name}`")),
        };
        let quantity = self.quantity(billable, &place);
        let entry = self.rates.entry(key.clone());
        let entry = entry.or_insert_with_key(|(key, unit)| (self.book.rate(key, unit), vec![]));
        let price = entry.0.as_ref().ok().map(Rate::first);
        match (quantity, &entry.0) {
            (Err(what), _) => self.open(billable, place, price, what),
            // Nothing is used of it, so its price is not needed.
            (Ok((Basis::Usage, none)), Err(_)) if none.high == Amount::ZERO => {}
            (Ok(_), Err(missing)) => {
                self.missing.insert(missing.clone());
            }
            (Ok((basis, quantity)), Ok(_)) => self.line(key, place, basis, quantity),
        }
    }

    fn line(&mut self, looked_up: Asking, place: Place, basis: Basis, quantity: Range<Amount>) {
        let at = self.bill.lines.len();
        let Some((Ok(rate), lines)) = self.rates.get_mut(&looked_up) else { return };
        let (key, _) = looked_up;
        lines.push(at);
        self.bill.lines.push(Line {
            place,
            key,
            unit: rate.unit.clone(),
            basis,
            quantity,
            price: rate.first(),
            tiers: rate.tiers.len(),
            mark: rate.mark,
            month: Range::default(),
        });
    }

    fn open(
        &mut self,
        billable: &Billable,
        place: Place,
        price: Option<polder_units::PicoUsd>,
        what: String,
    ) {
        let [service, item, unit] =
            [&billable.service, &billable.item, &billable.unit].map(|name| Text::from(hyphenated(name)));
        self.bill.open.push(Open { place, service, item, unit, price, what });
    }

    /// The quantity in a month. `Err` says what is not known.
    fn quantity(&self, billable: &Billable, place: &Place) -> Result<(Basis, Range<Amount>), String> {
        let known = |amount: &Known<polder_inventory::model::Decimal>| match amount {
            Known::Value(amount) => Ok(Amount::from(*amount)),
            Known::Unknown(reason) => Err(format!("the quantity: {reason}")),
        };
        match &billable.quantity {
            Quantity::Constant(amount) => {
                let each = known(amount)?.times(per_month(&billable.unit), 1);
                Ok((Basis::Fixed, Range::exactly(self.while_running(billable, each))))
            }
            Quantity::PerCopy(amount) => {
                let each = known(amount)?.times(per_month(&billable.unit), 1);
                let each = self.while_running(billable, each);
                let copies = copies(self.inventory, billable)?;
                let basis = if copies.low == copies.high { Basis::Fixed } else { Basis::Copies };
                Ok((basis, copies.map(|copies| copies.product(each))))
            }
            Quantity::Usage(usage) => {
                let asked = Asked { billable, place, usage: *usage, inventory: self.inventory };
                let held = held(billable);
                let amount = match ((self.forecast)(&asked), held) {
                    (Some(amount), Some(held)) => amount.map(|amount| amount.max(held.low)),
                    (Some(amount), None) => amount,
                    // What is held at least is paid without any use.
                    (None, Some(held)) if held.low > Amount::ZERO => held,
                    (None, _) => return Err("the usage".to_owned()),
                };
                Ok((Basis::Usage, amount))
            }
        }
    }

    /// What is paid by the hour is not paid while it is stopped.
    fn while_running(&self, billable: &Billable, amount: Amount) -> Amount {
        let entry = billable.of.and_then(|link| link.id());
        let minutes = entry.and_then(|entry| self.running.get(&entry));
        match minutes {
            Some(minutes) if per_month(&billable.unit) > 1 => amount.times((*minutes).into(), WEEK),
            _ => amount,
        }
    }

    /// The cost of all lines of a key together, since they share its tiers, divided by quantity without a remainder.
    fn finish(mut self) -> Bill {
        let mut free = self.book.free.clone();
        for ((key, _), (rate, lines)) in &self.rates {
            let Ok(rate) = rate else { continue };
            let quantities = lines.iter().filter_map(|at| self.bill.lines.get(*at)).map(|line| line.quantity);
            let sum = quantities.fold(Range::default(), |sum: Range<Amount>, it| sum.with(it, Amount::plus));
            let free = free.iter_mut().find(|it| it.service == key.service && it.item == key.item);
            let unpaid = free.map_or(Amount::ZERO, |free| {
                // What one region leaves is free in the next.
                let unpaid = free.amount;
                free.amount = unpaid.minus(sum.expected);
                unpaid
            });
            Shared { rate, unpaid, sum }.among(lines, &mut self.bill.lines);
        }
        self.bill.missing = self.missing.into_iter().collect();
        self.bill
    }
}

/// The tiers that lines share.
struct Shared<'a> {
    rate: &'a Rate,
    /// What is free of the sum.
    unpaid: Amount,
    sum: Range<Amount>,
}

impl Shared<'_> {
    /// Divides the cost among the lines: each pays the difference between the cost with it and without it, at the average
    /// price where there are tiers.
    fn among(&self, lines: &[usize], all: &mut [Line]) {
        let (mut before, mut paid) = (Range::<Amount>::default(), Range::<Money>::default());
        for at in lines {
            let Some(line) = all.get_mut(*at) else { continue };
            before = before.with(line.quantity, Amount::plus);
            let until = before.with(self.sum, |before, sum| self.part(before, sum));
            line.month = until.with(paid, |until, paid| Money(until.0 - paid.0));
            paid = until;
        }
    }

    /// The cost of a part of a sum.
    fn part(&self, of: Amount, sum: Amount) -> Money {
        let flat = self.rate.tiers.len() < 2 && self.unpaid == Amount::ZERO;
        match sum {
            _ if flat => self.rate.cost(of),
            Amount::ZERO => Money::ZERO,
            sum => self.rate.cost(sum.minus(self.unpaid)).times(of.0, sum.0),
        }
    }
}

/// The capacity that a resource holds in a month whatever its use: at least, expected and at most.
fn held(billable: &Billable) -> Option<Range<Amount>> {
    let of = |name: &str| -> Option<Amount> {
        let units = billable.attribute(name)?.value()?;
        Some(units.parse::<Amount>().ok()?.times(per_month(&billable.unit), 1))
    };
    let least = of("least")?;
    Some(Range { low: least, expected: least, high: of("most").map_or(least, |most| most.max(least)) })
}

/// How many of a unit of time a month has; one where the unit is a month or no time.
fn per_month(unit: &str) -> i128 {
    match unit {
        _ if unit == "hour" || unit.ends_with("_hour") => HOURS.into(),
        "gb_second" => i128::from(HOURS) * 3600,
        _ => 1,
    }
}

impl Bill {
    /// The cost in a month.
    pub fn month(&self) -> Range<Money> {
        self.lines.iter().fold(Range::default(), |sum: Range<Money>, line| sum.with(line.month, Money::plus))
    }

    /// The prices of lines that are estimated, with how.
    pub fn estimated(&self, book: &Book) -> Vec<(Key, Rate)> {
        let lines = self.lines.iter().filter(|line| line.mark == Mark::Estimated);
        let keys: BTreeSet<(&Key, &str)> = lines.map(|line| (&line.key, line.unit.as_str())).collect();
        let rates =
            keys.into_iter().filter_map(|(key, unit)| Some((key.clone(), book.rate(key, unit).ok()?)));
        rates.collect()
    }

    /// What all lines of a key cost in a month.
    pub(crate) fn month_of(&self, key: &Key) -> Money {
        self.lines.iter().filter(|line| line.key == *key).map(|line| line.month.expected).sum()
    }

    /// The cost in a month by some part of the lines, the most expensive first; lines without the part are left out.
    pub fn by<K: Ord>(&self, part: impl Fn(&Line) -> Option<K>) -> Vec<(K, Range<Money>)> {
        let mut sums: BTreeMap<K, Range<Money>> = BTreeMap::new();
        for line in &self.lines {
            let Some(part) = part(line) else { continue };
            let sum = sums.entry(part).or_default();
            *sum = sum.with(line.month, Money::plus);
        }
        let mut sums: Vec<(K, Range<Money>)> = sums.into_iter().collect();
        sums.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.expected));
        sums
    }
}
