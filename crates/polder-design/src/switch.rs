//! The switch by which people move a cell between its sites: a metric that an alarm looks at, as those who throw it and
//! those who look must both name it.

/// The namespace of the metric.
pub const NAMESPACE: &str = "Polder/Switch";

/// The metric: 1 moves the cell to the site that takes over, 0 moves it back.
pub const METRIC: &str = "FailOver";

/// The dimension that says which cell is meant.
pub const CELL: &str = "Cell";
