//! `aws_route53_health_check`: by which DNS records are answered with a healthy site.

use polder_cloud::{Handle, Value, body, text};
use polder_design::{Component, Design, OutsideCheck, Party, Protocol, switch};

use crate::draft::Draft;
use crate::handles::Database;
use crate::names::{local, named};
use crate::observability::runbook::Runbook;

/// The comment at the head of the file with health checks.
pub(crate) const WHY: &str = "Health checks of this site. Checkers all over the world run them; none depends on the site's own\n\
    region, so the loss of the region is detected from outside.";

/// Checks a process of the site through the site's own load balancer.
pub(crate) fn endpoint(
    s: &Draft,
    check: OutsideCheck,
    name: &'static str,
    host: &Value,
    path: Value,
) -> Handle {
    s.resource(
        "aws_route53_health_check",
        name,
        body! {
            type = "HTTPS";
            fqdn = host;
            port = Protocol::HTTPS.port;
            resource_path = path;
            enable_sni = true;
            /// Three failures in a row, ten seconds apart: half a minute of the recovery time.
            request_interval = check.interval.as_seconds();
            failure_threshold = check.failures;
            tags = { Name = named(format!("-{name}")); };
        },
    )
}

/// What the health of a cell's origin at its primary site depends on.
pub(crate) struct Origin<'a> {
    /// [`endpoint`] of the API.
    pub(crate) endpoint: &'a Handle,
    /// The database.
    pub(crate) database: &'a Database,
    /// `aws_sns_topic` that alarms go to.
    pub(crate) alarms: &'a Handle,
    /// The whole platform.
    pub(crate) design: &'a Design,
    /// `aws_cloudwatch_metric_alarm` of the failover switch, at the cell's other site.
    pub(crate) switch: &'a Handle,
    /// The region of that site.
    pub(crate) switch_region: Value,
}

/// Healthy if the API answers, its database is available, and the failover switch is off. All three must
/// hold.
pub(crate) fn origin(s: &Draft, origin: &Origin<'_>) -> Handle {
    let database = database(s, origin);
    let switch = s.resource(
        "aws_route53_health_check",
        "switch",
        body! {
            type = "CLOUDWATCH_METRIC";
            /// By its name: the alarm is in the other site's region, which is the one that remains.
            cloudwatch_alarm_name = origin.switch.mention("alarm_name", switch_name());
            cloudwatch_alarm_region = origin.switch_region.clone();
            /// The switch keeps its state: one data point turns it on, and it needs no other to stay on.
            insufficient_data_health_status = "LastKnownStatus";
            tags = { Name = named("-switch"); };
        },
    );
    let children = [origin.endpoint.id(), database.id(), switch.id()];
    let all = s.resource(
        "aws_route53_health_check",
        "origin",
        body! {
            type = "CALCULATED";
            child_health_threshold = children.len();
            child_healthchecks = children;
            tags = { Name = named("-origin"); };
        },
    );
    s.expect("all health checks must pass", all.get("child_health_threshold"), 3);
    all
}

/// Saleor reports that it is healthy without querying its database, so the database has an alarm of its own.
///
/// The metric is one that RDS reports every minute, with or without traffic. The number of connections would
/// not do: Saleor opens one for each request and closes it, so a quiet night looks like a lost database. Five
/// minutes are longer than a failover to the standby in another zone, and a third of the recovery time for a
/// lost region.
///
/// When CloudWatch itself reports no data for so long, DNS fails over although nothing is lost, to a site
/// that can read but not write, and back as soon as data arrives: preferred to not detecting a lost database.
fn database(s: &Draft, origin: &Origin<'_>) -> Handle {
    let Origin { database, alarms, design, .. } = *origin;
    let silence = design.timings.failover.database_silence;
    let description = "The database has reported no data for five minutes. DNS moves the cell's origin to the other site, \
        which can read but not write until its database is promoted: look at the database's events, then \
        wait or fail over.";
    let of_database = s.part(Party::Database);
    let alarm = s.resource(
        "aws_cloudwatch_metric_alarm",
        "database_gone",
        body! {
            alarm_name = named("-database-gone");
            alarm_description = Runbook::Failover.after(description, design);
            namespace = "AWS/RDS";
            metric_name = "MaximumUsedTransactionIDs";
            dimensions = database.writer_dimensions();
            statistic = "Maximum";
            comparison_operator = "LessThanThreshold";
            threshold = 1;
            period = silence.period.as_seconds();
            evaluation_periods = silence.periods;
            treat_missing_data = "breaching";
            alarm_actions = [alarms.arn()];
            ok_actions = [alarms.arn()];
        },
    );
    drop(of_database);
    s.resource(
        "aws_route53_health_check",
        "database",
        body! {
            type = "CLOUDWATCH_METRIC";
            cloudwatch_alarm_name = alarm.get("alarm_name");
            cloudwatch_alarm_region = local("region");
            /// A database that is gone reports nothing.
            insufficient_data_health_status = "Unhealthy";
            tags = { Name = named("-database"); };
        },
    )
}

/// The switch by which an engineer moves a cell. It is at the backup site, in an early layer, and the
/// primary's edge refers to it by name.
///
/// To turn it on, one data point is written in the remaining region: a manual failover needs only the data
/// plane of one healthy region, and no control plane of the lost region or of us-east-1.
pub(crate) fn switch_alarm(s: &Draft, design: &Design, alarms: &Handle) -> Handle {
    let description = "The failover switch is on: an engineer has moved the cell to this site. A data point of 0 moves it back.";
    let timing = design.timings.failover.switch;
    s.file(
        "cloudwatch_metric_alarm",
        "The failover switch, which moves the cell to this site. Turn it on with a data point, in this\n\
         region; the region and the cell are those of the stack:\n    \
         aws cloudwatch put-metric-data --region <region> --namespace Polder/Switch \\\n      \
         --metric-name FailOver --dimensions Cell=<cell> --value 1\n\
         `--value 0` moves the cell back. The switch keeps its state. Both commands are outputs of this\n\
         stack:\n    \
         terraform output -raw fail_over\n    \
         terraform output -raw fail_back",
    );
    let _switch = s.part(Component::Switch);
    for (name, description, value) in [
        ("fail_over", "Command that moves the cell to this site.", "1"),
        ("fail_back", "Command that moves the cell back to its primary site.", "0"),
    ] {
        s.output(name, description, switch_command(value));
    }
    s.resource(
        "aws_cloudwatch_metric_alarm",
        "switch",
        body! {
            alarm_name = switch_name();
            alarm_description = Runbook::Failover.after(description, design);
            namespace = switch::NAMESPACE;
            metric_name = switch::METRIC;
            dimensions = { (switch::CELL) = local("cell"); };
            statistic = "Maximum";
            comparison_operator = "GreaterThanOrEqualToThreshold";
            threshold = 1;
            period = timing.period.as_seconds();
            evaluation_periods = timing.periods;
            /// Missing data is ignored: the switch keeps its state.
            treat_missing_data = "ignore";
            alarm_actions = [alarms.arn()];
            ok_actions = [alarms.arn()];
        },
    )
}

/// The command that writes a data point to the switch's metric.
fn switch_command(value: &'static str) -> Value {
    let switch = format!(
        " --namespace {} --metric-name {} --dimensions {}=",
        switch::NAMESPACE,
        switch::METRIC,
        switch::CELL
    );
    text![
        "aws cloudwatch put-metric-data --region ",
        local("region"),
        switch,
        local("cell"),
        " --value ",
        value
    ]
}

fn switch_name() -> Value {
    text![local("name"), "-switch"]
}
