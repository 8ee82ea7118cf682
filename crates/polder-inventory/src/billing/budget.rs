//! Limits on what is spent.

use polder_units::{Duration, PicoUsd};

use crate::describe::{entry, record};
use crate::entries::SourceId;
use crate::model::{Known, Pattern, Set, Text};

/// A sum that should not be exceeded, and who is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The resource.
    pub source: SourceId,
    /// Its name.
    pub name: Known<Text>,
    /// The sum of a period.
    pub limit: Known<PicoUsd>,
    /// The period; a month counts as thirty days.
    pub period: Known<Duration>,
    /// Costs that count, as `dimension=value`; empty for all.
    pub costs: Known<Set<Pattern>>,
    /// Who is told when.
    pub notices: Set<BudgetNotice>,
}

entry!(Budget { name, limit, period, costs, notices });

/// Who is told of a budget.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BudgetNotice {
    /// At this share of the limit, in percent.
    pub percent: Known<u32>,
    /// Whether the forecast of the provider counts, and not what is spent already.
    pub forecast: Known<bool>,
    /// Addresses and topics that are told.
    pub to: Known<Set<Pattern>>,
}

record!(BudgetNotice { percent, forecast, to });
