//! `aws_efs_file_system`, its backups and its copies.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::stores::{
    AutomatedBackups, Encryption, OnDeletion, Replication, ReplicationKind, Store, StoreId, StoreKind,
    TransitEncryption,
};
use polder_units::Duration;

use crate::reader::Reader;
use crate::stores::data_class::{data_classes, tag};
use crate::value::{given_text, is_set, some_text};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let key = is_set(view, "kms_key_id");
    let one_zone = some_text(view, "availability_zone_name").map(|zone| zone.is_some());
    let store = Store {
        source: reader.source(view),
        name: tag(view, "Name"),
        data_classes: data_classes(view),
        // Source: Terraform AWS provider, `aws_efs_file_system`, `encrypted`: disabled by default.
        encryption: reader.encryption_if(view, ("encrypted", key), "kms_key_id", Encryption::ProviderManaged),
        // Only a file system policy can refuse mounts without TLS.
        transit: TransitEncryption { required: Known::Value(false), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        // Automatic backups are enabled by default for One Zone file systems. Source: AWS, Amazon EFS
        // User Guide, "Automatic backups".
        automated_backups: (one_zone == Known::Value(true)).then(daily),
        kind: StoreKind::FileSystem { single_zone: one_zone },
    };
    reader.inventory.stores.stores.push(store);
}

/// Once a day, kept for 35 days by AWS Backup. Source: AWS, Amazon EFS User Guide, "Automatic backups".
fn daily() -> AutomatedBackups {
    AutomatedBackups {
        retention: Known::Value(Duration::days(35)),
        point_in_time: Known::Value(false),
        window: Known::Value(None),
        survive_deletion: Known::Value(true),
    }
}

/// `aws_efs_backup_policy`.
pub(super) fn backups<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = file_system(reader, view, "file_system_id") else { return };
    let status = view.block("backup_policy").map(|block| given_text(block, "status"));
    let on = match status {
        Some(Known::Value(status)) => status == "ENABLED",
        Some(Known::Unknown(reason)) => {
            let text = "whether the file system is backed up by itself is not known";
            return reader.blind(view, Some(id.into()), Some("backup_policy"), reason, text);
        }
        None => return,
    };
    if let Some(store) = reader.inventory.stores.stores.get_mut(id) {
        store.automated_backups = on.then(daily);
        reader.contribute(view, id, &["automated_backups"]);
    }
}

/// `aws_efs_replication_configuration`: to a file system of the estate, or to one that EFS creates.
pub(super) fn replicate<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(from) = file_system(reader, view, "source_file_system_id") else { return };
    for destination in view.blocks("destination") {
        let to = reader.link::<StoreId>(destination, "file_system_id", "file system");
        let to = to.filter(|to| to.id().is_some() || to.outside().is_some());
        let to = to.unwrap_or_else(|| made_by_efs(reader, view, destination, from));
        let replication = Replication {
            source: reader.source(view),
            from: Link::To(from),
            to,
            kind: ReplicationKind::Files,
            filter: Known::Value(None),
            deletions: Known::Value(true),
            // Source: AWS, Amazon EFS User Guide, "Replicating EFS file systems": 15 minutes for most file systems.
            lag_target: Known::Value(Some(Duration::minutes(15))),
            key: None,
        };
        reader.inventory.stores.replications.push(replication);
    }
}

/// The file system that EFS creates at the destination.
fn made_by_efs<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    destination: View<'_, 'a>,
    from: StoreId,
) -> Link<StoreId> {
    let region = given_text(destination, "region");
    let part = region.value().map_or(Text::new_static("copy"), |region| format!("copy.{region}").into());
    let source = reader.part_in(view, part, region.map(Some));
    let encryption = reader.encryption(destination, "kms_key_id", Encryption::ProviderManaged);
    let classes = reader.inventory.stores.stores.get(from).map(|store| store.data_classes.clone());
    let store = Store {
        source,
        name: Known::Value(None),
        data_classes: classes.unwrap_or(Known::Unknown(Reason::NotGiven)),
        encryption,
        transit: TransitEncryption { required: Known::Value(false), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::FileSystem {
            single_zone: some_text(destination, "availability_zone_name").map(|zone| zone.is_some()),
        },
    };
    Link::To(reader.inventory.stores.stores.push(store))
}

fn file_system<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    attribute: &'static str,
) -> Option<StoreId> {
    let id = reader.link::<StoreId>(view, attribute, "file system").and_then(|link| link.id());
    if id.is_none() {
        let text = "it configures a file system that is not in the estate";
        reader.blind(view, None, Some(attribute), Reason::Elsewhere, text);
    }
    id
}
