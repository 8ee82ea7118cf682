//! Queues and topics.

use polder_units::Duration;

use super::StoreId;
use crate::describe::record;
use crate::model::{Known, Link, Set};

/// A message queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Whether it is ordered and delivers exactly once (FIFO).
    pub fifo: Known<bool>,
    /// How long a message is retained.
    pub retention: Known<Duration>,
    /// How long a received message stays invisible to other consumers.
    pub visibility_timeout: Known<Duration>,
    /// How long a new message stays invisible.
    pub delay: Known<Duration>,
    /// How long a receive call waits for a message (long polling). Price: fewer requests.
    pub receive_wait: Known<Duration>,
    /// Where messages go that could not be processed; none if they stay until their retention ends.
    pub dead_letters: Option<DeadLetters>,
    /// The queues that may use this one as dead-letter queue; none if all may.
    pub dead_letter_sources: Known<Option<Set<Link<StoreId>>>>,
}

record!(Queue {
    fifo,
    retention,
    visibility_timeout,
    delay,
    receive_wait,
    dead_letters,
    dead_letter_sources,
});

/// The redrive policy of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeadLetters {
    /// The dead-letter queue.
    pub queue: Link<StoreId>,
    /// How often a message is received before it goes there.
    pub receives_max: Known<u32>,
}

record!(DeadLetters { queue, receives_max });

/// A publish-subscribe topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Whether it is ordered and delivers exactly once (FIFO).
    pub fifo: Known<bool>,
}

record!(Topic { fifo });
