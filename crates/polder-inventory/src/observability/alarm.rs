//! Metrics, alarms and metric filters.

use polder_units::Duration;

use super::AlarmId;
use crate::access::AccountId;
use crate::describe::{choice, entry, record};
use crate::entries::{EntryId, SourceId};
use crate::model::{Decimal, Known, Link, Pattern, Set, Text};
use crate::stores::StoreId;

/// A metric with its statistic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metric {
    /// The namespace: `AWS/RDS`.
    pub namespace: Known<Text>,
    /// Its name.
    pub name: Known<Text>,
    /// Its dimensions.
    pub dimensions: Known<Set<Dimension>>,
    /// The statistic: `Sum`, `p95`.
    pub statistic: Known<Text>,
    /// The entry that it measures, if the dimensions identify one.
    pub subject: Option<Link<EntryId>>,
    /// The account that owns it; none for the account of the source.
    pub account: Option<Link<AccountId>>,
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

/// An alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// When it is raised.
    pub condition: AlarmCondition,
    /// Whether its actions are enabled.
    pub actions_enabled: Known<bool>,
    /// Actions when it is raised: topics, functions, scaling rules.
    pub actions_on_alarm: Set<Link<EntryId>>,
    /// Actions when it returns to normal.
    pub actions_on_ok: Set<Link<EntryId>>,
    /// Actions when it has insufficient data.
    pub actions_on_no_data: Set<Link<EntryId>>,
}

entry!(Alarm { name, condition, actions_enabled, actions_on_alarm, actions_on_ok, actions_on_no_data });

/// When an alarm is raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlarmCondition {
    /// By a metric or an expression of metrics.
    Threshold(Box<AlarmThreshold>),
    /// By other alarms.
    Composite {
        /// The rule, in the provider's notation.
        rule: Known<Pattern>,
        /// The alarms in the rule.
        alarms: Set<Link<AlarmId>>,
    },
}

choice!(AlarmCondition { Threshold(threshold), Composite { rule, alarms } });

/// A comparison that raises an alarm. Rehearsal: it is raised after `period` × `breaching_periods`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmThreshold {
    /// What is compared.
    pub value: AlarmValue,
    /// The comparison.
    pub comparison: Known<Comparison>,
    /// The threshold; none for an anomaly band.
    pub threshold: Known<Option<Decimal>>,
    /// The period of one data point.
    pub period: Known<Duration>,
    /// The number of periods evaluated.
    pub periods: Known<u32>,
    /// The number of those that must breach the threshold.
    pub breaching_periods: Known<u32>,
    /// How missing data are treated.
    pub missing: Known<MissingData>,
}

record!(AlarmThreshold { value, comparison, threshold, period, periods, breaching_periods, missing });

/// What an alarm compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlarmValue {
    /// A metric.
    Metric(Metric),
    /// An expression.
    Expression {
        /// The expression, in the provider's notation.
        expression: Known<Text>,
        /// The metrics in the expression.
        metrics: Set<NamedMetric>,
    },
}

choice!(AlarmValue { Metric(metric), Expression { expression, metrics } });

/// A metric of an expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedMetric {
    /// Its id in the expression.
    pub id: Text,
    /// The metric.
    pub metric: Metric,
}

record!(NamedMetric { id, metric });

/// A comparison with a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Greater.
    Greater,
    /// Greater or equal.
    GreaterOrEqual,
    /// Less.
    Less,
    /// Less or equal.
    LessOrEqual,
    /// Above the anomaly band.
    AboveBand,
    /// Below the anomaly band.
    BelowBand,
    /// Outside of the anomaly band.
    OutsideBand,
}

choice!(Comparison { Greater, GreaterOrEqual, Less, LessOrEqual, AboveBand, BelowBand, OutsideBand });

/// How an alarm treats missing data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingData {
    /// The alarm changes to insufficient data.
    Missing,
    /// The alarm keeps its state.
    Ignored,
    /// As within the threshold.
    NotBreaching,
    /// As beyond the threshold.
    Breaching,
}

choice!(MissingData { Missing, Ignored, NotBreaching, Breaching });

/// A metric extracted from logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricFilter {
    /// The resource.
    pub source: SourceId,
    /// The log store.
    pub store: Link<StoreId>,
    /// The filter pattern, in the provider's notation.
    pub pattern: Known<Text>,
    /// The namespace of the metric.
    pub namespace: Known<Text>,
    /// The name of the metric.
    pub name: Known<Text>,
}

entry!(MetricFilter { store, pattern, namespace, name });
