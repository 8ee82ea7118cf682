//! Every possible purchase, billed by a few lines of other code.

use polder_commit::{Benefit, Offer, Problem, check, optimize};
use polder_units::PicoUsd;
use proptest::prelude::*;

use crate::problems::{of_reservations, reservation, with_a_plan};

/// The most lots of an offer that are tried: enough for the largest demand.
fn most(offer: &Offer) -> u64 {
    if matches!(offer.benefit, Benefit::Reservation { .. }) { 6 } else { 12 }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn no_reservations_cost_less(problem in of_reservations()) {
        let solution = optimize(&problem).unwrap();
        check(&problem, &solution).unwrap();
        prop_assert_eq!(solution.cost.sum, cheapest(&problem));
    }

    #[test]
    fn the_bound_is_below_all_purchases_with_a_plan(problem in with_a_plan()) {
        let solution = optimize(&problem).unwrap();
        check(&problem, &solution).unwrap();
        let cheapest = cheapest(&problem);
        prop_assert!(solution.bound.sum <= cheapest, "{} > {cheapest}", solution.bound.sum);
        prop_assert!(cheapest <= solution.cost.sum, "{cheapest} > {}", solution.cost.sum);
    }

    #[test]
    fn a_cheaper_price_costs_no_more(problem in of_reservations(), at in 0_usize..3, less in 1_i64..50) {
        let before = optimize(&problem).unwrap();
        let mut cheaper = problem.clone();
        match at {
            0 => lower(&mut cheaper.offers[0].hourly, less),
            1 => lower(&mut cheaper.offers[0].upfront, less),
            _ => lower(&mut cheaper.loads[0].on_demand, less),
        }
        prop_assert!(optimize(&cheaper).unwrap().cost.sum <= before.cost.sum);
    }

    #[test]
    fn another_offer_costs_no_more(problem in of_reservations(), hourly in 0_i64..90) {
        let before = optimize(&problem).unwrap();
        let mut more = problem.clone();
        more.offers.push(reservation(0, 1, problem.hours, hourly));
        prop_assert!(optimize(&more).unwrap().cost.sum <= before.cost.sum);
    }

    #[test]
    fn another_plan_does_not_raise_the_bound(problem in with_a_plan()) {
        let with = optimize(&problem).unwrap();
        let mut without = problem.clone();
        without.offers.pop();
        prop_assert!(with.bound.sum <= optimize(&without).unwrap().cost.sum);
    }
}

fn lower(price: &mut PicoUsd, less: i64) {
    price.0 = (price.0 - less).max(0);
}

/// The weighted sum of costs of the cheapest purchases.
fn cheapest(problem: &Problem) -> i128 {
    let mut lots = vec![0; problem.offers.len()];
    let mut least = cost(problem, &lots);
    loop {
        let Some(at) = (0..lots.len()).find(|at| lots[*at] < most(&problem.offers[*at])) else {
            return least;
        };
        lots[at] += 1;
        lots[..at].fill(0);
        least = least.min(cost(problem, &lots));
    }
}

fn cost(problem: &Problem, lots: &[u64]) -> i128 {
    let weight: i128 = problem.scenarios.iter().map(|it| i128::from(it.weight)).sum();
    let mut sum = 0;
    for (offer, lots) in problem.offers.iter().zip(lots) {
        let term = offer.term_hours as i128;
        let active = term.min((problem.hours - offer.starts[0]) as i128);
        let upfront = (i128::from(offer.upfront.0) * active + term - 1) / term;
        sum += (upfront + i128::from(offer.hourly.0) * active) * i128::from(*lots) * weight;
    }
    for scenario in &problem.scenarios {
        for hour in 0..problem.hours {
            sum += i128::from(scenario.weight) * hour_cost(problem, &scenario.demand, hour, lots);
        }
    }
    sum
}

/// What is not covered in an hour costs, in whole pico-dollars, rounded up for each usage. There is at most one
/// plan. Fractions of units are counted in billionths.
fn hour_cost(problem: &Problem, demand: &[polder_commit::Demand], hour: usize, lots: &[u64]) -> i128 {
    let mut usages = vec![];
    for (index, (load, demand)) in problem.loads.iter().zip(demand).enumerate() {
        let spot = load.spot.map_or(load.on_demand.0, |spot| spot.0.min(load.on_demand.0));
        let mut reserved: i128 = 0;
        for (offer, lots) in problem.offers.iter().zip(lots) {
            let active = (offer.starts[0]..offer.starts[0] + offer.term_hours).contains(&hour);
            if let Benefit::Reservation { load, units } = offer.benefit
                && load == index
                && active
            {
                reserved += i128::from(units) * i128::from(*lots);
            }
        }
        let firm = i128::from(demand.firm[hour]);
        let interruptible = demand.interruptible.get(hour).map_or(0, |units| i128::from(*units));
        let left = (reserved - firm).max(0);
        usages.push((index, (firm - reserved).max(0) * 1_000_000_000, load.on_demand.0));
        usages.push((index, (interruptible - left).max(0) * 1_000_000_000, spot));
    }
    for (offer, lots) in problem.offers.iter().zip(lots) {
        let Benefit::Plan { commitment, rates, .. } = &offer.benefit else { continue };
        let mut money = i128::from(commitment.0) * i128::from(*lots);
        let rate = |load: usize| rates.iter().find(|rate| rate.load == load).map(|rate| rate.price.0);
        // The largest saving first, by selection.
        let mut open: Vec<usize> = (0..usages.len()).filter(|at| rate(usages[*at].0).is_some()).collect();
        while !open.is_empty() {
            let value = |at: usize| (i128::from(usages[at].2), i128::from(rate(usages[at].0).unwrap()));
            let mut first = 0;
            for other in 1..open.len() {
                let ((price, rate), (best, of_best)) = (value(open[other]), value(open[first]));
                let (one, two) = (price * of_best, best * rate);
                if one > two || (one == two && rate < of_best) {
                    first = other;
                }
            }
            let at = open.remove(first);
            let (_, rate) = value(at);
            let need = (usages[at].1 * rate + 999_999_999) / 1_000_000_000;
            if need <= money {
                money -= need;
                usages[at].1 = 0;
            } else {
                usages[at].1 -= (money * 1_000_000_000 / rate).min(usages[at].1);
                money = 0;
            }
        }
    }
    usages.iter().map(|(_, rest, price)| (rest * i128::from(*price) + 999_999_999) / 1_000_000_000).sum()
}
