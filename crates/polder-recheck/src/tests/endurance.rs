//! Trees, cuts, bounds and steps.

use super::{entry, finding, refused};
use crate::Finding;
use crate::format::endurance::{
    Aim, Bound, Cuts, Endurance, Event, Failover, Kind, Market, Needed, Node, Term, Total,
};
use crate::format::{Claimed, ENDURANCE};

fn event(kind: Kind, name: &str) -> Event {
    Event { kind, name: name.to_owned(), accepted: None }
}

fn gate(needed: u32, of: &[u32]) -> Node {
    Node::Gate { needed, of: of.to_vec(), what: None }
}

fn bound(id: &str, total: Total, terms: &[(u64, Option<u64>)], (least, most): (u64, Option<u64>)) -> Bound {
    let term = |(least, most): &(u64, Option<u64>)| Term {
        what: "a part".to_owned(),
        least_ms: *least,
        most_ms: *most,
        source: "a guide".to_owned(),
    };
    let terms = terms.iter().map(term).collect();
    Bound { id: id.to_owned(), objective_ms: 300_000, total, terms, least_ms: least, most_ms: most }
}

/// A database in two zones of a region, and another region; a key that everything needs, whose failure is accepted.
fn estate() -> Endurance {
    let mut key = event(Kind::Resource, "the key");
    key.accepted = Some("the account".to_owned());
    let events = vec![
        event(Kind::Zone, "zone a"),
        event(Kind::Zone, "zone b"),
        event(Kind::Region, "north"),
        event(Kind::Region, "south"),
        key,
    ];
    let nodes = vec![
        Node::Event(0),
        Node::Event(1),
        Node::Event(2),
        Node::Event(3),
        Node::Event(4),
        gate(1, &[0, 1]), // 5: a zone
        gate(2, &[5, 2]), // 6: the database in the north
        gate(2, &[6, 4]), // 7: without anybody acting
        gate(1, &[6, 3]), // 8: north or south
        gate(2, &[8, 4]), // 9: after a failover
    ];
    let market = Market {
        name: "NL".to_owned(),
        events,
        nodes,
        orders: Aim { root: 7, cuts: Some(Cuts { singles: vec![2, 4], pairs: vec![(0, 1)] }) },
        orders_failed_over: Aim { root: 9, cuts: Some(Cuts { singles: vec![4], pairs: vec![(2, 3)] }) },
        bounds: vec![
            bound(
                "endurance.rto-zone.NL",
                Total::Longest,
                &[(0, Some(60_000)), (0, Some(120_000))],
                (0, Some(120_000)),
            ),
            bound(
                "endurance.rto-region.NL",
                Total::Sum,
                &[(200_000, Some(300_000)), (150_000, None)],
                (350_000, None),
            ),
        ],
        failover: Some(Failover {
            lost: "north".to_owned(),
            steps: vec![Needed {
                what: "the replica is promoted".to_owned(),
                region: Some("south".to_owned()),
            }],
            not_known: vec![],
            checks: vec!["a check".to_owned()],
            switches: vec![],
            unwatched: vec![],
        }),
        ..Market::default()
    };
    Endurance { markets: vec![market] }
}

fn claim(question: &str) -> String {
    match question {
        "rto-zone" => "orders are placed again at NL within 5m after the loss of a zone".to_owned(),
        "rto-region" => "orders are placed again at NL within 5m after the loss of a region".to_owned(),
        "steps" => "no step needs a control plane in the region that is lost, north, or of DNS".to_owned(),
        _ => "orders are placed".to_owned(),
    }
}

fn asked(question: &str, verdict: Claimed, change: impl FnOnce(&mut Market)) -> Finding {
    let mut document = estate();
    change(&mut document.markets[0]);
    finding(
        ENDURANCE,
        &document,
        entry(&format!("endurance.{question}.NL"), &claim(question), verdict, ENDURANCE),
    )
}

fn orders(market: &mut Market) -> &mut Cuts {
    market.orders.cuts.as_mut().expect("they are listed")
}

#[test]
fn what_the_tree_shows_is_confirmed_and_nothing_else() {
    for (question, verdict, other) in [
        ("zone", Claimed::Proved, Claimed::Refuted),
        ("single", Claimed::Proved, Claimed::Refuted),
        ("backup", Claimed::Proved, Claimed::Refuted),
        ("steps", Claimed::Proved, Claimed::Refuted),
        ("rto-zone", Claimed::Proved, Claimed::Refuted),
        ("rto-region", Claimed::Refuted, Claimed::Proved),
    ] {
        let confirmed = asked(question, verdict, |_| {});
        assert!(matches!(confirmed, Finding::Confirmed(_)), "{question}: {confirmed:?}");
        refused(asked(question, other, |_| {}));
    }
}

#[test]
fn an_event_beside_the_tree_stops_nothing() {
    let more = asked("zone", Claimed::Proved, |it| it.events.push(event(Kind::Zone, "zone c")));
    let Finding::Confirmed(why) = more else { panic!("it is not confirmed: {more:?}") };
    assert!(why.starts_with("orders go on through each of 3 events; 0 more are accepted;"), "{why}");
}

