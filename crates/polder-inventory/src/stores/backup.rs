//! Backups by plan.

use polder_units::Duration;

use super::{BackupPlanId, StoreId};
use crate::access::PrincipalId;
use crate::describe::{entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Tag, Text, TimeExpression};

/// When backups are made, where they go and how long they stay. Recovery points after the loss of a store or account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupPlan {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// Its rules.
    pub rules: Set<BackupRule>,
}

entry!(BackupPlan { name, rules });

/// A rule of a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupRule {
    /// Its name.
    pub name: Known<Text>,
    /// When.
    pub schedule: Known<TimeExpression>,
    /// How late it may start.
    pub start_window: Known<Duration>,
    /// How long it may take.
    pub completion_window: Known<Duration>,
    /// Whether any moment can be restored.
    pub continuous: Known<bool>,
    /// Where backups go.
    pub vault: Link<StoreId>,
    /// How long they stay; none for ever.
    pub retention: Known<Option<Duration>>,
    /// After how long they become cheaper and slower; none if never.
    pub cold_after: Known<Option<Duration>>,
    /// Further copies.
    pub copies: Set<BackupCopy>,
}

record!(BackupRule {
    name,
    schedule,
    start_window,
    completion_window,
    continuous,
    vault,
    retention,
    cold_after,
    copies,
});

/// A further copy of a backup. Residency: in the region of its vault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupCopy {
    /// Where it goes.
    pub vault: Link<StoreId>,
    /// How long it stays; none for ever.
    pub retention: Known<Option<Duration>>,
}

record!(BackupCopy { vault, retention });

/// Which stores a plan backs up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupSelection {
    /// The resource.
    pub source: SourceId,
    /// The plan.
    pub plan: Link<BackupPlanId>,
    /// Stores by name.
    pub stores: Set<Link<StoreId>>,
    /// Stores by tag: any of these is enough. The reader also lists those of the estate that have the tag in `stores`.
    pub tags: Known<Set<Tag>>,
    /// The role that makes the backups.
    pub identity: Option<Link<PrincipalId>>,
}

entry!(BackupSelection { plan, stores, tags, identity });
