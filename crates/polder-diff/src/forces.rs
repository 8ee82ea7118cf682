//! Attributes that the provider cannot change: whoever changes one gets another resource.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Whether a change of an attribute forces a replacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forces {
    Yes,
    No,
    /// The provider gave no answer.
    Unknown,
}

/// What the provider answered, made by `cargo xtask replacements`: each line has `!` or `?`, a type and a path. Other
/// attributes are changed in place.
static TABLE: &str = include_str!("../data/replacements.txt");

static FORCES: LazyLock<BTreeMap<(&str, &str), Forces>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let forces = match words.next()? {
            "!" => Forces::Yes,
            "?" => Forces::Unknown,
            _ => return None,
        };
        Some(((words.next()?, words.next()?), forces))
    });
    lines.collect()
});

/// Whether a change of the attribute or block at a path forces a replacement, itself or what it is in.
pub(crate) fn forces(kind: &str, path: &str) -> Forces {
    let above = path.match_indices('.').map(|(at, _)| &path[..at]).chain([path]);
    let answers = above.map(|path| FORCES.get(&(kind, path)).copied().unwrap_or(Forces::No));
    answers.fold(Forces::No, |sum, answer| match (sum, answer) {
        (Forces::Yes, _) | (_, Forces::Yes) => Forces::Yes,
        (Forces::Unknown, _) | (_, Forces::Unknown) => Forces::Unknown,
        (Forces::No, Forces::No) => Forces::No,
    })
}
