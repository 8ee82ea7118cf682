//! Who did what, what is how, and what looks wrong: trails, recorders, detectors.

use polder_units::Duration;

use crate::access::{AccountId, PrincipalId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};
use crate::stores::{Encryption, StoreId};

/// A record of calls of the provider's API. Access: can anybody turn it off; residency: where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail {
    /// The resource.
    pub source: SourceId,
    /// Whether it is on.
    pub enabled: Known<bool>,
    /// Whether it covers all accounts of the organization.
    pub organization: Known<bool>,
    /// Whether it covers all regions.
    pub all_regions: Known<bool>,
    /// Whether it covers services that have no region.
    pub global_services: Known<bool>,
    /// Whether a changed record can be told.
    pub validated: Known<bool>,
    /// Which calls.
    pub events: Known<Set<TrailEvents>>,
    /// Whether unusual numbers of calls are reported, and which: `ApiCallRateInsight`.
    pub insights: Known<Set<Text>>,
    /// Where it is kept.
    pub store: Link<StoreId>,
    /// How it is encrypted there.
    pub encryption: Encryption,
    /// The topic that is told of each new file; none if none is.
    pub notifies: Option<Link<StoreId>>,
}

entry!(Trail {
    enabled,
    organization,
    all_regions,
    global_services,
    validated,
    events,
    insights,
    store,
    encryption,
    notifies,
});

/// Calls that a trail records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TrailEvents {
    /// Whether they change the platform, or use data in it.
    pub kind: TrailEventKind,
    /// Reading or writing ones; none for both.
    pub writing: Known<Option<bool>>,
    /// The kind of resource, in the provider's word; none for all.
    pub resource_kind: Known<Option<Text>>,
    /// Resources whose use is recorded, by identifier or the beginning of one; empty for all.
    pub resources: Known<Set<crate::model::Pattern>>,
}

record!(TrailEvents { kind, writing, resource_kind, resources });

/// What calls of a trail do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrailEventKind {
    /// They manage resources.
    Management,
    /// They use data in resources.
    Data,
    /// They pass a private endpoint.
    Network,
}

choice!(TrailEventKind { Management, Data, Network });

/// Writes down how each resource is set up, whenever that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorder {
    /// The resource.
    pub source: SourceId,
    /// Whether it is on.
    pub enabled: Known<bool>,
    /// Kinds of resources, in the provider's words; none for all.
    pub kinds: Known<Option<Set<Text>>>,
    /// Whether resources that have no region are among them.
    pub global_kinds: Known<bool>,
    /// Whether each change is recorded, and not only the state of each day.
    pub continuous: Known<bool>,
    /// Where records go; none if nowhere yet.
    pub store: Option<Link<StoreId>>,
    /// How long the service itself keeps them.
    pub retention: Known<Option<Duration>>,
    /// The role in which it reads.
    pub identity: Link<PrincipalId>,
}

entry!(Recorder { enabled, kinds, global_kinds, continuous, store, retention, identity });

/// A service that looks for what is wrong in one region of one account, or in all of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detector {
    /// The resource.
    pub source: SourceId,
    /// What it looks for.
    pub kind: DetectorKind,
    /// Whether it is on.
    pub enabled: Known<bool>,
    /// Whether accounts of the organization that come later are covered by themselves.
    pub covers_new_accounts: Known<Option<bool>>,
    /// Parts of it that are on: features, standards, packs of rules, kinds of resources.
    pub parts: Known<Set<Text>>,
}

entry!(Detector { kind, enabled, covers_new_accounts, parts });

/// What a detector looks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DetectorKind {
    /// Signs of an attack.
    Threat,
    /// Settings that break rules.
    Posture,
    /// Known weaknesses in images, machines and functions.
    Vulnerability,
    /// Personal data and credentials in objects.
    SensitiveData,
    /// Access from outside.
    ExternalAccess,
    /// Rights that nobody uses.
    UnusedAccess,
    /// Unusual costs.
    Cost,
    /// Something else, in the provider's word.
    Other(Text),
}

choice!(DetectorKind {
    Threat,
    Posture,
    Vulnerability,
    SensitiveData,
    ExternalAccess,
    UnusedAccess,
    Cost,
    Other(word),
});

/// An account whose findings, records or metrics another account sees. The account that is seen is that of the location;
/// `account` where it is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oversight {
    /// The resource.
    pub source: SourceId,
    /// What is seen.
    pub kind: OversightKind,
    /// Whose; none for the account of the source.
    pub account: Option<Link<AccountId>>,
    /// Who sees it.
    pub seen_by: Link<AccountId>,
    /// From which regions; none for that of the source.
    pub regions: Known<Option<Set<Text>>>,
    /// Which of it, in the provider's words; empty for all.
    pub parts: Known<Set<Text>>,
}

entry!(Oversight { kind, account, seen_by, regions, parts });

/// What one account sees of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OversightKind {
    /// What a detector found.
    Findings(DetectorKind),
    /// What recorders wrote down.
    Records,
    /// Metrics, logs and traces.
    Telemetry,
}

choice!(OversightKind { Records, Findings(kind), Telemetry });
