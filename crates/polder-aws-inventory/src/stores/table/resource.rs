//! `aws_dynamodb_table`, with its replicas in other regions.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Text};
use polder_inventory::stores::{
    AutomatedBackups, Encryption, OnDeletion, Replication, ReplicationKind, Store, StoreId, StoreKind, Table,
    Throughput, TransitEncryption,
};
use polder_inventory::{EntryId, SourceId};
use polder_units::Duration;

use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{given_text, known_blocks, number, number_or, region, some_text, text_or, truth_or};

/// The recovery period of point-in-time recovery, and how long a deleted table can be restored from its
/// system backup. Source: AWS, Amazon DynamoDB Developer Guide, "Point-in-time recovery".
const RECOVERY_DAYS: u64 = 35;

/// The table and each of its replicas.
pub(super) fn count(view: View<'_, '_>) -> u32 {
    u32::try_from(view.blocks("replica").len()).unwrap_or(u32::MAX - 1).saturating_add(1)
}

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let source = reader.source(view);
    let encryption = encryption(reader, view);
    let recovery = recovery(view);
    let protected = truth_or(view, "deletion_protection_enabled", false);
    push(reader, view, source, (encryption, recovery, protected));
    for replica in view.blocks("replica") {
        let region = given_text(replica, "region_name");
        let source = reader.part_in(view, part(&region), region.map(Some));
        // A replica without a key has the same type of key as the table.
        let encryption = match encryption {
            Encryption::Key(_) => reader.encryption(replica, "kms_key_arn", Encryption::ProviderManaged),
            other => other,
        };
        let days = truth_or(replica, "point_in_time_recovery", false).map(|on| on.then_some(RECOVERY_DAYS));
        let protected = truth_or(replica, "deletion_protection_enabled", false);
        push(reader, view, source, (encryption, days, protected));
    }
}

/// Adds the entry of a table or of a replica, with what differs between them: key, recovery and protection.
pub(super) fn push<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    source: SourceId,
    (encryption, recovery, deletion_protected): (Encryption, Known<Option<u64>>, Known<bool>),
) {
    let own_backups = (recovery != Known::Value(None)).then(|| AutomatedBackups {
        retention: recovery.map(|days| Duration::days(days.unwrap_or(RECOVERY_DAYS))),
        point_in_time: Known::Value(true),
        window: Known::Value(None),
        survive_deletion: Known::Value(true),
    });
    let last = OnDeletion::Recoverable(Duration::days(RECOVERY_DAYS));
    let store = Store {
        source,
        name: some_text(view, "name"),
        data_classes: data_classes(view),
        encryption,
        // DynamoDB accepts HTTP as well. Source: AWS General Reference, "Amazon DynamoDB endpoints".
        transit: TransitEncryption { required: Known::Value(false), minimum: Known::Value(None) },
        deletion_protected,
        on_deletion: recovery.map(|days| if days.is_some() { last } else { OnDeletion::Deleted }),
        automated_backups: own_backups,
        kind: StoreKind::Table(Box::new(table(view))),
    };
    reader.inventory.stores.stores.push(store);
}

fn table(view: View<'_, '_>) -> Table {
    let keys = some_text(view, "hash_key").and_then(|first| {
        some_text(view, "range_key").map(|second| first.into_iter().chain(second).collect::<Box<[Text]>>())
    });
    Table {
        keys,
        indexes: known_blocks(view, "global_secondary_index").and_then(|global| {
            known_blocks(view, "local_secondary_index").and_then(|local| {
                let mut names = vec![];
                for index in global.into_iter().chain(local) {
                    match given_text(index, "name") {
                        Known::Value(name) => names.push(name),
                        Known::Unknown(reason) => return Known::Unknown(reason),
                    }
                }
                Known::Value(names.into())
            })
        }),
        throughput: throughput(view),
        ttl_attribute: match view.block("ttl") {
            Some(ttl) => truth_or(ttl, "enabled", true)
                .and_then(|on| if on { some_text(ttl, "attribute_name") } else { Known::Value(None) }),
            None => Known::Value(None),
        },
        // Streams keep changes for 24 hours. Source: AWS, Amazon DynamoDB Developer Guide, "Change data capture for DynamoDB
        // Streams".
        stream: truth_or(view, "stream_enabled", false).map(|on| on.then_some(Duration::days(1))),
    }
}

