//! Flows of machines for running tasks.
//!
//! The agent on a machine pulls the image, forwards the output and reads the secrets over the machine's network
//! interface. It uses the task's execution role, so the permissions stay with the process.

use crate::flow::{Access, DataClass, External, Flow, Party};

use super::{HTTPS, flow};

/// Adds the flows of the machines to those of the processes that they run.
pub(super) fn flows(all: &mut Vec<Flow>) {
    let started: Vec<Flow> = all.iter().filter_map(on_the_way_to_start).collect();
    all.extend(started);
    all.push(flow(
        Party::Cluster,
        Party::Internet(External::Provider),
        HTTPS,
        Access::Connect,
        &[DataClass::Operational],
        "polling of the agent for tasks",
    ));
}

/// The flows of a process that its machine performs.
fn on_the_way_to_start(of: &Flow) -> Option<Flow> {
    // Only processes run on machines of the site, and jobs run on none.
    let Party::Process(process) = &of.from else { return None };
    if process.is_job() {
        return None;
    }
    let purpose = match &of.to {
        Party::Registry => "image pulls of machines".to_owned(),
        Party::Logs => "log output from machines".to_owned(),
        Party::Secret(id) => format!("{id} for processes that machines start"),
        // A process has its own network interface for all other flows.
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
        | Party::Scheduler
        | Party::DeadLetters(_)
        | Party::Topic(_)
        | Party::Table(_)
        | Party::Traces => return None,
    };
    Some(Flow { from: Party::Cluster, purpose, ..of.clone() })
}
