//! Messaging: subscriptions, event rules, consumers and schedules.

mod consumer;
mod event_bus;
mod event_rule;
mod event_target;
mod notification;
mod schedule;
mod subscription;
mod workflow;
#[cfg(test)]
mod tests;

use polder_inventory::EntryKind;

use crate::kind::Reading::{Entry, Irrelevant, Part};
use crate::kind::{KindReading, data, managed};

/// Why mail has no entry. Who may publish what was not delivered is in the policy of the topic.
const MAIL: &str =
    "It says how mail is sent; who may send is in policies, and the mail itself leaves the estate.";

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_sns_topic_subscription", Entry(EntryKind::Subscription, subscription::read)),
    managed("aws_cloudwatch_event_bus", Entry(EntryKind::EventBus, event_bus::read)),
    data(
        "aws_cloudwatch_event_bus",
        Irrelevant("It makes nothing; what names it leads to what it looks up."),
    ),
    managed("aws_cloudwatch_event_rule", Entry(EntryKind::EventRule, event_rule::read)),
    managed("aws_cloudwatch_event_target", Entry(EntryKind::EventTarget, event_target::read)),
    managed("aws_sfn_state_machine", Part(workflow::read)),
    managed("aws_scheduler_schedule", Entry(EntryKind::ScheduledAction, schedule::read)),
    managed("aws_scheduler_schedule_group", Irrelevant("It is a name that schedules share.")),
    managed("aws_sesv2_configuration_set", Irrelevant(MAIL)),
    managed("aws_sesv2_configuration_set_event_destination", Irrelevant(MAIL)),
    managed("aws_sesv2_email_identity", Irrelevant(MAIL)),
    managed("aws_sesv2_email_identity_mail_from_attributes", Irrelevant(MAIL)),
    managed("aws_lambda_event_source_mapping", Entry(EntryKind::Consumer, consumer::read)),
    managed("aws_s3_bucket_notification", Part(notification::read)),
];
