//! Blocks and attributes as `terraform fmt` lays them out.
//!
//! The one rule that takes some care: the equals signs of neighbouring attributes stand in one column, and an
//! attribute whose value opens a bracket that stays open at the end of its line, a comment, a block and an empty line
//! each end such a group. (The rule is that of hclwrite's `formatCells`.)

use polder_cloud::{Body, Content, Item};

use crate::expression::Writer;

/// Width at which lists and objects are broken into lines.
pub(crate) const WIDTH: usize = 100;

/// One line or more of a body, before alignment.
struct Entry {
    comment: Option<String>,
    key: String,
    /// The value, possibly over several lines; `None` for a block, which is ready as `key`.
    value: Option<String>,
    /// A block stands alone between empty lines.
    block: bool,
}

/// The items of a body, each line indented by `indent` spaces.
pub(crate) fn body(writer: &Writer<'_>, body: &Body, indent: usize) -> String {
    let entries = body.items.iter().map(|item| entry(writer, item, indent)).collect::<Vec<_>>();
    lay_out(&entries, indent)
}

/// `key { … }` or `key "label" { … }` with its closing brace.
pub(crate) fn block(writer: &Writer<'_>, head: &str, inner: &Body, indent: usize) -> String {
    if inner.items.is_empty() {
        return format!("{head} {{}}");
    }
    format!("{head} {{\n{}{:indent$}}}", body(writer, inner, indent + 2), "")
}

fn entry(writer: &Writer<'_>, item: &Item, indent: usize) -> Entry {
    let comment = item.comment.map(|text| text.trim().to_owned());
    match &item.content {
        Content::Attribute(value) => {
            let key = crate::expression::key(&item.key);
            let room = WIDTH.saturating_sub(indent + key.len() + 3);
            Entry { comment, key, value: Some(writer.expression(value, indent, room)), block: false }
        }
        Content::Block(inner) => {
            Entry { comment, key: block(writer, &item.key, inner, indent), value: None, block: true }
        }
    }
}

fn lay_out(entries: &[Entry], indent: usize) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < entries.len() {
        let run = aligned_run(&entries[at..]);
        let width = entries[at..at + run].iter().map(|entry| entry.key.chars().count()).max().unwrap_or(0);
        for (offset, entry) in entries[at..at + run].iter().enumerate() {
            let first = at + offset == 0;
            let after_block = !first && entries[at + offset - 1].block;
            if !first && (entry.block || after_block) {
                out.push('\n');
            }
            if let Some(comment) = &entry.comment {
                comment_lines(&mut out, comment, indent);
            }
            match &entry.value {
                Some(value) => out.push_str(&format!("{:indent$}{:width$} = {value}\n", "", entry.key)),
                None => out.push_str(&format!("{:indent$}{}\n", "", entry.key)),
            }
        }
        at += run;
    }
    out
}

/// How many entries from the first on share one column for their equals signs; at least one.
fn aligned_run(entries: &[Entry]) -> usize {
    let single = |entry: &Entry| entry.value.as_ref().is_some_and(|value| !value.contains('\n'));
    if !entries.first().is_some_and(single) {
        return 1;
    }
    let more = entries[1..].iter().take_while(|entry| single(entry) && entry.comment.is_none());
    1 + more.count()
}

/// A comment as lines of at most [`WIDTH`] characters. A line that is indented is something to be copied, and stays as it
/// is, with the blanks in front of it.
pub(crate) fn comment_lines(out: &mut String, text: &str, indent: usize) {
    let mut words = vec![];
    for line in text.lines() {
        if line.starts_with("  ") {
            wrapped(out, std::mem::take(&mut words), indent);
            out.push_str(&format!("{:indent$}# {}\n", "", line.trim_end()));
        } else {
            words.extend(line.split_whitespace());
        }
    }
    wrapped(out, words, indent);
}

fn wrapped(out: &mut String, words: Vec<&str>, indent: usize) {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && indent + 2 + line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&format!("{:indent$}# {line}\n", ""));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        out.push_str(&format!("{:indent$}# {line}\n", ""));
    }
}

#[cfg(test)]
mod tests {
    use super::comment_lines;

    #[test]
    fn commands_in_comments_can_be_copied() {
        let mut out = String::new();
        let text = "Throw it here,\nand nowhere else:\n    aws put \\\n      --value 1\nThe value 0\nthrows it back.";
        comment_lines(&mut out, text, 2);
        assert_eq!(
            out,
            "  # Throw it here, and nowhere else:\n  #     aws put \\\n  #       --value 1\n  \
             # The value 0 throws it back.\n"
        );
    }
}
