//! The master program: the smallest value of the largest cut within bounds and limits.
//!
//! It is solved through its dual, in which a cut is a column: a new cut leaves the last solution feasible, and few
//! steps of the simplex method lead to the next one. The dual gives the cuts non-negative weights with the sum 1;
//! the weighted slopes, the prices of the limits and those of the bounds add up to zero. The multipliers of these
//! equations are the value and the point of the master program.

use super::hours::Cut;

/// A reduced cost or a pivot below this is zero. All quantities are scaled to about 1.
const ZERO: f64 = 1e-11;

/// The smallest pivot.
const PIVOT_MIN: f64 = 1e-8;

/// Steps after which the inverse of the basis is computed anew.
const STEPS_UNTIL_INVERSION: usize = 40;

/// Steps without progress after which the first and not the best column enters, so that no basis comes twice.
const STEPS_UNTIL_CAUTION: usize = 60;

/// The steps of one solution.
const STEPS_MAX: usize = 20_000;

/// The master program over variables from 0 to 1.
pub(super) struct Master {
    /// The number of variables.
    variables: usize,
    /// The columns of the dual: the equation of the weights, then one for each variable.
    columns: Vec<Column>,
    /// The column of each row of the basis.
    basis: Vec<usize>,
    /// The inverse of the basis, row by row.
    inverse: Vec<f64>,
    /// The values of the basis.
    values: Vec<f64>,
    steps: usize,
}

/// A column of the dual.
struct Column {
    kind: Kind,
    gain: f64,
    entries: Vec<f64>,
}

/// What a column is the price or the weight of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A lower or an upper bound.
    Bound,
    /// A limit.
    Limit(usize),
    /// A cut.
    Cut(usize),
}

/// The solution of a master program.
pub(super) struct Lowest {
    /// The value.
    pub(super) value: f64,
    /// The point.
    pub(super) point: Vec<f64>,
}

/// What holds the value of a master program up.
pub(super) struct Weights {
    /// Numbers of cuts with their weights.
    pub(super) cuts: Vec<(usize, f64)>,
    /// Limits with their prices.
    pub(super) limits: Vec<(usize, f64)>,
}

impl Master {
    /// A program with these limits (coefficients, right-hand side) and its first cut, whose number is 0.
    pub(super) fn new(variables: usize, limits: &[(Vec<f64>, f64)], cut: &Cut) -> Master {
        let mut master =
            Master { variables, columns: vec![], basis: vec![], inverse: vec![], values: vec![], steps: 0 };
        for variable in 0..variables {
            // The lower bound 0 and the upper bound 1.
            for (gain, sign) in [(0.0, -1.0), (-1.0, 1.0)] {
                let mut entries = vec![0.0; variables + 1];
                entries[variable + 1] = sign;
                master.columns.push(Column { kind: Kind::Bound, gain, entries });
            }
        }
        for (index, (coefficients, most)) in limits.iter().enumerate() {
            let entries = std::iter::once(0.0).chain(coefficients.iter().copied()).collect();
            master.columns.push(Column { kind: Kind::Limit(index), gain: -most, entries });
        }
        master.add(0, cut);
        // With the first cut alone, each variable is at the bound to which the slope points.
        let bound = |(variable, slope): (usize, &f64)| 2 * variable + usize::from(*slope < 0.0);
        master.basis.push(master.columns.len() - 1);
        master.basis.extend(cut.slopes.iter().enumerate().map(bound));
        master.invert();
        master
    }

    /// Adds a cut with a number.
    pub(super) fn add(&mut self, number: usize, cut: &Cut) {
        let entries = std::iter::once(1.0).chain(cut.slopes.iter().copied()).collect();
        self.columns.push(Column { kind: Kind::Cut(number), gain: cut.constant, entries });
    }

    /// The lowest point of the largest cut.
    pub(super) fn solve(&mut self) -> Lowest {
        let mut stalled = 0;
        for _ in 0..STEPS_MAX {
            if self.steps >= STEPS_UNTIL_INVERSION {
                self.invert();
            }
            let multipliers = self.multipliers();
            let cautious = stalled > STEPS_UNTIL_CAUTION;
            let Some(entering) = self.entering(&multipliers, cautious) else { break };
            let direction = self.times(&self.columns[entering].entries);
            let Some(row) = self.leaving(&direction, cautious) else { break };
            stalled = if self.values[row] <= ZERO { stalled + 1 } else { 0 };
            self.exchange(row, entering, &direction);
        }
        let multipliers = self.multipliers();
        let point = multipliers[1..].iter().map(|it| (-it).clamp(0.0, 1.0)).collect();
        Lowest { value: multipliers[0], point }
    }

    /// The weights of the cuts that hold the value up, and the prices of the limits.
    pub(super) fn weights(&self) -> Weights {
        let mut weights = Weights { cuts: vec![], limits: vec![] };
        for (column, value) in self.basis.iter().zip(&self.values) {
            match self.columns[*column].kind {
                Kind::Cut(number) if *value > 0.0 => weights.cuts.push((number, *value)),
                Kind::Limit(index) if *value > 0.0 => weights.limits.push((index, *value)),
                _ => {}
            }
        }
        weights
    }

    /// The number of cuts.
    pub(super) fn cuts(&self) -> usize {
        self.columns.iter().filter(|column| matches!(column.kind, Kind::Cut(_))).count()
    }

