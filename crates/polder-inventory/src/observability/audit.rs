//! Audit trails, configuration recorders, detectors and their aggregation across accounts.

use polder_units::Duration;

use crate::access::{AccountId, PrincipalId};
use crate::describe::{choice, entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Link, Pattern, Set, Text};
use crate::stores::{Encryption, StoreId};

/// An audit trail of API calls. Delivery to a log store in addition to `store` is a [`super::LogRoute`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail {
    /// The resource.
    pub source: SourceId,
    /// Whether logging is on.
    pub enabled: Known<bool>,
    /// Whether it covers all accounts of the organization.
    pub organization: Known<bool>,
    /// Whether it covers all regions.
    pub all_regions: Known<bool>,
    /// Whether it covers global services.
    pub global_services: Known<bool>,
    /// Whether log files are protected by digests.
    pub validated: Known<bool>,
    /// The events that are logged.
    pub events: Known<Set<TrailEvents>>,
    /// The insight types that are enabled.
    pub insights: Known<Set<Text>>,
    /// The bucket.
    pub store: Link<StoreId>,
    /// Encryption of the log files.
    pub encryption: Encryption,
    /// The topic that is notified of new files; none without.
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

/// A selection of events of a trail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TrailEvents {
    /// The category.
    pub kind: TrailEventKind,
    /// Whether write events or read events only; none for both.
    pub writes: Known<Option<bool>>,
    /// The resource type, by the provider's name; none for all.
    pub resource_kind: Known<Option<Text>>,
    /// Patterns of resource identifiers; empty for all.
    pub resources: Known<Set<Pattern>>,
}

record!(TrailEvents { kind, writes, resource_kind, resources });

/// The category of events of a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrailEventKind {
    /// Management of resources.
    Management,
    /// Access to data in resources.
    Data,
    /// Use of private endpoints.
    Network,
}

choice!(TrailEventKind { Management, Data, Network });

/// A recorder of resource configurations (AWS Config).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationRecorder {
    /// The resource.
    pub source: SourceId,
    /// Whether it is on.
    pub enabled: Known<bool>,
    /// The recorded resource types, by the provider's names; none for all.
    pub kinds: Known<Option<Set<Text>>>,
    /// Whether global resource types are included.
    pub global_kinds: Known<bool>,
    /// Whether every change is recorded; otherwise once a day.
    pub continuous: Known<bool>,
    /// The bucket it delivers to; none without delivery.
    pub store: Option<Link<StoreId>>,
    /// How long the service retains records.
    pub retention: Known<Option<Duration>>,
    /// Its role.
    pub identity: Link<PrincipalId>,
}

entry!(ConfigurationRecorder { enabled, kinds, global_kinds, continuous, store, retention, identity });

/// A security or cost detection service in one account and region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detector {
    /// The resource.
    pub source: SourceId,
    /// What it detects.
    pub kind: DetectorKind,
    /// Whether it is on.
    pub enabled: Known<bool>,
    /// Whether it is enabled for new accounts automatically; none if it is not managed for the organization.
    pub covers_new_accounts: Known<Option<bool>>,
    /// What is enabled in it, by the provider's names: features, standards, rule packs, resource types.
    pub parts: Known<Set<Text>>,
}

entry!(Detector { kind, enabled, covers_new_accounts, parts });

/// What a detector detects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DetectorKind {
    /// Threats.
    Threat,
    /// Violations of configuration rules.
    Posture,
    /// Vulnerabilities of images, machines and functions.
    Vulnerability,
    /// Sensitive data in objects.
    SensitiveData,
    /// Access from outside of the account or organization.
    ExternalAccess,
    /// Unused permissions.
    UnusedAccess,
    /// Anomalous costs.
    Cost,
    /// Something else, by the provider's name.
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
    Other(name),
});

/// Findings, configurations or telemetry of one account that are visible in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregation {
    /// The resource.
    pub source: SourceId,
    /// What is aggregated.
    pub kind: AggregationKind,
    /// The account it comes from; none for the account of the source.
    pub from: Option<Link<AccountId>>,
    /// The account in which it is visible.
    pub into: Link<AccountId>,
    /// The regions it comes from; none for the region of the source.
    pub regions: Known<Option<Set<Text>>>,
    /// The parts of it, by the provider's names; empty for all.
    pub parts: Known<Set<Text>>,
}

entry!(Aggregation { kind, from, into, regions, parts });

/// What is aggregated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AggregationKind {
    /// Findings of a detector.
    Findings(DetectorKind),
    /// Recorded configurations.
    Configurations,
    /// Metrics, logs and traces.
    Telemetry,
}

choice!(AggregationKind { Configurations, Findings(kind), Telemetry });
