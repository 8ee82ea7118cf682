//! Observability: who notices what, and where it is written down. Read by rehearsal, residency, access and price.

mod alarm;
mod audit;
mod log_route;

pub use alarm::{
    Alarm, AlarmCondition, AlarmThreshold, AlarmValue, Comparison, Dimension, LogMetric, Metric, MissingData,
    NamedMetric,
};
pub use audit::{
    Detector, DetectorKind, Oversight, OversightKind, Recorder, Trail, TrailEventKind, TrailEvents,
};
pub use log_route::{LogKind, LogRoute};

pub use crate::entries::observability::*;
