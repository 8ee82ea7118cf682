//! Budgets.

use polder_units::{Duration, PicoUsd};

use crate::describe::{entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Pattern, Set, Text};

/// A budget with its notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The limit for a period.
    pub limit: Known<PicoUsd>,
    /// The period: a day, or a month of thirty days.
    pub period: Known<Duration>,
    /// The costs included, as `dimension=value`; empty for all.
    pub filters: Known<Set<Pattern>>,
    /// Its notifications.
    pub notifications: Set<BudgetNotification>,
}

entry!(Budget { name, limit, period, filters, notifications });

/// A notification of a budget.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BudgetNotification {
    /// The threshold, in percent of the limit.
    pub percent: Known<u32>,
    /// Whether it compares forecast costs instead of actual ones.
    pub forecast: Known<bool>,
    /// Email addresses and topics.
    pub to: Known<Set<Pattern>>,
}

record!(BudgetNotification { percent, forecast, to });
