//! The price book: prices by service, item, what else they depend on, region and tier.

use std::collections::BTreeMap;
use std::fmt;

use polder_facts::{Facts, ListPrice, MissingFact, Quality, price_list};
use polder_units::PicoUsd;

use crate::amount::{Amount, Money};
use crate::free::{Free, free_tiers};

/// What is priced, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The service: `nat-gateway`.
    pub service: String,
    /// The item of the service: `hour`.
    pub item: String,
    /// What else the price depends on, or empty: `db.m6g.large/Multi-AZ`.
    pub variant: String,
    /// The region.
    pub region: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.service, self.item)?;
        if !self.variant.is_empty() {
            write!(f, "[{}]", self.variant)?;
        }
        write!(f, " in {}", self.region)
    }
}

/// The quality of a price, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// The user's own price.
    Own,
    /// A row of the price list.
    Exact,
    /// Quoted from the price list by a third party, or stated by the vendor.
    Published,
    /// Arithmetic on prices with a source.
    Derived,
    /// Assumed: no source was read.
    Assumed,
    /// Estimated from the prices of another region.
    Estimated,
}

impl Mark {
    /// All of them, from the best to the worst.
    pub const ALL: [Mark; 6] =
        [Mark::Own, Mark::Exact, Mark::Published, Mark::Derived, Mark::Assumed, Mark::Estimated];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Own => "own",
            Mark::Exact => "exact",
            Mark::Published => "published",
            Mark::Derived => "derived",
            Mark::Assumed => "assumed",
            Mark::Estimated => "estimated",
        }
    }
}

/// A price with its tiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The unit: `gb-month`.
    pub unit: String,
    /// The price of a unit from a quantity in a month on, in order; the first tier starts at nothing.
    pub tiers: Vec<(Amount, PicoUsd)>,
    /// The worst quality of all tiers.
    pub mark: Mark,
    /// Where it comes from, and the date.
    pub source: String,
}

impl Rate {
    /// The cost of a quantity in a month.
    pub fn cost(&self, amount: Amount) -> Money {
        let ends = self.tiers.iter().skip(1).map(|(from, _)| Some(*from)).chain([None]);
        let tiers = self.tiers.iter().zip(ends).map(|((from, price), end)| {
            let until = end.map_or(amount, |end| end.min(amount));
            Money::of(until.minus(*from), *price)
        });
        tiers.sum()
    }

    /// The region whose price an estimate scales.
    pub fn stand_in(&self) -> &str {
        let rest = self.source.strip_prefix("estimated from ").unwrap_or_default();
        rest.split([',', ':']).next().unwrap_or_default()
    }

    /// The price of the first tier.
    pub fn first(&self) -> PicoUsd {
        self.tiers.first().map_or(PicoUsd(0), |(_, price)| *price)
    }
}

/// A price that is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// What, and where.
    pub key: Key,
    /// The unit that is billed.
    pub unit: String,
}

/// Rates by region.
type Regions = BTreeMap<String, Rate>;

/// All prices.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// By service, item and variant.
    items: BTreeMap<(String, String, String), Regions>,
    /// Whether prices of regions that are not listed are estimated.
    pub(crate) estimates: bool,
    /// The rate at which sums are also given in euros.
    pub(crate) euro: Option<Euro>,
    /// What is free in each month.
    pub(crate) free: Vec<Free>,
}

/// A rate of exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Euro {
    /// The price of a euro in dollars.
    pub usd: PicoUsd,
    /// The date of the rate.
    pub dated: String,
}

impl Euro {
    /// An amount of dollars in euros.
    pub fn of(&self, money: Money) -> Money {
        money.times(1_000_000_000_000, self.usd.0.into())
    }
}

/// The order in which other regions stand in for one without a price: those whose lists are known best come first.
const STAND_INS: [&str; 4] = ["eu-west-1", "eu-central-1", "us-east-1", "eu-west-3"];

impl Book {
    /// The compiled-in prices. `estimates` also estimates prices that a region lacks from those of another region.
    pub fn embedded(estimates: bool) -> Book {
        let mut book = Book { estimates, ..Book::default() };
        for price in price_list() {
            book.add(price);
        }
        book
    }

    /// The rate at which sums are also given in euros, if the user stated one.
    pub fn euro(&self) -> Option<&Euro> {
        self.euro.as_ref()
    }

    /// The same with the free tiers that do not end.
    ///
    /// # Errors
    /// If the facts lack one.
    pub fn with_free_tiers(self, facts: &Facts) -> Result<Book, MissingFact> {
        Ok(Book { free: free_tiers(facts)?, ..self })
    }

