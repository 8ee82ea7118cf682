//! `aws_sesv2_configuration_set`: how the mail of a site is sent, and who learns that it was not delivered.

use polder_cloud::{Handle, Statement, Value, allow, body};
use polder_design::{Component, Site};

use crate::draft::Draft;
use crate::names::account;

/// The comment at the head of the file.
const WHY: &str = "How mail of this site is sent: over TLS only, and not to addresses that do not exist or whose owner complained.";

/// Writes the configuration set of a site, if the provider's service sends its mail.
pub(crate) fn configuration_set(s: &Draft, site: &Site) -> Option<Handle> {
    let settings = site.mail.as_ref()?;
    s.file("sesv2_configuration_set", WHY);
    let _mail = s.part(Component::named("mail"));
    Some(s.resource(
        "aws_sesv2_configuration_set",
        "main",
        body! {
            configuration_set_name = s.local("mail_settings", settings);
            delivery_options {
                /// A receiver without TLS gets no mail: it would be readable on its way.
                tls_policy = "REQUIRE";
            }
            reputation_options {
                reputation_metrics_enabled = true;
            }
            sending_options {
                sending_enabled = true;
            }
            suppression_options {
                suppressed_reasons = ["BOUNCE", "COMPLAINT"];
            }
        },
    ))
}

/// The statement with which the topic of the shop's events accepts those of the configuration set.
pub(crate) fn events_of(set: &Handle, topic: &Handle) -> Statement {
    allow("Mail")
        .to_service("ses.amazonaws.com")
        .actions(["sns:Publish"])
        .on(topic.arn())
        .when("StringEquals", "aws:SourceAccount", [account()])
        .when("StringEquals", "aws:SourceArn", [set.arn()])
}

/// Sends what was not delivered to the topic of the shop's events. Not to that of alarms: a message has the address of a
/// customer, and alarms leave the platform by mail.
pub(crate) fn events(s: &Draft, set: &Handle, topic: &Handle) {
    s.file("sesv2_configuration_set", WHY);
    let _mail = s.part(Component::named("mail"));
    s.resource(
        "aws_sesv2_configuration_set_event_destination",
        "events",
        body! {
            configuration_set_name = set.get("configuration_set_name");
            event_destination_name = "events";
            event_destination {
                enabled = true;
                matching_event_types = ["BOUNCE", "COMPLAINT", "REJECT"];
                sns_destination {
                    topic_arn = topic.arn();
                }
            }
            depends_on = [Value::expression("aws_sns_topic_policy.domain_events")];
        },
    );
}
