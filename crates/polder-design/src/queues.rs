//! Queues of a site, and the broker.

use polder_facts::{Facts, MissingFact, ids};
use polder_spec::{BrokerEngine, Platform, SaleorVersion};
use polder_units::Duration;

use crate::id::{IdVec, QueueId};
use crate::sizing::Sizes;
use crate::stores::{Broker, Queue};

/// The key of the queue of Saleor's events.
pub const EVENTS: &str = "events";

/// The key of the broker's queue.
pub(crate) const CELERY: &str = "celery";

/// The first release with a configurable queue name.
const QUEUE_NAMES: SaleorVersion = SaleorVersion { major: 3, minor: 24 };

/// The maximum retention of a queue. A consumer that is down over a weekend must not lose messages.
const KEPT: Duration = Duration::days(14);

/// Replicas of the broker's node: the loss of a zone must not lose tasks.
const BROKER_REPLICAS: u64 = 1;

/// Whether the release has a configurable queue name.
pub(crate) fn names_queue(platform: &Platform) -> bool {
    platform.saleor.value >= QUEUE_NAMES
}

/// The queues of a site and its broker.
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
        // A consumer that takes five minutes for an event has failed.
        visibility: Duration::seconds(300),
        retention: KEPT,
        max_receive_count: 5,
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
                // A scheduled task is held and becomes visible again after each visibility timeout: the maximum receive
                // count, or it would be treated as failed.
                max_receive_count: 1_000,
            });
            Broker::Queues { queues: vec![(queue, id)] }
        }
    };
    Ok((queues, broker))
}
