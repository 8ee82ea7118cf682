//! Topics, queues, mail and schedules: SNS, SES, SQS, EventBridge Scheduler.

pub(crate) mod alarm_webhook; // the webhook of topics for alarms
pub(crate) mod sesv2_configuration_set; // how a site's mail is sent
pub(crate) mod sesv2_email_identity; // the domain of mail, and its records
pub(crate) mod sns_topic;
pub(crate) mod sqs_queue;
pub(crate) mod scheduler_schedule;
#[cfg(test)]
mod mail_tests;
