//! Stores of what others leave: logs, backups, disks, images.

use polder_units::{Bytes, Duration};

use super::LockMode;
use crate::describe::{choice, record};
use crate::entries::EntryId;
use crate::model::{Known, Link, Set, Text};

/// Lines of logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogStore {
    /// How long lines are kept; none for ever.
    pub retention: Known<Option<Duration>>,
    /// The provider's word for the class of storage. Price.
    pub class: Known<Text>,
}

record!(LogStore { retention, class });

/// Backups of other stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vault {
    /// How long backups cannot be deleted; none if they can.
    pub lock: Option<VaultLock>,
    /// Whether the provider keeps it out of reach of the account.
    pub air_gapped: Known<bool>,
}

record!(Vault { lock, air_gapped });

/// How long backups of a vault cannot be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultLock {
    /// How strict it is.
    pub mode: Known<LockMode>,
    /// The shortest retention that it accepts; none for any.
    pub retention_min: Known<Option<Duration>>,
    /// The longest retention that it accepts; none for any.
    pub retention_max: Known<Option<Duration>>,
}

record!(VaultLock { mode, retention_min, retention_max });

/// A disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Its size.
    pub size: Known<Bytes>,
    /// The provider's word for the kind of disk.
    pub class: Known<Text>,
    /// Operations per second that are paid for; none for what comes with it.
    pub operations: Known<Option<u64>>,
    /// The machine that it is part of; none while it is part of none.
    pub attached_to: Option<Link<EntryId>>,
    /// Its zone; none where it spans zones or the machine decides.
    pub zone: Known<Option<Text>>,
}

record!(Volume { size, class, operations, attached_to, zone });

/// Images of containers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry {
    /// Whether a tag always means the same image.
    pub immutable_tags: Known<bool>,
    /// When images are looked at for known weaknesses.
    pub scanning: Known<Scanning>,
    /// What is deleted, in the provider's words.
    pub expiry: Known<Set<Text>>,
}

record!(Registry { immutable_tags, scanning, expiry });

/// When images are looked at for known weaknesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scanning {
    /// Never.
    Never,
    /// When they arrive.
    OnPush,
    /// When they arrive, and whenever a weakness becomes known.
    Continuous,
}

choice!(Scanning { Never, OnPush, Continuous });
