//! Where records of what happens go.

use polder_units::Duration;

use crate::access::{KeyId, PrincipalId};
use crate::describe::{choice, entry};
use crate::entries::{EntryId, SourceId};
use crate::model::{Known, Link, Set, Text};

/// Records about an entry travel to a store, of this or another account or region. Residency: addresses and names of people
/// are in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRoute {
    /// The resource that says so.
    pub source: SourceId,
    /// What they are about, or the store that they are taken from: a load balancer, distribution, process, database,
    /// network, web ACL, zone, log store, …
    pub from: Link<EntryId>,
    /// Which of its parts writes them: a container's name; none where it has no parts.
    pub part: Option<Text>,
    /// What is in them.
    pub kind: LogKind,
    /// Where they go. A stream or function may stand between.
    pub to: Link<EntryId>,
    /// The first part of their names there; none where they have none.
    pub prefix: Known<Option<Text>>,
    /// The role in which they are written; none where none is needed.
    pub identity: Option<Link<PrincipalId>>,
    /// A key with which they are encrypted instead of the store's.
    pub key: Option<Link<KeyId>>,
    /// How long records are gathered before they are written; none where the provider says nothing.
    pub interval: Known<Option<Duration>>,
    /// Fields that are written; none for all.
    pub fields: Known<Option<Set<Text>>>,
    /// Fields whose values are hidden.
    pub redacted: Known<Set<Text>>,
    /// Which records, in the provider's words; none for all.
    pub filter: Known<Option<Text>>,
}

entry!(LogRoute { from, part, kind, to, prefix, identity, key, interval, fields, redacted, filter });

/// What is in records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogKind {
    /// Who asked for what.
    Access,
    /// Who connected to whom.
    Flow,
    /// What a program writes.
    Application,
    /// What an engine writes.
    Engine,
    /// Statements or commands that were slow, with their values.
    Slow,
    /// Which names were asked for.
    Query,
    /// What a firewall decided.
    Firewall,
    /// What a control plane did.
    ControlPlane,
    /// What people typed in a session.
    Session,
    /// Lines of another log store, handed on.
    Forwarded,
    /// Something else, in the provider's word.
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
    Other(word),
});
