//! The check accepts what the solver returns and rejects everything that was changed.

use polder_commit::{Expected, Limit, Owned, Problem, Rejection, Solution, check, optimize};
use polder_units::PicoUsd;

use crate::problems::{firm, load, plan, reservation, scenario};

/// Two loads with reservations and a plan for both.
fn problem() -> Problem {
    let low = [5_u32, 6, 7, 8, 9, 10, 9, 8];
    let high = [12_u32, 3, 14, 5, 16, 2, 13, 4];
    Problem {
        hours: 8,
        loads: vec![load("steady", 97_800_000_000), load("volatile", 82_500_000_000)],
        scenarios: vec![
            scenario(2, vec![firm(&low), firm(&high)]),
            scenario(1, vec![firm(&high), firm(&low)]),
        ],
        offers: vec![
            reservation(0, 1, 8, 64_700_000_000),
            reservation(1, 1, 8, 54_400_000_000),
            plan(&[(0, 66_500_000_000), (1, 55_800_000_000)], 10_000_000, 8),
        ],
        owned: vec![Owned {
            name: "from last year".into(),
            benefit: reservation(0, 1, 8, 0).benefit,
            lots: 1,
            from: 0,
            until: 3,
        }],
        ..Problem::default()
    }
}

fn solved() -> (Problem, Solution) {
    let problem = problem();
    let solution = optimize(&problem).unwrap();
    assert!(solution.purchases.len() >= 2, "{:?}", solution.purchases);
    (problem, solution)
}

#[test]
fn the_check_proves_the_cost_and_the_bound() {
    let (problem, solution) = solved();
    let checked = check(&problem, &solution).unwrap();
    assert_eq!((checked.cost, checked.bound), (solution.cost, solution.bound));
    assert!(solution.cost.sum < solution.without.sum);
}

#[test]
fn a_purchase_that_is_off_by_one_lot_is_rejected() {
    let (problem, solution) = solved();
    for at in 0..solution.purchases.len() {
        for more in [true, false] {
            let mut other = solution.clone();
            let purchase = &mut other.purchases[at];
            let lots = if more { purchase.lots + 1 } else { purchase.lots - 1 };
            let (upfront, cost) =
                (purchase.upfront / i128::from(purchase.lots), purchase.cost / i128::from(purchase.lots));
            purchase.lots = lots;
            assert_eq!(check(&problem, &other), Err(Rejection::Amount(at)));
            let purchase = &mut other.purchases[at];
            (purchase.upfront, purchase.cost) = (upfront * i128::from(lots), cost * i128::from(lots));
            assert!(matches!(check(&problem, &other), Err(Rejection::Cost { .. })));
            // With its own cost it is a plan that can be bought, but not a cheaper one.
            let Err(Rejection::Cost { found, .. }) = check(&problem, &other) else { unreachable!() };
            other.cost.sum = found;
            assert!(check(&problem, &other).is_ok());
            assert!(other.cost.sum >= solution.cost.sum);
        }
    }
}

#[test]
fn a_cost_or_a_bound_that_is_off_by_a_pico_dollar_is_rejected() {
    let (problem, solution) = solved();
    for change in [-1, 1] {
        let mut other = solution.clone();
        other.cost.sum += change;
        assert!(matches!(check(&problem, &other), Err(Rejection::Cost { .. })));
        let mut other = solution.clone();
        other.without.sum += change;
        assert!(matches!(check(&problem, &other), Err(Rejection::Without { .. })));
    }
    let mut other = solution.clone();
    other.bound.sum += 1;
    assert!(matches!(check(&problem, &other), Err(Rejection::Bound { .. })));
    let mut other = solution;
    other.bound = Expected { weight: 1, ..other.bound };
    assert!(matches!(check(&problem, &other), Err(Rejection::Bound { .. })));
}

#[test]
fn changed_weights_prove_less() {
    let (problem, solution) = solved();
    for at in 0..solution.certificate.points.len() {
        let mut other = solution.clone();
        let point = &mut other.certificate.points[at];
        point.weight += point.weight / 10 + 1;
        assert!(matches!(check(&problem, &other), Err(Rejection::Bound { .. })), "{at}");
    }
}

#[test]
fn a_certificate_of_another_form_is_rejected() {
    let (problem, solution) = solved();
    let mut other = solution.clone();
    other.certificate.points.clear();
    assert_eq!(check(&problem, &other), Err(Rejection::Form));
    let mut other = solution.clone();
    other.certificate.points[0].lots.pop();
    assert_eq!(check(&problem, &other), Err(Rejection::Form));
    let mut other = solution;
    other.certificate.limits.push(0);
    assert_eq!(check(&problem, &other), Err(Rejection::Form));
}

#[test]
fn purchases_that_cannot_be_made_are_rejected() {
    let (problem, solution) = solved();
    let mut other = solution.clone();
    other.purchases[0].start = 1;
    assert_eq!(check(&problem, &other), Err(Rejection::Purchase(0)));
    let mut other = solution.clone();
    other.purchases.swap(0, 1);
    assert_eq!(check(&problem, &other), Err(Rejection::Purchase(1)));
    let mut other = solution.clone();
    other.purchases[1].offer = 9;
    assert_eq!(check(&problem, &other), Err(Rejection::Purchase(1)));
    let limited = Problem { limits: vec![Limit::Committed { most: PicoUsd(1) }], ..problem };
    assert_eq!(check(&limited, &solution), Err(Rejection::Limit(0)));
}

#[test]
fn a_certificate_of_another_problem_proves_nothing_for_this_one() {
    let (mut problem, solution) = solved();
    problem.loads[0].on_demand.0 -= 1;
    assert!(check(&problem, &solution).is_err());
}
