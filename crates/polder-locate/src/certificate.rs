//! What shows where data are and how they are encrypted, for readers who do not trust the search: every movement, the places that data
//! reach, and facts about stores and keys.

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::access::{self, KeyMaterial, KeyPurpose};
use polder_inventory::compute::MachinePool;
use polder_inventory::model::{Id, Known, Link};
use polder_inventory::outside::Owner;
use polder_inventory::stores::{DataClass, Encryption, Store, StoreKind};
use polder_inventory::{EntryId, Inventory};
use polder_recheck::format::{data as out, position};
use polder_verdict::Gap;

use crate::encryption::{account, is_plain_parameter, plain_by_default};
use crate::holdings::Holdings;
use crate::movement::{End, Kind};
use crate::place::{Place, name, of_end, of_entry, origin, resource};
use crate::residency::{belongs, is_global, logged};
use crate::terms::{Cell, Terms};
use crate::unresolved;

/// Everything that verdicts on places and keys rest on.
pub(crate) fn certificate(holdings: &Holdings<'_>, terms: &Terms) -> out::Data {
    let inventory = holdings.inventory;
    let texts = |gaps: Vec<Gap>| gaps.into_iter().map(|gap| gap.text).collect();
    let residency = terms.residency.as_ref();
    let cells = residency.map_or(&[][..], |residency| &residency.cells);
    let mut places = Places { inventory, known: BTreeMap::new(), all: vec![] };
    inventory.stores.stores.iter().for_each(|(id, _)| _ = places.entry(id.into()));
    let movements = holdings.graph.iter().map(|(_, movement)| out::Movement {
        from: places.entry(movement.from),
        to: match movement.to {
            End::Entry(to) => places.entry(to),
            _ => places.outside(&movement.to),
        },
        logs: movement.kind == Kind::Logs,
        how: format!("{} by {}", movement.kind.words(), name(inventory, movement.by)),
    });
    let movements: Vec<out::Movement> = movements.collect();
    let mut closed = vec![
        listed(holdings, &mut places, "residency.personal", holdings.perhaps_personal(), false),
        listed(holdings, &mut places, "residency.logs", logged(holdings), true),
        listed(holdings, &mut places, "encryption.keys", holdings.perhaps_sensitive(), false),
    ];
    for cell in cells {
        let all = holdings.perhaps_personal().into_iter();
        let own = all.filter(|it| matches!(it, EntryId::Store(_)) && belongs(inventory, *it, cell));
        let id = format!("residency.cells.{}.{}", cell.account, cell.name);
        closed.push(listed(holdings, &mut places, &id, own.collect(), true));
    }
    out::Data {
        jurisdictions: terms.jurisdictions.clone(),
        allowed: residency.map_or(vec![], |residency| residency.allowed.iter().cloned().collect()),
        cells: cells.iter().map(stated).collect(),
        unknown_movements: texts(unresolved::of_data(inventory)),
        unknown_stores: texts(unresolved::of(inventory, |entry| matches!(entry, EntryId::Store(_)))),
        unknown_keys: texts(unresolved::of(inventory, |entry| matches!(entry, EntryId::Key(_)))),
        disks: inventory.compute.machine_pools.values().flat_map(|pool| disks(inventory, pool)).collect(),
        plain_by_default: plain_by_default(inventory)
            .map(|setting| format!("`{}`", resource(inventory, setting.source)))
            .collect(),
        keys: inventory.access.keys.values().map(|it| key(inventory, it)).collect(),
        places: places.all,
        movements,
        closed,
    }
}

fn stated(cell: &Cell) -> out::Cell {
    let regions = cell.regions.iter().cloned().collect();
    out::Cell { of: (cell.account.clone(), cell.name.clone()), regions }
}

/// The places that data of a property reach, along all movements or all but logs, with what they leave the estate to.
fn listed(
    holdings: &Holdings<'_>,
    places: &mut Places<'_>,
    id: &str,
    starts: BTreeSet<EntryId>,
    logs: bool,
) -> out::Closed {
    let reached = holdings.graph.reach(starts, |movement| logs || movement.kind != Kind::Logs);
    let mut all: BTreeSet<u32> = reached.keys().map(|entry| places.entry(*entry)).collect();
    for (_, movement) in holdings.graph.iter() {
        let passes = reached.contains_key(&movement.from) && (logs || movement.kind != Kind::Logs);
        // The logs of a property are those that leave the estate at their first step as well.
        let first = id == "residency.logs" && movement.kind == Kind::Logs;
        if (passes || first) && !matches!(movement.to, End::Entry(_)) {
            all.insert(places.outside(&movement.to));
        }
    }
    out::Closed { id: id.to_owned(), places: all.into_iter().collect() }
}

/// What a place is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Entry(EntryId),
    /// The position of what is outside; none if it is not known.
    Outside(Option<usize>),
}

/// The places that were named so far.
struct Places<'i> {
    inventory: &'i Inventory,
    known: BTreeMap<Key, u32>,
    all: Vec<out::Place>,
}

