//! Observability: metrics, alarms, logs and audit. Read by rehearsal, residency, access and price.

mod alarm;
mod audit;
mod log_route;

pub use alarm::{
    Alarm, AlarmCondition, AlarmThreshold, AlarmValue, Comparison, Dimension, Metric, MetricFilter,
    MissingData, NamedMetric,
};
pub use audit::{
    Aggregation, AggregationKind, ConfigurationRecorder, Detector, DetectorKind, Trail, TrailEventKind,
    TrailEvents,
};
pub use log_route::{LogKind, LogRoute};

pub use crate::entries::observability::*;