#[test]
fn a_list_of_cuts_that_lacks_or_adds_one_is_refused() {
    let zone = |change: fn(&mut Market)| refused(asked("zone", Claimed::Proved, change));
    assert_eq!(
        zone(|it| orders(it).pairs.clear()),
        "zone a and zone b stop orders together and are not listed"
    );
    assert_eq!(zone(|it| orders(it).singles.truncate(1)), "the key stops orders and is not listed");
    assert_eq!(
        zone(|it| orders(it).pairs.push((0, 3))),
        "a pair is listed that is not minimal, or not of the tree"
    );
    assert_eq!(
        zone(|it| orders(it).pairs.push((0, 2))),
        "a pair is listed that is not minimal, or not of the tree"
    );
    assert_eq!(zone(|it| orders(it).singles.push(1)), "zone b is listed and does not stop orders");
    assert_eq!(zone(|it| orders(it).singles.push(3)), "an event is listed that the tree does not have");
    assert_eq!(zone(|it| orders(it).singles.push(2)), "a set of events is listed twice");
    assert_eq!(zone(|it| it.orders.cuts = None), "the sets of events that stop orders are not listed");
}

#[test]
fn a_tree_that_was_changed_no_longer_has_its_cuts() {
    let zone = |change: fn(&mut Market)| refused(asked("zone", Claimed::Proved, change));
    assert_eq!(zone(|it| it.nodes[5] = gate(2, &[0, 1])), "zone a stops orders and is not listed");
    assert_eq!(zone(|it| it.nodes[5] = gate(1, &[0])), "zone a stops orders and is not listed");
    assert_eq!(zone(|it| it.orders.root = 99), "the root of a tree is not there");
    assert_eq!(
        zone(|it| it.nodes[5] = gate(1, &[0, 9])),
        "a part of a tree does not come before what it is a part of"
    );
    assert_eq!(zone(|it| it.nodes[0] = Node::Event(77)), "an event or a gap of a tree is not there");
    assert_eq!(zone(|it| it.nodes[7] = gate(9, &[6, 4])), "orders are not placed even while nothing fails");
}

#[test]
fn what_is_not_known_or_not_modelled_proves_nothing() {
    let zone = |change: fn(&mut Market)| refused(asked("zone", Claimed::Proved, change));
    let spot = zone(|it| it.not_modelled.push("a feature".to_owned()));
    assert_eq!(spot, "not everything is modelled: a feature");
    let gap = zone(|it| {
        it.gaps.push("a zone is not known".to_owned());
        it.nodes[1] = Node::Gap(0);
        orders(it).pairs.clear();
    });
    assert_eq!(gap, "orders stop if what is not known does not work");
    let refuted = asked("zone", Claimed::Refuted, |it| it.events[2].kind = Kind::Zone);
    assert_eq!(refuted, Finding::Confirmed("orders stop when north fails and nothing else".to_owned()));
}

#[test]
fn a_sum_or_a_term_that_was_changed_is_refused() {
    let zone =
        |change: fn(&mut Bound)| refused(asked("rto-zone", Claimed::Proved, |it| change(&mut it.bounds[0])));
    assert_eq!(zone(|it| it.most_ms = Some(100_000)), "the total is not that of the terms");
    assert_eq!(zone(|it| it.terms[0].most_ms = Some(290_000)), "the total is not that of the terms");
    assert_eq!(zone(|it| it.terms.clear()), "a bound without terms shows nothing");
    assert_eq!(zone(|it| it.objective_ms = 600_000), "the claim does not speak of 10m");
    assert_eq!(zone(|it| it.total = Total::Sum), "the terms do not add up as those of this property do");
    assert_eq!(zone(|it| it.terms[0].least_ms = 70_000), "the total is not that of the terms");
    assert_eq!(
        zone(|it| it.id = "endurance.rpo-zone.NL".to_owned()),
        "the document does not have this bound once"
    );
    let longer = zone(|it| (it.terms[1].most_ms, it.most_ms) = (Some(400_000), Some(400_000)));
    assert_eq!(longer, "the terms do not say whether the time is within the objective");
    let sum = asked("rto-region", Claimed::Refuted, |it| {
        it.bounds[1].terms[0].least_ms = u64::MAX;
    });
    assert_eq!(refused(sum), "the terms exceed what can be counted");
}

#[test]
fn a_step_in_the_region_that_is_lost_is_no_proof() {
    let steps = |change: fn(&mut Failover)| {
        refused(asked("steps", Claimed::Proved, |it| change(it.failover.as_mut().expect("it is there"))))
    };
    assert_eq!(
        steps(|it| it.steps[0].region = Some("north".to_owned())),
        "a step needs north, which is lost: the replica is promoted"
    );
    assert_eq!(steps(|it| it.checks.clear()), "nothing is known by which DNS leaves the site");
    assert_eq!(steps(|it| it.lost = "south".to_owned()), "the claim does not speak of the loss of south");
    assert_eq!(steps(|it| it.not_known.push("an image".to_owned())), "not known: an image");
}