fn throughput(view: View<'_, '_>) -> Throughput {
    match text_or(view, "billing_mode", "PROVISIONED") {
        Known::Value(mode) if mode == "PAY_PER_REQUEST" => Throughput::OnDemand,
        Known::Value(mode) if mode == "PROVISIONED" => Throughput::Provisioned {
            read: number_or(view, "read_capacity", 0),
            write: number_or(view, "write_capacity", 0),
        },
        Known::Value(_) => Throughput::Unknown(Reason::NotUnderstood),
        Known::Unknown(reason) => Throughput::Unknown(reason),
    }
}

/// By default, keys that DynamoDB owns; else an AWS managed or a customer managed key. Source: Terraform AWS
/// provider, `server_side_encryption`.
fn encryption<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Encryption {
    let Some(block) = view.block("server_side_encryption") else { return Encryption::ServiceOwned };
    match truth_or(block, "enabled", false) {
        Known::Value(true) => reader.encryption(block, "kms_key_arn", Encryption::ProviderManaged),
        Known::Value(false) => Encryption::ServiceOwned,
        Known::Unknown(reason) => Encryption::Unknown(reason),
    }
}

/// The recovery period of point-in-time recovery; `None` if it is disabled.
fn recovery(view: View<'_, '_>) -> Known<Option<u64>> {
    let Some(block) = view.block("point_in_time_recovery") else { return Known::Value(None) };
    truth_or(block, "enabled", false).and_then(|on| {
        let days = number(block, "recovery_period_in_days").map(|days| days.filter(|days| *days > 0));
        if on { days.map(|days| Some(days.unwrap_or(RECOVERY_DAYS))) } else { Known::Value(None) }
    })
}

/// What is derived: replication. The table and all replicas accept writes, and each write is replicated to
/// all others.
pub(super) fn parts<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let replicas = view.blocks("replica");
    let strong = replicas.iter().any(|it| it.text("consistency_mode").as_deref() == Some("STRONG"));
    let mut places = vec![region(view)];
    places.extend(replicas.iter().map(|it| given_text(*it, "region_name")));
    let ids: Vec<Option<StoreId>> = (0..)
        .zip(&places)
        .map(|(number, _)| match reader.entry_number(view.id(), number) {
            Some(EntryId::Store(id)) => Some(id),
            _ => None,
        })
        .collect();
    for (from, from_region) in ids.iter().zip(&places) {
        for (to, to_region) in ids.iter().zip(&places) {
            let (Some(from), Some(to)) = (from, to) else { continue };
            if from != to {
                both(reader, view, (*from, from_region), (*to, to_region), strong);
            }
        }
    }
}

/// Replication between two replicas, in one direction.
pub(super) fn both<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    (from, from_region): (StoreId, &Known<Text>),
    (to, to_region): (StoreId, &Known<Text>),
    strong: bool,
) {
    let word = |region: &Known<Text>| region.value().map_or_else(|| "?".to_owned(), ToString::to_string);
    let replication = Replication {
        source: reader.part(view, format!("{} to {}", word(from_region), word(to_region))),
        from: Link::To(from),
        to: Link::To(to),
        kind: if strong { ReplicationKind::Synchronous } else { ReplicationKind::GlobalTable },
        filter: Known::Value(None),
        deletions: Known::Value(true),
        lag_target: Known::Value(None),
        key: None,
    };
    reader.inventory.stores.replications.push(replication);
}

fn part(region: &Known<Text>) -> Text {
    match region {
        Known::Value(region) => format!("replica.{region}").into(),
        Known::Unknown(_) => Text::new_static("replica"),
    }
}
