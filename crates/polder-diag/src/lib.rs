//! Codes, spans, findings and their renderers.
//!
//! A [`Finding`] is one message about one location. Phases collect findings and return them in an [`Outcome`] with the
//! value that they could still produce; nothing here prints, reads files or depends on what the findings are about.

mod code;
mod finding;
mod order;
mod outcome;
mod render;
mod source;
mod span;
mod visible;

pub use code::{Code, Severity};
pub use finding::{Finding, Label};
pub use order::sorted;
pub use outcome::Outcome;
pub use render::{Format, json_text, render, render_full, sarif_log, sarif_uri, xml_text};
pub use source::{Position, Source};
pub use span::{Span, Spanned};
pub use visible::visible;
