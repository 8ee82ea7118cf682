//! AWS's default quotas, and what a graph counts against them.
//!
//! The table lists quotas that the estates of retailers and common plans meet, each with its default, what a new
//! account may have instead, its codes in Service Quotas, its source, and what counts against it. [`usages`] counts per
//! account, region and resource, in Polder's own graph as well as in the plans of others. A count of which something is
//! not known is a lower bound: it can refute, and otherwise the quota is undecided.
//!
//! *Not here:* what other estates of an account use, rates of requests, and sizes that depend on the data.

mod amount;
mod group;
mod quota;
mod memo;
mod weigh;
mod measure;
mod table;
mod weighed;
mod place;
mod raised;
mod usage;
mod takeover;
mod request;
mod codes;
mod finding;

pub use amount::Amount;
pub use codes::codes;
pub use finding::{Finding, Findings, Undecided, findings, over_fixed};
pub use group::Group;
pub use quota::{Quota, Raised, Scope, Source, Unit};
pub use request::{REQUESTS_REGION, Request, requests};
pub use table::quotas;
pub use usage::{Usage, Verdict, usages};
