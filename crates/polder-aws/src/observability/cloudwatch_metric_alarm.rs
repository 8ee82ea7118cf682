//! `aws_cloudwatch_metric_alarm`: a metric, its threshold, and what to do about it.

use polder_cloud::{Body, Handle, Value, body};
use polder_design::{AlarmTiming, AlarmTimings};
use polder_units::Duration;

use crate::draft::Draft;
use crate::names::named;
use crate::observability::cloudwatch_metric::Metric;

/// An alarm.
pub(crate) struct Alarm {
    /// Its name in the stack, and with hyphens on AWS.
    pub(crate) name: String,
    /// What has happened and what to do. The reader has just been woken up.
    pub(crate) description: String,
    /// The metric or expression.
    pub(crate) of: Watched,
    /// The threshold.
    pub(crate) when: Limit,
    /// The number of periods; `None` for the usual timing.
    pub(crate) timing: Option<AlarmTiming>,
    /// How missing data is treated.
    pub(crate) missing: Missing,
}

/// The quantity of an alarm.
pub(crate) enum Watched {
    /// One metric.
    One(Metric),
    /// An expression with its metrics, by ID.
    Formula(&'static str, Vec<(String, Metric)>),
}

/// The threshold of an alarm.
pub(crate) enum Limit {
    /// Raised above it.
    Above(Value),
    /// Raised below it.
    Below(Value),
}

/// How missing data is treated.
#[derive(Clone, Copy)]
pub(crate) enum Missing {
    /// Nothing happened: a load balancer without requests counts no errors.
    IsFine,
    /// The reporting resource is gone.
    IsAlarming,
    /// Nothing changed: the current state of the alarm is maintained.
    KeepsState,
}

impl Alarm {
    /// An alarm with the usual timing; missing data is not breaching.
    pub(crate) fn new(
        name: impl Into<String>,
        of: Watched,
        when: Limit,
        description: impl Into<String>,
    ) -> Alarm {
        Alarm {
            name: name.into(),
            description: description.into(),
            of,
            when,
            timing: None,
            missing: Missing::IsFine,
        }
    }

    /// Sets the number of periods.
    #[must_use]
    pub(crate) fn after(self, timing: AlarmTiming) -> Alarm {
        Alarm { timing: Some(timing), ..self }
    }

    /// Treats missing data as breaching.
    #[must_use]
    pub(crate) fn silence_is_alarming(self) -> Alarm {
        Alarm { missing: Missing::IsAlarming, ..self }
    }

    /// Keeps the state of the alarm while data is missing.
    #[must_use]
    pub(crate) fn silence_changes_nothing(self) -> Alarm {
        Alarm { missing: Missing::KeepsState, ..self }
    }

    /// Treats missing data as breaching, except where it is expected: of what is stopped, or does not run by design.
    #[must_use]
    pub(crate) fn silence_is_alarming_unless(self, expected: bool) -> Alarm {
        if expected { self } else { self.silence_is_alarming() }
    }
}

/// Writes an alarm that notifies `topic` when it is raised and when it ends. The description names the
/// runbook: see [`Runbook::after`](crate::observability::runbook::Runbook::after).
pub(crate) fn alarm(
    s: &Draft,
    timings: &AlarmTimings,
    topic: &Handle,
    alarm: &Alarm,
    description: String,
) -> Handle {
    let timing = alarm.timing.unwrap_or(timings.standard);
    let (operator, threshold) = match &alarm.when {
        Limit::Above(limit) => ("GreaterThanThreshold", limit),
        Limit::Below(limit) => ("LessThanThreshold", limit),
    };
    let mut all = body! {
        alarm_name = named(format!("-{}", alarm.name.replace('_', "-")));
        alarm_description = description;
        comparison_operator = operator;
        threshold = threshold;
        evaluation_periods = timing.periods;
        datapoints_to_alarm = timing.needed;
        treat_missing_data = match alarm.missing {
            Missing::IsFine => "notBreaching",
            Missing::IsAlarming => "breaching",
            Missing::KeepsState => "ignore",
        };
        alarm_actions = [topic.arn()];
        ok_actions = [topic.arn()];
    };
    let watched = match &alarm.of {
        Watched::One(metric) => one(metric, timing.period),
        Watched::Formula(expression, metrics) => formula(expression, metrics, timing.period),
    };
    all.items.extend(watched.items);
    s.resource("aws_cloudwatch_metric_alarm", &alarm.name, all)
}

fn one(metric: &Metric, period: Duration) -> Body {
    let percentile = metric.stat.starts_with('p');
    body! {
        namespace = &metric.namespace;
        metric_name = metric.name;
        dimensions = metric.dimensions();
        period = period.as_seconds();
        if percentile => { extended_statistic = metric.stat; }
        if !percentile => { statistic = metric.stat; }
    }
}

fn formula(expression: &'static str, metrics: &[(String, Metric)], period: Duration) -> Body {
    body! {
        metric_query {
            id = "result";
            expression = expression;
            return_data = true;
        }
        for (id, metric) in metrics => metric_query {
            id = id;
            metric {
                namespace = &metric.namespace;
                metric_name = metric.name;
                dimensions = metric.dimensions();
                period = period.as_seconds();
                stat = metric.stat;
            }
        }
    }
}