    /// Removes the cuts outside of the basis that are the farthest below the value at the point, all but `keep`.
    pub(super) fn forget(&mut self, keep: usize) {
        let multipliers = self.multipliers();
        let mut below: Vec<(f64, usize)> = (0..self.columns.len())
            .filter(|at| matches!(self.columns[*at].kind, Kind::Cut(_)) && !self.basis.contains(at))
            .map(|at| (-self.reduced(at, &multipliers), at))
            .collect();
        below.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut removed: Vec<usize> = below.into_iter().skip(keep).map(|(_, at)| at).collect();
        removed.sort_unstable();
        let shift = |at: usize| at - removed.partition_point(|removed| *removed < at);
        self.basis.iter_mut().for_each(|at| *at = shift(*at));
        let mut at = 0;
        self.columns.retain(|_| {
            at += 1;
            removed.binary_search(&(at - 1)).is_err()
        });
    }

    fn size(&self) -> usize {
        self.variables + 1
    }

    /// The multipliers of the equations.
    fn multipliers(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.size()];
        for (column, row) in self.basis.iter().zip(self.inverse.chunks_exact(self.size())) {
            let gain = self.columns[*column].gain;
            if gain.abs() > 0.0 {
                sums.iter_mut().zip(row).for_each(|(sum, it)| *sum += gain * it);
            }
        }
        sums
    }

    fn reduced(&self, column: usize, multipliers: &[f64]) -> f64 {
        let Column { gain, entries, .. } = &self.columns[column];
        gain - entries.iter().zip(multipliers).map(|(entry, it)| entry * it).sum::<f64>()
    }

    /// The column with the largest reduced cost, or the first with a positive one.
    fn entering(&self, multipliers: &[f64], first: bool) -> Option<usize> {
        let mut best = (ZERO, None);
        for column in 0..self.columns.len() {
            let reduced = self.reduced(column, multipliers);
            if reduced > best.0 && !self.basis.contains(&column) {
                best = (reduced, Some(column));
                if first {
                    break;
                }
            }
        }
        best.1
    }

    /// The row that limits a step, among equals the one with the largest pivot, or the first column.
    fn leaving(&self, direction: &[f64], first: bool) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (row, (pivot, value)) in direction.iter().zip(&self.values).enumerate() {
            if *pivot <= PIVOT_MIN {
                continue;
            }
            let ratio = value.max(0.0) / pivot;
            let better = best.is_none_or(|(least, other)| {
                let tie = (ratio - least).abs() <= ZERO;
                let preferred = match first {
                    true => self.basis[row] < self.basis[other],
                    false => *pivot > direction[other],
                };
                ratio < least - ZERO || (tie && preferred)
            });
            if better {
                best = Some((ratio, row));
            }
        }
        best.map(|(_, row)| row)
    }

    fn exchange(&mut self, row: usize, entering: usize, direction: &[f64]) {
        let size = self.size();
        let pivot = direction[row];
        let step = self.values[row].max(0.0) / pivot;
        let pivots: Vec<f64> =
            self.inverse[row * size..(row + 1) * size].iter().map(|it| it / pivot).collect();
        for (at, factor) in
            direction.iter().enumerate().filter(|(at, factor)| *at != row && factor.abs() > 0.0)
        {
            let entries = &mut self.inverse[at * size..(at + 1) * size];
            entries.iter_mut().zip(&pivots).for_each(|(entry, it)| *entry -= factor * it);
            self.values[at] -= factor * step;
        }
        self.inverse[row * size..(row + 1) * size].copy_from_slice(&pivots);
        self.values[row] = step;
        self.basis[row] = entering;
        self.steps += 1;
    }

    /// The inverse of the basis times a column.
    fn times(&self, entries: &[f64]) -> Vec<f64> {
        let product = |row: &[f64]| row.iter().zip(entries).map(|(one, other)| one * other).sum();
        self.inverse.chunks_exact(self.size()).map(product).collect()
    }

    /// Computes the inverse of the basis by elimination, with the largest pivot of each column.
    fn invert(&mut self) {
        let size = self.size();
        let mut matrix = vec![0.0; size * 2 * size];
        let width = 2 * size;
        for (at, column) in self.basis.iter().enumerate() {
            for (row, entry) in self.columns[*column].entries.iter().enumerate() {
                matrix[row * width + at] = *entry;
            }
        }
        for row in 0..size {
            matrix[row * width + size + row] = 1.0;
        }
        for at in 0..size {
            let largest = (at..size).max_by(|one, other| {
                matrix[one * width + at].abs().total_cmp(&matrix[other * width + at].abs())
            });
            let pivot_row = largest.unwrap_or(at);
            if pivot_row != at {
                for entry in 0..width {
                    matrix.swap(at * width + entry, pivot_row * width + entry);
                }
            }
            let pivot = matrix[at * width + at];
            let pivots: Vec<f64> = matrix[at * width..(at + 1) * width].iter().map(|it| it / pivot).collect();
            for row in (0..size).filter(|row| *row != at) {
                let factor = matrix[row * width + at];
                if factor.abs() > 0.0 {
                    let entries = &mut matrix[row * width + at..(row + 1) * width];
                    entries.iter_mut().zip(&pivots[at..]).for_each(|(entry, it)| *entry -= factor * it);
                }
            }
            matrix[at * width..(at + 1) * width].copy_from_slice(&pivots);
        }
        self.inverse.clear();
        for row in matrix.chunks_exact(width) {
            self.inverse.extend_from_slice(&row[size..]);
        }
        let mut first = vec![0.0; size];
        first[0] = 1.0;
        self.values = self.times(&first);
        self.steps = 0;
    }
}
