//! Limits, dates of purchase and what is owned.

use polder_commit::{Limit, Offer, Owned, Problem, Residual, check, optimize};
use polder_units::PicoUsd;

use crate::problems::{firm, load, plan, reservation, scenario};

/// Prices are in thousandths of a dollar: the proof rounds prices to pico-dollars.
const MILLS: i64 = 1_000_000_000;

/// A load that grows by one unit each hour, with a reservation for ten hours.
fn growing() -> Problem {
    Problem {
        hours: 10,
        loads: vec![load("growing", 100 * MILLS)],
        scenarios: vec![scenario(1, vec![firm(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10])])],
        offers: vec![Offer { upfront: PicoUsd(300 * MILLS), ..reservation(0, 1, 10, 30 * MILLS) }],
        ..Problem::default()
    }
}

fn lots(problem: &Problem) -> Vec<(usize, u64)> {
    let solution = optimize(problem).unwrap();
    check(problem, &solution).unwrap();
    assert!(solution.is_proven(), "{}", solution.gap_billionths());
    solution.purchases.iter().map(|it| (it.start, it.lots)).collect()
}

#[test]
fn a_ladder_follows_the_growth() {
    let mut problem = growing();
    // A lot costs 60 an hour: it must be used in six of ten hours, or in all of the last ones.
    assert_eq!(lots(&problem), [(0, 4)]);
    problem.offers[0].starts = (0..10).collect();
    let bought = lots(&problem);
    assert!(bought.len() > 5, "{bought:?}");
    assert_eq!(bought.iter().map(|it| it.1).sum::<u64>(), 10);
}

#[test]
fn the_rest_of_a_term_is_charged_if_asked() {
    let mut problem = growing();
    problem.offers[0].starts = vec![8];
    assert_eq!(lots(&problem), [(8, 9)]);
    problem.residual = Residual::Charged;
    assert_eq!(lots(&problem), []);
}

#[test]
fn what_is_owned_is_not_bought_again() {
    let mut problem = growing();
    problem.owned = vec![Owned {
        name: "old".into(),
        benefit: problem.offers[0].benefit.clone(),
        lots: 3,
        from: 0,
        until: 10,
    }];
    assert_eq!(lots(&problem), [(0, 1)]);
    problem.owned[0].until = 1;
    assert_eq!(lots(&problem), [(0, 4)]);
}

#[test]
fn limits_hold_and_are_part_of_the_proof() {
    for (limit, expected) in [
        (Limit::Lots { offers: vec![0], most: 2 }, 2),
        (Limit::Upfront { from: 0, until: 1, most: PicoUsd(900 * MILLS) }, 3),
        (Limit::Upfront { from: 1, until: 9, most: PicoUsd(0) }, 4),
        (Limit::Committed { most: PicoUsd(180 * MILLS) }, 3),
        (Limit::Committed { most: PicoUsd(0) }, 0),
    ] {
        let problem = Problem { limits: vec![limit.clone()], ..growing() };
        let expected: &[(usize, u64)] = if expected == 0 { &[] } else { &[(0, expected)] };
        assert_eq!(lots(&problem), expected, "{limit:?}");
    }
}

#[test]
fn a_limit_between_two_lots_leaves_a_gap_that_is_reported() {
    let problem = Problem {
        limits: vec![Limit::Upfront { from: 0, until: 1, most: PicoUsd(750 * MILLS) }],
        ..growing()
    };
    let solution = optimize(&problem).unwrap();
    check(&problem, &solution).unwrap();
    assert_eq!(solution.purchases[0].lots, 2);
    assert!(!solution.is_proven());
}

#[test]
fn an_upfront_payment_is_worth_it_until_the_cash_is_spent() {
    let mut problem = growing();
    problem.scenarios = vec![scenario(1, vec![firm(&[10; 10])])];
    problem.offers.push(reservation(0, 1, 10, 70 * MILLS));
    assert_eq!(lots(&problem), [(0, 10)]);
    problem.limits = vec![Limit::Upfront { from: 0, until: 10, most: PicoUsd(1_200 * MILLS) }];
    assert_eq!(lots(&problem), [(0, 4), (0, 6)]);
}

#[test]
fn narrow_commitments_carry_the_base_and_the_plan_what_moves() {
    // Together the loads are constant; each alone is there in half of the hours.
    let problem = Problem {
        hours: 4,
        loads: vec![load("day", 100 * MILLS), load("night", 100 * MILLS)],
        scenarios: vec![scenario(1, vec![firm(&[30, 10, 30, 10]), firm(&[10, 30, 10, 30])])],
        offers: vec![
            reservation(0, 1, 4, 60 * MILLS),
            reservation(1, 1, 4, 60 * MILLS),
            plan(&[(0, 75 * MILLS), (1, 75 * MILLS)], 25 * MILLS, 4),
        ],
        ..Problem::default()
    };
    let solution = optimize(&problem).unwrap();
    check(&problem, &solution).unwrap();
    let bought: Vec<_> = solution.purchases.iter().map(|it| (it.offer, it.lots)).collect();
    assert_eq!(bought, [(0, 10), (1, 10), (2, 60)]);
    assert_eq!(solution.cost.sum, i128::from(4 * (20 * 60 + 20 * 75) * MILLS));
    assert!(solution.is_proven());
}
