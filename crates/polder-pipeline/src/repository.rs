//! Paths in the repository, and the variables of jobs.

use polder_yaml::Map;

use crate::expression::data;

/// Paths relative to the root of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The platform file: `polder.toml`.
    pub platform: String,
    /// The folder of the build: `build`. It is committed.
    pub build: String,
}

impl Default for Repository {
    fn default() -> Repository {
        Repository { platform: "polder.toml".into(), build: "build".into() }
    }
}

/// The variables that all jobs have.
pub(crate) fn environment(repository: &Repository) -> Map {
    Map::new()
        .with("BUILD", data(&repository.build))
        .with("TF_IN_AUTOMATION", "true")
        .with("CHECKPOINT_DISABLE", "1")
}
