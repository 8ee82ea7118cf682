//! Why a build was not written.

use std::io;

/// Why a build was not written. Nothing was changed, except by an error of the file system.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The folder has files and no list of what Polder wrote.
    #[error(
        "it has files, and none says that Polder wrote them; choose another folder with `--out`, or take it over with `--force`"
    )]
    NotOurs,
    /// Another run writes the folder.
    #[error("another run of Polder writes it; wait until that has ended")]
    Busy,
    /// A file of the user's own does not fit.
    #[error("`{path}` does not fit: {why}")]
    Override {
        /// The file, from the folder of the platform file.
        path: String,
        /// What is wrong, with the way out.
        why: &'static str,
    },
    /// The file system.
    #[error(transparent)]
    Io(#[from] io::Error),
}
