//! Keys of stores.

use polder_inventory::Inventory;
use polder_inventory::access::{AccountSetting, Key, KeyId, KeyMaterial, KeyPurpose, Setting};
use polder_inventory::compute::{Disk, MachinePool, PurchaseOptions, Replicas};
use polder_inventory::coverage::BlindSpot;
use polder_inventory::model::{Known, Link, Reason, Set};
use polder_inventory::outside::{External, Owner};
use polder_inventory::stores::Encryption;
use polder_recheck::format::data as certified;
use polder_units::Duration;
use polder_verdict::Label;

use super::estate::{harmless, label, personal, source, store, terms};

const KEYS: &str = "encryption.keys";

pub(super) fn key(all: &mut Inventory) -> KeyId {
    let source = source(all, "north");
    all.access.keys.push(Key {
        source,
        aliases: Set::default(),
        purpose: Known::Value(KeyPurpose::Encrypt),
        material: Known::Value(KeyMaterial::Provider),
        enabled: Known::Value(true),
        rotation: Known::Value(Some(Duration::days(365))),
        deletion_window: Known::Value(Duration::days(30)),
        multi_region: Known::Value(false),
        replica_of: None,
    })
}

/// The verdict on one store of personal data with this encryption.
fn with(encryption: impl Fn(&mut Inventory) -> Encryption) -> Label {
    let mut all = Inventory::default();
    let encryption = encryption(&mut all);
    let id = store(&mut all, "north", personal());
    all.stores.stores.get_mut(id).expect("a store").encryption = encryption;
    label(&all, KEYS)
}

#[test]
fn a_store_of_personal_data_has_a_key_of_its_owner_that_is_known_to_work() {
    let unknown = Reason::AfterApply;
    assert_eq!(with(|all| Encryption::Key(Link::To(key(all)))), Label::Proved);
    assert_eq!(with(|_| Encryption::None), Label::Refuted);
    assert_eq!(with(|_| Encryption::ServiceOwned), Label::Refuted);
    assert_eq!(with(|_| Encryption::Unknown(unknown)), Label::Undecided);
    assert_eq!(with(|_| Encryption::ClientSide), Label::Undecided);
    assert_eq!(with(|_| Encryption::Key(Link::Unknown(unknown))), Label::Undecided);
    let foreign = |all: &mut Inventory| {
        let owner = Owner::ThirdParty;
        let (name, region, kind) = ("a key".into(), Known::Value(None), "key".into());
        Encryption::Key(Link::Outside(all.outside.externals.push(External { name, owner, region, kind })))
    };
    assert_eq!(with(foreign), Label::Undecided);
    let changed = |change: fn(&mut Key)| {
        with(move |all| {
            let id = key(all);
            change(all.access.keys.get_mut(id).expect("a key"));
            Encryption::Key(Link::To(id))
        })
    };
    assert_eq!(changed(|key| key.enabled = Known::Value(false)), Label::Refuted);
    assert_eq!(changed(|key| key.enabled = Known::Unknown(Reason::AfterApply)), Label::Undecided);
    assert_eq!(changed(|key| key.purpose = Known::Unknown(Reason::AfterApply)), Label::Undecided);
}

#[test]
fn a_store_of_public_data_without_a_known_key_is_listed() {
    let mut all = Inventory::default();
    let id = store(&mut all, "north", harmless());
    all.stores.stores.get_mut(id).expect("a store").encryption = Encryption::None;
    assert_eq!(label(&all, KEYS), Label::Proved);
    assert_eq!(label(&all, "encryption.at-rest"), Label::Refuted);
}

#[test]
fn a_resource_that_is_not_read_leaves_encryption_open_but_its_price_does_not() {
    let spot = |attribute: Option<&str>, reason| {
        let mut all = Inventory::default();
        store(&mut all, "north", harmless());
        let source = source(&mut all, "north");
        let (attribute, text) = (attribute.map(Into::into), "It is not known.".into());
        let (entry, touches_networks) = (None, false);
        all.coverage.blind_spots.push(BlindSpot { source, entry, attribute, reason, touches_networks, text });
        label(&all, "encryption.at-rest")
    };
    assert_eq!(spot(None, Reason::KindNotModelled), Label::Undecided);
    assert_eq!(spot(Some("bucket"), Reason::Elsewhere), Label::Undecided);
    assert_eq!(spot(Some("price"), Reason::KindNotModelled), Label::Proved);
    assert_eq!(spot(Some("price"), Reason::Elsewhere), Label::Proved);
}

/// The verdict on machines whose disks are encrypted like this.
fn with_disks(disks: &[Encryption]) -> Label {
    label(&machines(disks), "encryption.at-rest")
}

/// Machines whose disks are encrypted like this.
fn machines(disks: &[Encryption]) -> Inventory {
    let unknown = Reason::Elsewhere;
    let disk = |encryption: &Encryption| Disk {
        size: Known::Unknown(unknown),
        class: Known::Unknown(unknown),
        iops: Known::Value(None),
        throughput: Known::Value(None),
        encryption: *encryption,
    };
    let mut all = Inventory::default();
    let source = source(&mut all, "north");
    let one = Known::Value(1);
    all.compute.machine_pools.push(MachinePool {
        source,
        name: Known::Value(None),
        cluster: None,
        classes: Known::Unknown(unknown),
        purchase: PurchaseOptions {
            on_demand_base: Known::Value(0),
            on_demand_percent: Known::Value(100),
            spot_strategy: Known::Value(None),
        },
        replicas: Replicas { desired: one, min: one, max: one },
        zones: Known::Unknown(unknown),
        image: Known::Unknown(unknown),
        disks: disks.iter().map(disk).collect(),
        identity: None,
        metadata_token_required: Known::Value(true),
        metadata_hop_limit: one,
        start_grace: Known::Value(Duration::default()),
        cooldown: Known::Value(Duration::default()),
    });
    all
}

#[test]
fn disks_of_machines_are_stores_of_which_one_in_the_clear_decides() {
    let unknown = Encryption::Unknown(Reason::Elsewhere);
    assert_eq!(with_disks(&[Encryption::ProviderManaged]), Label::Proved);
    assert_eq!(with_disks(&[Encryption::ProviderManaged, Encryption::None]), Label::Refuted);
    assert_eq!(with_disks(&[Encryption::ProviderManaged, unknown]), Label::Undecided);
    // The image has a disk of its own.
    assert_eq!(with_disks(&[]), Label::Undecided);
}

#[test]
fn a_certificate_has_every_disk_and_one_that_is_not_known_of_an_image() {
    let written = |disks: &[Encryption]| {
        let written = crate::certificate(&machines(disks), &terms()).disks;
        written.into_iter().map(|(_, encryption)| encryption).collect::<Vec<_>>()
    };
    let plain = written(&[Encryption::ProviderManaged, Encryption::None]);
    assert_eq!(plain, [certified::Encryption::Provider, certified::Encryption::None]);
    assert_eq!(written(&[]), [certified::Encryption::NotKnown]);
}

#[test]
fn a_certificate_has_the_settings_by_which_volumes_are_not_encrypted() {
    let with = |on| {
        let mut all = Inventory::default();
        let source = source(&mut all, "north");
        let setting = Setting::DefaultVolumeEncryption { on: Known::Value(on), key: None };
        all.access.account_settings.push(AccountSetting { source, setting });
        crate::certificate(&all, &terms()).plain_by_default
    };
    assert_eq!(with(false), ["`estate: thing.n0`"]);
    assert!(with(true).is_empty());
}
