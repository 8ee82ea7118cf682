//! The log: one line of JSON for each event.
//!
//! It never contains payloads or the sender's text: only IDs, codes and names of this crate, so that no log
//! contains personal data.

use std::io::Write;

use serde_json::{Map, Value};

/// The output.
pub struct Log {
    to: Box<dyn Write>,
}

impl Log {
    /// A log that writes there.
    pub fn new(to: Box<dyn Write>) -> Log {
        Log { to }
    }

    /// Logs a success.
    pub fn info(&mut self, what: &str, fields: &[(&str, &str)]) {
        self.line("INFO", what, fields);
    }

    /// Logs a failure.
    pub fn warn(&mut self, what: &str, fields: &[(&str, &str)]) {
        self.line("WARN", what, fields);
    }

    fn line(&mut self, level: &str, what: &str, fields: &[(&str, &str)]) {
        let text = |text: &str| Value::String(text.to_owned());
        let mut line =
            Map::from_iter([("level".to_owned(), text(level)), ("message".to_owned(), text(what))]);
        line.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), text(value))));
        // A failed log must not stop events.
        let _ = writeln!(self.to, "{}", Value::Object(line));
    }
}
