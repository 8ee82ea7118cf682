//! Alarms of the managed API of a region: errors, latency, and throttled partners.

use polder_cloud::Handle;
use polder_design::{Design, Objective};

use crate::draft::Draft;
use crate::observability::cloudwatch_alarms_edge::burning;
use crate::observability::cloudwatch_metric::{Metric, gateway};
use crate::observability::cloudwatch_metric_alarm::{self, Alarm, Limit, Watched};
use crate::observability::runbook::Runbook;

/// Errors per million requests. With fewer than a hundred in a period one error would exceed the limit.
const ERROR_SHARE: &str = "IF(FILL(requests, 0) >= 100, 1000000 * FILL(errors, 0) / requests, 0)";

/// Milliseconds. With too few requests a percentile is random.
const SLOWNESS: &str = "IF(requests >= 100, time, 0)";

/// Per million requests: so many are refused only when a partner does something wrong all the time, or is
/// throttled.
const REFUSED: u64 = 500_000;

/// The gateway of a region whose alarms are being written.
pub(crate) struct Gateway<'a> {
    /// The open stack.
    pub(crate) s: &'a Draft,
    /// The whole platform.
    pub(crate) design: &'a Design,
    /// `aws_api_gateway_rest_api`.
    pub(crate) api: &'a Handle,
    /// `aws_api_gateway_stage`.
    pub(crate) stage: &'a Handle,
    /// `aws_sns_topic` for the alarms.
    pub(crate) topic: &'a Handle,
}

/// Writes the alarms of the gateway.
pub(crate) fn alarms(of: &Gateway<'_>) {
    of.s.file(
        "cloudwatch_metric_alarm",
        "Alarms of the managed API. Errors are measured against the month's error budget, as at the edges of\n\
         the sites.",
    );
    errors(of);
    slowness(of);
    refusals(of);
}

impl Gateway<'_> {
    fn metric(&self, name: &'static str, stat: &'static str) -> Metric {
        gateway(self.api, self.stage, name, stat)
    }

    /// The rate of a class of responses.
    fn share(&self, errors: &'static str) -> Watched {
        let metrics = [("requests", self.metric("Count", "Sum")), ("errors", self.metric(errors, "Sum"))];
        Watched::Formula(ERROR_SHARE, metrics.map(|(name, metric)| (name.to_owned(), metric)).into())
    }

    fn alarm(&self, objective: Objective, alarm: &Alarm) {
        let description = Runbook::of(objective).after(&alarm.description, self.design);
        cloudwatch_metric_alarm::alarm(self.s, &self.design.timings.alarms, self.topic, alarm, description);
    }
}

fn errors(of: &Gateway<'_>) {
    let availability = of.design.objectives.availability;
    // As at the edges of sites: 2 % of a month's error budget in an hour, 5 % in six hours.
    of.alarm(
        Objective::Availability,
        &Alarm::new(
            "gateway_errors_fast",
            of.share("5XXError"),
            Limit::Above(burning(availability, 144).into()),
            format!(
                "The error rate of partners' requests is so high that the month's error budget of an \
                 availability of {availability} is gone in two days. If the market's site is healthy, the \
                 gateway's access log says which integration fails, and why."
            ),
        )
        .after(of.design.timings.alarms.errors_fast),
    );
    of.alarm(
        Objective::Availability,
        &Alarm::new(
            "gateway_errors_slow",
            of.share("5XXError"),
            Limit::Above(burning(availability, 60).into()),
            format!(
                "Requests of partners have failed at a low rate for hours, and the month's error budget of \
                 an availability of {availability} is gone in five days. The gateway's access log names the \
                 market."
            ),
        )
        .after(of.design.timings.alarms.errors_slow),
    );
}

fn slowness(of: &Gateway<'_>) {
    let objective = of.design.objectives.latency_p95;
    let metrics = [("requests", of.metric("Count", "Sum")), ("time", of.metric("Latency", "p95"))];
    let metrics = metrics.map(|(name, metric)| (name.to_owned(), metric)).into();
    of.alarm(
        Objective::Latency,
        &Alarm::new(
            "gateway_slow",
            Watched::Formula(SLOWNESS, metrics),
            Limit::Above(objective.milliseconds.into()),
            format!(
                "One request of partners in twenty takes longer than the objective of {objective}. Check \
                 whether the market's site is slow as well; if it is not, the market's active site is in \
                 another region."
            ),
        ),
    );
}

/// API Gateway counts throttled requests as 4xx responses.
fn refusals(of: &Gateway<'_>) {
    of.alarm(
        Objective::Capacity,
        &Alarm::new(
            "gateway_refused",
            of.share("4XXError"),
            Limit::Above(REFUSED.into()),
            "More than half of the requests of partners are refused. The gateway's access log has the \
             status: 429 is a partner above its rate, whose usage plan may be too small; 403 is a key that \
             is wrong or was replaced, or the web ACL; 400 is a client that sends invalid requests.",
        )
        .after(of.design.timings.alarms.refused),
    );
}
