//! The variables by which functions are told what they need: their stacks write them, and their programs read them.

/// The name of the cell.
pub const CELL: &str = "POLDER_CELL";

/// Where Saleor answers: `https://` and the public host.
pub const PUBLIC_URL: &str = "POLDER_PUBLIC_URL";

/// Where domain events are published: the topic's full identifier.
pub const TOPIC: &str = "POLDER_TOPIC_ARN";

/// Where messages go that cannot be taken: the queue's address.
pub const DEAD_LETTER_QUEUE: &str = "POLDER_DEAD_LETTER_QUEUE_URL";

/// The name of the table of what has been published.
pub const EVENTS_TABLE: &str = "POLDER_EVENTS_TABLE";
