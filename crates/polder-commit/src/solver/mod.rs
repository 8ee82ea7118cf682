//! The search for the cheapest purchases.
//!
//! The expected cost is a convex function of the number of lots. [`hours`] evaluates it and gives a cut: a linear
//! function that is nowhere above it. [`master`] finds the lowest point of all cuts, which is a lower bound, and
//! [`search`] evaluates between that point and the best one, until both agree. [`round`] makes integers of it.
//! Floating point decides where to look, never what is reported: the cost is that of the exact bill, and the bound
//! that of the check.

mod model;
mod hours;
mod master;
mod search;
mod round;

use crate::bill::Biller;
use crate::candidate::{self, Candidate};
use crate::check;
use crate::error::Error;
use crate::problem::Problem;
use crate::solution::{Certificate, Expected, Point, Purchase, Solution};
use crate::validate::validate;

use self::model::Model;
use self::search::Found;

/// Weights of points are integers with about this sum.
const WEIGHTS: f64 = (1_u64 << 36) as f64;

/// The purchases with the smallest expected cost, and the proof. The gap between cost and bound is part of the
/// solution: it is not zero where lots are coarse, where limits cut between lots, or where plans for several loads
/// at different rates are used together, which providers do not apply in the cheapest way.
pub fn optimize(problem: &Problem) -> Result<Solution, Error> {
    validate(problem)?;
    let candidates = candidate::candidates(problem)?;
    let rows = candidate::rows(problem, &candidates);
    let model = Model::new(problem, &candidates, &rows);
    let found = search::search(&model);
    let columns = round::round(&model, &rows, &found);
    let mut lots = vec![0; candidates.len()];
    for (column, number) in model.columns.iter().zip(columns) {
        lots[column.candidate] = number;
    }
    let purchases = purchases(problem, &candidates, &lots)?;
    let certificate = certificate(&model, &candidates, rows.len(), &found);
    let weight = problem.scenarios.iter().map(|scenario| u64::from(scenario.weight)).sum();
    let total = |purchases: &[Purchase]| -> Result<Expected, Error> {
        let mut sum = Biller::new(problem, purchases)?.total()?;
        for purchase in purchases {
            let cost = purchase.cost.checked_mul(i128::from(weight));
            sum = cost.and_then(|cost| sum.checked_add(cost)).ok_or(Error::Overflow("the cost"))?;
        }
        Ok(Expected { sum, weight })
    };
    let bound = check::bound(problem, &certificate).map_err(|rejection| match rejection {
        check::Rejection::Problem(error) => error,
        _ => Error::Overflow("the certificate"),
    })?;
    let bound = Expected { sum: bound, weight };
    Ok(Solution { cost: total(&purchases)?, without: total(&[])?, bound, purchases, certificate })
}

fn purchases(problem: &Problem, candidates: &[Candidate], lots: &[u64]) -> Result<Vec<Purchase>, Error> {
    let bought = candidates.iter().zip(lots).filter(|(_, lots)| **lots > 0);
    bought
        .map(|(it, lots)| {
            let upfront = i128::from(problem.offers[it.offer].upfront.0);
            let times =
                |amount: i128| amount.checked_mul(i128::from(*lots)).ok_or(Error::Overflow("the cost"));
            let (upfront, cost) = (times(upfront)?, times(it.cost)?);
            Ok(Purchase { offer: it.offer, start: it.start, lots: *lots, upfront, cost })
        })
        .collect()
}

/// The points whose cuts hold the bound up, with their weights as integers.
fn certificate(model: &Model, candidates: &[Candidate], rows: usize, found: &Found) -> Certificate {
    let points = found.weights.iter().map(|(point, weight)| {
        let mut lots = vec![0; candidates.len()];
        for (column, number) in model.columns.iter().zip(point) {
            lots[column.candidate] = *number;
        }
        Point { weight: (weight * WEIGHTS) as u64, lots }
    });
    let mut points: Vec<Point> = points.filter(|point| point.weight > 0).collect();
    if points.is_empty() {
        points.push(Point { weight: 1, lots: vec![0; candidates.len()] });
    }
    let total: u64 = points.iter().map(|point| point.weight).sum();
    let mut limits = vec![0; rows];
    for (row, price) in &found.limits {
        limits[*row] = (price * model.weight * total as f64) as u128;
    }
    Certificate { points, limits }
}
