//! `Platform × Facts → Design`: cells, sites, components, flows, addresses and sizes; neutral of any provider.
//!
//! [`design`] is the entry point. Its decisions are data in [`Design`], and no later phase makes decisions.

mod assemble;

mod design;
mod model;
mod processes;
mod stores;
mod components;
mod component;
mod id;
mod flow;
mod flow_volume;
mod copy_vaults;
mod transfer;
mod timings;
mod load;
mod container;
pub mod kubernetes;
pub mod switch;
pub mod delivery;
pub mod function_settings;

mod cells;
mod readiness;
mod hosts;
mod former_hosts;
mod guarantees;
mod locations;
mod regional;
mod storefront_languages;
mod addresses;
mod site_planner;
mod sizing;
mod site_load;
mod traffic;
mod site_context;
mod services;
mod environment;
mod database;
mod private_access;
mod buckets;
mod queues;
mod functions;
pub mod secrets;
mod flows;
mod sizing_finding;
mod web_exceptions;
mod codes;

pub use assemble::design;
pub use codes::codes;
pub use component::{Component, NetworkTier};
pub use components::{BucketKind, FunctionKind, Process};
pub use container::Volume;
pub use copy_vaults::CopyVault;
pub use design::{Design, Objective, Objectives, Retention, State};
pub use flow::{Access, DataClass, External, Flow, Party, Protocol, Topic};
pub use flow_volume::FlowVolume;
pub use functions::{EVENT_CONSUMER_TIMEOUT, PUBLISHED, PUBLISHED_EXPIRES_AT, PUBLISHED_ID};
pub use id::{AccountId, CellId, Id, IdVec, QueueId, RegionId, SiteId};
pub use load::{Arrivals, CellLoad, MarketLoad, ProcessorLoad, SiteLoad, StoredData};
pub use model::{
    Account, AccountRegion, Cell, Endpoints, Market, NatPlacement, OwnDomain, SharedHosts, Site, Zone,
};
pub use polder_spec::{
    Architecture, BackupMode, ComputeEngine, DatabaseEngine, Days, Dmarc, Environment, Hours, MailService,
    Role, SaleorVersion, TerraformVersion, Workload,
};
pub use processes::{EnvironmentValue, Function, Health, MachineKind, Machines, Scaling, Service, Trigger};
pub use queues::EVENTS;
pub use regional::{RegionTraits, Traits};
pub use sizing::Arithmetic;
pub use stores::{Broker, Bucket, Cache, Composed, Database, Queue, Secret, SecretSource, Table};
pub use timings::{
    AlarmTiming, AlarmTimings, CachingTimings, ContainerTimings, EntryTimings, FailoverTimings, HealthCheck,
    OutsideCheck, ReplicationTimings, ScalingTimings, Timings, Window, WindowTimings,
};
pub use transfer::{Transfer, TransferEnd, Transferred};
pub use web_exceptions::{WebException, WebRuleUse, web_rule_use};
