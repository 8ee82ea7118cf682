//! Problems without meaning, with nothing in them, or too large.

use polder_commit::{Error, Load, Owned, Problem, check, optimize};
use polder_units::PicoUsd;
use proptest::prelude::*;

use crate::problems::{firm, load, plan, reservation, scenario, with_a_plan};

fn small() -> Problem {
    Problem {
        hours: 2,
        loads: vec![load("load", 100)],
        scenarios: vec![scenario(1, vec![firm(&[3, 4])])],
        offers: vec![reservation(0, 1, 2, 60)],
        ..Problem::default()
    }
}

/// What a change of the small problem is refused for.
fn refused(change: impl FnOnce(&mut Problem)) -> String {
    let mut problem = small();
    change(&mut problem);
    let error = optimize(&problem).unwrap_err();
    error.to_string()
}

#[test]
fn problems_without_meaning_are_refused() {
    assert_eq!(optimize(&Problem::default()), Err(Error::Empty("hours")));
    assert_eq!(refused(|it| it.scenarios.clear()), "there are no scenarios");
    assert_eq!(refused(|it| it.scenarios[0].weight = 0), "there are no scenarios with a weight");
    let lengths = refused(|it| it.scenarios[0].demand[0].firm.truncate(1));
    assert_eq!(lengths, "the demand of `scenario of weight 1` for `load` has 1 entries instead of 2");
    let loads = refused(|it| it.loads.push(load("other", 1)));
    assert_eq!(loads, "the demand of `scenario of weight 1` has 1 entries instead of 2");
    assert_eq!(refused(|it| it.loads[0].on_demand.0 = -1), "the price of `load` on demand is out of range");
    assert_eq!(
        refused(|it| it.offers[0] = reservation(3, 1, 2, 1)),
        "load 3 of `reservation for load 3` does not exist"
    );
    assert_eq!(refused(|it| it.offers[0] = plan(&[(0, 0)], 1, 2)), "a price of `plan` is out of range");
    assert_eq!(
        refused(|it| it.offers[0] = plan(&[(0, 9), (0, 9)], 1, 2)),
        "the order of the loads of `plan` is out of range"
    );
    let late = refused(|it| it.offers[0].starts = vec![2]);
    assert_eq!(late, "a date of purchase of `reservation for load 0` is out of range");
    assert_eq!(
        refused(|it| it.offers[0].term_hours = 0),
        "the term of `reservation for load 0` is out of range"
    );
}

#[test]
fn nothing_is_bought_where_nothing_is_to_be_saved() {
    let changes: [fn(&mut Problem); 7] = [
        |it| it.scenarios[0].demand[0] = firm(&[0, 0]),
        |it| it.loads[0].on_demand = PicoUsd(0),
        |it| it.offers.clear(),
        |it| it.offers[0].starts.clear(),
        |it| it.offers[0].hourly = PicoUsd(100),
        |it| it.offers[0] = plan(&[], 1, 2),
        |it| {
            it.loads.clear();
            it.scenarios[0].demand.clear();
            it.offers.clear();
        },
    ];
    for change in changes {
        let mut problem = small();
        change(&mut problem);
        let solution = optimize(&problem).unwrap();
        assert_eq!(solution.cost, solution.without);
        assert_eq!(solution.bound, solution.without);
        check(&problem, &solution).unwrap();
    }
}

#[test]
fn what_does_not_fit_is_an_error() {
    let mut problem = small();
    problem.hours = 8_000;
    problem.loads = vec![Load { on_demand: PicoUsd(100_000_000_000_000_000), ..load("load", 0) }; 40];
    problem.scenarios = vec![scenario(1_000_000, vec![firm(&[1_000_000_000; 8_000]); 40])];
    problem.offers.clear();
    assert!(matches!(optimize(&problem), Err(Error::Overflow(_))));
    let too_many = refused(|it| {
        it.owned = vec![Owned {
            name: "old".into(),
            benefit: plan(&[(0, 1)], 100_000_000_000_000_000, 1).benefit,
            lots: u64::MAX,
            from: 0,
            until: 2,
        }];
    });
    assert_eq!(too_many, "what commitments give is too large to be computed exactly");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    /// Extreme prices and quantities give a solution that the check accepts, or an error.
    #[test]
    fn no_problem_panics(
        problem in with_a_plan(),
        scale in 1_i64..1_000_000_000_000_000,
        units in 1_u32..200_000_000,
        (weight, owned) in (1_u32..200_000, 0_u64..u64::MAX),
    ) {
        let mut problem = problem;
        for load in &mut problem.loads {
            load.on_demand.0 *= scale;
        }
        for scenario in &mut problem.scenarios {
            scenario.weight *= weight;
            for units_of in scenario.demand.iter_mut().flat_map(|it| &mut it.firm) {
                *units_of *= units;
            }
        }
        let benefit = problem.offers[0].benefit.clone();
        problem.owned = vec![Owned { name: "owned".into(), benefit, lots: owned, from: 0, until: problem.hours }];
        if let Ok(solution) = optimize(&problem) {
            prop_assert!(check(&problem, &solution).is_ok());
            prop_assert!(solution.bound.sum <= solution.cost.sum);
            prop_assert!(solution.cost.sum <= solution.without.sum);
        }
    }

    /// Two plans that displace each other are not applied in the cheapest way: the bound holds, and the gap shows it.
    #[test]
    fn plans_that_displace_each_other_are_billed_as_they_are_applied(
        problem in with_a_plan(),
        rates in (1_i64..90, 1_i64..90),
    ) {
        let mut problem = problem;
        let all: Vec<(usize, i64)> = [(0, rates.0), (1, rates.1)].into_iter().take(problem.loads.len()).collect();
        problem.offers.push(plan(&all, 7, problem.hours));
        let solution = optimize(&problem).unwrap();
        check(&problem, &solution).unwrap();
        prop_assert!(solution.bound.sum <= solution.cost.sum);
    }
}
