//! Settled values.

use std::collections::BTreeMap;

/// Settled values by their path: `cells.de.primary.network` is `10.100.0.0/16`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The values.
    pub(crate) values: BTreeMap<String, String>,
    /// The release of Polder whose facts the values were settled with.
    pub(crate) release: String,
}

/// There is no such entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the lock has no entry `{0}`; it has, for example, `{1}`")]
pub struct UnknownEntry(String, String);

impl Lock {
    /// A settled value.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.values.get(path).map(String::as_str)
    }

    /// All settled values with their paths, in order.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(path, value)| (path.as_str(), value.as_str()))
    }

    /// The lock without an entry, which is a value or a table of values, so that it is settled anew. The subnets of a network go
    /// with it.
    ///
    /// # Errors
    /// If there is no such entry.
    pub fn without(&self, entry: &str) -> Result<Lock, UnknownEntry> {
        let subnets = entry.strip_suffix(".network").map(|site| format!("{site}.subnets"));
        let is_in = |path: &str, table: &str| {
            path.strip_prefix(table).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let inside =
            |path: &str| is_in(path, entry) || subnets.as_deref().is_some_and(|table| is_in(path, table));
        let mut lock = self.clone();
        lock.values.retain(|path, _| !inside(path));
        if lock.values.len() == self.values.len() {
            let example = self.values.keys().next().cloned().unwrap_or_default();
            return Err(UnknownEntry(entry.to_owned(), example));
        }
        Ok(lock)
    }
}
