//! The search: between the lowest point of the cuts and the best point so far.
//!
//! It begins in a sample of the hours, where an evaluation takes a fraction of the time. The points that prove the
//! bound of the sample are where it goes on, in a larger sample and then in all hours.

use super::hours::{Cut, evaluate};
use super::master::{Master, Weights};
use super::model::Model;

/// A lot at a point is counted in these parts.
const PARTS: f64 = (1_u64 << 24) as f64;

/// The gap, as a share of the cost, at which the search ends: a tenth of what counts as proven, so that something
/// is left for whole lots.
const GAP: f64 = 1e-7;

/// The same in a sample.
const GAP_SAMPLE: f64 = 1e-5;

/// Samples take every 11th hour, or every 121st: strides without a factor of the hours of a day or a week.
const STRIDES: [usize; 2] = [121, 11];

/// The smallest sample that is worth it.
const SAMPLE_HOURS_MIN: usize = 500;

/// The evaluations after which a pass ends in any case.
const EVALUATIONS_MAX: usize = 3_000;

/// The number of cuts above which those that have lost their use are forgotten, as a multiple of the columns.
const CUTS_MAX: usize = 12;

/// How far a step goes at least from the best point to the lowest one. Short steps stay where the cuts describe the
/// cost well.
const STEP_MIN: f64 = 0.15;

/// What the search found.
pub(super) struct Found {
    /// The lowest point of all cuts, in lots.
    pub(super) lots: Vec<f64>,
    /// The points whose cuts prove the bound, in parts of a lot, with their weights.
    pub(super) weights: Vec<(Vec<u64>, f64)>,
    /// The prices of the limits.
    pub(super) limits: Vec<(usize, f64)>,
    /// The lower bound.
    pub(super) bound: f64,
    /// All cuts.
    pub(super) cuts: Vec<Cut>,
}

/// Searches until the gap is small.
pub(super) fn search(model: &Model) -> Found {
    let hours: usize = model.blocks.iter().map(|block| block.hours.len()).sum();
    let mut points: Vec<Vec<f64>> = vec![];
    for stride in STRIDES.into_iter().filter(|stride| hours / stride >= SAMPLE_HOURS_MIN) {
        let found = pass(model, stride, GAP_SAMPLE, &points);
        let lots = |parts: Vec<u64>| parts.into_iter().map(|parts| parts as f64 / PARTS).collect();
        points = std::iter::once(found.lots).chain(found.weights.into_iter().map(|it| lots(it.0))).collect();
    }
    pass(model, 1, GAP, &points)
}

/// Searches in a sample, from these points.
fn pass(model: &Model, stride: usize, gap: f64, starts: &[Vec<f64>]) -> Found {
    let none = vec![0.0; model.columns.len()];
    let (scale, first) = evaluate(model, &none, stride);
    if scale <= 0.0 || none.is_empty() {
        let weights = vec![(vec![0; none.len()], 1.0)];
        return Found { lots: none, weights, limits: vec![], bound: scale, cuts: vec![first] };
    }
    let mut pass = Pass {
        model,
        stride,
        scale,
        most: model.columns.iter().map(|column| column.most).collect(),
        points: vec![vec![0; none.len()]],
        cuts: vec![],
        best: (1.0, none.clone()),
    };
    let (rows, factors): (Vec<_>, Vec<f64>) = model.rows.iter().map(|row| pass.row(row)).unzip();
    let mut master = Master::new(none.len(), &rows, &pass.scaled(&first));
    pass.cuts.push(first);
    for start in starts {
        let start: Vec<f64> = start.iter().zip(&pass.most).map(|(lots, most)| lots / most).collect();
        let cut = pass.evaluate(&start);
        master.add(pass.cuts.len() - 1, &cut);
    }
    let mut step = 0.5_f64;
    let mut lowest = master.solve();
    while pass.points.len() < EVALUATIONS_MAX && pass.best.0 - lowest.value > gap * pass.best.0 {
        let between = |(best, lowest): (&f64, &f64)| best + step * (lowest - best);
        let point: Vec<f64> = pass.best.1.iter().zip(&lowest.point).map(between).collect();
        let cut = pass.evaluate(&point);
        let separates = cut.at(&lowest.point) > lowest.value + gap / 100.0;
        step = if separates { (step * 0.9).max(STEP_MIN) } else { (step * 2.0).min(1.0) };
        master.add(pass.cuts.len() - 1, &cut);
        if master.cuts() > CUTS_MAX * (none.len() + 10) {
            master.forget(CUTS_MAX * (none.len() + 10) / 2);
        }
        lowest = master.solve();
    }
    let Weights { cuts, limits } = master.weights();
    let limits = limits.into_iter().map(|(row, price)| (row, price * scale / factors[row])).collect();
    Found {
        lots: lowest.point.iter().zip(&pass.most).map(|(share, most)| share * most).collect(),
        weights: cuts.into_iter().map(|(cut, weight)| (pass.points[cut].clone(), weight)).collect(),
        limits,
        bound: lowest.value * scale,
        cuts: pass.cuts,
    }
}

