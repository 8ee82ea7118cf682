//! `aws_secretsmanager_secret`, with its replicas in other regions.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Set, Text};
use polder_inventory::stores::{
    Encryption, OnDeletion, Replication, ReplicationKind, Secret, SecretValue, Store, StoreId, StoreKind,
    TransitEncryption,
};
use polder_units::Duration;

use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{given_text, number_or, some_text};

/// The secret and each of its replicas.
pub(super) fn count(view: View<'_, '_>) -> u32 {
    u32::try_from(view.blocks("replica").len()).unwrap_or(u32::MAX - 1).saturating_add(1)
}

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let source = reader.source(view);
    // The default key is `aws/secretsmanager`. Source: AWS, AWS Secrets Manager User Guide, "Secret
    // encryption and decryption".
    let encryption = reader.encryption(view, "kms_key_id", Encryption::ProviderManaged);
    push(reader, view, source, encryption, SecretValue::Manual);
    for replica in view.blocks("replica") {
        let region = given_text(replica, "region");
        let source = reader.part_in(view, part(&region), region.map(Some));
        let encryption = reader.encryption(replica, "kms_key_id", Encryption::ProviderManaged);
        push(reader, view, source, encryption, SecretValue::Replica);
    }
}

fn push<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    source: polder_inventory::SourceId,
    encryption: Encryption,
    value: SecretValue,
) {
    // Thirty days by default. Source: Terraform AWS provider, `recovery_window_in_days`.
    let window: Known<u64> = number_or(view, "recovery_window_in_days", 30);
    let recoverable =
        |days| if days == 0 { OnDeletion::Deleted } else { OnDeletion::Recoverable(Duration::days(days)) };
    let store = Store {
        source,
        name: some_text(view, "name"),
        data_classes: data_classes(view),
        encryption,
        // HTTPS only. Source: AWS General Reference, "AWS Secrets Manager endpoints".
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: window.map(recoverable),
        automated_backups: None,
        kind: StoreKind::Secret(Box::new(Secret { value, rotation: None, states: Set::default() })),
    };
    reader.inventory.stores.stores.push(store);
}

/// What is derived: the replication of the value to each region.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let id = |reader: &Reader<'_, '_>, number| match reader.entry_number(view.id(), number) {
        Some(polder_inventory::EntryId::Store(id)) => Some(id),
        _ => None,
    };
    let Some(from) = id(reader, 0) else { return };
    for (number, replica) in (1..).zip(view.blocks("replica")) {
        let Some(to) = id(reader, number) else { continue };
        let region = given_text(replica, "region");
        let replication = Replication {
            source: reader.part(view, part(&region)),
            from: Link::To(from),
            to: Link::<StoreId>::To(to),
            kind: ReplicationKind::Secret,
            filter: Known::Value(None),
            deletions: Known::Value(true),
            lag_target: Known::Value(None),
            key: None,
        };
        reader.inventory.stores.replications.push(replication);
    }
}

fn part(region: &Known<Text>) -> Text {
    match region {
        Known::Value(region) => format!("replica.{region}").into(),
        Known::Unknown(_) => Text::new_static("replica"),
    }
}
