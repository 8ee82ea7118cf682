//! Forecast × Saleor's measured needs × headroom → tasks, workers, database and cache classes.

/// One line of the arithmetic, for people to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arithmetic {
    /// Whose size: the name of a cell, or empty for the whole platform.
    pub cell: String,
    /// What is computed: `peak page views per second`.
    pub what: String,
    /// How, with the numbers filled in: `1,000,000 × 55 % ÷ 30 days × 3`.
    pub formula: String,
    /// The result with its unit.
    pub result: String,
    /// Ids of the facts that went in.
    pub facts: Vec<String>,
}
