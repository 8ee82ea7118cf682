//! The driver, which calls the phases in order, and the public API.
//!
//! [`compile`] goes from a text to the graph; [`build`] writes the files to a folder. Only the modules `budgets`, `codes`,
//! `compile`, `compiled`, `inventory`, `limits`, `needs`, `price`, `prove`, `purchase`, `terms` and `words` depend on a provider. Nothing here prints or
//! makes decisions; all I/O goes through a
//! [`polder_world::World`].

mod accepted;
mod budgets;
mod build_error;
mod manifest;
mod git_files;
mod overrides;
mod source_files;
mod build;
mod differing_files;
mod census;
mod codes;
mod compile;
mod compiled;
mod engine;
mod environment;
mod part;
mod graph;
mod guarantees;
mod inventory;
mod limits;
mod rights;
mod markets;
mod needs;
mod price;
mod prove;
mod certificate;
mod running_shop;
mod terms;
mod purchase;
mod difference_of;
mod words;

pub use accepted::accepted;
pub use build::{BuildOptions, Built, Kept, KeptBecause, build, files, modules};
pub use build_error::BuildError;
pub use census::{Census, census};
pub use certificate::certificate;
pub use codes::codes;
pub use compile::{EXAMPLE, Input, compile, compile_with_inventory};
pub use compiled::Compiled;
pub use difference_of::{Difference, difference_of};
pub use differing_files::{differing_files, is_build};
pub use engine::{Checked, Engine, check_stack};
pub use environment::{EnvironmentError, environment};
pub use graph::{GraphBy, GraphFormat, graph};
pub use guarantees::guarantees;
pub use inventory::inventory;
pub use limits::{CheckedPlans, check_plans, limits};
pub use overrides::{Addition, OVERRIDES, overrides};
pub use price::{Priced, Prices, price, price_plans};
pub use prove::{prove, prove_plans, prove_plans_of_owner, requirements, requirements_of_plans};
pub use purchase::commitments;
pub use rights::rights;
pub use running_shop::{CellError, Place, shop_at};
pub use source_files::{ORIGIN, ORIGIN_LOCK};
pub use words::Words;

pub use polder_check as check;
pub use polder_design as design;
pub use polder_diag as diag;
pub use polder_diff as difference;
pub use polder_facts as facts;
pub use polder_inventory::Inventory;
pub use polder_lock as lock;
pub use polder_pipeline as pipeline;
pub use polder_price as bill;
pub use polder_purchase as purchase_list;
pub use polder_recheck as recheck;
pub use polder_shop as shop;
pub use polder_shop_setup as shop_setup;
pub use polder_spec as spec;
pub use polder_verdict as verdict;
