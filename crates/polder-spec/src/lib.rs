//! `polder.toml` → [`Platform`]: names resolved, defaults with their origin, all errors at once.

mod model;
mod setting;

pub use model::*;
pub use setting::{Origin, Setting};
