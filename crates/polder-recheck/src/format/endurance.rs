//! What shows which failures a market endures: its tree, all sets of one and two events that stop it, and the terms of its bounds.

use serde::{Deserialize, Serialize};

/// The markets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endurance {
    /// In the order of their names.
    pub markets: Vec<Market>,
}

/// What one market endures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Market {
    /// Its name.
    pub name: String,
    /// Events, by which gates and cuts name them.
    pub events: Vec<Event>,
    /// What is not known, by which nodes name it.
    pub gaps: Vec<String>,
    /// What resources of the market configure beyond the model.
    pub not_modelled: Vec<String>,
    /// The tree. The parts of a node come before it.
    pub nodes: Vec<Node>,
    /// Whether orders are placed without anybody acting.
    pub orders: Aim,
    /// Whether orders are placed after a failover, where one is needed.
    pub orders_failed_over: Aim,
    /// The times of a recovery.
    pub bounds: Vec<Bound>,
    /// The steps of a failover; none if they are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failover: Option<Failover>,
}

/// Something that fails as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Why its failure is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A region with everything in it.
    Region,
    /// A zone with everything in it.
    Zone,
    /// One resource.
    Resource,
}

/// A part of a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Node {
    /// Works until this event.
    Event(u32),
    /// Not known whether it works.
    Gap(u32),
    /// Works while so many of its parts work.
    Gate {
        /// How many.
        needed: u32,
        /// The parts.
        of: Vec<u32>,
        /// What it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<String>,
    },
}

/// A node that must work, and what stops it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aim {
    /// The node.
    pub root: u32,
    /// All sets of one and two events that stop it, with what is not known taken as working; none if it does not even work without
    /// events, if there are too many, or if a recheck cannot try every pair of events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cuts: Option<Cuts>,
}

/// All sets of one and two events that stop a node, of which no smaller one does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cuts {
    /// Single events.
    pub singles: Vec<u32>,
    /// Pairs, the lower one first.
    pub pairs: Vec<(u32, u32)>,
}

/// A bound of a time, term by term, in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The identifier of the property.
    pub id: String,
    /// What is allowed.
    pub objective_ms: u64,
    /// How the terms add up.
    pub total: Total,
    /// The terms.
    pub terms: Vec<Term>,
    /// At least so long, from what is certain.
    pub least_ms: u64,
    /// At most so long; none if that is not known.
    pub most_ms: Option<u64>,
}

/// How terms add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Total {
    /// One after the other.
    Sum,
    /// All at the same time.
    Longest,
}

/// A part of a recovery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What takes the time.
    pub what: String,
    /// At least so long.
    pub least_ms: u64,
    /// At most so long; none if that is not known.
    pub most_ms: Option<u64>,
    /// Where the figure comes from, or why there is none.
    pub source: String,
}

/// The steps of a failover while a region is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failover {
    /// The region that is lost.
    pub lost: String,
    /// What each step needs.
    pub steps: Vec<Needed>,
    /// What is not known of steps.
    pub not_known: Vec<String>,
    /// Health checks that requests from outside decide, by which DNS leaves the site.
    pub checks: Vec<String>,
    /// Switches by which DNS leaves the site.
    pub switches: Vec<Needed>,
    /// Records that are returned whatever their health, if neither checks nor switches are there.
    pub unwatched: Vec<String>,
}

/// Something that a step needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needed {
    /// The step, or what it needs.
    pub what: String,
    /// Its region; none if it is in none.
    pub region: Option<String>,
}
