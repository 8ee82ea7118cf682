//! `aws_cloudwatch_log_delivery`: access logs of distributions.

use std::cell::RefCell;

use polder_cloud::{Handle, Policy, Value, allow, body, text};
use polder_units::Duration;

use crate::draft::Draft;
use crate::names::{account, arn_here, named};
use crate::observability::cloudwatch_log_group;

/// The fields of the access log. CloudFront delivers its logs in us-east-1, outside the regions that personal
/// data must stay in: so no client address, no query string, no cookie, no referrer.
const FIELDS: [&str; 22] = [
    "date",
    "time",
    "DistributionId",
    "x-edge-location",
    "x-edge-request-id",
    "x-host-header",
    "cs-method",
    "cs-uri-stem",
    "cs-protocol",
    "cs-protocol-version",
    "cs-bytes",
    "sc-status",
    "sc-bytes",
    "sc-content-type",
    "ssl-protocol",
    "ssl-cipher",
    "time-taken",
    "time-to-first-byte",
    "x-edge-result-type",
    "x-edge-response-result-type",
    "x-edge-detailed-result-type",
    "c-country",
];

/// Where the logs of all distributions go.
pub(crate) struct Destination {
    destination: Handle,
    /// The delivery that was written last.
    last: RefCell<Option<Handle>>,
}

/// Writes the log group, and allows log delivery to write to it.
pub(crate) fn destination(s: &Draft, key: &Handle, retention: Duration) -> Destination {
    s.file(
        "cloudwatch_log_delivery",
        "Access logs of the distributions. They are delivered in us-east-1 only, so they contain no client\n\
         addresses: the web ACL's log has the addresses that were blocked and why.",
    );
    let group = s.resource(
        "aws_cloudwatch_log_group",
        "access",
        body! {
            name = text!["/aws/vendedlogs/cloudfront/", crate::names::local("name")];
            kms_key_id = key.arn();
            retention_in_days = cloudwatch_log_group::days(retention);
            tags = { "data-class" = "operational"; };
        },
    );
    s.resource(
        "aws_cloudwatch_log_resource_policy",
        "access",
        body! {
            policy_name = named("-cloudfront-access");
            policy_document = Policy::of([allow("AccessLogs")
                .to_service("delivery.logs.amazonaws.com")
                .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
                .on(text![group.arn(), ":*"])
                .when("StringEquals", "aws:SourceAccount", [account()])
                .when("ArnLike", "aws:SourceArn", [arn_here("logs", "delivery-source:*")])]);
        },
    );
    let destination = s.resource(
        "aws_cloudwatch_log_delivery_destination",
        "access",
        body! {
            name = named("-cloudfront-access");
            output_format = "json";
            delivery_destination_configuration {
                destination_resource_arn = group.arn();
            }
        },
    );
    Destination { destination, last: RefCell::default() }
}

/// Logs a distribution.
pub(crate) fn deliver(s: &Draft, name: &str, distribution: &Handle, to: &Destination) {
    s.file("cloudwatch_log_delivery", "");
    let source = s.resource(
        "aws_cloudwatch_log_delivery_source",
        name,
        body! {
            /// Numbered: hosts can be longer than names of delivery sources.
            name = text!["access-", distribution.id()];
            log_type = "ACCESS_LOGS";
            resource_arn = distribution.arn();
        },
    );
    let before = to.last.borrow().clone();
    let delivery = s.resource(
        "aws_cloudwatch_log_delivery",
        name,
        body! {
            delivery_source_name = source.name();
            delivery_destination_arn = to.destination.arn();
            record_fields = Value::from(FIELDS);
            if let Some(before) = &before => {
                /// One after the other: a destination that is being updated rejects the next.
                depends_on = [before.whole()];
            }
        },
    );
    *to.last.borrow_mut() = Some(delivery);
}

#[cfg(test)]
mod tests {
    use super::FIELDS;

    /// GDPR 44: these logs leave the allowed regions, so they must not contain personal data.
    #[test]
    fn access_logs_outside_of_the_residency_name_no_visitor() {
        for personal in [
            "c-ip",
            "c-port",
            "x-forwarded-for",
            "cs(Cookie)",
            "cs(Referer)",
            "cs(User-Agent)",
            "cs-uri-query",
        ] {
            assert!(!FIELDS.contains(&personal), "{personal}");
        }
    }
}
