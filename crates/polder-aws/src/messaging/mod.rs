//! Topics, queues and schedules: SNS, SQS, EventBridge Scheduler.

pub(crate) mod alarm_webhook; // the webhook of topics for alarms
pub(crate) mod sns_topic;
pub(crate) mod sqs_queue;
pub(crate) mod scheduler_schedule;
