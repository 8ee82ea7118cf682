//! `aws_oam_sink` and `aws_oam_link`: metrics, logs and traces of all accounts in the management account.

use polder_cloud::{Handle, Policy, Principals, Value, allow, body, text};

use crate::draft::Draft;
use crate::names::named;

/// The types of telemetry that are shared.
const SHOWN: [&str; 3] = ["AWS::CloudWatch::Metric", "AWS::Logs::LogGroup", "AWS::XRay::Trace"];

/// Writes the sink of a region. Only accounts of the organization may link to it.
pub(crate) fn sink(s: &Draft, organization: Value) -> Handle {
    s.file(
        "observability_sink",
        "Sink for the metrics, logs and traces of the other accounts in this region.",
    );
    let sink = s.resource("aws_oam_sink", "main", body! { name = text![named("-sink")]; });
    s.resource(
        "aws_oam_sink_policy",
        "main",
        body! {
            sink_identifier = sink.arn();
            policy = Policy::of([
                allow("AccountsOfTheOrganization")
                    .to(Principals::everyone())
                    .actions(["oam:CreateLink", "oam:UpdateLink"])
                    .on("*")
                    .when("StringEquals", "aws:PrincipalOrgID", [organization])
                    .when("ForAllValues:StringEquals", "oam:ResourceTypes", SHOWN),
            ]);
        },
    );
    sink
}

/// Writes the link of an account to the sink of its region.
pub(crate) fn link(s: &Draft, sink: &Handle) {
    s.file(
        "observability_link",
        "Shares metrics, logs and traces with the monitoring account, without copying them.",
    );
    s.resource(
        "aws_oam_link",
        "main",
        body! {
            label_template = "$AccountName";
            resource_types = SHOWN;
            sink_identifier = sink.arn();
        },
    );
}
