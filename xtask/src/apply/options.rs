//! The arguments of the task.

/// Which stacks, and how many at a time.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// Parts of the names of stacks; all stacks if there are none.
    patterns: Vec<String>,
    /// Stacks of a wave that are applied at the same time.
    pub(super) jobs: usize,
    /// Whether to forget the last run.
    pub(super) fresh: bool,
}

impl Options {
    /// Parses the arguments after the task's name. `None` if one is invalid.
    pub(crate) fn parse(words: &[&str]) -> Option<Options> {
        // Most of the time of a stack is waiting: more jobs than cores.
        let mut options = Options { patterns: vec![], jobs: 4, fresh: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--stacks" => options.patterns.push((*words.next()?).to_owned()),
                "--jobs" => options.jobs = words.next()?.parse().ok().filter(|jobs| *jobs > 0)?,
                "--fresh" => options.fresh = true,
                _ => return None,
            }
        }
        Some(options)
    }

    /// Whether a stack is named.
    pub(super) fn names(&self, stack: &str) -> bool {
        self.patterns.is_empty() || self.patterns.iter().any(|pattern| stack.contains(pattern.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_parsed() {
        let options =
            Options::parse(&["--stacks", "production", "--stacks", "dev", "--jobs", "2"]).expect("valid");
        assert_eq!(options.jobs, 2);
        assert!(options.names("production/global/dns") && options.names("development/global/dns"));
        assert!(!options.names("staging/global/dns"));
        assert!(Options::parse(&[]).expect("valid").names("staging/global/dns"));
        assert_eq!(Options::parse(&["--jobs", "0"]), None);
        assert_eq!(Options::parse(&["--stacks"]), None);
    }
}
