//! Metrics and alarms.

use polder_units::Duration;

use super::AlarmId;
use crate::describe::{choice, entry, record};
use crate::entries::{EntryId, SourceId};
use crate::model::{Decimal, Known, Link, Pattern, Set, Text};
use crate::stores::StoreId;

/// A series of numbers that the provider keeps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metric {
    /// The provider's or the owner's namespace: `AWS/RDS`.
    pub namespace: Known<Text>,
    /// Its name.
    pub name: Known<Text>,
    /// What tells series of the same name apart.
    pub dimensions: Known<Set<Dimension>>,
    /// How the numbers of a period become one: `Sum`, `p95`.
    pub statistic: Known<Text>,
    /// What it measures, as far as the dimensions name an entry.
    pub subject: Option<Link<EntryId>>,
    /// The account that keeps it; none for the account of the source.
    pub account: Option<Link<crate::access::AccountId>>,
}

record!(Metric { namespace, name, dimensions, statistic, subject, account });

/// A dimension of a metric.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dimension {
    /// Its name.
    pub name: Text,
    /// Its value.
    pub value: Known<Pattern>,
}

record!(Dimension { name, value });

/// Says when something is wrong. Rehearsal: raised after `period` × `breaching` of bad values; a health check can follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// When it is raised.
    pub condition: AlarmCondition,
    /// Whether its actions happen.
    pub actions_enabled: Known<bool>,
    /// What happens when it is raised.
    pub when_raised: Set<Link<EntryId>>,
    /// What happens when it is over.
    pub when_over: Set<Link<EntryId>>,
    /// What happens when it has no data.
    pub without_data: Set<Link<EntryId>>,
}

entry!(Alarm { name, condition, actions_enabled, when_raised, when_over, without_data });

/// When an alarm is raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlarmCondition {
    /// By one metric, or an expression of several.
    Threshold(Box<AlarmThreshold>),
    /// By other alarms.
    Composite {
        /// The rule in the provider's words, with names of alarms.
        rule: Known<Pattern>,
        /// The alarms in it.
        alarms: Set<Link<AlarmId>>,
    },
}

choice!(AlarmCondition { Threshold(threshold), Composite { rule, alarms } });

/// When numbers raise an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmThreshold {
    /// What is compared.
    pub value: AlarmValue,
    /// How.
    pub comparison: Known<Comparison>,
    /// With what; none for a band that the provider learns.
    pub threshold: Known<Option<Decimal>>,
    /// The time over which one number is formed.
    pub period: Known<Duration>,
    /// Periods that are looked at.
    pub periods: Known<u32>,
    /// How many of them must be bad.
    pub breaching: Known<u32>,
    /// What a period without data counts as.
    pub missing: Known<MissingData>,
}

record!(AlarmThreshold { value, comparison, threshold, period, periods, breaching, missing });

/// What an alarm compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlarmValue {
    /// A metric.
    Metric(Metric),
    /// An expression of several.
    Expression {
        /// The expression in the provider's words.
        expression: Known<Text>,
        /// The metrics in it, by the names that the expression uses.
        metrics: Set<NamedMetric>,
    },
}

choice!(AlarmValue { Metric(metric), Expression { expression, metrics } });

/// A metric of an expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedMetric {
    /// Its name in the expression.
    pub id: Text,
    /// The metric.
    pub metric: Metric,
}

record!(NamedMetric { id, metric });

/// How a value compares with a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Larger.
    Greater,
    /// Larger or equal.
    GreaterOrEqual,
    /// Smaller.
    Less,
    /// Smaller or equal.
    LessOrEqual,
    /// Above the band.
    AboveBand,
    /// Below the band.
    BelowBand,
    /// Above or below the band.
    OutsideBand,
}

choice!(Comparison { Greater, GreaterOrEqual, Less, LessOrEqual, AboveBand, BelowBand, OutsideBand });

/// What a period without data counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingData {
    /// Nothing: the alarm says that it does not know.
    Missing,
    /// Nothing: the alarm stays as it is.
    Ignored,
    /// Good.
    Good,
    /// Bad.
    Bad,
}

choice!(MissingData { Missing, Ignored, Good, Bad });

/// Numbers that are read out of logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogMetric {
    /// The resource.
    pub source: SourceId,
    /// The logs.
    pub store: Link<StoreId>,
    /// Which lines, in the provider's words.
    pub pattern: Known<Text>,
    /// The metric that they become: namespace.
    pub namespace: Known<Text>,
    /// Its name.
    pub name: Known<Text>,
}

entry!(LogMetric { store, pattern, namespace, name });
