//! The arguments of the task.

/// Which platforms, and how thoroughly.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// Which platforms.
    pub(super) platforms: Platforms,
    /// Whether the tests of modules are run.
    pub(super) test: bool,
}

/// The platforms to check.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Platforms {
    /// The owner's, and combinations in which every engine occurs.
    Some,
    /// Every example and every combination of engines.
    All,
    /// The example or combination of this name.
    One(String),
}

impl Options {
    /// Parses the arguments after the task's name. `None` if one is invalid.
    pub(crate) fn parse(words: &[&str]) -> Option<Options> {
        let mut options = Options { platforms: Platforms::Some, test: true };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--no-test" => options.test = false,
                "--full" => options.platforms = Platforms::All,
                "--only" => options.platforms = Platforms::One((*words.next()?).to_owned()),
                _ => return None,
            }
        }
        Some(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_parsed() {
        let some = Options { platforms: Platforms::Some, test: true };
        assert_eq!(Options::parse(&[]), Some(some));
        let all = Options { platforms: Platforms::All, test: true };
        assert_eq!(Options::parse(&["--full"]), Some(all));
        let one = Options { platforms: Platforms::One("six-cells".into()), test: false };
        assert_eq!(Options::parse(&["--only", "six-cells", "--no-test"]), Some(one));
        assert_eq!(Options::parse(&["--only"]), None);
        assert_eq!(Options::parse(&["--fast"]), None);
    }
}
