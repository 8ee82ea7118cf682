//! Messaging: how messages and events are passed between stores, functions and users. Queues and topics
//! themselves are stores. Read by residency, endurance, access and price.

mod event;

pub use event::{Consumer, EventBus, EventRule, EventTarget, Notification, Subscription, SubscriptionTarget};

pub use crate::entries::messaging::*;
