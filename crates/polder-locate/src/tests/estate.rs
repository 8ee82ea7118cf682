//! A small estate, built by hand.

use std::collections::BTreeMap;

use polder_inventory::access::{Account, AccountId};
use polder_inventory::model::{Known, Link, Location, Reason, Set, Source};
use polder_inventory::stores::{
    DataClass, Encryption, LogStore, OnDeletion, Replication, ReplicationKind, Store, StoreId, StoreKind,
    TransitEncryption,
};
use polder_inventory::{Inventory, SourceId};
use polder_units::Duration;
use polder_verdict::{Label, Property};

use crate::{Residency, Terms, prove};

pub(super) fn terms() -> Terms {
    let jurisdictions = [("north", "EU"), ("south", "EU"), ("west", "US")];
    let residency = Residency {
        allowed: ["EU".to_owned()].into(),
        cells: vec![],
        logs_max: Duration::days(365),
        old_versions_max: Duration::days(30),
        backups_max: Duration::days(90),
    };
    let jurisdictions: BTreeMap<String, String> =
        jurisdictions.iter().map(|(region, name)| ((*region).to_owned(), (*name).to_owned())).collect();
    Terms { jurisdictions, residency: Some(residency) }
}

fn account(all: &mut Inventory) -> AccountId {
    if let Some((id, _)) = all.access.accounts.iter().next() {
        return id;
    }
    all.access.accounts.push(Account {
        name: "shop".into(),
        number: Known::Value("111122223333".into()),
        source: None,
        unit: Link::Unknown(Reason::Elsewhere),
        management: Known::Value(false),
    })
}

pub(super) fn source(all: &mut Inventory, region: &str) -> SourceId {
    let account = Link::To(account(all));
    let location = all.locations.push(Location { account, region: Known::Value(Some(region.into())) });
    let address = format!("thing.n{}", all.sources.len());
    all.sources.push(Source {
        stack: "estate".into(),
        address: address.into(),
        part: None,
        location,
        origin: None,
        tags: None,
    })
}

/// A store of logs, which is the simplest kind.
pub(super) fn store(all: &mut Inventory, region: &str, classes: Known<Set<DataClass>>) -> StoreId {
    let source = source(all, region);
    all.stores.stores.push(Store {
        source,
        name: Known::Value(None),
        data_classes: classes,
        encryption: Encryption::ServiceOwned,
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::LogStore(LogStore {
            retention: Known::Value(Some(Duration::days(30))),
            class: Known::Value("standard".into()),
        }),
    })
}

pub(super) fn personal() -> Known<Set<DataClass>> {
    Known::Value(Set::from([DataClass::Personal]))
}

pub(super) fn harmless() -> Known<Set<DataClass>> {
    Known::Value(Set::from([DataClass::Public]))
}

pub(super) fn replicate(all: &mut Inventory, from: Link<StoreId>, to: Link<StoreId>) {
    let source = source(all, "north");
    all.stores.replications.push(Replication {
        source,
        from,
        to,
        kind: ReplicationKind::Objects,
        filter: Known::Value(None),
        deletions: Known::Value(true),
        lag_target: Known::Value(None),
        key: None,
    });
}

pub(super) fn judged(all: &Inventory) -> BTreeMap<String, Property> {
    prove(all, &terms()).into_iter().map(|property| (property.id.clone(), property)).collect()
}

pub(super) fn label(all: &Inventory, id: &str) -> Label {
    judged(all)[id].verdict.label()
}
