//! A year of eight instance families in three regions, with ten scenarios.
//!
//! Prices are those of Linux instances of size `large` as of April 2025, from the provider's price list: on demand,
//! and reservations for one and three years without upfront payment. Standard reservations stand for the plan of a
//! family, convertible ones for the plan of all families, since rates of plans are not public in the same form.

use polder_commit::{Benefit, Demand, Load, Offer, Problem, Rate, Scenario};
use polder_units::PicoUsd;

/// The hours of a year.
pub(super) const YEAR: usize = 8_760;

/// The hours of 60 days, which the recommendations of providers look back at.
pub(super) const LOOK_BACK: usize = 1_440;

/// The families and regions with their prices: on demand, standard reservation for one year, convertible one.
const PRICES: [(&str, &str, [&str; 3]); 24] = [
    ("m7g", "eu-central-1", ["0.0978", "0.0647", "0.0745"]),
    ("m7g", "eu-west-1", ["0.0910", "0.0602", "0.0690"]),
    ("m7g", "eu-west-3", ["0.0952", "0.0628", "0.0722"]),
    ("c7g", "eu-central-1", ["0.0825", "0.0544", "0.0628"]),
    ("c7g", "eu-west-1", ["0.0775", "0.0513", "0.0592"]),
    ("c7g", "eu-west-3", ["0.0859", "0.0567", "0.0679"]),
    ("t4g", "eu-central-1", ["0.0768", "0.0484", "0.0638"]),
    ("t4g", "eu-west-1", ["0.0736", "0.0464", "0.0603"]),
    ("t4g", "eu-west-3", ["0.0752", "0.0474", "0.0612"]),
    ("m6i", "eu-central-1", ["0.115", "0.07607", "0.08769"]),
    ("m6i", "eu-west-1", ["0.107", "0.07078", "0.08122"]),
    ("m6i", "eu-west-3", ["0.112", "0.07387", "0.08494"]),
    ("c6i", "eu-central-1", ["0.097", "0.06395", "0.07382"]),
    ("c6i", "eu-west-1", ["0.0912", "0.06038", "0.06969"]),
    ("c6i", "eu-west-3", ["0.101", "0.06668", "0.07697"]),
    ("r6i", "eu-central-1", ["0.152", "0.10055", "0.11012"]),
    ("r6i", "eu-west-1", ["0.141", "0.09327", "0.10215"]),
    ("r6i", "eu-west-3", ["0.148", "0.09812", "0.1071"]),
    ("m6g", "eu-central-1", ["0.0920", "0.0577", "0.0701"]),
    ("m6g", "eu-west-1", ["0.0860", "0.0535", "0.0650"]),
    ("m6g", "eu-west-3", ["0.0900", "0.0567", "0.0725"]),
    ("r6g", "eu-central-1", ["0.1216", "0.0766", "0.0877"]),
    ("r6g", "eu-west-1", ["0.1128", "0.0711", "0.0820"]),
    ("r6g", "eu-west-3", ["0.1180", "0.0745", "0.0861"]),
];

/// The load of each hour of a day, of each day of a week and of each month, in percent of the mean.
const DAY: [u64; 24] = [
    45, 38, 34, 32, 33, 38, 50, 68, 88, 104, 114, 120, 124, 122, 118, 116, 118, 124, 138, 158, 168, 156, 118,
    76,
];
const WEEK: [u64; 7] = [98, 96, 95, 97, 102, 107, 105];
const MONTHS: [u64; 12] = [96, 92, 94, 95, 93, 90, 86, 88, 97, 104, 128, 137];

/// Which plans and reservations are for sale.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sale {
    /// Reservations for each family and region.
    Families,
    /// The plan for all of them.
    Everything,
    /// Both.
    Both,
}

/// The year with these scenarios. Purchases are possible at these hours.
pub(super) fn year(scenarios: std::ops::Range<u64>, starts: &[usize], sale: Sale) -> Problem {
    let scenario = |number: u64| Scenario {
        name: format!("scenario {number}"),
        weight: 1,
        demand: (0..PRICES.len()).map(|load| demand(load, &Future::new(number), 0..YEAR)).collect(),
    };
    problem(YEAR, scenarios.map(scenario).collect(), starts, sale)
}

/// The 60 days before the year, in which nothing had grown or moved yet.
pub(super) fn look_back() -> Problem {
    let hours = YEAR - LOOK_BACK..YEAR;
    let demand = (0..PRICES.len()).map(|load| demand(load, &Future::NONE, hours.clone())).collect();
    let scenario = Scenario { name: "the last 60 days".into(), weight: 1, demand };
    problem(LOOK_BACK, vec![scenario], &[0], Sale::Both)
}

