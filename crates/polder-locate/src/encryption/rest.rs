//! Encryption at rest, and whose keys it uses.

use std::collections::BTreeMap;

use polder_inventory::EntryId;
use polder_inventory::access::{AccountId, AccountSetting, KeyPurpose, Setting};
use polder_inventory::compute::MachinePool;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::outside::Owner;
use polder_inventory::stores::Encryption;
use polder_inventory::{Inventory, SourceId};
use polder_verdict::{Fact, Gap, Property};

use super::encrypted;
use crate::found::Found;
use crate::holdings::{Holdings, Needs};
use crate::inspector;
use crate::place::{name, resource};
use crate::unresolved;

fn gaps(inventory: &Inventory) -> Vec<Gap> {
    unresolved::of(inventory, |entry| matches!(entry, EntryId::Store(_)))
}

/// Whether there is something that may keep data: a store, a machine, a setting of volumes, or a resource that is not read.
pub(super) fn is_asked(inventory: &Inventory) -> bool {
    !inventory.stores.stores.is_empty()
        || !inventory.compute.machine_pools.is_empty()
        || plain_by_default(inventory).next().is_some()
        || !gaps(inventory).is_empty()
}

/// Settings by which volumes that say nothing are not encrypted.
pub(crate) fn plain_by_default(inventory: &Inventory) -> impl Iterator<Item = &AccountSetting> {
    inventory
        .access
        .account_settings
        .values()
        .filter(|it| matches!(it.setting, Setting::DefaultVolumeEncryption { on: Known::Value(false), .. }))
}

pub(super) fn at_rest(holdings: &Holdings<'_>) -> Property {
    let inventory = holdings.inventory;
    let mut found = Found::default();
    found.gaps(&gaps(inventory));
    for (id, encryption) in encrypted(inventory) {
        found.looked_at += 1;
        let store = &inventory.stores.stores[id];
        let at = resource(inventory, store.source);
        match encryption {
            Encryption::None => {
                let summary = format!("data are stored without encryption: {}", name(inventory, id.into()));
                let confirmed = inspector::stored_in_the_clear(store);
                found.flaw(confirmed, summary.clone(), vec![], vec![(summary, at)]);
            }
            Encryption::Unknown(reason) => {
                found.gap(format!("how a store is encrypted is not known: {reason}"), [at]);
            }
            _ => {}
        }
    }
    for setting in plain_by_default(inventory) {
        found.looked_at += 1;
        let at = resource(inventory, setting.source);
        let summary = format!("volumes that do not say otherwise are not encrypted: `{at}`");
        let confirmed = inspector::leaves_volumes_plain(setting);
        found.flaw(confirmed, summary.clone(), vec![], vec![(summary, at)]);
    }
    for pool in inventory.compute.machine_pools.values() {
        disks(inventory, pool, &mut found);
    }
    found.property(
        "encryption.at-rest",
        "every store is encrypted at rest, disks of machines included",
        "stores are encrypted at rest",
    )
}

/// The disks of machines, of which all of a pool are equal.
fn disks(inventory: &Inventory, pool: &MachinePool, found: &mut Found) {
    let at = resource(inventory, pool.source);
    if pool.disks.is_empty() {
        let text = "how the disks of machines are encrypted is not known: they are those of the image";
        return found.gap(text, [at]);
    }
    found.looked_at += 1;
    let plain = pool.disks.iter().filter(|disk| disk.encryption == Encryption::None).count();
    if plain > 0 {
        let summary = format!("disks of machines are not encrypted: `{at}`");
        let facts = vec![Fact::new("disks", format!("{plain} of {}", pool.disks.len()))];
        let confirmed = inspector::has_a_plain_disk(pool);
        return found.flaw(confirmed, summary.clone(), facts, vec![(summary, at)]);
    }
    for disk in &pool.disks {
        if let Encryption::Unknown(reason) = disk.encryption {
            let text = match reason {
                Reason::Elsewhere => {
                    "whether a disk of machines is encrypted is a setting of the account, which the estate does not contain"
                        .to_owned()
                }
                reason => format!("how a disk of machines is encrypted is not known: {reason}"),
            };
            found.gap(text, [at.clone()]);
        }
    }
}

/// Data that need protection have a key of their owner, which works.
pub(super) fn keys(holdings: &Holdings<'_>) -> Property {
    let inventory = holdings.inventory;
    let mut found = Found::default();
    found.gaps(&gaps(inventory));
    let mut others: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (id, encryption) in encrypted(inventory) {
        let store = &inventory.stores.stores[id];
        let at = || resource(inventory, store.source);
        let words = match encryption {
            Encryption::Key(link) => {
                found.looked_at += 1;
                works(inventory, link, store.source, &mut found);
                continue;
            }
            Encryption::ClientSide | Encryption::Unknown(_) => {
                if holdings.needs(id) != Needs::Nothing {
                    found.gap("with which key a store is encrypted is not known", [at()]);
                }
                continue;
            }
            Encryption::None => "no key",
            Encryption::ServiceOwned => "a key of the service",
            Encryption::ProviderManaged => "a key that the provider manages",
        };
        match holdings.needs(id) {
            Needs::Protection => {
                let summary =
                    format!("data that need protection have {words}: {}", name(inventory, id.into()));
                let confirmed = inspector::has_no_key_of_its_owner(store);
                found.flaw(confirmed, summary.clone(), vec![Fact::new("key", words)], vec![(summary, at())]);
            }
            Needs::Unknown => {
                found.gap(format!("a store with {words} does not say which data it holds"), [at()]);
            }
            Needs::Nothing => others.entry(words).or_default().push(at()),
        }
    }
    for (words, stores) in others {
        found.note(format!("{} stores of public or operational data have {words}", stores.len()), stores);
    }
    found.property(
        "encryption.keys",
        "stores of personal data, of orders and payments and of credentials, and backups of them, are encrypted with enabled keys \
         of their owner",
        "stores have a key of their owner",
    )
}

