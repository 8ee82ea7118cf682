//! `until`: the last day of what holds for a time.

use polder_diag::Finding;

use crate::codes;
use crate::day::Day;
use crate::reader::{Table, shown};
use crate::setting::{Otherwise, Setting};

/// Reads the key of a table, which must have it. `it_holds` says what ends: "it is accepted".
pub(super) fn read(table: &Table<'_>, it_holds: &str) -> Setting<Day> {
    if table.span_of("until").is_none() {
        table.say_missing(
            "until",
            format!("write the last day on which {it_holds}: `until = \"2027-03-31\"`"),
        );
    }
    let text = table.text("until");
    let day = text.as_ref().and_then(|text| Day::parse(text));
    if let (Some(text), None) = (&text, day) {
        table.reader.say(
            Finding::new(&codes::ACCEPTED_DAY, format!("{} is not a day", shown(text)))
                .at(text.span(), "year, month and day")
                .help("write it as `2027-03-31`"),
        );
    }
    let written = text.zip(day).map(|(text, day)| Setting { value: day, origin: text.origin });
    written.else_rule(Day::at(0), "missing")
}
