//! Documents of others: no panic, whatever they contain.

use super::{Files, data, entry, files, manifest, network, read};
use crate::can_be_tried;
use crate::format::endurance::{Aim, Cuts, Endurance, Event, Kind, Market, Node};
use crate::format::{Claimed, DATA, ENDURANCE, Entry, MANIFEST, NETWORK};

/// A gate over many events, each of which is needed or not.
fn wide(count: u32, needed: u32) -> Endurance {
    let event = |at| Event { kind: Kind::Zone, name: format!("zone {at}"), accepted: None };
    let mut nodes: Vec<Node> = (0..count).map(Node::Event).collect();
    nodes.push(Node::Gate { needed, of: (0..count).collect(), what: None });
    let aim = Aim { root: count, cuts: Some(Cuts::default()) };
    let market =
        Market { name: "NL".to_owned(), events: (0..count).map(event).collect(), nodes, ..Market::default() };
    Endurance { markets: vec![Market { orders: aim.clone(), orders_failed_over: aim, ..market }] }
}

#[test]
fn a_tree_with_too_many_events_is_refused_after_bounded_work() {
    let property = || entry("endurance.zone.NL", "orders go on", Claimed::Proved, ENDURANCE);
    let outcome = read(&files(ENDURANCE, &wide(4_000, 1), vec![property()])).expect("it is a certificate");
    let why = super::refused(outcome.properties[0].finding.clone());
    assert_eq!(why, "the tree has too many events to try every pair of them");
    // The author of a document can know it.
    let is_small = |count| can_be_tried(&wide(count, 1).markets[0], count);
    assert!(is_small(20) && !is_small(4_000));
    let outcome = read(&files(ENDURANCE, &wide(20, 1), vec![property()])).expect("it is a certificate");
    assert!(!outcome.is_refused());
}

/// The same numbers each time.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap_or(0)
}

#[test]
fn changed_and_truncated_bytes_never_panic() {
    changed(ENDURANCE, &wide(6, 2), &["endurance.zone.NL"]);
    changed(NETWORK, &network::with_flows(), &["network.data-tier", "network.flows.main.workload"]);
    changed(DATA, &data::estate(), &["residency.personal", "encryption.keys", "encryption.at-rest"]);
}

fn changed(file: &str, document: &impl serde::Serialize, ids: &[&str]) {
    let properties: Vec<Entry> =
        ids.iter().map(|id| entry(id, "orders go on", Claimed::Proved, file)).collect();
    let document = serde_json::to_vec(document).expect("it has a form");
    let (mut state, mut errors, mut refused) = (7, 0, 0);
    for _ in 0..3_000 {
        let mut bytes = document.clone();
        let at = next(&mut state) % bytes.len();
        match next(&mut state) % 8 {
            0 => bytes.truncate(at),
            1 => bytes[at] = b"[]{},:\"-e"[next(&mut state) % 9],
            2 => bytes[at] = bytes[at].wrapping_add(1),
            // Another number leaves it a document: what it says is looked at.
            _ => {
                let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
                bytes[digits[at % digits.len()]] = b"0123456789"[next(&mut state) % 10];
            }
        }
        let mut files = Files::from([(file.to_owned(), bytes)]);
        let manifest = manifest(&files, properties.clone());
        files.insert(MANIFEST.to_owned(), serde_json::to_vec(&manifest).expect("it has a form"));
        match read(&files) {
            Err(_) => errors += 1,
            Ok(outcome) => refused += usize::from(outcome.is_refused()),
        }
    }
    assert!(errors > 500 && refused > 200, "{file}: {errors} {refused}");
}