/// Whether the key of a store works.
fn works(
    inventory: &Inventory,
    link: Link<polder_inventory::access::KeyId>,
    store: SourceId,
    found: &mut Found,
) {
    let id = match link {
        Link::To(id) => id,
        Link::Outside(external) => {
            let name = &inventory.outside.externals[external].name;
            let text =
                format!("whether the key `{name}`, which is not in the estate, is enabled is not known");
            return found.gap(text, [resource(inventory, store)]);
        }
        Link::Unknown(reason) => {
            return found
                .gap(format!("the key of a store is not known: {reason}"), [resource(inventory, store)]);
        }
    };
    let key = &inventory.access.keys[id];
    let at = vec![
        ("the store is encrypted with the key".to_owned(), resource(inventory, store)),
        ("the key cannot be used".to_owned(), resource(inventory, key.source)),
    ];
    if key.enabled == Known::Value(false) {
        let summary = format!("the key of a store is disabled: `{}`", resource(inventory, store));
        found.flaw(inspector::is_off(key), summary, vec![], at);
    } else if key.purpose.value().is_some_and(|purpose| *purpose != KeyPurpose::Encrypt) {
        let summary = format!("the key of a store is not for encryption: `{}`", resource(inventory, store));
        found.flaw(inspector::cannot_encrypt(key), summary, vec![], at);
    } else if let Some(reason) = key.enabled.reason().or(key.purpose.reason()) {
        let at = at.into_iter().map(|(_, resource)| resource);
        found.gap(format!("whether the key of a store can be used is not known: {reason}"), at);
    }
}

/// Each key is in the account of what it encrypts.
pub(super) fn owners(inventory: &Inventory) -> Property {
    let mut found = Found::default();
    found.gaps(&gaps(inventory));
    for (id, encryption) in encrypted(inventory) {
        let Encryption::Key(link) = encryption else { continue };
        found.looked_at += 1;
        let store = inventory.stores.stores[id].source;
        let at = || resource(inventory, store);
        match link {
            Link::To(key) => {
                let key = inventory.access.keys[key].source;
                let (own, other) = (account(inventory, store), account(inventory, key));
                match (own, other) {
                    (Some(own), Some(other)) if own != other => {
                        let names = [own, other].map(|id| inventory.access.accounts[id].name.to_string());
                        let summary = format!("data of {} have a key of {}: `{}`", names[0], names[1], at());
                        let told = vec![
                            (format!("the store is in {}", names[0]), at()),
                            (format!("its key is in {}", names[1]), resource(inventory, key)),
                        ];
                        let facts = vec![
                            Fact::new("account", names[0].clone()),
                            Fact::new("key_account", names[1].clone()),
                        ];
                        found.flaw(names[0] != names[1], summary, facts, told);
                    }
                    (Some(_), Some(_)) => {}
                    _ => found.gap(
                        "the account of a store or of its key is not known",
                        [at(), resource(inventory, key)],
                    ),
                }
            }
            Link::Outside(external) => match inventory.outside.externals[external].owner {
                Owner::Provider => {}
                Owner::ThirdParty | Owner::Account(Link::Outside(_)) => {
                    let key = &inventory.outside.externals[external].name;
                    let summary = format!("data have a key of somebody else: `{}`", at());
                    let told = vec![(format!("it is encrypted with `{key}`"), at())];
                    let confirmed = inspector::has_a_key_of_others(inventory, &inventory.stores.stores[id]);
                    found.flaw(confirmed, summary, vec![Fact::new("key", key.to_string())], told);
                }
                Owner::Account(Link::To(_)) => {}
                Owner::Account(Link::Unknown(_)) | Owner::Unknown => {
                    let key = &inventory.outside.externals[external].name;
                    found.gap(format!("who owns the key `{key}` is not known"), [at()]);
                }
            },
            Link::Unknown(reason) => {
                found.gap(format!("the key of a store is not known: {reason}"), [at()]);
            }
        }
    }
    found.property(
        "encryption.key-owner",
        "each key that encrypts a store belongs to the account of the store",
        "stores have a key of their own account",
    )
}

/// The account of a resource, if it is known.
pub(crate) fn account(inventory: &Inventory, source: SourceId) -> Option<AccountId> {
    inventory.locations[inventory.sources[source].location].account.id()
}
