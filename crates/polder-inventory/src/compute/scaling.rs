//! Scaling rules and scheduled actions.

use polder_units::Duration;

use crate::access::PrincipalId;
use crate::describe::{choice, entry};
use crate::entries::{EntryId, SourceId};
use crate::model::{Decimal, Known, Link, ScheduleExpression, Text};
use crate::observability::{AlarmId, Metric};
use crate::stores::StoreId;

/// A scaling policy. Rehearsal: how fast capacity follows load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScalingRule {
    /// The resource.
    pub source: SourceId,
    /// What is scaled: a process, machine pool, store (read replicas, shards, throughput) or function.
    pub scaled: Link<EntryId>,
    /// The scaled dimension, by the provider's name, if there are several.
    pub dimension: Known<Option<Text>>,
    /// The policy.
    pub kind: ScalingKind,
    /// The cooldown after scaling out.
    pub cooldown_out: Known<Option<Duration>>,
    /// The cooldown before scaling in.
    pub cooldown_in: Known<Option<Duration>>,
}

entry!(ScalingRule { scaled, dimension, kind, cooldown_out, cooldown_in });

/// A scaling policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScalingKind {
    /// Target tracking: keeps a metric at a value. The provider creates the alarms.
    Target {
        /// The metric.
        metric: Metric,
        /// The target value.
        value: Known<Decimal>,
        /// Whether it also scales in.
        scales_in: Known<bool>,
    },
    /// Step scaling while an alarm is raised.
    Steps {
        /// The alarm; none if alarms refer to this rule as their action.
        alarm: Option<Link<AlarmId>>,
    },
    /// Predictive scaling by the provider's forecast.
    Predictive,
}

choice!(ScalingKind { Predictive, Target { metric, value, scales_in }, Steps { alarm } });

/// A scheduled action. Price: hours in which something runs; rehearsal: what runs at a given time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduledAction {
    /// The resource.
    pub source: SourceId,
    /// The schedule.
    pub schedule: Known<ScheduleExpression>,
    /// How long after the scheduled time it may happen; none if it must happen on time.
    pub flexible_window: Known<Option<Duration>>,
    /// Whether it is enabled.
    pub enabled: Known<bool>,
    /// The action.
    pub action: ActionKind,
    /// What it acts on.
    pub target: Link<EntryId>,
    /// The role of the scheduler; none if none is needed.
    pub identity: Option<Link<PrincipalId>>,
    /// Retries of a failed action; none for the provider's default.
    pub retries: Known<Option<u32>>,
    /// Where failed actions are recorded; none if they are not.
    pub dead_letters: Option<Link<StoreId>>,
}

entry!(ScheduledAction {
    schedule,
    flexible_window,
    enabled,
    action,
    target,
    identity,
    retries,
    dead_letters,
});

/// What a scheduled action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Starts a stopped store, pool or process.
    Start,
    /// Stops it; its data stay.
    Stop,
    /// Changes the bounds of its number of copies.
    Scale {
        /// The new minimum; none for no change.
        min: Known<Option<u32>>,
        /// The new maximum; none for no change.
        max: Known<Option<u32>>,
        /// The new number; none for no change.
        desired: Known<Option<u32>>,
    },
    /// Invokes a function or runs a job.
    Run,
    /// Sends a message to a queue or topic.
    Send,
    /// Another API call: `rds:RebootDBInstance`.
    Call(Known<Text>),
}

choice!(ActionKind { Start, Stop, Scale { min, max, desired }, Run, Send, Call(action) });
