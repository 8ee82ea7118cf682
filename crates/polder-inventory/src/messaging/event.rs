//! Subscriptions, event buses, rules and targets, consumers and notifications.

use polder_units::Duration;

use super::{EventBusId, EventRuleId};
use crate::access::PrincipalId;
use crate::compute::FunctionId;
use crate::describe::{choice, entry};
use crate::entries::{EntryId, SourceId};
use crate::model::{Known, Link, Pattern, ScheduleExpression, Set, Text};
use crate::stores::StoreId;

/// A subscription of a topic. Residency: where messages go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The resource.
    pub source: SourceId,
    /// The topic.
    pub topic: Link<StoreId>,
    /// The subscriber.
    pub to: SubscriptionTarget,
    /// The filter policy, in the provider's notation; none for all messages.
    pub filter: Known<Option<Text>>,
    /// Where undeliverable messages go; none if they are discarded.
    pub dead_letters: Option<Link<StoreId>>,
}

entry!(Subscription { topic, to, filter, dead_letters });

/// A subscriber.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubscriptionTarget {
    /// A queue, stream or function.
    Entry(Link<EntryId>),
    /// An email address. It must be confirmed manually.
    Email(Known<Text>),
    /// A URL.
    Url(Known<Text>),
    /// A telephone number.
    Phone(Known<Text>),
    /// Another protocol, by the provider's name.
    Other(Text),
}

choice!(SubscriptionTarget { Entry(entry), Email(address), Url(url), Phone(number), Other(protocol) });

/// An event bus. The default bus of an account has no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventBus {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
}

entry!(EventBus { name });

/// A rule of an event bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRule {
    /// The resource.
    pub source: SourceId,
    /// The bus; none for the default bus.
    pub bus: Option<Link<EventBusId>>,
    /// The event pattern, as compact JSON with sorted keys; none for a scheduled rule.
    pub pattern: Known<Option<Pattern>>,
    /// The schedule; none for a rule with a pattern only.
    pub schedule: Known<Option<ScheduleExpression>>,
    /// Whether it is enabled.
    pub enabled: Known<bool>,
}

entry!(EventRule { bus, pattern, schedule, enabled });

/// A target of an event rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTarget {
    /// The resource.
    pub source: SourceId,
    /// The rule.
    pub rule: Link<EventRuleId>,
    /// The target.
    pub to: Link<EntryId>,
    /// The role that invokes it; none if none is needed.
    pub identity: Option<Link<PrincipalId>>,
    /// Where undeliverable events go; none if they are discarded.
    pub dead_letters: Option<Link<StoreId>>,
    /// Retries; none for the provider's default.
    pub retries: Known<Option<u32>>,
    /// The maximum age of an event; none for the provider's default.
    pub event_age_max: Known<Option<Duration>>,
}

entry!(EventTarget { rule, to, identity, dead_letters, retries, event_age_max });

/// A function that polls a queue, stream or table (event source mapping).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// The resource.
    pub source: SourceId,
    /// The queue, stream or table.
    pub from: Link<StoreId>,
    /// The function.
    pub function: Link<FunctionId>,
    /// Whether it is enabled.
    pub enabled: Known<bool>,
    /// The maximum number of messages of one invocation.
    pub batch_max: Known<u32>,
    /// How long a batch is collected; none if it is not.
    pub batch_window: Known<Option<Duration>>,
    /// The maximum number of concurrent invocations; none for that of the function.
    pub concurrency_max: Known<Option<u32>>,
    /// Whether an invocation can report failed messages individually.
    pub partial_failures: Known<bool>,
}

entry!(Consumer { from, function, enabled, batch_max, batch_window, concurrency_max, partial_failures });

/// A notification of a store about its own events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The resource.
    pub source: SourceId,
    /// The store.
    pub store: Link<StoreId>,
    /// The events, by the provider's names.
    pub events: Known<Set<Text>>,
    /// The target.
    pub to: Link<EntryId>,
}

entry!(Notification { store, events, to });
