//! `aws_cloudwatch_metric_alarm`.

use polder_cloud::View;
use polder_cloud::index::Resolved;
use polder_inventory::EntryId;
use polder_inventory::model::{Decimal, Known, Link, Reason, Set, Text};
use polder_inventory::observability::{
    Alarm, AlarmCondition, AlarmThreshold, AlarmValue, Comparison, Metric, MissingData, NamedMetric,
};
use polder_units::Duration;

use crate::access::account_of_value;
use crate::observability::metric::metric;
use crate::pattern::is_empty;
use crate::reader::Reader;
use crate::value::{given_text, reason, seconds, text, text_or, truth_or, whole};

/// An alarm on one metric, or on an expression of several.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let (value, period) = value(reader, view);
    let periods = count(view, "evaluation_periods", Known::Unknown(Reason::NotGiven));
    let threshold = AlarmThreshold {
        value,
        comparison: comparison(view),
        threshold: decimal(view, "threshold"),
        period,
        periods,
        // Source: AWS, CloudWatch API Reference, `PutMetricAlarm`: all evaluation periods by default.
        breaching_periods: count(view, "datapoints_to_alarm", periods),
        missing: missing(view),
    };
    let alarm = Alarm {
        source: reader.source(view),
        name: given_text(view, "alarm_name"),
        condition: AlarmCondition::Threshold(Box::new(threshold)),
        actions_enabled: truth_or(view, "actions_enabled", true),
        actions_on_alarm: actions(reader, view, "alarm_actions"),
        actions_on_ok: actions(reader, view, "ok_actions"),
        actions_on_no_data: actions(reader, view, "insufficient_data_actions"),
    };
    reader.inventory.observability.alarms.push(alarm);
}

/// The actions of an alarm.
pub(crate) fn actions<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, name: &str) -> Set<Link<EntryId>> {
    reader.entry_links(view, name, "alarm action").into()
}

/// The value that is compared, and its period.
fn value<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> (AlarmValue, Known<Duration>) {
    let queries = view.blocks("metric_query");
    if queries.is_empty() {
        let statistic = match text(view, "extended_statistic") {
            Known::Value(Some(percentile)) => Known::Value(percentile),
            _ => given_text(view, "statistic"),
        };
        let period = seconds(view, "period");
        return (AlarmValue::Metric(metric(reader, view, statistic)), given(period));
    }
    let mut metrics = vec![];
    let mut periods = vec![];
    let mut expressions = vec![];
    for query in &queries {
        let id = query.text("id").map(Text::from).unwrap_or_default();
        let returned = query.truth("return_data").unwrap_or(false);
        if let Some(block) = query.block("metric") {
            let metric = metric(reader, block, given_text(block, "stat"));
            let account = query.body().get("account_id").filter(|value| !is_empty(value));
            let account = account.map(|value| account_of_value(reader, *query, value));
            metrics.push((NamedMetric { id, metric: Metric { account, ..metric } }, returned));
            periods.push(given(seconds(block, "period")));
        } else {
            expressions.push((id, given_text(*query, "expression"), returned));
            periods.extend(Some(given(seconds(*query, "period"))).filter(|period| period.value().is_some()));
        }
    }
    let period = same(&periods);
    if expressions.is_empty()
        && let Some(at) = metrics.iter().position(|(_, returned)| *returned || queries.len() == 1)
    {
        return (AlarmValue::Metric(metrics.swap_remove(at).0.metric), period);
    }
    let expression = written(reader, view, expressions);
    let metrics = metrics.into_iter().map(|(metric, _)| metric).collect();
    (AlarmValue::Expression { expression, metrics }, period)
}

/// The expression that is compared. Expressions that it refers to are not included.
fn written(
    reader: &mut Reader<'_, '_>,
    view: View<'_, '_>,
    mut expressions: Vec<(Text, Known<Text>, bool)>,
) -> Known<Text> {
    if expressions.len() > 1 {
        let text = "the expression refers to other expressions, which are not modelled";
        reader.blind(view, None, Some("metric_query"), Reason::AttributeNotModelled, text);
    }
    let at = expressions.iter().position(|(.., returned)| *returned).unwrap_or(0);
    if expressions.is_empty() { Known::Unknown(Reason::NotUnderstood) } else { expressions.swap_remove(at).1 }
}

fn given(period: Known<Option<Duration>>) -> Known<Duration> {
    match period {
        Known::Value(Some(period)) => Known::Value(period),
        Known::Value(None) => Known::Unknown(Reason::NotGiven),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// The period of all metrics, if it is the same.
fn same(periods: &[Known<Duration>]) -> Known<Duration> {
    let Some(first) = periods.first() else { return Known::Unknown(Reason::NotGiven) };
    if periods.iter().all(|period| period == first) { *first } else { Known::Unknown(Reason::Contradiction) }
}

fn comparison(view: View<'_, '_>) -> Known<Comparison> {
    let word = match given_text(view, "comparison_operator") {
        Known::Value(word) => word,
        Known::Unknown(reason) => return Known::Unknown(reason),
    };
    Known::Value(match word.as_str() {
        "GreaterThanThreshold" => Comparison::Greater,
        "GreaterThanOrEqualToThreshold" => Comparison::GreaterOrEqual,
        "LessThanThreshold" => Comparison::Less,
        "LessThanOrEqualToThreshold" => Comparison::LessOrEqual,
        "GreaterThanUpperThreshold" => Comparison::AboveBand,
        "LessThanLowerThreshold" => Comparison::BelowBand,
        "LessThanLowerOrGreaterThanUpperThreshold" => Comparison::OutsideBand,
        _ => return Known::Unknown(Reason::NotUnderstood),
    })
}

/// Source: provider documentation, `treat_missing_data`: the default is `missing`.
fn missing(view: View<'_, '_>) -> Known<MissingData> {
    let word = match text_or(view, "treat_missing_data", "missing") {
        Known::Value(word) => word,
        Known::Unknown(reason) => return Known::Unknown(reason),
    };
    Known::Value(match word.as_str() {
        "missing" => MissingData::Missing,
        "ignore" => MissingData::Ignored,
        "notBreaching" => MissingData::NotBreaching,
        "breaching" => MissingData::Breaching,
        _ => return Known::Unknown(Reason::NotUnderstood),
    })
}

/// A number of periods. Plans and states contain 0 where none is set.
fn count(view: View<'_, '_>, name: &str, default: Known<u32>) -> Known<u32> {
    match whole(view, name) {
        Known::Value(None | Some(0)) => default,
        Known::Value(Some(number)) => Known::Value(number),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// A decimal number that may be left out.
fn decimal(view: View<'_, '_>, name: &str) -> Known<Option<Decimal>> {
    match view.get(name) {
        Resolved::Absent => Known::Value(None),
        value => match value.as_plain().map(|text| text.parse()) {
            Some(Ok(number)) => Known::Value(Some(number)),
            Some(Err(_)) => Known::Unknown(Reason::NotUnderstood),
            None => Known::Unknown(reason(&value)),
        },
    }
}
