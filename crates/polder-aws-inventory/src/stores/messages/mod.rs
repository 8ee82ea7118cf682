//! Queues, topics, brokers and streams.

mod broker;
mod queue;
mod redrive;
mod stream;
mod topic;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_sqs_queue", Reading::EntryAndParts(EntryKind::Store, queue::read, queue::parts)),
    managed("aws_sqs_queue_redrive_policy", Reading::Part(redrive::read_policy)),
    managed("aws_sqs_queue_redrive_allow_policy", Reading::Part(redrive::read_allow_policy)),
    managed("aws_sns_topic", Reading::Entry(EntryKind::Store, topic::read)),
    managed("aws_kinesis_stream", Reading::Entry(EntryKind::Store, stream::read_kinesis)),
    managed("aws_msk_cluster", Reading::Entry(EntryKind::Store, stream::read_msk)),
    managed("aws_msk_serverless_cluster", Reading::Entry(EntryKind::Store, stream::read_msk_serverless)),
    managed("aws_mq_broker", Reading::Entry(EntryKind::Store, broker::read)),
];
