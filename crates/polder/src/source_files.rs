//! What a build is made from, beside it: the platform file, and what it settles.

use polder_emit::File;

use crate::compiled::Compiled;

/// The copy of the platform file in a build. It is not `polder.toml`, which commands look for in the current folder.
pub const ORIGIN: &str = "platform.toml";

/// What that platform settles.
pub const ORIGIN_LOCK: &str = "platform.lock";

/// Both.
pub(crate) fn files(compiled: &Compiled) -> [File; 2] {
    [(ORIGIN, compiled.source.clone()), (ORIGIN_LOCK, compiled.settled.to_string())]
        .map(|(path, content)| File { path: path.to_owned(), content })
}
