//! Topics: where alarms go, and where events of the shop go.

use polder_cloud::{Handle, Policy, Principals, Statement, Variable, allow, body, deny};
use polder_design::{Component, Party, Topic};

use crate::draft::Draft;
use crate::handles::{Base, Keys};
use crate::names::{account, arn_here, named};

/// Why topics of alarms are as they are.
const WHY: &str = "Alarms reach people by mail; other receivers subscribe to the same topic. A mail address has to\n\
                   confirm once, by the link in the first mail.";

/// The topic for alarms of a site, with the address that gets them.
pub(crate) fn alarms(s: &Draft, keys: &Keys) -> Handle {
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
            // No condition: AWS takes none here from EventBridge when the topic is encrypted, and would drop every event.
            publish("Events", "events.amazonaws.com"),
        ],
    );
    to_people(s, "alarms", &topic);
    topic
}

/// The topic for alarms of a region's managed API.
pub(crate) fn gateway_alarms(s: &Draft, key: &Handle) -> Handle {
    s.file("sns_topic", WHY);
    let _topic = s.part(Component::named("gateway-alarms"));
    let topic = topic(s, "gateway_alarms", key);
    policy(s, "gateway_alarms", &topic, vec![publish_alarms(&topic)]);
    to_people(s, "gateway_alarms", &topic);
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

/// The address that hears of what is published.
fn to_people(s: &Draft, name: &'static str, topic: &Handle) {
    let address = s.variable(Variable {
        name: "alarm_email".into(),
        kind: "string".into(),
        description: "Address that gets the alarms.".into(),
        default: polder_cloud::Value::Null,
        sensitive: false,
        pattern: Some(("^[^@ ]+@[^@ ]+$", "An address has a name, an @ and a host.")),
        example: "alarms@example.com".into(),
    });
    s.resource(
        "aws_sns_topic_subscription",
        name,
        body! {
            topic_arn = topic.arn();
            protocol = "email";
            endpoint = address;
        },
    );
}

/// The topic for events of the shop: what happened to an order, for whoever in the account subscribes.
pub(crate) fn domain_events(s: &Draft, keys: &Keys) -> Handle {
    s.file("sns_topic", "");
    let _topic = s.part(Party::Topic(Topic::DomainEvents));
    let topic = topic(s, "domain_events", &keys.events);
    policy(s, "domain_events", &topic, vec![]);
    s.output("domain_events_topic", "Topic of the shop's events, to subscribe to.", topic.arn());
    topic
}

/// The topic of a site for something.
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

/// The one policy of a topic: what it is given, and neither a request without TLS nor one from another account.
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
