//! `[accepted.CODE]`: findings that are accepted for a time.

use polder_diag::{Finding, Spanned};

use crate::codes;
use crate::day::Day;
use crate::model::Accepted;
use crate::reader::{Table, shown};
use crate::setting::{Otherwise, Setting};

/// Reads the tables in their order.
pub(super) fn read(file: &Table<'_>) -> Vec<Accepted> {
    file.named("accepted").iter().map(|(code, table)| accepted(code, table)).collect()
}

fn accepted(code: &Spanned<String>, table: &Table<'_>) -> Accepted {
    if table.span_of("reason").is_none() {
        table
            .say_missing("reason", "write why the finding is accepted: `reason = \"the shop opens in May\"`");
    }
    let reason = table.text("reason");
    if let Some(reason) = reason.as_ref().filter(|reason| reason.trim().is_empty()) {
        table.say_out_of_range("reason", reason.span().unwrap_or_default(), "a sentence");
    }
    let about = table.texts("about").map(|texts| texts.value).unwrap_or_default();
    // Every message contains an empty text.
    if let Some(text) = about.iter().find(|text| text.trim().is_empty()) {
        table.say_out_of_range("about", text.span().unwrap_or_default(), "texts of messages");
    }
    Accepted {
        code: code.clone(),
        reason: reason.else_rule(String::new(), "missing"),
        until: until(table),
        about,
    }
}

fn until(table: &Table<'_>) -> Setting<Day> {
    if table.span_of("until").is_none() {
        table.say_missing("until", "write the last day on which it is accepted: `until = \"2027-03-31\"`");
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