    fn add(&mut self, price: &ListPrice) {
        let mark = match price.provenance.quality {
            Quality::Exact => Mark::Exact,
            Quality::Published | Quality::Measured => Mark::Published,
            Quality::Derived => Mark::Derived,
            Quality::Assumed | Quality::Unknown => Mark::Assumed,
        };
        let source = format!("{}, {}", price.provenance.source, price.provenance.dated);
        let key = (price.service.clone(), price.item.clone(), price.variant.clone());
        let regions = self.items.entry(key).or_default();
        let rate = regions.entry(price.region.clone()).or_insert_with(|| Rate {
            unit: price.unit.clone(),
            tiers: vec![],
            mark,
            source,
        });
        // The first of two sources for the same tier stays.
        if !rate.tiers.iter().any(|(from, _)| *from == Amount::whole(price.from)) {
            rate.tiers.push((Amount::whole(price.from), price.usd));
            rate.tiers.sort();
        }
        rate.mark = rate.mark.max(mark);
    }

    /// Sets a price, with all of its tiers. It replaces what was known for that region.
    pub(crate) fn set(&mut self, key: Key, rate: Rate) {
        self.items.entry((key.service, key.item, key.variant)).or_default().insert(key.region, rate);
    }

    /// Changes all prices of some services: `(numerator, denominator)` of each is left.
    pub(crate) fn scale(
        &mut self,
        service: Option<&str>,
        item: Option<&str>,
        left: (i128, i128),
        source: &str,
    ) {
        for ((of, what, _), regions) in &mut self.items {
            if service.is_some_and(|service| service != of) || item.is_some_and(|item| item != what) {
                continue;
            }
            for rate in regions.values_mut() {
                for (_, price) in &mut rate.tiers {
                    let scaled = Money(price.0.into()).times(left.0, left.1).0;
                    *price = PicoUsd(i64::try_from(scaled).unwrap_or(i64::MAX));
                }
                rate.source = format!("{}; {source}", rate.source);
            }
        }
    }

    /// Whether a service has any price.
    pub(crate) fn knows(&self, service: &str) -> bool {
        self.items.keys().any(|(of, _, _)| of == service)
    }

    /// The units in which an item is priced; none if it has no price.
    pub(crate) fn unit(&self, service: &str, item: &str) -> Option<&str> {
        let mut found = self.items.iter().filter(|((of, what, _), _)| of == service && what == item);
        found.find_map(|(_, regions)| regions.values().next()).map(|rate| rate.unit.as_str())
    }

    /// The price of an item in a region: that of the region, else that of all of Europe or the world, else an estimate.
    ///
    /// # Errors
    /// If there is none. A missing price is never zero.
    pub fn rate(&self, key: &Key, unit: &str) -> Result<Rate, Missing> {
        let missing = || Missing { key: key.clone(), unit: unit.to_owned() };
        let id = (key.service.clone(), key.item.clone(), key.variant.clone());
        let regions = self.items.get(&id).ok_or_else(missing)?;
        let listed = listed(regions, &key.region);
        let rate = match listed {
            Some(rate) => rate.clone(),
            None if self.estimates => self.estimate(key, regions).ok_or_else(missing)?,
            None => return Err(missing()),
        };
        if rate.unit == unit { Ok(rate) } else { Err(missing()) }
    }

    /// The price of another region, times the median ratio between the prices that both regions have for the service.
    fn estimate(&self, key: &Key, regions: &Regions) -> Option<Rate> {
        let others = STAND_INS.into_iter().chain(regions.keys().map(String::as_str));
        let (other, rate) = others.filter_map(|region| Some((region, regions.get(region)?))).next()?;
        let (numerator, denominator) = self.ratio(&key.service, &key.region, other);
        let tiers = rate.tiers.iter().map(|(from, price)| {
            let scaled = Money(price.0.into()).times(numerator, denominator).0;
            (*from, PicoUsd(i64::try_from(scaled).unwrap_or(i64::MAX)))
        });
        let how =
            if numerator == denominator { "" } else { ", scaled by the ratio of prices that both have" };
        Some(Rate {
            unit: rate.unit.clone(),
            tiers: tiers.collect(),
            mark: Mark::Estimated,
            source: format!("estimated from {other}{how}: {}", rate.source),
        })
    }

    /// The median of `here` / `there` over the items of a service that both regions have; one if there is none.
    fn ratio(&self, service: &str, here: &str, there: &str) -> (i128, i128) {
        let of_service = self.items.iter().filter(|((of, _, _), _)| of == service);
        let pairs = of_service.filter_map(|(_, regions)| {
            let (here, there) = (regions.get(here)?.first(), regions.get(there)?.first());
            (here.0 > 0 && there.0 > 0).then_some((i128::from(here.0), i128::from(there.0)))
        });
        let mut pairs: Vec<(i128, i128)> = pairs.collect();
        pairs.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
        pairs.get(pairs.len().saturating_sub(1) / 2).copied().unwrap_or((1, 1))
    }
}

fn listed<'a>(regions: &'a Regions, region: &str) -> Option<&'a Rate> {
    let europe = region == "global" || region.starts_with("eu-");
    let wider = ["global"].into_iter().chain(europe.then_some("europe"));
    std::iter::once(region).chain(wider).find_map(|region| regions.get(region))
}

/// A name of an inventory in the notation of the book.
pub(crate) fn hyphenated(name: &str) -> String {
    name.replace('_', "-")
}
