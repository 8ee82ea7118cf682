//! Functions of a site, and their tables.

use polder_spec::{Architecture, Hours, Role, Use};
use polder_units::{Bytes, Duration};

use crate::components::FunctionKind;
use crate::processes::{Function, Trigger};
use crate::queues::EVENTS;
use crate::site_context::SiteContext;
use crate::stores::Table;

/// The timeout of the event consumer for a batch. Claims in its ledger are valid for longer.
pub const EVENT_CONSUMER_TIMEOUT: Duration = Duration::seconds(30);

/// The timeout of the setup runner. A setup of a new shop sends some ten requests for each channel, each of which Saleor answers
/// within a second; one that is cut off continues with the next setup, and the daily run reports what is left.
const SETUP_RUNNER_TIMEOUT: Duration = Duration::minutes(10);

/// The interval of the probe: two of three failures in a row are an outage, and a third of the time to recover from the loss of a
/// region.
const PROBE_MINUTES: u16 = 5;

/// The time of the probe for a market: two requests, each of which waits for five seconds at most.
const PROBE_SECONDS_PER_MARKET: u64 = 10;

/// The time of the probe for its start, and for its answer.
const PROBE_SECONDS_AROUND: u64 = 10;

/// The timeout of the other functions.
const TIMEOUT: Duration = Duration::seconds(60);

/// The batch size. Messages that would exceed the timeout are not started, and are delivered again.
const BATCH: u64 = 10;

/// Concurrent consumers. One processes a message in some tenths of a second; the rest waits in the queue. Reserved
/// concurrency is subtracted from that of all functions in the account's region, so it must be small.
const CONSUMERS: u64 = 5;

/// The key of the ledger of published events in resource labels.
pub const PUBLISHED: &str = "published";

/// The ledger of published events: the attribute names that the event consumer uses.
pub const PUBLISHED_ID: &str = "event_id";

/// The attribute with the expiry time of an entry.
pub const PUBLISHED_EXPIRES_AT: &str = "expires_at";

/// The functions of a site.
///
/// The consumer is deployed to every site: its queue is empty at a site that takes no writes, and a failover does not
/// have to enable anything. The auditor is deployed to the primary site. The failover controller is deployed to the
/// backup site, whose region remains when the other one is lost. The setup runner is deployed to every site: it points
/// Saleor's events to the queue of its own region. The probe is at every site, too, and enabled at the active one.
pub(crate) fn functions(view: &SiteContext<'_>, role: Role) -> Vec<Function> {
    let consumer = publishes_events(view).then(|| Function {
        kind: FunctionKind::EventConsumer,
        timeout: EVENT_CONSUMER_TIMEOUT,
        memory: Bytes::mib(256),
        concurrency: CONSUMERS,
        architecture: Architecture::X86_64,
        trigger: Trigger::Queue { key: EVENTS.to_owned(), batch: BATCH },
    });
    let other = match role {
        Role::Primary => {
            // Early, when there is little traffic. Disabled until the auditor has checks: for now each run would end
            // undecided, which is an error, and an alarm that fires each day is soon ignored.
            small(FunctionKind::Auditor, Trigger::Daily { minute: 4 * 60, hours: None, enabled: false })
        }
        Role::Backup => small(FunctionKind::FailoverController, Trigger::Hand),
    };
    consumer.into_iter().chain([other, setup_runner(view), shop_probe(view)]).collect()
}

/// It verifies the shop each day where the site takes writes. Releases and people start it, too.
fn setup_runner(view: &SiteContext<'_>) -> Function {
    // In the morning, when those who can change the shop are about to start; where the cell has hours, in the middle of them.
    let hours = view.cell.hours.clone();
    let minute = hours.as_ref().map_or(5 * 60, middle);
    Function {
        timeout: SETUP_RUNNER_TIMEOUT,
        memory: Bytes::mib(256),
        ..small(FunctionKind::SetupRunner, Trigger::Daily { minute, hours, enabled: view.active })
    }
}

/// It starts a checkout in each market where the site takes writes. In a cell with hours it waits until half an hour after their
/// begin, until the processes have started.
fn shop_probe(view: &SiteContext<'_>) -> Function {
    let whole = |hours: &Hours| {
        let (from, to) = (hours.from.saturating_add(30).div_ceil(60), hours.to / 60);
        (from < to).then(|| Hours { from: from * 60, to: to * 60, ..hours.clone() })
    };
    let hours = view.cell.hours.as_ref().map(whole);
    let enabled = view.active && hours != Some(None);
    let trigger = Trigger::Every { minutes: PROBE_MINUTES, hours: hours.flatten(), enabled };
    let timeout = probe_timeout(view.cell.markets.len());
    Function { timeout, ..small(FunctionKind::ShopProbe, trigger) }
}

/// The probe asks one market after the other. One that does not answer must not keep it from the next; a run never lasts into
/// the next one, since only one runs at a time.
fn probe_timeout(markets: usize) -> Duration {
    let each = PROBE_SECONDS_PER_MARKET.saturating_mul(markets as u64);
    Duration::seconds(each.saturating_add(PROBE_SECONDS_AROUND)).min(Duration::minutes(PROBE_MINUTES.into()))
}

fn middle(hours: &Hours) -> u16 {
    hours.from.midpoint(hours.to)
}

/// Tables of the functions.
pub(crate) fn tables(functions: &[Function]) -> Vec<Table> {
    let consumes = functions.iter().any(|function| function.kind == FunctionKind::EventConsumer);
    let published = || Table {
        key: PUBLISHED.to_owned(),
        id: PUBLISHED_ID.to_owned(),
        ttl_attribute: PUBLISHED_EXPIRES_AT.to_owned(),
    };
    consumes.then(published).into_iter().collect()
}

/// Whether events become domain events. Not where a custom service consumes the queue: two consumers of one queue would
/// each get part of the messages.
fn publishes_events(view: &SiteContext<'_>) -> bool {
    !view.own_services().any(|service| service.uses.contains(&Use::Events))
}

fn small(kind: FunctionKind, trigger: Trigger) -> Function {
    Function {
        kind,
        timeout: TIMEOUT,
        memory: Bytes::mib(128),
        concurrency: 1,
        architecture: Architecture::X86_64,
        trigger,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probe_has_time_for_each_market_until_its_next_run() {
        assert_eq!(probe_timeout(1), Duration::seconds(20));
        assert_eq!(probe_timeout(28), Duration::seconds(290));
        assert_eq!(probe_timeout(29), Duration::minutes(5));
        assert_eq!(probe_timeout(usize::MAX), Duration::minutes(5));
    }
}
