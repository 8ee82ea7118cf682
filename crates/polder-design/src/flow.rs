//! Flows: source, target, protocol and classes of data.
//!
//! Security group rules, policy statements, and access to keys and secrets are derived from flows alone: what no flow
//! needs does not exist.

use crate::components::{BucketKind, FunctionKind, Process};
use crate::flow_volume::FlowVolume;

/// One use of one party by another, inside a site or across its boundary. The first party opens the connection.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flow {
    /// The source, which opens the connection.
    pub from: Party,
    /// The target.
    pub to: Party,
    /// The protocol.
    pub protocol: Protocol,
    /// What may be done.
    pub access: Access,
    /// Classes of the transferred data, in either direction; sorted.
    pub carries: Vec<DataClass>,
    /// Why it exists: a short phrase that reads well as a rule's description.
    pub purpose: String,
    /// Its volume.
    pub volume: FlowVolume,
}

/// A source or target of flows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The content delivery network.
    Edge,
    /// The site's load balancer.
    LoadBalancer,
    /// A process of the site.
    Process(Process),
    /// The cluster in the site's network: machines, controllers, cluster DNS.
    Cluster,
    /// The writer, or the replica that can be promoted.
    Database,
    /// The read replicas.
    DatabaseReaders,
    /// The clustered cache.
    Cache,
    /// The task broker, when it is a server.
    Broker,
    /// A bucket of the site.
    Bucket(BucketKind),
    /// A queue of the site, by its key.
    Queue(String),
    /// A secret of the site or its cell, by its ID.
    Secret(String),
    /// The registry that images come from.
    Registry,
    /// Where logs go.
    Logs,
    /// The internet.
    Internet(External),
    /// A function of the site.
    Function(FunctionKind),
    /// The scheduler that starts functions.
    Scheduler,
    /// The dead-letter queue of a queue, by the key of the latter.
    DeadLetters(String),
    /// A topic of the site.
    Topic(Topic),
    /// A table of the site, by its key.
    Table(String),
    /// The tracing service.
    Traces,
}

/// What a topic is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Alarms for engineers.
    Alarms,
    /// Domain events of the shop, for subscribers in the account.
    DomainEvents,
}

/// A party outside of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum External {
    /// Payment providers, apps and webhook receivers.
    Webhooks,
    /// The mail relay.
    Mail,
    /// The platform's own public hosts, called from inside.
    OwnHosts,
    /// Any target of a custom service.
    Any,
    /// The provider's APIs.
    Provider,
}

/// A protocol with its port. DNS uses UDP and TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Protocol {
    /// Its name: `https`, `http`, `postgresql`, `rediss`, `smtp`, `dns`.
    pub name: &'static str,
    /// The port of the target.
    pub port: u16,
    /// Whether it is encrypted in transit.
    pub encrypted: bool,
}

impl Protocol {
    /// HTTPS.
    pub const HTTPS: Protocol = Protocol { name: "https", port: 443, encrypted: true };
    /// The database.
    pub const POSTGRESQL: Protocol = Protocol { name: "postgresql", port: 5432, encrypted: true };
    /// The cache, and a broker that is a server.
    pub const REDISS: Protocol = Protocol { name: "rediss", port: 6379, encrypted: true };
    /// Admission webhooks of controllers in a cluster, called by its control plane.
    pub const ADMISSION: Protocol = Protocol { name: "https", port: 9443, encrypted: true };
    /// The cache proxy in the sidecar of a process. It listens inside the task only.
    pub const CACHE_PROXY: Protocol = Protocol { name: "redis", port: 6379, encrypted: false };
    /// Mail inside a task, to the program that sends it on.
    pub const LOCAL_MAIL: Protocol = Protocol { name: "smtp", port: 2525, encrypted: false };
    /// Mail with STARTTLS.
    pub(crate) const SMTP: Protocol = Protocol { name: "smtp", port: 587, encrypted: true };
    /// DNS.
    pub(crate) const DNS: Protocol = Protocol { name: "dns", port: 53, encrypted: false };
}

/// The access that a flow needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Open connections; the provider does not control what is sent.
    Connect,
    /// Read objects, secrets or images.
    Read,
    /// Read, write and delete.
    ReadWrite,
    /// Only append.
    Write,
    /// Send messages.
    Send,
    /// Receive messages.
    Receive,
    /// Both.
    SendReceive,
}

/// A class of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataClass {
    /// Public.
    Public,
    /// The product catalogue: not confidential, but its integrity matters.
    Catalogue,
    /// Personal data.
    Personal,
    /// Orders and payment references; card numbers never enter the platform.
    Commercial,
    /// Passwords, keys and tokens.
    Credentials,
    /// Logs, metrics and images.
    Operational,
}

impl DataClass {
    /// Its name in tags and diagrams.
    pub fn name(self) -> &'static str {
        match self {
            DataClass::Public => "public",
            DataClass::Catalogue => "catalogue",
            DataClass::Personal => "personal",
            DataClass::Commercial => "commercial",
            DataClass::Credentials => "credentials",
            DataClass::Operational => "operational",
        }
    }
}
