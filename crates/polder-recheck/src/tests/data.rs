//! Places, movements and keys.

use std::collections::BTreeMap;

use super::{entry, finding, refused};
use crate::Finding;
use crate::format::data::{
    At, Cell, Class, Closed, Data, Encryption, Key, Movement, Owner, Place, Rotation, Store,
};
use crate::format::{Claimed, DATA};

fn place(name: &str, region: &str, data: Class, log: bool) -> Place {
    Place {
        name: name.to_owned(),
        at: At::Region(region.to_owned()),
        account: Some("shop".to_owned()),
        cell: Some(("shop".to_owned(), "de".to_owned())),
        outside: false,
        edge: false,
        store: Some(Store {
            log,
            plain_parameter: false,
            data: Some(vec![data]),
            encryption: Encryption::Key(0),
        }),
    }
}

fn movement(from: u32, to: u32, logs: bool) -> Movement {
    Movement { from, to, logs, how: "it moves".to_owned() }
}

fn closed(id: &str, places: &[u32]) -> Closed {
    Closed { id: id.to_owned(), places: places.to_vec() }
}

/// A database with a backup in another region and a log with a copy; pictures beside them.
pub(super) fn estate() -> Data {
    let key = Key {
        name: "the key".to_owned(),
        account: Some("shop".to_owned()),
        enabled: Some(true),
        encrypts: Some(true),
        own_material: Some(true),
        replica: false,
        rotation: Rotation::EveryMs(365 * 86_400_000),
    };
    Data {
        jurisdictions: BTreeMap::from(
            [("north", "EU"), ("south", "EU"), ("far", "XX")].map(|(a, b)| (a.into(), b.into())),
        ),
        allowed: vec!["EU".to_owned()],
        cells: vec![Cell {
            of: ("shop".to_owned(), "de".to_owned()),
            regions: vec!["north".to_owned(), "south".to_owned()],
        }],
        places: vec![
            place("the database", "north", Class::Personal, false),
            place("the backup", "south", Class::Operational, false),
            place("the log", "north", Class::Operational, true),
            place("the copy of the log", "south", Class::Operational, false),
            place("pictures", "north", Class::Public, false),
        ],
        movements: vec![movement(0, 1, false), movement(0, 2, true), movement(2, 3, false)],
        keys: vec![key],
        closed: vec![
            closed("residency.personal", &[0, 1]),
            closed("residency.logs", &[2, 3]),
            closed("residency.cells.shop.de", &[0, 1, 2, 3]),
            closed("encryption.keys", &[0, 1]),
        ],
        ..Data::default()
    }
}

const CELL: &str = "personal data of de are in north and south and in no store of another cell";

fn asked(id: &str, verdict: Claimed, change: impl FnOnce(&mut Data)) -> Finding {
    let mut document = estate();
    change(&mut document);
    finding(DATA, &document, entry(id, CELL, verdict, DATA))
}

fn why(id: &str, change: fn(&mut Data)) -> String {
    refused(asked(id, Claimed::Proved, change))
}

fn store(document: &mut Data, at: usize) -> &mut Store {
    document.places[at].store.as_mut().expect("it is one")
}

const ALL: [&str; 7] = [
    "residency.personal",
    "residency.logs",
    "residency.cells.shop.de",
    "encryption.at-rest",
    "encryption.keys",
    "encryption.key-owner",
    "encryption.rotation",
];

#[test]
fn what_the_facts_show_is_confirmed_and_not_its_contrary() {
    for id in ALL {
        let confirmed = asked(id, Claimed::Proved, |_| {});
        assert!(matches!(confirmed, Finding::Confirmed(_)), "{id}: {confirmed:?}");
        refused(asked(id, Claimed::Refuted, |_| {}));
    }
}

#[test]
fn a_larger_set_proves_the_same_and_a_smaller_one_nothing() {
    let larger = asked("residency.personal", Claimed::Proved, |it| it.closed[0].places.push(4));
    assert!(matches!(larger, Finding::Confirmed(_)), "{larger:?}");
    let personal = |change| why("residency.personal", change);
    assert_eq!(
        personal(|it| _ = it.closed[0].places.pop()),
        "data go from the database to the backup, which is not listed"
    );
    assert_eq!(
        personal(|it| _ = it.closed[0].places.remove(0)),
        "data start at the database, which is not listed"
    );
    assert_eq!(personal(|it| _ = it.closed.remove(0)), "the places of its data are not listed once");
    assert_eq!(
        why("residency.logs", |it| _ = it.closed[1].places.pop()),
        "data go from the log to the copy of the log, which is not listed"
    );
    let cell = why("residency.cells.shop.de", |it| _ = it.closed[2].places.pop());
    assert_eq!(cell, "data go from the log to the copy of the log, which is not listed");
    assert_eq!(
        why("encryption.keys", |it| _ = it.closed[3].places.pop()),
        "data go from the database to the backup, which is not listed"
    );
}

