//! The time that an alarm looks back, and the result that it compares.

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};

const DAY: f64 = 86_400.0;
const HOUR: f64 = 3600.0;
const SOURCE: &str = "docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";

/// Reports an alarm that looks back for more than a day, or a week if its period is an hour or more.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    if subject.kind() == "aws_cloudwatch_composite_alarm" {
        return rule(subject, report);
    }
    if subject.kind() != "aws_cloudwatch_metric_alarm" {
        return;
    }
    results(subject, report);
    let number = |name: &str| subject.tree.get(name).number();
    let (Some(period), Some(periods)) = (number("period"), number("evaluation_periods")) else { return };
    let most = if period >= HOUR { 7.0 * DAY } else { DAY };
    if period * periods > most {
        let fault = Fault {
            attribute: "evaluation_periods".to_owned(),
            message: format!("{periods} periods of {period} s are {} s", period * periods),
            accepts: format!("at most {most} s for this period"),
            source: SOURCE.to_owned(),
        };
        subject.find(report, &codes::RELATION, fault);
    }
}

/// One of the queries of an alarm returns its result.
fn results(subject: &Subject<'_, '_>, report: &mut Report) {
    let queries = subject.tree.get("metric_query").elements();
    let returned: Vec<Option<bool>> = queries.iter().map(|query| query.get("return_data").is_set()).collect();
    if returned.is_empty() {
        return;
    }
    if returned.iter().any(Option::is_none) {
        return subject.undecided(report, &codes::COUNT, "metric_query.return_data");
    }
    let count = returned.iter().filter(|it| **it == Some(true)).count();
    // An anomaly band is compared with the metric, which both return their data.
    let has_band = subject.tree.get("threshold_metric_id").is_set() == Some(true);
    if count != 1 && !(has_band && count == 2) {
        let fault = Fault {
            attribute: "metric_query.return_data".to_owned(),
            message: format!("{count} of the queries return data"),
            accepts: "`return_data` for exactly one query".to_owned(),
            source: SOURCE.to_owned(),
        };
        subject.find(report, &codes::COUNT, fault);
    }
}

/// Parentheses and quotes of a rule are in pairs.
fn rule(subject: &Subject<'_, '_>, report: &mut Report) {
    let Some(text) = subject.text("alarm_rule") else { return };
    let (mut depth, mut is_quoted, mut is_balanced) = (0_i32, false, true);
    for letter in text.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth -= 1,
            _ => {}
        }
        is_balanced &= depth >= 0;
    }
    if !is_balanced || depth != 0 || is_quoted {
        let fault = Fault {
            attribute: "alarm_rule".to_owned(),
            message: "parentheses or quotes of `alarm_rule` are not in pairs".to_owned(),
            accepts: "an expression such as `ALARM(\"a\") OR ALARM(\"b\")`".to_owned(),
            source: "docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html"
                .to_owned(),
        };
        subject.find(report, &codes::DOCUMENT, fault);
    }
}
