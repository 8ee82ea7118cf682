//! Environment variables of functions: stacks set them, and programs read them.

/// The name of the cell.
pub const CELL: &str = "POLDER_CELL";

/// The URL of Saleor: `https://` and the public host.
pub const PUBLIC_URL: &str = "POLDER_PUBLIC_URL";

/// The topic of domain events, by its ARN.
pub const TOPIC: &str = "POLDER_TOPIC_ARN";

/// The dead-letter queue, by its URL.
pub const DEAD_LETTER_QUEUE: &str = "POLDER_DEAD_LETTER_QUEUE_URL";

/// The name of the table of published events.
pub const EVENTS_TABLE: &str = "POLDER_EVENTS_TABLE";

/// What the shop of the cell must be, as JSON: see `polder_shop::brief`.
pub const SHOP: &str = "POLDER_SHOP";

/// The markets of the cell: `CHANNEL=https://HOST`, separated by commas.
pub const MARKETS: &str = "POLDER_MARKETS";

/// The secret with the token of Polder's app in Saleor, by its ARN.
pub const SHOP_TOKEN: &str = "POLDER_SHOP_TOKEN_ARN";

/// The queue for Saleor's events in the region of the site, by its URL.
pub const EVENTS_QUEUE: &str = "POLDER_EVENTS_QUEUE_URL";
