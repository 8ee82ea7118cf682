//! One file for each command.

pub(crate) mod check;
pub(crate) mod check_plan;
pub(crate) mod commitments;
pub(crate) mod compile;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod env;
pub(crate) mod explain;
pub(crate) mod facts;
pub(crate) mod refresh;
pub(crate) mod graph;
pub(crate) mod init;
pub(crate) mod lock;
pub(crate) mod man;
pub(crate) mod price;
pub(crate) mod prove;
pub(crate) mod recheck;
pub(crate) mod schema;
pub(crate) mod shop;
pub(crate) mod up;
