//! Locks against deletion, of objects and backups.

use polder_units::Duration;

use crate::describe::{choice, record};
use crate::model::Known;

/// Object lock of a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectLock {
    /// The mode.
    pub mode: Known<LockMode>,
    /// The default retention; none if each writer sets it.
    pub retention: Known<Option<Duration>>,
}

record!(ObjectLock { mode, retention });

/// The lock of a backup vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultLock {
    /// The mode.
    pub mode: Known<LockMode>,
    /// The minimum retention of backups; none without.
    pub retention_min: Known<Option<Duration>>,
    /// The maximum retention of backups; none without.
    pub retention_max: Known<Option<Duration>>,
}

record!(VaultLock { mode, retention_min, retention_max });

/// The mode of a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockMode {
    /// Principals with a special permission can remove it.
    Governance,
    /// It cannot be removed.
    Compliance,
}

choice!(LockMode { Governance, Compliance });
