//! What the task is asked to do.

/// Which platforms, and how thoroughly.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The one example to look at; all of them if there is none.
    pub(super) only: Option<String>,
    /// Whether the tests of the owner's platform are run.
    pub(super) test: bool,
    /// Whether the tests of the combinations are run, too.
    pub(super) full: bool,
}

impl Options {
    /// Reads the words after the task's name. `None` if there is one that is not understood.
    pub(crate) fn parse(words: &[&str]) -> Option<Options> {
        let mut options = Options { only: None, test: true, full: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--no-test" => options.test = false,
                "--full" => options.full = true,
                "--only" => options.only = Some((*words.next()?).to_owned()),
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
    fn words_are_understood_or_not() {
        let all = |full| Options { only: None, test: true, full };
        assert_eq!(Options::parse(&[]), Some(all(false)));
        assert_eq!(Options::parse(&["--full"]), Some(all(true)));
        let one = Options { only: Some("six-cells".into()), test: false, full: false };
        assert_eq!(Options::parse(&["--only", "six-cells", "--no-test"]), Some(one));
        assert_eq!(Options::parse(&["--only"]), None);
        assert_eq!(Options::parse(&["--fast"]), None);
    }
}
