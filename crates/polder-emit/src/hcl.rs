//! Blocks and attributes as `terraform fmt` lays them out.
//!
//! The one rule that takes some care: the equals signs of neighbouring attributes stand in one column, and an
//! attribute whose value opens a bracket that stays open at the end of its line, a comment, a block and an empty line
//! each end such a group. (The rule is that of hclwrite's `formatCells`.)

use std::borrow::Cow;

use polder_cloud::{Body, Content, Item};

use crate::expression::{Writer, indented};

/// Width at which lists and objects are broken into lines.
pub(crate) const WIDTH: usize = 100;

/// An item of a body, before alignment.
struct Entry<'a> {
    comment: Option<&'a str>,
    key: Cow<'a, str>,
    content: Written<'a>,
}

/// What of an item is written already: values are, since their lines decide the alignment.
enum Written<'a> {
    Value(String),
    Block(&'a Body),
}

/// The items of a body, each line indented by `indent` spaces.
pub(crate) fn body(writer: &Writer<'_>, body: &Body, indent: usize) -> String {
    let mut out = String::new();
    body_at(writer, &mut out, body, indent);
    out
}

/// The same, at the end of `out`.
pub(crate) fn body_at(writer: &Writer<'_>, out: &mut String, body: &Body, indent: usize) {
    let entries: Vec<Entry<'_>> = body.items.iter().map(|item| entry(writer, item, indent)).collect();
    lay_out(writer, out, &entries, indent);
}

/// `key { … }` or `key "label" { … }` with its closing brace.
pub(crate) fn block(writer: &Writer<'_>, head: &str, inner: &Body, indent: usize) -> String {
    let mut out = String::with_capacity(1024);
    block_at(writer, &mut out, head, inner, indent);
    out
}

fn block_at(writer: &Writer<'_>, out: &mut String, head: &str, inner: &Body, indent: usize) {
    if inner.items.is_empty() {
        return out.extend([head, " {}"]);
    }
    out.extend([head, " {\n"]);
    body_at(writer, out, inner, indent + 2);
    indented(out, indent);
    out.push('}');
}

fn entry<'a>(writer: &Writer<'_>, item: &'a Item, indent: usize) -> Entry<'a> {
    let (key, content) = match &item.content {
        Content::Attribute(value) => {
            let key = crate::expression::key(&item.key);
            let room = WIDTH.saturating_sub(indent + key.len() + 3);
            (key, Written::Value(writer.expression(value, indent, room)))
        }
        // A block may bear a label, and stands as it is.
        Content::Block(inner) => (Cow::Borrowed(item.key.as_ref()), Written::Block(inner)),
    };
    Entry { comment: item.comment, key, content }
}

fn lay_out(writer: &Writer<'_>, out: &mut String, entries: &[Entry<'_>], indent: usize) {
    let mut at = 0;
    let mut after_block = false;
    while at < entries.len() {
        let run = &entries[at..at + aligned_run(&entries[at..])];
        let width = run.iter().map(|entry| entry.key.chars().count()).max().unwrap_or(0);
        for (offset, entry) in run.iter().enumerate() {
            let is_block = matches!(entry.content, Written::Block(_));
            if at + offset > 0 && (is_block || after_block) {
                out.push('\n');
            }
            after_block = is_block;
            if let Some(comment) = entry.comment {
                comment_lines(out, comment, indent);
            }
            indented(out, indent);
            match &entry.content {
                Written::Value(value) => {
                    out.push_str(&entry.key);
                    indented(out, width - entry.key.chars().count());
                    out.extend([" = ", value]);
                }
                Written::Block(inner) => block_at(writer, out, &entry.key, inner, indent),
            }
            out.push('\n');
        }
        at += run.len();
    }
}

/// How many entries from the first on share one column for their equals signs; at least one.
fn aligned_run(entries: &[Entry<'_>]) -> usize {
    let single = |entry: &Entry<'_>| match &entry.content {
        Written::Value(value) => !value.contains('\n'),
        Written::Block(_) => false,
    };
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
