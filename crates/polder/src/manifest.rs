//! The list of files that Polder wrote into a folder, with the hash of each.

use std::collections::{BTreeMap, BTreeSet};

use twox_hash::XxHash3_64;

/// The name of the list in the folder. It is committed with the build.
pub(crate) const MANIFEST: &str = ".polder-files";

/// In place of the hash of a file that a version of Polder without hashes wrote.
const UNKNOWN: &str = "----------------";

/// The files of a build.
///
/// One line for each: `<hash>  <path>`, by path. A path may have several lines: those of two branches after a merge, and
/// those of a build that was interrupted, which adds a line before it writes a file. A file is Polder's if it has one of the
/// hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest(BTreeMap<String, Entry>);

/// What Polder may have written to a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Entry {
    hashes: BTreeSet<u64>,
    unknown: bool,
}

/// Who wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    /// Polder.
    Polder,
    /// Polder, and then somebody changed it.
    Edited,
    /// Somebody else.
    Somebody,
}

/// The hash of a file.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

/// One line of the list.
pub(crate) fn line(hash: u64, path: &str) -> String {
    format!("{hash:016x}  {path}\n")
}

impl Manifest {
    /// Reads a list. Nothing in it is an error: a line that is no entry, such as a mark of a merge conflict, is passed over.
    /// A list without any hash is one of a version that wrote paths only.
    pub(crate) fn parse(text: &str) -> Manifest {
        let entries: Vec<(&str, Option<u64>)> = text.lines().filter_map(entry).collect();
        let mut manifest = Manifest::default();
        if entries.is_empty() {
            for path in text.lines().filter(|line| !line.is_empty()) {
                manifest.add(path, None);
            }
        }
        for (path, hash) in entries {
            manifest.add(path, hash);
        }
        manifest
    }

    /// Adds a file; without a hash, one with any content.
    pub(crate) fn add(&mut self, path: &str, hash: Option<u64>) {
        let entry = self.0.entry(path.to_owned()).or_default();
        entry.unknown |= hash.is_none();
        entry.hashes.extend(hash);
    }

    /// The lines of a path.
    pub(crate) fn lines(&self, path: &str) -> String {
        self.0.get(path).map_or_else(String::new, |entry| entry.lines(path))
    }

    /// Takes over what another list says of a path.
    pub(crate) fn keep(&mut self, path: &str, other: &Manifest) {
        if let Some(entry) = other.0.get(path) {
            self.0.insert(path.to_owned(), entry.clone());
        }
    }

    /// Takes a path from the list.
    pub(crate) fn forget(&mut self, path: &str) {
        self.0.remove(path);
    }

    /// Who wrote a file with these bytes.
    pub(crate) fn author(&self, path: &str, bytes: &[u8]) -> Author {
        match self.0.get(path) {
            None => Author::Somebody,
            Some(entry) if entry.unknown || entry.hashes.contains(&hash(bytes)) => Author::Polder,
            Some(_) => Author::Edited,
        }
    }

    /// Whether it lists a path.
    pub(crate) fn lists(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The paths, in order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The text of the list.
    pub(crate) fn text(&self) -> String {
        self.0.iter().map(|(path, entry)| entry.lines(path)).collect()
    }
}

impl Entry {
    /// Its lines of the list.
    fn lines(&self, path: &str) -> String {
        let mut lines: String = self.hashes.iter().map(|hash| line(*hash, path)).collect();
        if self.unknown {
            lines.push_str(&format!("{UNKNOWN}  {path}\n"));
        }
        lines
    }
}

/// The path and the hash of a line; none if it is no entry.
fn entry(line: &str) -> Option<(&str, Option<u64>)> {
    let (hash, path) = line.split_once("  ").filter(|(_, path)| !path.is_empty())?;
    if hash == UNKNOWN {
        return Some((path, None));
    }
    let digits = hash.len() == UNKNOWN.len() && hash.bytes().all(|it| it.is_ascii_hexdigit());
    digits.then(|| u64::from_str_radix(hash, 16).ok()).flatten().map(|hash| (path, Some(hash)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let mut manifest = Manifest::default();
        manifest.add("b/c  d.tf", Some(hash(b"1")));
        manifest.add("a", Some(hash(b"1")));
        manifest.add("a", Some(hash(b"2")));
        manifest.add("old", None);
        assert_eq!(Manifest::parse(&manifest.text()), manifest);
        assert_eq!(manifest.paths().collect::<Vec<_>>(), ["a", "b/c  d.tf", "old"]);
    }

    #[test]
    fn the_author_follows_from_the_hash() {
        // Of a merge that kept the lines of both sides, and one that was left in conflict.
        let (one, two) = (line(hash(b"1"), "a"), line(hash(b"2"), "a"));
        let conflict = format!("<<<<<<< HEAD\n{one}=======\n{two}>>>>>>> branch\n");
        for text in [format!("{one}{two}"), conflict] {
            let manifest = Manifest::parse(&text);
            assert_eq!(manifest.paths().count(), 1);
            assert_eq!(manifest.author("a", b"1"), Author::Polder);
            assert_eq!(manifest.author("a", b"2"), Author::Polder);
            assert_eq!(manifest.author("a", b"3"), Author::Edited);
            assert_eq!(manifest.author("b", b"1"), Author::Somebody);
        }
    }

    #[test]
    fn a_list_of_paths_alone_accepts_any_content_until_it_is_renewed() {
        let manifest = Manifest::parse("README.md\nmodules/m/x.tf\n");
        assert_eq!(manifest.author("README.md", b"anything"), Author::Polder);
        assert_eq!(Manifest::parse(&manifest.text()), manifest);
    }

    /// The hash is in files that people commit, so it must be the same in each version of Polder.
    #[test]
    fn the_hash_is_xxh3() {
        assert_eq!(line(hash(b""), "empty"), "2d06800538d394c2  empty\n");
    }
}
