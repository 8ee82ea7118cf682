//! What can be bought for pools: reservations and Savings Plans, at the prices that are known.

use std::collections::BTreeSet;

use polder_commit::{Benefit, Offer, Rate};
use polder_facts::{
    CommitmentKind, CommitmentPrice, CommitmentTerm, Payment, Quality, TermPrice, commitment_prices,
};
use polder_price::Mark;
use polder_units::PicoUsd;

use crate::pool::{Class, PARTS, PLAN_STEP, Pool};
use crate::shape::HOURS;

/// What is for sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sold {
    /// The kind.
    pub(crate) kind: Kind,
    /// The term in years.
    pub(crate) years: u8,
    /// When it is paid.
    pub(crate) payment: Payment,
    /// The worst quality of its prices.
    pub(crate) mark: Mark,
    /// Where its prices come from.
    pub(crate) source: String,
    /// When its prices were read or published.
    pub(crate) dated: String,
}

/// A kind of commitment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A reservation for a pool, by its index.
    Reservation(usize),
    /// An EC2 Instance Savings Plan for a family in a region.
    InstancePlan {
        /// The family: `m7g`.
        family: String,
        /// The region.
        region: String,
    },
    /// A Compute Savings Plan.
    ComputePlan,
}

/// Offers with what they are, and prices that are not known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Offers {
    /// What each offer is.
    pub(crate) sold: Vec<Sold>,
    /// The same for the search.
    pub(crate) offers: Vec<Offer>,
    /// What has no known price, in sentences.
    pub(crate) missing: BTreeSet<String>,
}

/// A rate of a plan for a pool.
#[derive(Clone, Debug)]
pub(crate) struct PlanRate {
    pub(crate) price: PicoUsd,
    mark: Mark,
    source: String,
    dated: String,
}

/// The hours of a term.
pub(crate) fn term_hours(years: u8) -> usize {
    usize::from(years) * HOURS
}

/// All offers for pools with these terms and payment options, that can be bought at these hours.
pub(crate) fn offers(pools: &[Pool], years: &[u8], payments: &[Payment], starts: &[usize]) -> Offers {
    let mut all = Offers::default();
    // Longer terms have lower rates: where two plans cost the same, the search keeps the first that is as good.
    let wanted: Vec<(u8, Payment)> =
        years.iter().rev().flat_map(|years| payments.iter().map(|payment| (*years, *payment))).collect();
    for (index, pool) in pools.iter().enumerate() {
        all.reservations(index, pool, &wanted, starts);
    }
    let families: BTreeSet<(String, String)> = pools
        .iter()
        .filter(|pool| pool.class() == Class::Machine)
        .map(|pool| (family(pool).to_owned(), pool.key.region.clone()))
        .collect();
    for (family, region) in families {
        all.plans(&Kind::InstancePlan { family, region }, pools, &wanted, starts);
    }
    if pools.iter().any(|pool| pool.class() != Class::Store) {
        all.plans(&Kind::ComputePlan, pools, &wanted, starts);
    }
    for price in commitment_prices().iter().filter(|it| it.kind == CommitmentKind::DatabasePlan) {
        if pools.iter().any(|pool| pool.key.service == price.service) {
            all.missing
                .insert(format!("Database Savings Plan for {}: {}", price.service, price.provenance.note));
        }
    }
    all
}

impl Offers {
    fn reservations(&mut self, index: usize, pool: &Pool, wanted: &[(u8, Payment)], starts: &[usize]) {
        if matches!(pool.class(), Class::Container | Class::Function) {
            return;
        }
        let Some(price) = price(pool, CommitmentKind::Reservation) else {
            self.missing.insert(format!("reservation of {}", pool.key));
            return;
        };
        for (years, payment) in wanted {
            let Some(TermPrice::Amounts { upfront, hourly }) = term(price, *years, *payment) else {
                let service = &pool.key.service;
                self.missing.insert(format!("reservations of {service}: {}", term_name(*years, *payment)));
                continue;
            };
            let benefit = Benefit::Reservation { load: index, units: PARTS as u32 };
            let sold = Sold {
                kind: Kind::Reservation(index),
                years: *years,
                payment: *payment,
                mark: mark(price.provenance.quality),
                source: format!("{}, {}", price.provenance.source, price.provenance.dated),
                dated: price.provenance.dated.to_string(),
            };
            self.push(sold, (benefit, upfront, hourly), starts);
        }
    }

    fn plans(&mut self, kind: &Kind, pools: &[Pool], wanted: &[(u8, Payment)], starts: &[usize]) {
        let mut unknown = BTreeSet::new();
        for (years, payment) in wanted {
            let (rates, without) = rates(kind, pools, *years, *payment);
            unknown.extend(without.into_iter().map(|what| (what, term_name(*years, *payment))));
            // Reservations of the same term are cheaper than a Compute Savings Plan for each instance.
            if *kind == Kind::ComputePlan
                && rates.iter().all(|(load, _)| pools[*load].class() == Class::Machine)
            {
                continue;
            }
            let worst = rates.iter().map(|(_, rate)| rate.mark).max();
            let (Some(mark), Some((_, first))) = (worst, rates.first()) else { continue };
            let sold = Sold {
                kind: kind.clone(),
                years: *years,
                payment: *payment,
                mark,
                source: first.source.clone(),
                dated: first.dated.clone(),
            };
            let rates = rates.iter().map(|(load, rate)| Rate { load: *load, price: rate.price }).collect();
            let order = u8::from(*kind == Kind::ComputePlan);
            let benefit = Benefit::Plan { commitment: PLAN_STEP, rates, order };
            let (upfront, hourly) = plan_payments(*years, *payment);
            self.push(sold, (benefit, upfront, hourly), starts);
        }
        let name = match kind {
            Kind::InstancePlan { .. } => "EC2 Instance Savings Plan",
            _ => "Compute Savings Plan",
        };
        for (what, term) in unknown {
            self.missing.insert(format!("{name} for {what}: {term}"));
        }
    }

