//! The symbolic engine and the tracer agree on generated networks and connections.

use std::collections::BTreeMap;

use super::generator::{Numbers, connection, inventory, place};
use crate::address::INTERNET;
use crate::connection::{Connection, Place};
use crate::engine::{Bound, Engine};
use crate::packets::Packets;
use crate::tracer::trace;

/// The number of connections in each network.
const CONNECTIONS: usize = 200;

/// What was compared.
#[derive(Debug, Default)]
struct Tally {
    connections: usize,
    delivered: usize,
    /// Of these: within a network or over a peering, from outside, and to outside.
    kinds: [usize; 3],
    /// Possible for some value of what is not known, and not certain.
    undecided: usize,
}

fn contains(set: &Packets, it: &Connection) -> bool {
    let values = [
        it.source,
        it.destination,
        it.protocol.into(),
        it.source_port.into(),
        it.port.into(),
        it.nat_port.into(),
    ];
    set.cubes().iter().any(|cube| cube.iter().zip(values).all(|(span, value)| span.contains(value)))
}

/// Compares both engines on this many generated networks.
fn compare(networks: u64) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..networks {
        let mut numbers = Numbers::from(seed);
        let all = inventory(&mut numbers);
        assert_eq!(polder_inventory::check(&all), [], "seed {seed}");
        let engine = Engine::new(&all);
        let mut sets: BTreeMap<(Place, Place), [Packets; 2]> = BTreeMap::new();
        for _ in 0..CONNECTIONS {
            let (from, to) = (place(&mut numbers, &all), place(&mut numbers, &all));
            let it = connection(&mut numbers, &all, &engine.ranges, from, to);
            let [certain, possible] = sets.entry((from, to)).or_insert_with(|| {
                [Bound::Certain, Bound::Possible].map(|bound| engine.allowed(from, to, bound).expect("small"))
            });
            let traced = trace(&all, &engine.ranges, &it);
            let outside = |place, address| {
                place != Place::Outside
                    || INTERNET.iter().any(|span| span.contains(address))
                    || engine.ranges.all().any(|(_, span)| span.contains(address))
            };
            // Private addresses are not outside: the symbolic engine does not ask about them.
            let asked = outside(from, it.source)
                && outside(to, it.destination)
                && (it.source < 1 << 64) == (it.destination < 1 << 64);
            let expected = traced.delivered() && asked;
            assert_eq!(contains(certain, &it), expected, "seed {seed}: {it:?}\n{traced:#?}");
            assert!(!expected || contains(possible, &it), "seed {seed}: {it:?}");
            tally.connections += 1;
            tally.delivered += usize::from(expected);
            let kind = match (from, to) {
                (Place::Interface(_), Place::Interface(_)) => 0,
                (Place::Outside, _) => 1,
                (_, Place::Outside) => 2,
            };
            tally.kinds[kind] += usize::from(expected);
            tally.undecided += usize::from(!expected && contains(possible, &it));
        }
    }
    tally
}

#[test]
fn engines_agree_on_more_than_a_hundred_thousand_generated_connections() {
    let tally = compare(600);
    assert_eq!(tally.connections, 120_000);
    // Networks in which nothing or everything passes would show nothing.
    assert!(tally.delivered > 2_500 && tally.kinds.iter().all(|kind| *kind > 30), "{tally:?}");
    assert!(tally.undecided > 500, "{tally:?}");
}
