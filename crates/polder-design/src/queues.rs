//! Queues of a site, and the broker.

use polder_facts::{Facts, MissingFact, ids};
use polder_spec::{BrokerEngine, Platform, SaleorVersion};
use polder_units::Duration;

use crate::id::{IdVec, QueueId};
use crate::sizing::Sizes;
use crate::stores::{Broker, Queue};

/// The key of the queue of Saleor's events.
pub(crate) const EVENTS: &str = "events";

/// The key of the broker's queue.
pub(crate) const CELERY: &str = "celery";

/// The first release whose queue has a name of the owner's choice.
const QUEUE_NAMES: SaleorVersion = SaleorVersion { major: 3, minor: 24 };

/// How long a queue keeps a message at most. A weekend's outage of a consumer must lose nothing.
const KEPT: Duration = Duration::days(14);

/// Replicas of the broker's node: the loss of a zone must lose no task.
const BROKER_REPLICAS: u64 = 1;

/// Whether the release lets its queue be named.
pub(crate) fn names_queue(platform: &Platform) -> bool {
    platform.saleor.value >= QUEUE_NAMES
}

/// The queues of a site and what carries its tasks.
pub(crate) fn queues(
    platform: &Platform,
    facts: &Facts,
    cell: &str,
    region: &str,
    sizes: &Sizes,
) -> Result<(IdVec<QueueId, Queue>, Broker), MissingFact> {
    let name = &platform.name.value;
    let mut queues = IdVec::from(vec![Queue {
        name: format!("{name}-{cell}-{region}-{EVENTS}"),
        key: EVENTS.to_owned(),
        // A consumer that takes five minutes over an event has died.
        visibility: Duration::seconds(300),
        retention: KEPT,
        tries: 5,
    }]);
    let broker = match platform.broker.engine.value {
        BrokerEngine::Valkey => {
            Broker::Valkey { class: sizes.broker_class.clone(), replicas: BROKER_REPLICAS }
        }
        BrokerEngine::Queues => {
            let fixed = facts.text("saleor.broker.queue")?.value.clone();
            let queue = if names_queue(platform) { format!("{name}-{cell}-{CELERY}") } else { fixed };
            let visibility = facts.figure(ids::BROKER_QUEUE_VISIBILITY)?.value;
            let id = queues.push(Queue {
                name: queue.clone(),
                key: CELERY.to_owned(),
                visibility: Duration::milliseconds(visibility.saturating_mul(1_000)),
                retention: KEPT,
                // A task for later is held and shows up again after each visibility: the most that a queue counts to, or it
                // would be taken for one that fails.
                tries: 1_000,
            });
            Broker::Queues { queues: vec![(queue, id)] }
        }
    };
    Ok((queues, broker))
}
