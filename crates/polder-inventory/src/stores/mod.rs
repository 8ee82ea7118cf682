//! Stores: where data are kept, how they are protected, and where copies go. Read by residency, encryption,
//! endurance, rehearsal and price.

mod backup;
mod bucket;
mod database;
mod encryption;
mod lock;
mod log_store;
mod queue;
mod registry;
mod replication;
mod secret;
mod store;
mod table;
mod vault;
mod volume;

pub use backup::{AutomatedBackups, BackupCopy, BackupPlan, BackupRule, BackupSelection};
pub use bucket::{Bucket, CorsRule, LifecycleEffect, LifecycleRule, PublicAccessBlock};
pub use database::{
    AdministratorSecret, Cache, CacheLogin, Database, EngineParameter, Insights, NodeCapacity, NodeRole,
    StoreNode,
};
pub use encryption::{Encryption, TransitEncryption};
pub use lock::{LockMode, ObjectLock, VaultLock};
pub use log_store::LogStore;
pub use queue::{DeadLetters, Queue, Topic};
pub use registry::{Registry, Scanning};
pub use replication::{Replication, ReplicationKind};
pub use secret::{Rotation, Secret, SecretValue};
pub use store::{DataClass, OnDeletion, Store, StoreKind};
pub use table::{Table, Throughput};
pub use vault::Vault;
pub use volume::Volume;

pub use crate::entries::stores::*;