/// What has been evaluated. Points are shares of the largest numbers of lots, costs are shares of the cost without
/// purchases.
struct Pass<'a> {
    model: &'a Model,
    stride: usize,
    /// The cost without purchases.
    scale: f64,
    /// The largest number of lots of each column.
    most: Vec<f64>,
    /// The points in parts of lots.
    points: Vec<Vec<u64>>,
    /// Their cuts, in lots.
    cuts: Vec<Cut>,
    /// The lowest cost, and where.
    best: (f64, Vec<f64>),
}

impl Pass<'_> {
    /// Evaluates a point near this one: no usage may be used up exactly there, where a cut is not unique.
    fn evaluate(&mut self, point: &[f64]) -> Cut {
        let number = self.points.len();
        let part = |(column, (share, most)): (usize, (&f64, &f64))| {
            (share * most * PARTS + offset(number, column)).max(0.0) as u64
        };
        let parts: Vec<u64> = point.iter().zip(&self.most).enumerate().map(part).collect();
        let lots: Vec<f64> = parts.iter().map(|parts| *parts as f64 / PARTS).collect();
        let (cost, cut) = evaluate(self.model, &lots, self.stride);
        if cost / self.scale < self.best.0 {
            let point = lots.iter().zip(&self.most).map(|(lots, most)| lots / most).collect();
            self.best = (cost / self.scale, point);
        }
        let scaled = self.scaled(&cut);
        self.points.push(parts);
        self.cuts.push(cut);
        scaled
    }

    fn scaled(&self, cut: &Cut) -> Cut {
        let slopes = cut.slopes.iter().zip(&self.most).map(|(slope, most)| slope * most / self.scale);
        Cut { constant: cut.constant / self.scale, slopes: slopes.collect() }
    }

    /// A limit in shares, divided by a factor so that its largest coefficient is 1.
    fn row(&self, (coefficients, limit): &(Vec<f64>, f64)) -> ((Vec<f64>, f64), f64) {
        let scaled: Vec<f64> = coefficients.iter().zip(&self.most).map(|(it, most)| it * most).collect();
        let largest = scaled.iter().copied().fold(0.0, f64::max);
        let factor = if largest > 0.0 { largest } else { 1.0 };
        ((scaled.iter().map(|it| it / factor).collect(), limit / factor), factor)
    }
}

/// A few parts of a lot, up or down, different for each point and column.
fn offset(point: usize, column: usize) -> f64 {
    let number = (point as u64) * 0x9E37_79B9 + column as u64 + 1;
    let mixed = number.wrapping_mul(0xD1B5_4A32_D192_ED03);
    let parts = 8.0 + ((mixed >> 40) % 32) as f64;
    if mixed >> 63 == 0 { parts } else { -parts }
}
