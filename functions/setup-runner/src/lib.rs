//! Compares the running shop of a cell with the design, and sets it up: `polder shop` as a function.
//!
//! [`Order`]s say what to do. A verification that finds the shop not to be ready for customers fails, so that the alarm on
//! the function's errors is raised; a setup returns what is left to do. Neither logs anything but titles of steps, codes and
//! names of settings.

mod order;
mod runner;
mod settings;

pub use order::{Action, FORMAT_VERSION, Order};
pub use runner::{RunError, act, plain, token};
pub use settings::{Settings, SettingsError};
