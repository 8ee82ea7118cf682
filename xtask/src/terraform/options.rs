//! What the task is asked to do.

/// Which platforms, and how thoroughly.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The one example to look at; all of them if there is none.
    pub(super) only: Option<String>,
    /// Whether the tests of the owner's platform are run.
    pub(super) test: bool,
}

impl Options {
    /// Reads the words after the task's name. `None` if there is one that is not understood.
    pub(crate) fn parse(words: &[&str]) -> Option<Options> {
        let mut options = Options { only: None, test: true };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--no-test" => options.test = false,
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
        let all = Options { only: None, test: true };
        assert_eq!(Options::parse(&[]), Some(all));
        let one = Options { only: Some("six-cells".into()), test: false };
        assert_eq!(Options::parse(&["--only", "six-cells", "--no-test"]), Some(one));
        assert_eq!(Options::parse(&["--only"]), None);
        assert_eq!(Options::parse(&["--fast"]), None);
    }
}
