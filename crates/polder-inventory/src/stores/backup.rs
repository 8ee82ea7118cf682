//! Backups: automated ones of a store, and backup plans.

use polder_units::Duration;

use super::{BackupPlanId, StoreId};
use crate::access::PrincipalId;
use crate::describe::{entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, ScheduleExpression, Set, Tag, Text, Window};

/// Automated backups that a store takes in its own region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutomatedBackups {
    /// The retention.
    pub retention: Known<Duration>,
    /// Whether any point in time within the retention can be restored.
    pub point_in_time: Known<bool>,
    /// The backup window; none if the provider chooses it.
    pub window: Known<Option<Window>>,
    /// Whether backups are retained after the store is deleted.
    pub survive_deletion: Known<bool>,
}

record!(AutomatedBackups { retention, point_in_time, window, survive_deletion });

/// A backup plan.
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

/// A rule of a backup plan. Recovery points after the loss of a store or of an account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupRule {
    /// Its name.
    pub name: Known<Text>,
    /// The schedule.
    pub schedule: Known<ScheduleExpression>,
    /// How long after the scheduled time it may start.
    pub start_window: Known<Duration>,
    /// How long it may take.
    pub completion_window: Known<Duration>,
    /// Whether any point in time can be restored.
    pub point_in_time: Known<bool>,
    /// The vault.
    pub vault: Link<StoreId>,
    /// The retention; none for unlimited.
    pub retention: Known<Option<Duration>>,
    /// After how long backups move to cold storage; none if they do not.
    pub cold_after: Known<Option<Duration>>,
    /// Copies to other vaults.
    pub copies: Set<BackupCopy>,
}

record!(BackupRule {
    name,
    schedule,
    start_window,
    completion_window,
    point_in_time,
    vault,
    retention,
    cold_after,
    copies,
});

/// A copy of each backup to another vault. Residency: the region and account of that vault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupCopy {
    /// The vault.
    pub vault: Link<StoreId>,
    /// The retention; none for unlimited.
    pub retention: Known<Option<Duration>>,
}

record!(BackupCopy { vault, retention });

/// The stores that a backup plan applies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupSelection {
    /// The resource.
    pub source: SourceId,
    /// The plan.
    pub plan: Link<BackupPlanId>,
    /// The stores: those listed, and those of the estate that the tags select.
    pub stores: Set<Link<StoreId>>,
    /// The tags that select stores, any of which is enough.
    pub tags: Known<Set<Tag>>,
    /// The role that takes the backups.
    pub identity: Option<Link<PrincipalId>>,
}

entry!(BackupSelection { plan, stores, tags, identity });
