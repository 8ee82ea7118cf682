//! SNS topics: for alarms, and for events of the shop.

use polder_cloud::{Handle, Policy, Principals, Statement, allow, body, deny};
use polder_design::{Component, Design, Party, Topic};

use crate::draft::Draft;
use crate::handles::{Base, Keys};
use crate::messaging::{alarm_webhook, sesv2_configuration_set};
use crate::names::{account, arn_here, named};
use crate::organization::accounts::mail_address;

/// The comment at the head of the file with topics for alarms.
const WHY: &str = "Alarms are sent by email; other receivers subscribe to the same topic. An email address must confirm\n\
    once, with the link in the first message.";

/// The topic for alarms of a site, with its subscription by email.
pub(crate) fn alarms(s: &Draft, design: &Design, keys: &Keys) -> Handle {
    s.file("sns_topic", WHY);
    let _topic = s.part(Party::Topic(Topic::Alarms));
    let topic = topic(s, "alarms", &keys.logs);
    let publish = |sid: &'static str, service: &'static str| {
        allow(sid).to_service(service).actions(["sns:Publish"]).on(topic.arn())
    };
    policy(
        s,
        "alarms",
        &topic,
        vec![
            publish_alarms(&topic),
            publish("Budgets", "budgets.amazonaws.com").when(
                "StringEquals",
                "aws:SourceAccount",
                [account()],
            ),
            // No condition: for an encrypted topic AWS supports none here from EventBridge, and would drop
            // every event.
            publish("Events", "events.amazonaws.com"),
        ],
    );
    to_people(s, design, "alarms", &topic);
    topic
}

/// The topic for alarms of a region's managed API.
pub(crate) fn gateway_alarms(s: &Draft, design: &Design, key: &Handle) -> Handle {
    s.file("sns_topic", WHY);
    let _topic = s.part(Component::named("gateway-alarms"));
    let topic = topic(s, "gateway_alarms", key);
    policy(s, "gateway_alarms", &topic, vec![publish_alarms(&topic)]);
    to_people(s, design, "gateway_alarms", &topic);
    topic
}

/// Lets alarms of this account and region publish.
fn publish_alarms(topic: &Handle) -> Statement {
    allow("Alarms")
        .to_service("cloudwatch.amazonaws.com")
        .actions(["sns:Publish"])
        .on(topic.arn())
        .when("StringEquals", "aws:SourceAccount", [account()])
        .when("ArnLike", "aws:SourceArn", [arn_here("cloudwatch", "alarm:*")])
}

/// The subscriptions of a topic: by email, and of the webhook if there is one.
fn to_people(s: &Draft, design: &Design, name: &'static str, topic: &Handle) {
    let address = mail_address(s, "alarm_email", "Email address that receives the alarms.");
    s.resource(
        "aws_sns_topic_subscription",
        name,
        body! {
            topic_arn = topic.arn();
            protocol = "email";
            endpoint = address;
        },
    );
    alarm_webhook::subscribe(s, design, name, topic);
}

/// The topic for events of the shop: what happened to an order, for subscribers in the account.
/// With mail of the provider's service, also that it was not delivered.
pub(crate) fn domain_events(s: &Draft, keys: &Keys, mail: Option<&Handle>) -> Handle {
    s.file("sns_topic", "");
    let _topic = s.part(Party::Topic(Topic::DomainEvents));
    let topic = topic(s, "domain_events", &keys.events);
    let mail = mail.map(|set| sesv2_configuration_set::events_of(set, &topic));
    policy(s, "domain_events", &topic, mail.into_iter().collect());
    s.output("domain_events_topic", "ARN of the topic for the shop's events, to subscribe to.", topic.arn());
    topic
}

/// A topic of the site.
pub(crate) fn of(base: &Base, topic: Topic) -> &Handle {
    match topic {
        Topic::Alarms => &base.alarms,
        Topic::DomainEvents => &base.domain_events,
    }
}

fn topic(s: &Draft, name: &'static str, key: &Handle) -> Handle {
    s.resource(
        "aws_sns_topic",
        name,
        body! {
            name = named(format!("-{}", name.replace('_', "-")));
            kms_master_key_id = key.arn();
        },
    )
}

/// The policy of a topic: the given statements, and no request without TLS or from another account.
fn policy(s: &Draft, name: &'static str, topic: &Handle, mut statements: Vec<Statement>) {
    let refuse = |sid: &'static str| {
        deny(sid).to(Principals::everyone()).actions(["sns:Publish", "sns:Subscribe"]).on(topic.arn())
    };
    statements.push(refuse("OnlyOverTls").when("Bool", "aws:SecureTransport", ["false"]));
    statements.push(
        refuse("OnlyThisAccount").when("StringNotEquals", "aws:PrincipalAccount", [account()]).when(
            "Bool",
            "aws:PrincipalIsAWSService",
            ["false"],
        ),
    );
    s.resource(
        "aws_sns_topic_policy",
        name,
        body! {
            arn = topic.arn();
            policy = Policy::of(statements);
        },
    );
}
