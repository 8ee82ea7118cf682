//! Drawings as SVG: shapes and labels on white, with dark text in generic fonts.
//!
//! Coordinates are whole pixels, so that the same input gives the same bytes. [`width`] is an upper bound for the width of a
//! text in common fonts: who places labels by it knows that they do not overlap.

mod column;
mod drawing;
mod text;

pub use column::column;
pub use drawing::{Anchor, Area, Drawing, Ink, Label};
pub use text::{fit, width, wrap};
