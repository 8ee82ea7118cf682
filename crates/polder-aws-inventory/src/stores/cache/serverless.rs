//! `aws_elasticache_serverless_cache`: a serverless cache.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set};
use polder_inventory::stores::{
    AutomatedBackups, Cache, CacheLogin, Encryption, OnDeletion, Store, StoreKind, TransitEncryption,
};
use polder_units::Duration;

use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{given_text, is_set, number_or, some_text};

/// It is in several zones, requires TLS and is always encrypted. Source: AWS, Amazon ElastiCache User Guide,
/// "Choosing between deployment options" and "Data protection".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let cache = Cache {
        engine: given_text(view, "engine"),
        version: given_text(view, "major_engine_version"),
        shards: Known::Unknown(Reason::Elsewhere),
        replicas: Known::Unknown(Reason::Elsewhere),
        cluster_mode: Known::Value(true),
        automatic_failover: Known::Value(true),
        multi_zone: Known::Value(true),
        login: if is_set(view, "user_group_id") { CacheLogin::Users } else { CacheLogin::None },
        port: match view.text("engine").as_deref() {
            Some("memcached") => Known::Value(11211),
            Some(_) => Known::Value(6379),
            None => Known::Unknown(Reason::AfterApply),
        },
        parameters: Known::Value(Set::default()),
        maintenance: Known::Value(None),
    };
    let days: Known<u64> = number_or(view, "snapshot_retention_limit", 0);
    let own_backups = (days != Known::Value(0)).then(|| AutomatedBackups {
        retention: days.map(Duration::days),
        point_in_time: Known::Value(false),
        window: Known::Value(None),
        survive_deletion: Known::Value(false),
    });
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "name"),
        data_classes: data_classes(view),
        encryption: reader.encryption(view, "kms_key_id", Encryption::ServiceOwned),
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: own_backups,
        kind: StoreKind::Cache(Box::new(cache)),
    };
    reader.inventory.stores.stores.push(store);
}
