//! Commitments for a year: the time until the optimum is proven, and the money that simpler strategies leave, for
//! `docs/performance.md`. Run with `cargo run --release -p polder-commitments`. `--json` prints the year of the first
//! scenario for peers. A crate of its own, since the other benchmarks build the whole compiler.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark looks at the clock and at its own processor time"
)]
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod instance;

use std::time::Instant;

use polder_commit::{Owned, Problem, Purchase, Solution, check, optimize, usage};
use serde_json::json;

use self::instance::{Sale, YEAR};

/// The scenarios that are solved together.
const SCENARIOS: u64 = 10;

fn main() {
    if std::env::args().any(|argument| argument == "--json") {
        return println!("{}", json());
    }
    measure();
}

/// Solves one year, ten years together, and a ladder; then what simpler strategies buy for the ten years.
fn measure() {
    println!("8,760 hours, eight families, three regions: 24 kinds of reservations and a plan for all");
    let all = instance::year(0..SCENARIOS, &[0], Sale::Both);
    let quarters: Vec<usize> = (0..4).map(|quarter| quarter * YEAR / 4).collect();
    for (name, problem) in [
        ("one scenario", &instance::year(0..1, &[0], Sale::Both)),
        ("the same, purchases each quarter", &instance::year(0..1, &quarters, Sale::Both)),
        ("ten scenarios together", &all),
    ] {
        solve(name, problem);
    }
    let best = optimize(&all).expect("the year is valid");
    println!("money of ten scenarios together, expected for a year");
    amount("on demand", best.without.rounded(), &best);
    amount("optimum of the last 60 days", cost(&all, &look_back(&all)), &best);
    amount("reservations first, then the plan", cost(&all, &greedy(&all)), &best);
    amount("optimum", best.cost.rounded(), &best);
    amount("proven bound", best.bound.rounded(), &best);
}

/// The first scenario as JSON: prices in dollars, demand of each load for each hour.
fn json() -> String {
    let problem = instance::year(0..1, &[0], Sale::Both);
    let prices = instance::prices();
    let demand: Vec<_> = problem.scenarios[0].demand.iter().map(|demand| &demand.firm).collect();
    let best = optimize(&problem).expect("the year is valid");
    let [on_demand, reserved, plan] =
        [0, 1, 2].map(|at| prices.iter().map(|it| it[at]).collect::<Vec<f64>>());
    let cost = best.cost.rounded() as f64 / 1e12;
    json!({ "on_demand": on_demand, "reserved": reserved, "plan": plan, "demand": demand, "cost": cost })
        .to_string()
}

fn solve(name: &str, problem: &Problem) {
    let cpu = cpu_milliseconds();
    let start = Instant::now();
    let solution = optimize(problem).expect("the year is valid");
    let (wall, used) = (start.elapsed(), cpu_milliseconds() - cpu);
    let start = Instant::now();
    let checked = check(problem, &solution).expect("the solution is right");
    println!(
        "{name}: {:.0} ms, {used} ms of processor time, {} points; gap {} billionths{}; checked in {:.0} ms",
        wall.as_secs_f64() * 1e3,
        solution.certificate.points.len(),
        solution.gap_billionths(),
        if solution.is_proven() && checked.cost == solution.cost { ", proven" } else { "" },
        start.elapsed().as_secs_f64() * 1e3,
    );
}

/// What is bought if only the last 60 days are known.
fn look_back(all: &Problem) -> Vec<Purchase> {
    let past = optimize(&instance::look_back()).expect("the past is valid");
    past.purchases.iter().map(|it| priced(all, it.offer, it.lots)).collect()
}

/// The best reservations of each family and region, and then the best plan for what is left.
fn greedy(all: &Problem) -> Vec<Purchase> {
    let only = |sale| Problem { scenarios: all.scenarios.clone(), ..instance::year(0..0, &[0], sale) };
    let families = only(Sale::Families);
    let first = optimize(&families).expect("the year is valid");
    let mut everything = only(Sale::Everything);
    everything.owned = first.purchases.iter().map(|it| owned(&families, it)).collect();
    let second = optimize(&everything).expect("the year is valid");
    let plan = all.offers.len() - 1;
    let reservations = first.purchases.iter().map(|it| priced(all, it.offer, it.lots));
    reservations.chain(second.purchases.iter().map(|it| priced(all, plan, it.lots))).collect()
}

fn owned(problem: &Problem, purchase: &Purchase) -> Owned {
    let offer = &problem.offers[purchase.offer];
    let (name, benefit) = (offer.name.clone(), offer.benefit.clone());
    Owned { name, benefit, lots: purchase.lots, from: 0, until: YEAR }
}

/// A purchase for the year. Nothing is paid upfront.
fn priced(problem: &Problem, offer: usize, lots: u64) -> Purchase {
    let hourly = i128::from(problem.offers[offer].hourly.0);
    Purchase { offer, start: 0, lots, upfront: 0, cost: hourly * YEAR as i128 * i128::from(lots) }
}

/// The expected cost of purchases and of what they do not cover.
fn cost(problem: &Problem, purchases: &[Purchase]) -> i128 {
    let uncovered = usage(problem, purchases).expect("the year is valid").uncovered;
    uncovered.rounded() + purchases.iter().map(|it| it.cost).sum::<i128>()
}

fn amount(name: &str, picos: i128, best: &Solution) {
    let dollars = picos as f64 / 1e12;
    let more = (picos - best.cost.rounded()) as f64 / best.cost.rounded() as f64 * 100.0;
    println!("  {name:<34} ${dollars:>14.2}  {more:>+9.4} %");
}

/// User and system time of this process, in milliseconds.
fn cpu_milliseconds() -> u64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    // Fields 14 and 15, counted from the one after the name, which is the third; in hundredths of a second.
    fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum::<u64>() * 10
}
