//! What AWS refuses although Terraform plans it.
//!
//! [`check`] compares every value of a graph that is known with what AWS accepts: patterns, lengths, ranges and lists of
//! values from AWS's own schemas; machine classes, engine versions and services by region; settings that exclude or
//! need each other; and relations between resources. The graph may be Polder's own or that of a plan that others wrote.
//! [`check_with_quotas`] also compares counts with AWS's quotas.
//!
//! A value that is not known is not a finding and not a success: it is listed as [`Undecided`].

mod report;
mod codes;
mod data;
mod encoded;
mod tree;
mod subject;
mod context;
mod checks;
mod check;
#[cfg(test)]
mod laws;

pub use check::{check, check_with_quotas};
pub use codes::codes;
pub use data::actions::{Operation, actions};
pub use data::coverage::{Coverage, coverage};
pub use report::{Finding, Report, Undecided};
