//! Which stores hold which data: what they declare, and what gets into them.

use std::collections::BTreeSet;

use polder_inventory::model::Known;
use polder_inventory::stores::{DataClass, Store, StoreId};
use polder_inventory::{EntryId, Inventory};

use crate::found::Found;
use crate::movement::{self, Kind};
use crate::paths::{Graph, Reached};

/// An estate with the ways of its data.
pub(crate) struct Holdings<'i> {
    pub(crate) inventory: &'i Inventory,
    pub(crate) graph: Graph,
    /// What personal data reach in other ways than as logs.
    pub(crate) personal: Reached,
    /// What data reach from a store whose class is not known, in the same ways.
    unknown: Reached,
    /// Of that, what personal data do not reach.
    in_doubt: Reached,
    /// What data that need protection reach in the same ways.
    sensitive: Reached,
}

/// Whether a store holds data that need protection: personal data, orders and payments, credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// It does.
    Protection,
    /// It is known to hold none of them.
    Nothing,
    /// It is not known what it holds.
    Unknown,
}

impl<'i> Holdings<'i> {
    pub(crate) fn of(inventory: &'i Inventory) -> Holdings<'i> {
        let graph = Graph::of(movement::all(inventory));
        let of = |wanted: &dyn Fn(&Store) -> bool| {
            let stores = inventory.stores.stores.iter().filter(|(_, store)| wanted(store));
            let starts: Vec<EntryId> = stores.map(|(id, _)| id.into()).collect();
            graph.reach(starts, |movement| movement.kind != Kind::Logs)
        };
        let personal = of(&|store| declares(store, |class| *class == DataClass::Personal));
        let sensitive = of(&|store| declares(store, needs_protection));
        let unknown = of(&|store| store.data_classes.value().is_none());
        let in_doubt = unknown.iter().filter(|(entry, _)| !personal.contains_key(entry));
        let in_doubt = in_doubt.map(|(entry, last)| (*entry, *last)).collect();
        Holdings { inventory, graph, personal, unknown, in_doubt, sensitive }
    }

    /// Judges what personal data reach, and what they reach if stores that do not say which data they hold have some: there, each flaw
    /// is a gap.
    pub(crate) fn judge(&self, found: &mut Found, judge: impl Fn(&Reached, &mut Found)) {
        judge(&self.personal, found);
        found.in_doubt(|found| judge(&self.in_doubt, found));
    }

    /// What personal data reach, or may reach.
    pub(crate) fn perhaps_personal(&self) -> BTreeSet<EntryId> {
        self.personal.keys().chain(self.unknown.keys()).copied().collect()
    }

    /// What data that need protection reach, or may reach.
    pub(crate) fn perhaps_sensitive(&self) -> BTreeSet<EntryId> {
        self.sensitive.keys().chain(self.unknown.keys()).copied().collect()
    }

    /// Whether a store holds data that need protection.
    pub(crate) fn needs(&self, id: StoreId) -> Needs {
        let entry = EntryId::from(id);
        if self.sensitive.contains_key(&entry) {
            Needs::Protection
        } else if self.unknown.contains_key(&entry) {
            Needs::Unknown
        } else {
            Needs::Nothing
        }
    }
}

fn declares(store: &Store, wanted: impl Fn(&DataClass) -> bool) -> bool {
    match &store.data_classes {
        Known::Value(classes) => classes.iter().any(wanted),
        Known::Unknown(_) => false,
    }
}

fn needs_protection(class: &DataClass) -> bool {
    match class {
        DataClass::Personal | DataClass::Commercial | DataClass::Credentials | DataClass::Other(_) => true,
        DataClass::Public | DataClass::Catalogue | DataClass::Operational => false,
    }
}
