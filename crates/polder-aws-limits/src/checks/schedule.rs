//! `rate`, `cron` and `at` expressions against AWS's grammar.

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject, shown};

/// Attributes with a schedule, by Terraform type, and the forms that they take.
const ATTRIBUTES: &[(&str, &str, &[Form])] = &[
    ("aws_cloudwatch_event_rule", "schedule_expression", &[Form::Rate, Form::Cron]),
    ("aws_scheduler_schedule", "schedule_expression", &[Form::Rate, Form::Cron, Form::At]),
    ("aws_appautoscaling_scheduled_action", "schedule", &[Form::Rate, Form::Cron, Form::At]),
    ("aws_autoscaling_schedule", "recurrence", &[Form::Unix]),
    ("aws_backup_plan", "rule.schedule", &[Form::Cron]),
    ("aws_backup_report_plan", "rule.schedule", &[Form::Cron]),
    ("aws_backup_restore_testing_plan", "schedule_expression", &[Form::Cron]),
    ("aws_synthetics_canary", "schedule.expression", &[Form::Rate, Form::Cron]),
    ("aws_ssm_maintenance_window", "schedule", &[Form::Rate, Form::Cron, Form::At]),
    ("aws_ssm_association", "schedule_expression", &[Form::Rate, Form::Cron, Form::At]),
    ("aws_secretsmanager_secret_rotation", "rotation_rules.schedule_expression", &[Form::Rate, Form::Cron]),
    ("aws_glue_trigger", "schedule", &[Form::Cron]),
    ("aws_glue_crawler", "schedule", &[Form::Cron]),
    ("aws_redshift_scheduled_action", "schedule", &[Form::Cron, Form::At]),
    ("aws_cloudwatch_log_query", "schedule_expression", &[Form::Rate, Form::Cron]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `rate(5 minutes)`
    Rate,
    /// `cron(0 10 * * ? *)`
    Cron,
    /// `at(2026-11-27T10:00:00)`
    At,
    /// `0 10 * * *`
    Unix,
}

const SOURCE: &str = "docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html";

/// Reports schedules that AWS does not accept.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    for (_, attribute, forms) in ATTRIBUTES.iter().filter(|(kind, ..)| *kind == subject.kind()) {
        for tree in subject.tree.at(attribute) {
            let Some(text) = subject.known_text(report, &codes::SCHEDULE, attribute, tree) else { continue };
            // A canary that runs once, and a unit of any number, which the scheduler accepts.
            let is_once = subject.kind() == "aws_synthetics_canary" && text.starts_with("rate(0 ");
            let is_lenient = subject.kind() == "aws_scheduler_schedule" && text.starts_with("rate(1 ");
            if is_once || is_lenient {
                continue;
            }
            if let Err(accepts) = judged(&text, forms) {
                let fault = Fault {
                    attribute: (*attribute).to_owned(),
                    message: format!("`{attribute}` is {}", shown(&text)),
                    accepts,
                    source: SOURCE.to_owned(),
                };
                subject.find(report, &codes::SCHEDULE, fault);
            }
        }
    }
}

/// Attributes that hold a time zone.
const ZONES: &[(&str, &str)] = &[
    ("aws_appautoscaling_scheduled_action", "timezone"),
    ("aws_autoscaling_schedule", "time_zone"),
    ("aws_backup_plan", "rule.schedule_expression_timezone"),
    ("aws_backup_restore_testing_plan", "schedule_expression_timezone"),
    ("aws_scheduler_schedule", "schedule_expression_timezone"),
    ("aws_ssm_maintenance_window", "schedule_timezone"),
];

static ZONE_NAMES: &str = include_str!("../../data/time-zones.txt");

/// Reports time zones that do not exist.
pub(crate) fn zones(subject: &Subject<'_, '_>, report: &mut Report) {
    for (_, attribute) in ZONES.iter().filter(|(kind, _)| *kind == subject.kind()) {
        for tree in subject.tree.at(attribute) {
            let Some(name) = subject.known_text(report, &codes::SCHEDULE, attribute, tree) else { continue };
            if !ZONE_NAMES.lines().any(|line| line.eq_ignore_ascii_case(&name)) {
                let fault = Fault {
                    attribute: (*attribute).to_owned(),
                    message: format!("`{attribute}` is {}, which is not a time zone", shown(&name)),
                    accepts: "the name of a time zone, such as `Europe/Amsterdam`".to_owned(),
                    source: SOURCE.to_owned(),
                };
                subject.find(report, &codes::SCHEDULE, fault);
            }
        }
    }
}

