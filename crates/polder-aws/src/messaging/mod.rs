//! Topics, queues and schedules: SNS, SQS, EventBridge Scheduler.

pub(crate) mod sns_topic;
pub(crate) mod sqs_queue;
pub(crate) mod scheduler_schedule;
