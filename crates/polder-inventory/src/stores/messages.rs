//! Queues and topics, as places where messages rest.

use polder_units::Duration;

use super::StoreId;
use crate::describe::record;
use crate::model::{Known, Link, Set};

/// Messages, each for one consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Whether messages come in order and once.
    pub ordered: Known<bool>,
    /// How long a message waits at most.
    pub retention: Known<Duration>,
    /// How long a message is hidden while a consumer works on it.
    pub visibility_timeout: Known<Duration>,
    /// How long a new message is hidden.
    pub delay: Known<Duration>,
    /// How long a request for messages waits for one. Price: fewer requests.
    pub receive_wait: Known<Duration>,
    /// Where messages go that nobody could work on; none if they stay until they are too old.
    pub dead_letters: Option<DeadLetters>,
    /// Queues that may use this one for their dead letters; none where all may.
    pub dead_letters_of: Known<Option<Set<Link<StoreId>>>>,
}

record!(Queue { ordered, retention, visibility_timeout, delay, receive_wait, dead_letters, dead_letters_of });

/// Where messages go that nobody could work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeadLetters {
    /// The queue.
    pub queue: Link<StoreId>,
    /// Tries before that.
    pub tries: Known<u32>,
}

record!(DeadLetters { queue, tries });

/// Messages, each for all subscribers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Whether messages come in order and once.
    pub ordered: Known<bool>,
}

record!(Topic { ordered });
