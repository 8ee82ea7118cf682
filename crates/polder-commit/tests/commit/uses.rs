//! Use, savings and break-even of purchases.

use polder_commit::{By, Problem, hour_bill, optimize, usage};
use polder_units::PicoUsd;

use crate::problems::{firm, load, plan, reservation, scenario};

fn problem() -> Problem {
    let mut problem = Problem {
        hours: 4,
        loads: vec![load("one", 100), load("two", 100)],
        scenarios: vec![scenario(1, vec![firm(&[10, 10, 10, 8]), firm(&[0, 8, 8, 8])])],
        offers: vec![reservation(0, 1, 4, 60), plan(&[(0, 50), (1, 50)], 1, 4)],
        ..Problem::default()
    };
    problem.offers[1].hourly = PicoUsd(1);
    problem
}

#[test]
fn the_bills_of_all_hours_add_up_to_the_cost() {
    let problem = problem();
    let solution = optimize(&problem).unwrap();
    let bills: Vec<_> =
        (0..4).map(|hour| hour_bill(&problem, &solution.purchases, 0, hour).unwrap()).collect();
    let uncovered: i128 = bills.iter().map(|bill| bill.uncovered).sum();
    let bought: i128 = solution.purchases.iter().map(|it| it.cost).sum();
    assert_eq!(uncovered + bought, solution.cost.sum);
    let avoided: i128 = bills.iter().flat_map(|bill| &bill.uses).map(|it| it.avoids).sum();
    assert_eq!(uncovered + avoided, solution.without.sum);
    assert!(bills.iter().flat_map(|bill| &bill.uses).all(|it| matches!(it.by, By::Purchase(_))));
}

#[test]
fn a_purchase_says_what_it_saves_and_when_it_has_paid_for_itself() {
    let mut problem = problem();
    problem.offers.truncate(1);
    let solution = optimize(&problem).unwrap();
    let uses = usage(&problem, &solution.purchases).unwrap();
    assert_eq!(solution.purchases[0].lots, 10);
    let first = &uses.purchases[0];
    assert_eq!((first.given.sum, first.used.sum), (40, 38));
    assert_eq!(first.utilization_millionths(), 950_000);
    assert_eq!((first.avoids.sum, first.saves.sum), (3_800, 1_400));
    // Ten lots cost 2,400, and avoid 1,000 in an hour: 2.4 hours of full use.
    assert_eq!(first.paid_for_at, Some(2));
    assert_eq!(first.break_even_hours, Some(3));
    assert_eq!((uses.list.sum, uses.uncovered.sum), (6_200, 2_400));
    assert_eq!(uses.coverage_millionths(), 612_903);
}

#[test]
fn a_plan_is_used_for_both_loads() {
    let problem = problem();
    let solution = optimize(&problem).unwrap();
    let uses = usage(&problem, &solution.purchases).unwrap();
    let saved: i128 = uses.purchases.iter().map(|it| it.saves.sum).sum();
    assert_eq!(saved, solution.without.sum - solution.cost.sum);
    let at_two = hour_bill(&problem, &solution.purchases, 0, 1).unwrap();
    let loads: std::collections::BTreeSet<usize> = at_two.uses.iter().map(|it| it.load).collect();
    assert_eq!(loads.len(), 2);
}