#[test]
fn data_in_a_place_where_they_must_not_be_are_no_proof() {
    let far = |at: usize| move |it: &mut Data| it.places[at].at = At::Region("far".to_owned());
    let of = |id: &str, at| refused(asked(id, Claimed::Proved, far(at)));
    assert_eq!(of("residency.personal", 1), "personal data can be outside of the residency: the backup");
    assert_eq!(of("residency.logs", 3), "logs can be outside of the residency: the copy of the log");
    assert_eq!(of("residency.cells.shop.de", 3), "data of the cell can be in the copy of the log");
    let other =
        why("residency.cells.shop.de", |it| it.places[1].cell = Some(("shop".to_owned(), "nl".to_owned())));
    assert_eq!(other, "data of the cell can be in the backup");
    let regions = why("residency.cells.shop.de", |it| it.cells[0].regions.push("far".to_owned()));
    assert_eq!(regions, "the claim does not speak of the regions of the cell");
    let unknown = why("residency.personal", |it| it.places[1].at = At::NotKnown);
    assert_eq!(unknown, "personal data can be outside of the residency: the backup");
    let silent = why("residency.personal", |it| store(it, 4).data = None);
    assert_eq!(silent, "data start at pictures, which is not listed");
}

#[test]
fn a_store_without_a_key_that_works_is_no_proof() {
    let keys = |change| why("encryption.keys", change);
    const NONE: &str = "the database has no key of its owner that is known to work";
    assert_eq!(keys(|it| it.keys[0].enabled = Some(false)), NONE);
    assert_eq!(keys(|it| it.keys[0].encrypts = None), NONE);
    assert_eq!(keys(|it| store(it, 0).encryption = Encryption::Provider), NONE);
    assert_eq!(keys(|it| store(it, 0).encryption = Encryption::OutsideKey(Owner::Estate)), NONE);
    let public =
        asked("encryption.keys", Claimed::Proved, |it| store(it, 4).encryption = Encryption::Provider);
    assert!(matches!(public, Finding::Confirmed(_)), "{public:?}");
    let clear =
        asked("encryption.at-rest", Claimed::Refuted, |it| store(it, 4).encryption = Encryption::None);
    assert_eq!(clear, Finding::Confirmed("pictures is not encrypted".to_owned()));
    assert_eq!(
        why("encryption.at-rest", |it| store(it, 4).encryption = Encryption::NotKnown),
        "how pictures is encrypted is not known"
    );
    let foreign =
        asked("encryption.key-owner", Claimed::Refuted, |it| it.keys[0].account = Some("logs".to_owned()));
    assert_eq!(foreign, Finding::Confirmed("the database of shop has a key of logs".to_owned()));
    let outside = |owner| move |it: &mut Data| store(it, 0).encryption = Encryption::OutsideKey(owner);
    let unknown = refused(asked("encryption.key-owner", Claimed::Proved, outside(Owner::NotKnown)));
    assert_eq!(unknown, "who owns the key of the database is not known");
    let never = asked("encryption.rotation", Claimed::Refuted, |it| it.keys[0].rotation = Rotation::Never);
    assert_eq!(never, Finding::Confirmed("the key is not rotated within a year".to_owned()));
}

#[test]
fn a_key_of_somebody_else_refutes_whatever_is_not_known_of_other_stores() {
    let refuted = |change: fn(&mut Data)| asked("encryption.key-owner", Claimed::Refuted, change);
    let later = refuted(|it| {
        it.places[0].account = None;
        store(it, 1).encryption = Encryption::OutsideKey(Owner::NotKnown);
        store(it, 4).encryption = Encryption::OutsideKey(Owner::Others);
    });
    assert_eq!(later, Finding::Confirmed("pictures has a key of somebody else".to_owned()));
    let account = why("encryption.key-owner", |it| it.places[0].account = None);
    assert_eq!(account, "the account of the database or of its key is not known");
}

#[test]
fn disks_of_machines_are_encrypted_as_stores_are() {
    let rest = |verdict, encryption| {
        asked("encryption.at-rest", verdict, |it| it.disks = vec![("`pool`".to_owned(), encryption)])
    };
    for encryption in [Encryption::Provider, Encryption::Key(0)] {
        let confirmed = rest(Claimed::Proved, encryption);
        assert_eq!(confirmed, Finding::Confirmed("6 stores and disks of machines are encrypted".to_owned()));
    }
    let plain = rest(Claimed::Refuted, Encryption::None);
    assert_eq!(plain, Finding::Confirmed("`pool` is not encrypted".to_owned()));
    assert_eq!(refused(rest(Claimed::Proved, Encryption::None)), "`pool` is not encrypted");
    assert_eq!(refused(rest(Claimed::Proved, Encryption::NotKnown)), "how `pool` is encrypted is not known");
    assert_eq!(
        refused(rest(Claimed::Proved, Encryption::Key(9))),
        "the document names something that it does not have"
    );
    let setting = asked("encryption.at-rest", Claimed::Refuted, |it| {
        it.disks = vec![("`pool`".to_owned(), Encryption::NotKnown)];
        it.plain_by_default = vec!["`setting`".to_owned()];
    });
    assert_eq!(
        setting,
        Finding::Confirmed("volumes that do not say otherwise are not encrypted: `setting`".to_owned())
    );
}

#[test]
fn what_is_not_known_or_not_there_proves_nothing() {
    for id in ALL {
        let unknown = refused(asked(id, Claimed::Proved, |it| {
            let gap = || vec!["a relation".to_owned()];
            (it.unknown_movements, it.unknown_stores, it.unknown_keys) = (gap(), gap(), gap());
        }));
        assert_eq!(unknown, "not known: a relation", "{id}");
        for change in [
            |it: &mut Data| it.movements[0].to = 99,
            |it: &mut Data| it.closed[0].places.push(99),
            |it: &mut Data| store(it, 0).encryption = Encryption::Key(9),
        ] {
            assert_eq!(why(id, change), "the document names something that it does not have", "{id}");
        }
    }
}