fn problem(hours: usize, scenarios: Vec<Scenario>, starts: &[usize], sale: Sale) -> Problem {
    let name = |family: &str, region: &str| format!("{family} {region}");
    let load = |(family, region, [on_demand, ..]): &(&str, &str, [&str; 3])| Load {
        name: name(family, region),
        on_demand: dollars(on_demand),
        spot: None,
    };
    let mut offers = vec![];
    if sale != Sale::Everything {
        offers.extend(PRICES.iter().enumerate().map(|(load, (family, region, [_, reserved, _]))| Offer {
            name: name(family, region),
            benefit: Benefit::Reservation { load, units: 1 },
            term_hours: YEAR,
            starts: starts.to_vec(),
            upfront: PicoUsd(0),
            hourly: dollars(reserved),
        }));
    }
    if sale != Sale::Families {
        let rate = |(load, (_, _, [.., plan])): (usize, &(&str, &str, [&str; 3]))| Rate {
            load,
            price: dollars(plan),
        };
        // A commitment has five digits after the decimal point.
        let lot = dollars("0.00001");
        offers.push(Offer {
            name: "all families".into(),
            benefit: Benefit::Plan {
                commitment: lot,
                rates: PRICES.iter().enumerate().map(rate).collect(),
                order: 1,
            },
            term_hours: YEAR,
            starts: starts.to_vec(),
            upfront: PicoUsd(0),
            hourly: lot,
        });
    }
    Problem { hours, loads: PRICES.iter().map(load).collect(), scenarios, offers, ..Problem::default() }
}

/// The prices in dollars: on demand, reserved, under the plan.
pub(super) fn prices() -> Vec<[f64; 3]> {
    PRICES.iter().map(|(_, _, prices)| prices.map(|price| price.parse().unwrap_or_default())).collect()
}

fn dollars(text: &str) -> PicoUsd {
    PicoUsd::from_decimal(text).expect("the prices are decimals")
}

/// What differs between scenarios.
struct Future {
    seed: u64,
    /// The load at the end of the year, in percent of that at its start.
    growth: u64,
    /// The hour from which a region takes over the load of another one for two days.
    failure: Option<usize>,
    /// The hour from which newer families replace older ones.
    moves: Option<usize>,
}

impl Future {
    const NONE: Future = Future { seed: 999, growth: 100, failure: None, moves: None };

    fn new(number: u64) -> Future {
        Future {
            seed: number,
            growth: [100, 105, 110, 115, 120, 125, 130, 140, 95, 85][(number % 10) as usize],
            failure: (number % 3 == 1).then_some((1_000 + number as usize * 700) % YEAR),
            moves: Some(1_500 + 400 * number as usize),
        }
    }
}

/// The demand of a load: a profile, growth, noise that lasts for hours, and what happens in the scenario.
fn demand(load: usize, future: &Future, hours: std::ops::Range<usize>) -> Demand {
    let mut random = Random(future.seed * 1_000 + load as u64 + 1);
    for _ in 0..8 {
        random.next();
    }
    let base = 20 + (load as u64 * 37) % 90;
    let mut noise: i64 = 0;
    let mut firm = vec![];
    for hour in 0..hours.end {
        noise = (noise * 9 + (random.next() % 61) as i64 - 30) / 10;
        if hour < hours.start {
            continue;
        }
        let profile = DAY[hour % 24] * WEEK[hour / 24 % 7] * MONTHS[hour * 12 / YEAR];
        let growth = 100 * (YEAR - hour) as u64 + future.growth * hour as u64;
        let share = match future.failure {
            Some(from) if (from..from + 48).contains(&hour) => [0, 150, 150][load % 3],
            _ => 100,
        };
        let noise = (100 + noise).max(0) as u64;
        // Half of the load follows the visitors.
        let units =
            (base + base * profile / 1_000_000) * growth * share * moved(load, hour, future.moves) * noise;
        firm.push((units / (200 * YEAR as u64 * 100 * 100 * 100)) as u32);
    }
    Demand { firm, interruptible: vec![] }
}

/// The percentage of a load that is left, or has come, when newer families replace older ones over a quarter of a
/// year.
fn moved(load: usize, hour: usize, from: Option<usize>) -> u64 {
    let since = from.map_or(0, |from| hour.saturating_sub(from));
    let done = (since * 100 / (YEAR / 4)).min(100) as u64;
    match load / 3 {
        // `m7g` takes the load of `m6g`, and `c7g` half of that of `c6i`.
        0 => 100 + done,
        1 => 100 + done / 2,
        4 => 100 - done / 2,
        6 => 100 - done,
        _ => 100,
    }
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }
}
