//! `[tags]`.

use polder_diag::{Finding, Spanned};

use crate::codes;
use crate::reader::{Table, listed, shown};
use crate::setting::Setting;

/// What a value must be, in words.
pub(super) const VALUE_HELP: &str = "up to 256 letters, digits, spaces and `_ . : / = + - @`";

/// Polder sets these on everything.
const OWN: &[&str] = &[
    "platform",
    "owner",
    "environment",
    "cell",
    "site",
    "layer",
    "role",
    "component",
    "data-class",
    "managed-by",
    "Name",
];

/// AWS allows 50 on a resource; Polder sets up to ten.
const TAGS_MAX: usize = 40;

/// Reads all tags.
pub(super) fn read(file: &Table<'_>) -> Vec<(Spanned<String>, Setting<String>)> {
    let tags = file.named_texts("tags");
    if tags.len() > TAGS_MAX {
        let finding =
            Finding::new(&codes::TAG, format!("{} tags are more than a resource can have", tags.len()));
        file.reader.say(finding.at(file.span_of("tags"), "at most 40"));
    }
    for (key, value) in &tags {
        check_key(file, key);
        if !is_value(value) {
            let finding = Finding::new(&codes::TAG, format!("{} cannot be the value of a tag", shown(value)));
            file.reader.say(finding.at(value.span(), "not a value that AWS accepts").help(VALUE_HELP));
        }
    }
    tags
}

/// Whether AWS accepts `text` as the value of a tag.
pub(super) fn is_value(text: &str) -> bool {
    text.chars().count() <= 256 && text.chars().all(is_known)
}

fn check_key(file: &Table<'_>, key: &Spanned<String>) {
    let name = key.as_str();
    if OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        file.reader.say(
            Finding::new(&codes::RESERVED_TAG, format!("Polder sets the tag {} itself", shown(name)))
                .at(key.span, "taken")
                .help(format!("choose another key; reserved are {}", listed(OWN, "and"))),
        );
    } else if name.is_empty() || name.chars().count() > 128 || !name.chars().all(is_known) {
        file.reader.say(
            Finding::new(&codes::TAG, format!("{} cannot be the key of a tag", shown(name)))
                .at(key.span, "not a key that AWS accepts")
                .help("1 to 128 letters, digits, spaces and `_ . : / = + - @`"),
        );
    } else if name.to_ascii_lowercase().starts_with("aws:") {
        file.reader.say(
            Finding::new(&codes::TAG, format!("{} cannot be the key of a tag", shown(name)))
                .at(key.span, "`aws:` is reserved for AWS")
                .help("choose a key without this prefix"),
        );
    }
}

fn is_known(c: char) -> bool {
    c.is_alphanumeric() || c == ' ' || "_.:/=+-@".contains(c)
}
