//! What machines of one's own need in a site's network so that they can run tasks.
//!
//! A task's engine works on its machine: it fetches the image, hands on the output and reads the secrets over the
//! machine's interface. It does so in the name of the task, so the right to it stays with the process.

use crate::flow::{Access, DataClass, External, Flow, Party};

use super::{HTTPS, flow};

/// Adds the flows of the machines to those of the processes that they carry.
pub(super) fn flows(all: &mut Vec<Flow>) {
    let started: Vec<Flow> = all.iter().filter_map(on_the_way_to_start).collect();
    all.extend(started);
    all.push(flow(
        Party::Cluster,
        Party::Internet(External::Provider),
        HTTPS,
        Access::Connect,
        &[DataClass::Operational],
        "machines ask the engine what to run",
    ));
}

/// What the machine does of what a process starts with.
fn on_the_way_to_start(of: &Flow) -> Option<Flow> {
    // Only processes run on machines of the site.
    let Party::Process(_) = &of.from else { return None };
    let purpose = match &of.to {
        Party::Registry => "machines fetch images".to_owned(),
        Party::Logs => "machines hand on output".to_owned(),
        Party::Secret(id) => format!("machines read {id} for those who start with it"),
        // A process has an interface of its own for all that it does itself.
        Party::Edge
        | Party::LoadBalancer
        | Party::Process(_)
        | Party::Cluster
        | Party::Database
        | Party::DatabaseReaders
        | Party::Cache
        | Party::Broker
        | Party::Bucket(_)
        | Party::Queue(_)
        | Party::Internet(_)
        | Party::Function(_)
        | Party::Clock
        | Party::DeadLetters(_)
        | Party::Topic(_)
        | Party::Table(_)
        | Party::Traces => return None,
    };
    Some(Flow { from: Party::Cluster, purpose, ..of.clone() })
}
