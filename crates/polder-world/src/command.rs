//! Running other programs.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// A program to run. It gets the environment of this one and what [`Command::env`] adds.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Command {
    /// Its name on the search path, or its file.
    pub program: String,
    /// Its arguments. No shell sees them.
    pub args: Vec<String>,
    /// The folder it runs in; that of this program if there is none.
    pub dir: Option<PathBuf>,
    /// Variables that it gets beside those of this program.
    pub env: BTreeMap<String, String>,
    /// What it reads; nothing if there is none.
    pub stdin: Vec<u8>,
}

/// What a program did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Its exit status, or `None` when a signal ended it.
    pub status: Option<i32>,
    /// What it wrote as data.
    pub stdout: Vec<u8>,
    /// What it wrote as messages.
    pub stderr: Vec<u8>,
}

impl Command {
    /// A program with its arguments.
    pub fn new<S: Into<String>>(program: &str, args: impl IntoIterator<Item = S>) -> Command {
        let args = args.into_iter().map(Into::into).collect();
        Command { program: program.to_owned(), args, ..Command::default() }
    }

    /// The same in a folder.
    #[must_use]
    pub fn in_dir(mut self, dir: impl Into<PathBuf>) -> Command {
        self.dir = Some(dir.into());
        self
    }

    /// The same with one more variable.
    #[must_use]
    pub fn with_env(mut self, name: &str, value: &str) -> Command {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with something to read.
    #[must_use]
    pub fn with_stdin(mut self, bytes: impl Into<Vec<u8>>) -> Command {
        self.stdin = bytes.into();
        self
    }

    /// The line as a person would type it, without its environment.
    pub fn line(&self) -> String {
        let words = std::iter::once(&self.program).chain(&self.args);
        words.map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }
}

impl Ran {
    /// Whether the program says that all went well.
    pub fn succeeded(&self) -> bool {
        self.status == Some(0)
    }
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_can_be_typed() {
        let command = Command::new("terraform", ["plan", "-var=a=b c", "", "it's"]);
        assert_eq!(command.line(), r"terraform plan '-var=a=b c' '' 'it'\''s'");
    }
}
