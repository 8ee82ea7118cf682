//! Who talks to whom, over what, and with which data.
//!
//! Security-group rules, role statements, key grants and secret grants are derived from flows and from nothing else:
//! what no flow needs does not exist.

use crate::components::{BucketKind, FunctionKind, Process};
use crate::flow_volume::FlowVolume;

/// One way in which one party uses another, inside a site or across its border. The first party starts it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flow {
    /// Who starts.
    pub from: Party,
    /// Who answers.
    pub to: Party,
    /// Over what.
    pub protocol: Protocol,
    /// What may be done.
    pub access: Access,
    /// Which classes of data go over it, either way; sorted.
    pub carries: Vec<DataClass>,
    /// Why it exists: a short phrase that reads well as a rule's description.
    pub purpose: String,
    /// How much goes over it.
    pub volume: FlowVolume,
}

/// Someone who talks or is talked to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The content delivery network in front of everything.
    Edge,
    /// The site's load balancer.
    LoadBalancer,
    /// A process of the site.
    Process(Process),
    /// What runs processes, where that is in the site's network: machines, controllers, the cluster's own names.
    Cluster,
    /// The writer, or the replica that becomes it.
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
    /// A secret of the site or its cell, by its id.
    Secret(String),
    /// The registry that images come from.
    Registry,
    /// Where logs go.
    Logs,
    /// The internet beyond the platform.
    Internet(External),
    /// A function of the site.
    Function(FunctionKind),
    /// What starts functions at their times.
    Clock,
    /// The queue for messages of a queue that nobody could work on, by the key of the latter.
    DeadLetters(String),
    /// A topic of the site.
    Topic(Topic),
    /// A table of the site, by its key.
    Table(String),
    /// Where it is recorded how long what took.
    Traces,
}

/// What a topic is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// What people must hear of.
    Alarms,
    /// What happened in the shop, for whoever in the account subscribes.
    DomainEvents,
}

/// What lies beyond the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum External {
    /// Payment providers, apps and webhook receivers.
    Webhooks,
    /// The mail relay.
    Mail,
    /// The platform's own public hosts, reached from inside.
    OwnHosts,
    /// Anything that a service of the user's own asks for.
    Any,
    /// The provider's own interfaces.
    Provider,
}

/// A protocol with its port. Names are asked for over UDP as well as TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Protocol {
    /// Its name: `https`, `http`, `postgresql`, `rediss`, `smtp`, `dns`.
    pub name: &'static str,
    /// The port of the party that answers.
    pub port: u16,
    /// Whether it is encrypted on the way.
    pub encrypted: bool,
}

impl Protocol {
    /// TLS to a web server.
    pub const HTTPS: Protocol = Protocol { name: "https", port: 443, encrypted: true };
    /// The database.
    pub const POSTGRESQL: Protocol = Protocol { name: "postgresql", port: 5432, encrypted: true };
    /// The cache, and a broker that is a server.
    pub const REDISS: Protocol = Protocol { name: "rediss", port: 6379, encrypted: true };
    /// Controllers in a cluster, as its control plane asks them before it takes something in.
    pub const ADMISSION: Protocol = Protocol { name: "https", port: 9443, encrypted: true };
    /// The proxy beside a process, which speaks to the cache for it. It listens inside the task alone.
    pub const CACHE_PROXY: Protocol = Protocol { name: "redis", port: 6379, encrypted: false };
    /// Mail with STARTTLS.
    pub(crate) const SMTP: Protocol = Protocol { name: "smtp", port: 587, encrypted: true };
    /// Names of services and of the world.
    pub(crate) const DNS: Protocol = Protocol { name: "dns", port: 53, encrypted: false };
}

/// What may be done over a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Open connections; what happens inside is not the provider's business.
    Connect,
    /// Read objects, secrets or images.
    Read,
    /// Read, write and delete.
    ReadWrite,
    /// Only add.
    Write,
    /// Put messages in.
    Send,
    /// Take messages out.
    Receive,
    /// Both.
    SendReceive,
}

/// A class of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataClass {
    /// Anyone may see it.
    Public,
    /// The range of products: no secret, but not to be changed by others.
    Catalogue,
    /// About people.
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
