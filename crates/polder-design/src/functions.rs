//! Functions of a site: small programs that something starts, and what they remember.

use polder_spec::{Architecture, Role, Use};
use polder_units::{Bytes, Duration};

use crate::components::FunctionKind;
use crate::processes::{Function, Trigger};
use crate::queues::EVENTS;
use crate::stores::Table;
use crate::view::View;

/// How long the event consumer may work on a batch. Its ledger's claims hold for longer than this.
pub const EVENT_CONSUMER_TIMEOUT: Duration = Duration::seconds(30);

/// How long the other functions may run.
const TIMEOUT: Duration = Duration::seconds(60);

/// Messages that are worked on together. What does not fit into the timeout is not begun, and comes again.
const BATCH: u64 = 10;

/// Consumers at a time. One deals with a message in some tenths of a second; what is above waits in the queue. What is
/// kept for them is taken from the concurrency of all functions of the account's region, so it must not be much.
const CONSUMERS: u64 = 5;

/// The key of the ledger of published events, as addresses have it.
pub const PUBLISHED: &str = "published";

/// The ledger of published events: the names that the event consumer writes by.
pub const PUBLISHED_ID: &str = "event_id";

/// The attribute after whose time an entry is forgotten.
pub const PUBLISHED_FORGOTTEN_AFTER: &str = "forgotten_after";

/// The functions of a site.
///
/// The consumer stands in every site: its queue is empty where no writes are taken, and nothing has to be switched on
/// when a cell fails over. The auditor stands where a cell is at home. The failover controller stands in the region that
/// is left when the other one is lost.
pub(crate) fn functions(view: &View<'_>, role: Role) -> Vec<Function> {
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
            // Early, when shops sleep. Off until the auditor has checks: as yet each run would end undecided, which is
            // an error, and an alarm that is raised each day is soon read by nobody.
            small(FunctionKind::Auditor, Trigger::Daily { minute: 4 * 60, enabled: false })
        }
        Role::Backup => small(FunctionKind::FailoverController, Trigger::Hand),
    };
    consumer.into_iter().chain([other]).collect()
}

/// What the functions remember.
pub(crate) fn tables(functions: &[Function]) -> Vec<Table> {
    let consumes = functions.iter().any(|function| function.kind == FunctionKind::EventConsumer);
    let published = || Table {
        key: PUBLISHED.to_owned(),
        id: PUBLISHED_ID.to_owned(),
        forgotten_after: PUBLISHED_FORGOTTEN_AFTER.to_owned(),
    };
    consumes.then(published).into_iter().collect()
}

/// Whether events become domain events. Not where a service of the user's own takes them from the queue: of two that
/// take from one queue, each would get a part.
fn publishes_events(view: &View<'_>) -> bool {
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
