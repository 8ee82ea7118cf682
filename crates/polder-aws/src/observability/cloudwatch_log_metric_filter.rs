//! `aws_cloudwatch_log_metric_filter`: errors in logs as a metric, and the saved query that shows them.

use polder_cloud::{Handle, body};
use polder_design::Process;

use crate::draft::Draft;
use crate::names::named;
use crate::observability::cloudwatch_metric::{Metric, logged};

/// Saleor writes JSON lines in production; a process that crashes writes plain text. Both contain one of
/// these words.
const PATTERN: &str = "?ERROR ?CRITICAL ?Traceback";

/// Counts the errors of a process. GraphQL answers errors with status 200: the load balancer does not see them.
pub(crate) fn errors(s: &Draft, process: &Process, group: &Handle) -> Metric {
    let name = process.name().replace('-', "_");
    let metric = metric(process);
    s.resource(
        "aws_cloudwatch_log_metric_filter",
        format!("{name}_errors"),
        body! {
            name = named(format!("-{}-errors", process.name()));
            log_group_name = group.name();
            pattern = PATTERN;
            metric_transformation {
                namespace = &metric.namespace;
                name = metric.name;
                value = "1";
                default_value = "0";
            }
        },
    );
    metric
}

/// The saved query that shows them.
pub(crate) fn query(s: &Draft, groups: Vec<&Handle>) {
    s.file("cloudwatch_query_definition", "Saved query for Logs Insights.");
    s.resource(
        "aws_cloudwatch_query_definition",
        "errors",
        body! {
            name = polder_cloud::text![named("/errors")];
            log_group_names = groups.into_iter().map(Handle::name).collect::<Vec<_>>();
            query_string = "fields @timestamp, @log, @message\n| filter @message like /ERROR|CRITICAL|Traceback/\n\
                            | sort @timestamp desc\n| limit 200";
        },
    );
}

fn metric(process: &Process) -> Metric {
    let name = match process {
        Process::Api => "ApiErrors",
        Process::Worker => "WorkerErrors",
        Process::Beat => "BeatErrors",
        Process::Migrate | Process::Static | Process::Dashboard | Process::Storefront | Process::Own(_) => {
            "Errors"
        }
    };
    logged(named("/logs"), name)
}
