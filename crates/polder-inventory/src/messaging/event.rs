//! How messages and events travel: subscriptions, rules, consumers, notifications.

use polder_units::Duration;

use super::{EventBusId, EventRuleId};
use crate::access::PrincipalId;
use crate::compute::FunctionId;
use crate::describe::{choice, entry};
use crate::entries::{EntryId, SourceId};
use crate::model::{Known, Link, Pattern, Set, Text, TimeExpression};
use crate::stores::StoreId;

/// Somebody who gets the messages of a topic. Residency: where they go from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The resource.
    pub source: SourceId,
    /// The topic.
    pub topic: Link<StoreId>,
    /// Who gets them.
    pub to: SubscriptionEnd,
    /// Which messages, in the provider's words; none for all.
    pub filter: Known<Option<Text>>,
    /// Where messages go that could not be delivered; none if they are lost.
    pub dead_letters: Option<Link<StoreId>>,
}

entry!(Subscription { topic, to, filter, dead_letters });

/// Who gets the messages of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubscriptionEnd {
    /// A queue, stream or function.
    Entry(Link<EntryId>),
    /// Whoever reads the mail of an address, once somebody there has confirmed it.
    Mail(Known<Text>),
    /// A host on the internet.
    Web(Known<Text>),
    /// A telephone.
    Telephone(Known<Text>),
    /// Something else, in the provider's word.
    Other(Text),
}

choice!(SubscriptionEnd { Entry(entry), Mail(address), Web(url), Telephone(number), Other(word) });

/// A place where events of an account meet rules. The account's own bus has no resource; rules on it name none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventBus {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
}

entry!(EventBus { name });

/// Which events something follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRule {
    /// The resource.
    pub source: SourceId,
    /// The bus; none for the account's own.
    pub bus: Option<Link<EventBusId>>,
    /// Which events, as JSON in its shortest form with sorted keys; none for a rule that time alone sets off.
    pub pattern: Known<Option<Pattern>>,
    /// When it happens by itself; none if it does not.
    pub schedule: Known<Option<TimeExpression>>,
    /// Whether it is in force.
    pub enabled: Known<bool>,
}

entry!(EventRule { bus, pattern, schedule, enabled });

/// What follows from a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTarget {
    /// The resource.
    pub source: SourceId,
    /// The rule.
    pub rule: Link<EventRuleId>,
    /// Who gets the event.
    pub to: Link<EntryId>,
    /// The role in which it is handed over; none where none is needed.
    pub identity: Option<Link<PrincipalId>>,
    /// Where events go that could not be handed over; none if they are lost.
    pub dead_letters: Option<Link<StoreId>>,
    /// Tries after the first; none for the provider's default.
    pub retries: Known<Option<u32>>,
    /// How old an event may become; none for the provider's default.
    pub event_age_max: Known<Option<Duration>>,
}

entry!(EventTarget { rule, to, identity, dead_letters, retries, event_age_max });

/// A function that gets what is in a queue, stream or table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// The resource.
    pub source: SourceId,
    /// From where.
    pub from: Link<StoreId>,
    /// The function.
    pub function: Link<FunctionId>,
    /// Whether it is in force.
    pub enabled: Known<bool>,
    /// Messages that one run gets at most.
    pub batch: Known<u32>,
    /// How long messages are gathered; none if they are not.
    pub gathering: Known<Option<Duration>>,
    /// Runs at a time at most; none for what the function may.
    pub concurrency_max: Known<Option<u32>>,
    /// Whether a run can say which messages failed, so that the others do not come again.
    pub partial_failures: Known<bool>,
}

entry!(Consumer { from, function, enabled, batch, gathering, concurrency_max, partial_failures });

/// A store that tells something of what happens in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The resource.
    pub source: SourceId,
    /// The store.
    pub store: Link<StoreId>,
    /// What happens, in the provider's words.
    pub events: Known<Set<Text>>,
    /// Who is told.
    pub to: Link<EntryId>,
}

entry!(Notification { store, events, to });