    fn push(&mut self, sold: Sold, price: (Benefit, PicoUsd, PicoUsd), starts: &[usize]) {
        let (benefit, upfront, hourly) = price;
        self.offers.push(Offer {
            name: format!("{:?} {}", sold.kind, term_name(sold.years, sold.payment)),
            benefit,
            term_hours: term_hours(sold.years),
            starts: starts.to_vec(),
            upfront,
            hourly,
        });
        self.sold.push(sold);
    }
}

/// What a step of a plan costs at once and for each hour.
fn plan_payments(years: u8, payment: Payment) -> (PicoUsd, PicoUsd) {
    let whole = PLAN_STEP.0.saturating_mul(i64::try_from(term_hours(years)).unwrap_or(i64::MAX));
    match payment {
        Payment::NoUpfront => (PicoUsd(0), PLAN_STEP),
        Payment::PartialUpfront => (PicoUsd(whole / 2), PicoUsd(PLAN_STEP.0 / 2)),
        Payment::AllUpfront => (PicoUsd(whole), PicoUsd(0)),
    }
}

/// The rates of a plan for the pools that it covers, and what it covers without a known rate.
pub(crate) fn rates(
    kind: &Kind,
    pools: &[Pool],
    years: u8,
    payment: Payment,
) -> (Vec<(usize, PlanRate)>, BTreeSet<String>) {
    let (mut found, mut unknown) = (vec![], BTreeSet::new());
    for (index, pool) in pools.iter().enumerate() {
        let covers = match kind {
            Kind::Reservation(_) => false,
            Kind::InstancePlan { family: of, region } => {
                pool.class() == Class::Machine && family(pool) == of && pool.key.region == *region
            }
            Kind::ComputePlan => pool.class() != Class::Store,
        };
        if !covers {
            continue;
        }
        match rate(kind, pool, years, payment) {
            Some(rate) => found.push((index, rate)),
            None => drop(unknown.insert(pool.key.service.clone())),
        }
    }
    (found, unknown)
}

/// The rate of a plan for a part of a unit of a pool.
///
/// Rates of Savings Plans for EC2 are not known. AWS publishes the same largest discounts for EC2 Instance Savings Plans and
/// Standard Reserved Instances, and for Compute Savings Plans and Convertible ones, whose prices stand in.
fn rate(kind: &Kind, pool: &Pool, years: u8, payment: Payment) -> Option<PlanRate> {
    let stand_in = match (kind, pool.class()) {
        (Kind::InstancePlan { .. }, _) => CommitmentKind::Reservation,
        (_, Class::Machine) => CommitmentKind::Convertible,
        _ => CommitmentKind::ComputePlan,
    };
    let known = price(pool, stand_in)?;
    let whole = match term(known, years, payment)? {
        TermPrice::Percent(percent) => pool.price.0.saturating_mul(percent.into()) / 100,
        TermPrice::Amounts { upfront: PicoUsd(0), hourly } => hourly.0,
        TermPrice::Amounts { .. } => return None,
    };
    let price = PicoUsd(part(PicoUsd(whole)).0.max(1));
    let source = format!("estimated from: {}, {}", known.provenance.source, known.provenance.dated);
    let dated = known.provenance.dated.to_string();
    Some(PlanRate { price, mark: Mark::Estimated, source, dated })
}

/// The price of a part of a unit, halves up.
pub(crate) fn part(price: PicoUsd) -> PicoUsd {
    let parts = PARTS as i64;
    PicoUsd((price.0 + parts / 2) / parts)
}

fn price(pool: &Pool, kind: CommitmentKind) -> Option<&'static CommitmentPrice> {
    let key = &pool.key;
    commitment_prices().iter().find(|it| {
        let item = it.item.is_empty() || it.item == key.item && it.variant == key.variant;
        let region = it.region == "any" || it.region == key.region;
        it.kind == kind && it.service == key.service && item && region
    })
}

fn term(price: &CommitmentPrice, years: u8, payment: Payment) -> Option<TermPrice> {
    let is = |it: &&CommitmentTerm| it.years == years && it.payment == payment;
    price.terms.iter().find(is).map(|it| it.price)
}

/// The family of an instance type: `m7g` of `m7g.large`.
pub(crate) fn family(pool: &Pool) -> &str {
    pool.key.variant.split('.').next().unwrap_or_default()
}

/// A term in words: `3 years, No Upfront`.
pub(crate) fn term_name(years: u8, payment: Payment) -> String {
    let unit = if years == 1 { "year" } else { "years" };
    format!("{years} {unit}, {}", payment.name())
}

fn mark(quality: Quality) -> Mark {
    match quality {
        Quality::Exact => Mark::Exact,
        Quality::Published | Quality::Measured => Mark::Published,
        Quality::Derived => Mark::Derived,
        Quality::Assumed | Quality::Unknown => Mark::Assumed,
    }
}
