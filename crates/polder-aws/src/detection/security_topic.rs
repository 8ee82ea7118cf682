//! The topic for security alarms of the trail and the security services.

use polder_cloud::{Handle, Policy, Principals, allow, body, deny};
use polder_design::{Component, Design};

use crate::draft::Draft;
use crate::messaging::alarm_webhook;
use crate::names::{account, arn_here, named};
use crate::organization::accounts;

/// Writes the topic with its subscriptions.
pub(crate) fn security_topic(s: &Draft, design: &Design, key: &Handle) -> Handle {
    s.file("sns_topic", "Security alarms are sent by email; other receivers subscribe to the same topic.");
    let _topic = s.part(Component::named("security"));
    let topic = s.resource(
        "aws_sns_topic",
        "security",
        body! {
            name = named("-security");
            kms_master_key_id = key.arn();
        },
    );
    let refuse = |sid: &'static str| {
        deny(sid).to(Principals::everyone()).actions(["sns:Publish", "sns:Subscribe"]).on(topic.arn())
    };
    s.resource(
        "aws_sns_topic_policy",
        "security",
        body! {
            arn = topic.arn();
            policy = Policy::of([
                allow("Alarms")
                    .to_service("cloudwatch.amazonaws.com")
                    .actions(["sns:Publish"])
                    .on(topic.arn())
                    .when("StringEquals", "aws:SourceAccount", [account()])
                    .when("ArnLike", "aws:SourceArn", [arn_here("cloudwatch", "alarm:*")]),
                // No condition: EventBridge sends no source when it publishes, so that a condition would drop
                // every event.
                allow("Events").to_service("events.amazonaws.com").actions(["sns:Publish"]).on(topic.arn()),
                refuse("OnlyOverTls").when("Bool", "aws:SecureTransport", ["false"]),
                refuse("OnlyThisAccount")
                    .when("StringNotEquals", "aws:PrincipalAccount", [account()])
                    .when("Bool", "aws:PrincipalIsAWSService", ["false"]),
            ]);
        },
    );
    s.resource(
        "aws_sns_topic_subscription",
        "security",
        body! {
            topic_arn = topic.arn();
            protocol = "email";
            endpoint = accounts::mail_address(s, "security_email", "Email address that receives security alarms.");
        },
    );
    alarm_webhook::subscribe(s, design, "security", &topic);
    topic
}
