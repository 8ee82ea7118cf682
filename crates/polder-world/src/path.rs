//! Paths that stay where they should.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The plain components of a path below a root, or an error when its words lead out of the root or name the root
/// itself.
pub(crate) fn below(path: &Path) -> io::Result<Vec<PathBuf>> {
    let refuse = || {
        let text = format!("`{}` does not stay below the folder it is written to", path.display());
        io::Error::new(io::ErrorKind::InvalidInput, text)
    };
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(PathBuf::from(part)),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return Err(refuse()),
        }
    }
    if parts.is_empty() { Err(refuse()) } else { Ok(parts) }
}

/// A path without `.` and, as far as words can tell, without `..`.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_root_is_refused() {
        for path in ["", ".", "..", "../a", "a/../../b", "a/..", "/etc/passwd"] {
            assert!(below(Path::new(path)).is_err(), "`{path}`");
        }
        assert_eq!(below(Path::new("./a/b")).ok(), Some(vec![PathBuf::from("a"), PathBuf::from("b")]));
    }

    #[test]
    fn plain_paths_name_one_thing_one_way() {
        for (path, expected) in [("a/./b", "a/b"), ("a/../b", "b"), ("../a", "../a"), ("/a/b/..", "/a")] {
            assert_eq!(plain(Path::new(path)), Path::new(expected), "`{path}`");
        }
    }
}
