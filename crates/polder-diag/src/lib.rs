//! Codes, spans, findings and their renderers.
//!
//! A [`Finding`] says one thing about one place. Phases collect findings and return them in an [`Outcome`]
//! beside the value they could still make; nothing here prints, reads files or knows what the findings are about.

mod code;
mod finding;
mod outcome;
mod span;

pub use code::{Code, Severity};
pub use finding::{Finding, Label};
pub use outcome::Outcome;
pub use span::{Span, Spanned};
