//! Verdicts: what every engine that proves something about an estate returns.
//!
//! An engine returns [`Property`]s. Each has a claim that can be read alone, and a [`Verdict`]: *proved* with
//! the reason, *refuted* with a [`Witness`] that a second engine has replayed, *undecided* with what is not
//! known, or *procedural* for what no configuration can show. Nothing is undecided silently, and undecided
//! never counts as success.

mod evidence;
mod model;
mod picture;
mod property;
mod render;
mod report;
mod resource;
mod verdict;
mod witness;

pub use evidence::{Evidence, Gap};
pub use model::MODEL_VERSION;
pub use picture::{Picture, pictures};
pub use property::{Property, sort};
pub use render::{FORMAT_VERSION, Format, render};
pub use report::{Acceptance, Counts, Report};
pub use resource::Resource;
pub use verdict::{Label, Verdict};
pub use witness::{Effect, Fact, Step, Witness};

#[cfg(test)]
mod tests;
