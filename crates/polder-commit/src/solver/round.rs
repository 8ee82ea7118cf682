//! Whole lots near the lowest point of the cuts.
//!
//! The cuts describe the cost near that point, so most numbers of lots can be compared without an evaluation: the
//! best neighbour by the cuts is evaluated, its cut is added, and so on until the cuts know none that is better.

use crate::candidate::Row;

use super::hours::{Cut, evaluate};
use super::model::Model;
use super::search::Found;

/// A number this close to an integer is one.
const NEAR: f64 = 1e-4;

/// The gap, as a share of the cost, at which nothing is left to gain.
const GAP: f64 = 2e-7;

/// The evaluations after which the best numbers are taken.
const EVALUATIONS_MAX: usize = 60;

/// The changes between two evaluations.
const MOVES_MAX: usize = 200;

/// The number of lots of each column.
pub(super) fn round(model: &Model, rows: &[Row], found: &Found) -> Vec<u64> {
    let none = vec![0.0; found.lots.len()];
    let nearest = |it: &f64| if (it - it.round()).abs() < NEAR { it.round() } else { it.floor() };
    let mut lots: Vec<f64> = found.lots.iter().map(nearest).collect();
    if !within(model, rows, &lots) {
        lots = found.lots.iter().map(|lots| lots.floor()).collect();
    }
    if !within(model, rows, &lots) {
        lots.clone_from(&none);
    }
    let mut cuts = found.cuts.clone();
    let mut best = (evaluate(model, &none, 1).0, none);
    for _ in 0..EVALUATIONS_MAX {
        let (cost, cut) = evaluate(model, &lots, 1);
        cuts.push(cut);
        if cost < best.0 {
            best = (cost, lots);
        }
        if best.0 - found.bound <= GAP * best.0 {
            break;
        }
        lots = best.1.clone();
        descend(model, rows, &cuts, &mut lots);
        if lots == best.1 {
            break;
        }
    }
    best.1.into_iter().map(|lots| lots as u64).collect()
}

/// Changes lots, one or two columns at a time, as long as that lowers the largest cut.
fn descend(model: &Model, rows: &[Row], cuts: &[Cut], lots: &mut [f64]) {
    // The largest first: most changes are refused by the first cuts.
    let mut ranked: Vec<(f64, &Cut)> = cuts.iter().map(|cut| (cut.at(lots), cut)).collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut values, cuts): (Vec<f64>, Vec<&Cut>) = ranked.into_iter().unzip();
    for _ in 0..MOVES_MAX {
        let largest = values.iter().copied().fold(f64::MIN, f64::max);
        let mut best: (f64, &[(usize, f64)]) = (largest * (1.0 - 1e-12), &[]);
        let moves = moves(model, lots);
        for change in &moves {
            let moved = |(cut, value): (&&Cut, &f64)| {
                value + change.iter().map(|(column, step)| cut.slopes[*column] * step).sum::<f64>()
            };
            let mut most = f64::MIN;
            for pair in cuts.iter().zip(&values) {
                most = most.max(moved(pair));
                if most >= best.0 {
                    break;
                }
            }
            if most < best.0 && within(model, rows, &changed(lots, change)) {
                best = (most, change);
            }
        }
        if best.1.is_empty() {
            break;
        }
        for (value, cut) in values.iter_mut().zip(&cuts) {
            *value += best.1.iter().map(|(column, step)| cut.slopes[*column] * step).sum::<f64>();
        }
        let next = changed(lots, best.1);
        lots.copy_from_slice(&next);
    }
}

/// Changes of one column by powers of ten, and of two columns by one lot in opposite directions.
fn moves(model: &Model, lots: &[f64]) -> Vec<Vec<(usize, f64)>> {
    let fits = |column: usize, step: f64| (0.0..=model.columns[column].most).contains(&(lots[column] + step));
    let mut moves = vec![];
    for column in 0..lots.len() {
        let mut step = 1.0;
        while step <= model.columns[column].most {
            let steps = [step, -step].into_iter().filter(|step| fits(column, *step));
            moves.extend(steps.map(|step| vec![(column, step)]));
            step *= 10.0;
        }
        if !fits(column, 1.0) {
            continue;
        }
        let others = (0..lots.len()).filter(|other| *other != column && fits(*other, -1.0));
        moves.extend(others.map(|other| vec![(column, 1.0), (other, -1.0)]));
    }
    moves
}

fn changed(lots: &[f64], change: &[(usize, f64)]) -> Vec<f64> {
    let mut lots = lots.to_vec();
    for (column, step) in change {
        lots[*column] += step;
    }
    lots
}

/// Whether lots respect the limits, exactly.
fn within(model: &Model, rows: &[Row], lots: &[f64]) -> bool {
    rows.iter().all(|row| {
        let sum = model.columns.iter().zip(lots).try_fold(0_i128, |sum, (column, lots)| {
            sum.checked_add(row.coefficients[column.candidate].checked_mul(*lots as i128)?)
        });
        sum.is_some_and(|sum| sum <= row.most)
    })
}
