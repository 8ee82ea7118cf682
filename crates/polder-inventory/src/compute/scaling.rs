//! What changes the number of copies, and what happens at certain times.

use polder_units::Duration;

use crate::access::PrincipalId;
use crate::describe::{choice, entry};
use crate::entries::{EntryId, SourceId};
use crate::model::{Decimal, Known, Link, Text, TimeExpression};
use crate::observability::{AlarmId, Metric};
use crate::stores::StoreId;

/// A rule that changes how many copies of something there are. Rehearsal: how fast capacity follows load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScalingRule {
    /// The resource.
    pub source: SourceId,
    /// Of what: a process, a pool of machines, readers of a database, parts of a cache, throughput of a table.
    pub scaled: Link<EntryId>,
    /// Which of its numbers, where it has several, in the provider's word.
    pub dimension: Known<Option<Text>>,
    /// How the number follows.
    pub kind: ScalingKind,
    /// How long after growth the next growth waits.
    pub cooldown_out: Known<Option<Duration>>,
    /// How long after a change the next shrinking waits.
    pub cooldown_in: Known<Option<Duration>>,
}

entry!(ScalingRule { scaled, dimension, kind, cooldown_out, cooldown_in });

/// How the number of copies follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScalingKind {
    /// So that a metric stays at a value. The provider makes and keeps the alarms for it.
    Target {
        /// The metric.
        metric: Metric,
        /// The value.
        value: Known<Decimal>,
        /// Whether the number also shrinks.
        shrinks: Known<bool>,
    },
    /// By steps while an alarm is raised.
    Steps {
        /// The alarm; none where alarms name the rule as their action instead.
        alarm: Option<Link<AlarmId>>,
    },
    /// By a forecast that the provider makes.
    Predicted,
}

choice!(ScalingKind { Predicted, Target { metric, value, shrinks }, Steps { alarm } });

/// Something that happens at certain times. Price: hours in which a thing runs; rehearsal: what is there at a given hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduledAction {
    /// The resource.
    pub source: SourceId,
    /// When.
    pub at: Known<TimeExpression>,
    /// How much later it may happen.
    pub flexible: Known<Option<Duration>>,
    /// Whether it happens at all.
    pub enabled: Known<bool>,
    /// What happens.
    pub action: ActionKind,
    /// To what.
    pub target: Link<EntryId>,
    /// The role in which it is done; none where there is none.
    pub identity: Option<Link<PrincipalId>>,
    /// Tries after the first; none where there are none.
    pub retries: Known<Option<u32>>,
    /// Where it is noted that it could not be done; none if nowhere.
    pub dead_letters: Option<Link<StoreId>>,
}

entry!(ScheduledAction { at, flexible, enabled, action, target, identity, retries, dead_letters });

/// What happens at a certain time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// A stopped thing is started.
    Start,
    /// A running thing is stopped; what it stores stays.
    Stop,
    /// The bounds of its number of copies change.
    Scale {
        /// At least; none for what it was.
        min: Known<Option<u32>>,
        /// At most; none for what it was.
        max: Known<Option<u32>>,
        /// Now; none for what it is.
        desired: Known<Option<u32>>,
    },
    /// A function or a job runs.
    Run,
    /// A message is put into a queue or topic.
    Send,
    /// Another call of the provider: `rds:RebootDBInstance`.
    Call(Known<Text>),
}

choice!(ActionKind { Start, Stop, Scale { min, max, desired }, Run, Send, Call(action) });
