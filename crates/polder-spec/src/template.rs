//! What `polder init` writes.

/// A commented platform file of a few lines, valid as it is.
pub fn template() -> &'static str {
    include_str!("template.toml")
}
