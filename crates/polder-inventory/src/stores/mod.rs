//! Stores: where data rest, how they are protected, and where copies of them go. Read by residency, encryption, endurance,
//! rehearsal and price.

mod backup;
mod bucket;
mod database;
mod encryption;
mod kept;
mod messages;
mod replication;
mod secret;
mod store;
mod table;

pub use backup::{BackupCopy, BackupPlan, BackupRule, BackupSelection};
pub use bucket::{Bucket, CorsRule, LifecycleEffect, LifecycleRule, LockMode, ObjectLock, PublicAccessBlock};
pub use database::{
    AdministratorSecret, Cache, CacheLogin, Database, EngineParameter, Insights, NodeCapacity, NodeRole,
    StoreNode,
};
pub use encryption::Encryption;
pub use kept::{LogStore, Registry, Scanning, Vault, VaultLock, Volume};
pub use messages::{DeadLetters, Queue, Topic};
pub use replication::{Replication, ReplicationKind};
pub use secret::{Rotation, Secret, SecretValue};
pub use store::{DataClass, OnDeletion, OwnBackups, Store, StoreKind, TransitEncryption};
pub use table::{Table, Throughput};

pub use crate::entries::stores::*;
