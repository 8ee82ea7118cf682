//! The failover switch of a cell: a metric with an alarm. Its names are defined once, for those who publish the metric
//! and those who read it.

/// The namespace of the metric.
pub const NAMESPACE: &str = "Polder/Switch";

/// The metric: 1 moves the cell to the backup site, 0 moves it back.
pub const METRIC: &str = "FailOver";

/// The dimension with the cell.
pub const CELL: &str = "Cell";
