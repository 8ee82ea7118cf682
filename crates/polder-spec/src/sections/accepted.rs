//! `[accepted.CODE]`: findings that are accepted for a time.

use polder_diag::Spanned;

use super::{reason, until};
use crate::model::Accepted;
use crate::reader::Table;

/// Reads the tables in their order.
pub(super) fn read(file: &Table<'_>) -> Vec<Accepted> {
    file.named("accepted").iter().map(|(code, table)| accepted(code, table)).collect()
}

fn accepted(code: &Spanned<String>, table: &Table<'_>) -> Accepted {
    let about = table.texts("about").map(|texts| texts.value).unwrap_or_default();
    // Every message contains an empty text.
    if let Some(text) = about.iter().find(|text| text.trim().is_empty()) {
        table.say_out_of_range("about", text.span().unwrap_or_default(), "texts of messages");
    }
    Accepted {
        code: code.clone(),
        reason: reason::read(
            table,
            "write why the finding is accepted: `reason = \"the shop opens in May\"`",
        ),
        until: until::read(table, "it is accepted"),
        about,
    }
}