/// What AWS accepts instead, if it does not accept the text.
fn judged(text: &str, forms: &[Form]) -> Result<(), String> {
    if forms.contains(&Form::Unix) {
        let fields: Vec<&str> = text.split_whitespace().collect();
        return if fields.len() == 5 { Ok(()) } else { Err("five fields, as in `0 10 * * *`".to_owned()) };
    }
    let inner = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    if let Some(inner) = inner("rate").filter(|_| forms.contains(&Form::Rate)) {
        return rate(inner);
    }
    if let Some(inner) = inner("cron").filter(|_| forms.contains(&Form::Cron)) {
        return cron(inner);
    }
    if let Some(inner) = inner("at").filter(|_| forms.contains(&Form::At)) {
        let form = |text: &str| {
            let bytes = text.as_bytes();
            bytes.len() == 19
                && bytes[4] == b'-'
                && bytes[7] == b'-'
                && bytes[10] == b'T'
                && bytes[13] == b':'
        };
        return if form(inner) { Ok(()) } else { Err("`at(yyyy-mm-ddThh:mm:ss)`".to_owned()) };
    }
    let shown = forms.iter().map(|form| match form {
        Form::Rate => "`rate(5 minutes)`",
        Form::At => "`at(2027-01-31T10:00:00)`",
        _ => "`cron(0 10 * * ? *)`",
    });
    Err(format!("a form such as {}", shown.collect::<Vec<_>>().join(" or ")))
}

fn rate(inner: &str) -> Result<(), String> {
    let accepts = || Err("a positive number and a unit: `rate(1 minute)`, `rate(5 minutes)`".to_owned());
    let mut words = inner.split_whitespace();
    let (Some(number), Some(unit), None) = (words.next(), words.next(), words.next()) else {
        return accepts();
    };
    let Ok(number) = number.parse::<u32>() else { return accepts() };
    let units: &[&str] = if number == 1 { &["minute", "hour", "day"] } else { &["minutes", "hours", "days"] };
    if number > 0 && units.contains(&unit) { Ok(()) } else { accepts() }
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

fn cron(inner: &str) -> Result<(), String> {
    let fields: Vec<&str> = inner.split_whitespace().collect();
    let [minute, hour, day, month, weekday, year] = fields.as_slice() else {
        return Err("six fields: minute, hour, day of the month, month, day of the week, year".to_owned());
    };
    if (*day == "?") == (*weekday == "?") {
        return Err("`?` for exactly one of the day of the month and the day of the week".to_owned());
    }
    let fields: [(&str, &str, u32, u32, &[&str]); 6] = [
        ("minutes", minute, 0, 59, &[]),
        ("hours", hour, 0, 23, &[]),
        ("days of the month", day, 1, 31, &[]),
        ("months", month, 1, 12, &MONTHS),
        ("days of the week", weekday, 1, 7, &DAYS),
        ("years", year, 1970, 2199, &[]),
    ];
    for (what, field, least, most, names) in fields {
        if !is_field(field, least, most, names) {
            return Err(format!("{what} from {least} to {most}"));
        }
    }
    Ok(())
}

/// Lists, ranges and steps of numbers or names, and the letters `L`, `W` and `#` of days.
fn is_field(field: &str, least: u32, most: u32, names: &[&str]) -> bool {
    let is_value = |text: &str| {
        let upper = text.to_ascii_uppercase();
        let plain = upper.trim_end_matches(['L', 'W']);
        names.contains(&plain)
            || (plain.is_empty() && !upper.is_empty() && most <= 31)
            || plain.parse::<u32>().is_ok_and(|number| (least..=most).contains(&number))
    };
    field == "?"
        || field.split(',').all(|part| {
            let (range, step) = part.split_once('/').unwrap_or((part, "1"));
            let (range, nth) = range.split_once('#').unwrap_or((range, "1"));
            let counts = |text: &str| text.parse::<u32>().is_ok_and(|number| number > 0);
            let range = match range.split_once('-') {
                Some((from, to)) => (is_value(from) || from == "L") && (is_value(to) || counts(to)),
                None => range == "*" || is_value(range),
            };
            range && counts(step) && counts(nth)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_of_the_documentation_are_accepted() {
        for text in [
            "rate(1 minute)",
            "rate(12 hours)",
            "cron(0 10 * * ? *)",
            "cron(15 12 * * ? *)",
            "cron(0 18 ? * MON-FRI *)",
            "cron(0 8 1 * ? *)",
            "cron(0/15 * * * ? *)",
            "cron(0/5 8-17 ? * MON-FRI *)",
            "cron(0 9 ? * 2#1 *)",
            "cron(0 0 L * ? *)",
            "cron(0 0 3W * ? *)",
            "cron(0 0 ? * 6L 2026-2030)",
            "cron(0 5 ? * * *)",
            "at(2026-11-20T13:00:00)",
        ] {
            assert_eq!(judged(text, &[Form::Rate, Form::Cron, Form::At]), Ok(()), "{text}");
        }
    }
}