impl Places<'_> {
    fn entry(&mut self, entry: EntryId) -> u32 {
        let inventory = self.inventory;
        self.at(Key::Entry(entry), || {
            let source = inventory.source_of(entry);
            let location = source.map(|source| &inventory.locations[source.location]);
            let account = location.and_then(|location| location.account.id());
            let cell = origin(inventory, entry)
                .and_then(|it| Some((it.account.to_string(), it.cell.as_ref()?.to_string())));
            out::Place {
                name: name(inventory, entry),
                at: at(of_entry(inventory, entry)),
                account: account.map(|id| inventory.access.accounts[id].name.to_string()),
                cell,
                outside: false,
                edge: is_global(inventory, entry),
                store: match entry {
                    EntryId::Store(id) => Some(store(inventory, &inventory.stores.stores[id])),
                    _ => None,
                },
            }
        })
    }

    /// What a movement leaves the estate to. All that is not known is one place, which is inside of nothing.
    fn outside(&mut self, end: &End) -> u32 {
        let inventory = self.inventory;
        let (known, name) = match end {
            End::Outside(id) => (Some(id.index()), inventory.outside.externals[*id].name.to_string()),
            _ => (None, "a place that is not known".to_owned()),
        };
        self.at(Key::Outside(known), || out::Place {
            name,
            at: at(of_end(inventory, end)),
            account: None,
            cell: None,
            outside: true,
            edge: false,
            store: None,
        })
    }

    fn at(&mut self, key: Key, place: impl FnOnce() -> out::Place) -> u32 {
        let next = position(self.all.len());
        let all = &mut self.all;
        *self.known.entry(key).or_insert_with(|| {
            all.push(place());
            next
        })
    }
}

fn at(place: Place<'_>) -> out::At {
    match place {
        Place::Region(region) => out::At::Region(region.to_owned()),
        Place::Everywhere => out::At::Everywhere,
        Place::Unknown(_) => out::At::NotKnown,
    }
}

fn store(inventory: &Inventory, store: &Store) -> out::Store {
    let class = |class: &DataClass| match class {
        DataClass::Public => out::Class::Public,
        DataClass::Catalogue => out::Class::Catalogue,
        DataClass::Personal => out::Class::Personal,
        DataClass::Commercial => out::Class::Commercial,
        DataClass::Credentials => out::Class::Credentials,
        DataClass::Operational => out::Class::Operational,
        DataClass::Other(_) => out::Class::Other,
    };
    out::Store {
        log: matches!(store.kind, StoreKind::LogStore(_)),
        plain_parameter: is_plain_parameter(&store.kind),
        data: store.data_classes.value().map(|all| all.iter().map(class).collect()),
        encryption: encryption(inventory, store.encryption),
    }
}

/// The disks of machines of a pool. If it names none, they are those of its image.
fn disks(inventory: &Inventory, pool: &MachinePool) -> Vec<(String, out::Encryption)> {
    let name = format!("`{}`", resource(inventory, pool.source));
    if pool.disks.is_empty() {
        return vec![(name, out::Encryption::NotKnown)];
    }
    pool.disks.iter().map(|disk| (name.clone(), encryption(inventory, disk.encryption))).collect()
}

fn encryption(inventory: &Inventory, encryption: Encryption) -> out::Encryption {
    match encryption {
        Encryption::None => out::Encryption::None,
        Encryption::ServiceOwned => out::Encryption::Service,
        Encryption::ProviderManaged => out::Encryption::Provider,
        Encryption::ClientSide => out::Encryption::Client,
        Encryption::Key(Link::To(id)) => out::Encryption::Key(position(id.index())),
        Encryption::Key(Link::Outside(external)) => {
            out::Encryption::OutsideKey(match inventory.outside.externals[external].owner {
                Owner::Provider => out::Owner::Provider,
                Owner::ThirdParty | Owner::Account(Link::Outside(_)) => out::Owner::Others,
                Owner::Account(Link::To(_)) => out::Owner::Estate,
                Owner::Account(Link::Unknown(_)) | Owner::Unknown => out::Owner::NotKnown,
            })
        }
        Encryption::Key(Link::Unknown(_)) => out::Encryption::OutsideKey(out::Owner::NotKnown),
        Encryption::Unknown(_) => out::Encryption::NotKnown,
    }
}

fn key(inventory: &Inventory, key: &access::Key) -> out::Key {
    out::Key {
        name: format!("`{}`", resource(inventory, key.source)),
        account: account(inventory, key.source).map(|id| inventory.access.accounts[id].name.to_string()),
        enabled: key.enabled.value().copied(),
        encrypts: key.purpose.value().map(|purpose| *purpose == KeyPurpose::Encrypt),
        own_material: key.material.value().map(|material| *material == KeyMaterial::Provider),
        replica: key.replica_of.is_some(),
        rotation: match key.rotation {
            Known::Value(Some(time)) => out::Rotation::EveryMs(time.milliseconds),
            Known::Value(None) => out::Rotation::Never,
            Known::Unknown(_) => out::Rotation::NotKnown,
        },
    }
}
