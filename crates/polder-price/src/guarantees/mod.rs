//! The price of each guarantee, and the cheapest combinations of guarantees.
//!
//! A guarantee has the price that the platform costs less without it: the platform is compiled and billed again for each
//! change of its file. What no key of the file changes is not varied; its share of the bill is listed apart.

mod front;
mod recovery;
mod report;
mod shares;

use polder_units::Duration;

use crate::amount::{Money, Range};

pub use front::mark_front;
pub use recovery::{Recovery, recovery};
pub use report::render_guarantees;
pub use shares::{Share, shares};

/// A change of the platform file, with what the platform costs after it.
#[derive(Clone, Debug)]
pub struct Change {
    /// The guarantee: `the backup region of de`.
    pub name: String,
    /// What the file says instead: `cells.de.backup` is left out.
    pub file: String,
    /// What is lost or gained.
    pub effect: &'static str,
    /// What a month costs after the change. `Err` says why the platform cannot be built or billed.
    pub month: Result<Money, String>,
}

/// A combination of guarantees.
#[derive(Clone, Debug)]
pub struct Point {
    /// What it consists of, in words.
    pub name: String,
    /// What the file says.
    pub file: String,
    /// What a month costs.
    pub month: Money,
    /// How it recovers.
    pub recovery: Recovery,
    /// Whether it is that of the file as it is.
    pub is_current: bool,
    /// Whether no other combination is as good in everything and better in something.
    pub is_on_front: bool,
}

/// All of it, for one platform.
#[derive(Clone, Debug)]
pub struct Guarantees {
    /// The platform.
    pub title: String,
    /// What a month costs as the file is.
    pub month: Money,
    /// Guarantees that the file can leave out or lower.
    pub removed: Vec<Change>,
    /// Guarantees that the file can add or raise.
    pub raised: Vec<Change>,
    /// What no key of the file changes, with its share of the bill.
    pub shares: Vec<Share>,
    /// The combinations, the cheapest first.
    pub points: Vec<Point>,
    /// Combinations that cannot be built or billed, each with the reason.
    pub impossible: Vec<String>,
}

/// A range of durations in words.
fn between(of: Option<Range<Duration>>, never: &str) -> String {
    match of {
        None => never.to_owned(),
        Some(range) if range.low == range.high => at_most(range.high),
        Some(Range { low, high, .. }) if high.milliseconds < MINUTE => {
            format!("{} to {}", low.milliseconds / 1_000, at_most(high))
        }
        Some(Range { low, high, .. }) => format!("{} to {}", low.milliseconds / MINUTE, at_most(high)),
    }
}

/// Milliseconds of a minute.
const MINUTE: u64 = 60_000;

/// A duration in whole seconds or minutes, rounded up.
pub(crate) fn at_most(of: Duration) -> String {
    match of.milliseconds {
        short if short < MINUTE => format!("{} s", short.div_ceil(1_000)),
        long => format!("{} min", long.div_ceil(MINUTE)),
    }
}
