//! The Pareto front: combinations that no other one beats.

use std::cmp::Reverse;

use polder_units::Duration;

use super::Point;
use crate::amount::{Money, Range};

/// Marks the combinations on the front, and sorts all by cost.
pub fn mark_front(points: &mut [Point]) {
    points.sort_by(|a, b| (a.month, &a.name).cmp(&(b.month, &b.name)));
    let measures: Vec<Measures> = points.iter().map(measures).collect();
    for (at, point) in points.iter_mut().enumerate() {
        let own = &measures[at];
        point.is_on_front = !measures.iter().any(|other| beats(other, own));
    }
}

/// Less is better in each: cost, RTO, RPO, tasks that must start, unavailability. What never recovers comes last.
type Measures = (Money, (bool, u64), (bool, u64), Reverse<u64>, Reverse<u64>);

fn measures(point: &Point) -> Measures {
    let last = |of: Option<Range<Duration>>| (of.is_none(), of.map_or(0, |range| range.high.milliseconds));
    let recovery = &point.recovery;
    (
        point.month,
        last(recovery.rto),
        last(recovery.rpo),
        Reverse(recovery.ready_percent),
        Reverse(recovery.availability_ppm),
    )
}

/// Whether one is as good in everything and better in something.
fn beats(one: &Measures, other: &Measures) -> bool {
    let as_good =
        one.0 <= other.0 && one.1 <= other.1 && one.2 <= other.2 && one.3 <= other.3 && one.4 <= other.4;
    as_good && one != other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guarantees::Recovery;

    fn point(usd: i128, rto_minutes: Option<u64>, ready_percent: u64) -> Point {
        let rto = rto_minutes.map(|minutes| Range::exactly(Duration::minutes(minutes)));
        let recovery = Recovery { rto, rpo: rto, ready_percent, availability_ppm: 999_000 };
        let (name, file) = (format!("{usd}"), String::new());
        Point { name, file, month: Money(usd), recovery, is_current: false, is_on_front: false }
    }

    #[test]
    fn a_combination_that_another_one_beats_is_not_on_the_front() {
        let mut points = [
            point(500, Some(15), 100),
            point(300, Some(15), 20),
            point(100, None, 0),
            point(310, Some(16), 20),
        ];
        mark_front(&mut points);
        let front: Vec<(&str, bool)> =
            points.iter().map(|point| (point.name.as_str(), point.is_on_front)).collect();
        assert_eq!(front, [("100", true), ("300", true), ("310", false), ("500", true)]);
    }

    #[test]
    fn equal_combinations_do_not_beat_each_other() {
        let mut points = [point(100, Some(15), 20), point(100, Some(15), 20)];
        mark_front(&mut points);
        assert!(points.iter().all(|point| point.is_on_front));
    }
}
