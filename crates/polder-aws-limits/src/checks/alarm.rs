//! The time that an alarm looks back.

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};

const DAY: f64 = 86_400.0;
const HOUR: f64 = 3600.0;
const SOURCE: &str = "docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";

/// Reports an alarm that looks back for more than a day, or a week if its period is an hour or more.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    if subject.kind() != "aws_cloudwatch_metric_alarm" {
        return;
    }
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
