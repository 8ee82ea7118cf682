//! Names of the parts of a design, for diagrams and the inventory.

use polder_design::{Component, Design, External, MachineKind, Party, Topic, Transferred};

/// The name of the source or destination of a flow.
pub(crate) fn party(party: &Party) -> String {
    match party {
        Party::Edge => "edge".into(),
        Party::LoadBalancer => "load balancer".into(),
        Party::Process(process) => process.name().to_owned(),
        Party::Cluster => "cluster".into(),
        Party::Database => "database".into(),
        Party::DatabaseReaders => "database readers".into(),
        Party::Cache => "cache".into(),
        Party::Broker => "broker".into(),
        Party::Bucket(kind) => format!("bucket {}", kind.name()),
        Party::Queue(key) => format!("queue {key}"),
        Party::Secret(id) => format!("secret {id}"),
        Party::Registry => "image registry".into(),
        Party::Logs => "logs".into(),
        Party::Internet(external) => format!("internet: {}", outside(*external)),
        Party::Function(kind) => format!("function {}", kind.name()),
        Party::Scheduler => "scheduler".into(),
        Party::DeadLetters(key) => format!("dead letters of {key}"),
        Party::Topic(Topic::Alarms) => "topic alarms".into(),
        Party::Topic(Topic::DomainEvents) => "topic domain events".into(),
        Party::Table(key) => format!("table {key}"),
        Party::Traces => "traces".into(),
    }
}

/// The name of a party on the internet.
fn outside(external: External) -> &'static str {
    match external {
        External::Webhooks => "webhooks",
        External::Mail => "mail",
        External::OwnHosts => "own hosts",
        External::Any => "any",
        External::Provider => "provider",
    }
}

/// The name of a part of a design. It is unique in the part's site or account.
pub(crate) fn component(design: &Design, component: &Component) -> String {
    match component {
        Component::Party(of) => party(of),
        Component::Flows(flows) => {
            let flow = |(from, to): &(Party, Party)| format!("{} to {}", party(from), party(to));
            format!("flow {}", flows.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Component::Machines(kind) => machines(*kind),
        Component::Controller(controller) => format!("controller {}", controller.name()),
        Component::Subnets { tier, zone: None } => format!("subnets {}", tier.name()),
        Component::Subnets { tier, zone: Some(zone) } => format!("subnets {} {zone}", tier.name()),
        Component::Nat(zone) => format!("nat {zone}"),
        Component::Endpoints => "endpoints".into(),
        Component::Firewall => "firewall".into(),
        Component::Gateway => "gateway".into(),
        Component::Domain => "domain".into(),
        Component::Host(host) => format!("host {host}"),
        Component::Market(channel) => format!("market {channel}"),
        Component::Image(image) => format!("image {image}"),
        Component::Key(of) => format!("key {of}"),
        Component::Backup => "backup".into(),
        Component::Transfer(what) => format!("transfer {}", transferred(what)),
        Component::Objective(objective) => format!("objective {}", objective.name()),
        Component::Switch => "switch".into(),
        Component::Delivery(phase) => format!("delivery {}", phase.word()),
        Component::Account(account) => format!("account {}", design.accounts[*account].name),
        Component::Cell(cell) => format!("cell {}", design.cells[*cell].name),
        Component::Named(name) => name.clone(),
    }
}

/// The name of the machines of a kind.
pub(crate) fn machines(kind: MachineKind) -> String {
    format!("machines {}", kind.name())
}

fn transferred(what: &Transferred) -> String {
    match what {
        Transferred::Database => "database".into(),
        Transferred::Bucket(kind) => format!("bucket {}", kind.name()),
        Transferred::Secret(id) => format!("secret {id}"),
        Transferred::Backup => "backup".into(),
        Transferred::BackupCopy => "backup copy".into(),
        Transferred::BackupToAccount => "backup copy in another account".into(),
        Transferred::Images => "images".into(),
        Transferred::AuditLog => "audit log".into(),
        Transferred::Telemetry => "telemetry".into(),
        Transferred::Findings => "findings".into(),
    }
}
