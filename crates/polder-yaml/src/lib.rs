//! Typed values as YAML: a writer and nothing else.
//!
//! What this house writes as YAML is read by other people's parsers, of two versions of the language, in which `NO` is
//! a truth value and `1e3` a number. So text stands without quotes only where every version takes it for text, and
//! otherwise in double quotes with JSON's escapes, which every version knows. There are no anchors, tags or flows: a
//! value cannot become anything but a value. Libraries that do more were either given up by their authors or do not
//! write comments, and workflows need comments: the version beside a pinned commit.

mod text;
mod value;
mod write;

pub use text::comment;
pub use value::{Entry, Map, Yaml};
pub use write::document;

#[cfg(test)]
mod tests;
