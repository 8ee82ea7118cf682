//! Log routes: where logs are delivered.

use polder_units::Duration;

use crate::access::{KeyId, PrincipalId};
use crate::describe::{choice, entry};
use crate::entries::{EntryId, SourceId};
use crate::model::{Known, Link, Set, Text};

/// The delivery of logs about an entry to a store, possibly of another account or region. Residency: logs
/// contain addresses and names of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRoute {
    /// The resource that configures it.
    pub source: SourceId,
    /// What the logs are about (load balancer, distribution, process, network, web ACL, store), or the log
    /// store that they are forwarded from.
    pub from: Link<EntryId>,
    /// The container or component that writes them; none if the entry writes a single log of this kind.
    pub part: Option<Text>,
    /// What is logged.
    pub kind: LogKind,
    /// The destination: a store, or a function or stream in between.
    pub to: Link<EntryId>,
    /// The prefix at the destination; none without.
    pub prefix: Known<Option<Text>>,
    /// The role that delivers; none if none is needed.
    pub identity: Option<Link<PrincipalId>>,
    /// The key that encrypts this delivery; none for the encryption of the destination.
    pub key: Option<Link<KeyId>>,
    /// The aggregation interval; none if the provider does not offer one.
    pub interval: Known<Option<Duration>>,
    /// The fields that are logged; none for all.
    pub fields: Known<Option<Set<Text>>>,
    /// The fields whose values are redacted.
    pub redacted: Known<Set<Text>>,
    /// The filter, in the provider's notation; none for all records.
    pub filter: Known<Option<Text>>,
}

entry!(LogRoute { from, part, kind, to, prefix, identity, key, interval, fields, redacted, filter });

/// What is logged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogKind {
    /// Requests (access log).
    Access,
    /// Connections (flow log).
    Flow,
    /// Output of application code.
    Application,
    /// Messages of a database or cache engine.
    Engine,
    /// Slow statements or commands, values included.
    Slow,
    /// DNS queries.
    Query,
    /// Decisions of a firewall or web ACL.
    Firewall,
    /// Activity of a control plane.
    ControlPlane,
    /// Input and output of shell sessions.
    Session,
    /// Entries forwarded from another log store.
    Forwarded,
    /// Another log, by the provider's name.
    Other(Text),
}

choice!(LogKind {
    Access,
    Flow,
    Application,
    Engine,
    Slow,
    Query,
    Firewall,
    ControlPlane,
    Session,
    Forwarded,
    Other(name),
});
