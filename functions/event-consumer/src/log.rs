//! One line of JSON for each thing that happened.
//!
//! Nothing of a payload and no text of a sender's gets here: ids, codes and the names of this crate only, so that no log
//! holds what is about people.

use std::io::Write;

use serde_json::{Map, Value};

/// Where lines go.
pub struct Log {
    to: Box<dyn Write>,
}

impl Log {
    /// A log that writes there.
    pub fn new(to: Box<dyn Write>) -> Log {
        Log { to }
    }

    /// Something went as it should.
    pub fn info(&mut self, what: &str, fields: &[(&str, &str)]) {
        self.line("INFO", what, fields);
    }

    /// Something did not go as it should.
    pub fn warn(&mut self, what: &str, fields: &[(&str, &str)]) {
        self.line("WARN", what, fields);
    }

    fn line(&mut self, level: &str, what: &str, fields: &[(&str, &str)]) {
        let text = |text: &str| Value::String(text.to_owned());
        let mut line =
            Map::from_iter([("level".to_owned(), text(level)), ("message".to_owned(), text(what))]);
        line.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), text(value))));
        // A log that cannot be written must not stop events.
        let _ = writeln!(self.to, "{}", Value::Object(line));
    }
}
