//! Blocks and attributes in the format of `terraform fmt`.
//!
//! The one complicated rule: the equals signs of neighbouring attributes are aligned, and an attribute whose value
//! opens a bracket that stays open at the end of its line, a comment, a block and an empty line each end such a group.
//! (The rule is that of hclwrite's `formatCells`.)

use std::fmt::{Arguments, Write as _};

use polder_module::expression::{Body, Condition, Content, Expression, Item};

use crate::expression::{indented, insert_blanks, key, write};

/// Width at which lists and objects are broken into lines.
pub(crate) const WIDTH: usize = 100;

/// `key { … }` or `key "label" { … }` at the left margin, with an empty line before it.
pub(crate) fn block(out: &mut String, head: Arguments<'_>, inner: &Body) {
    block_when(out, head, None, inner);
}

/// The same for a resource, which exists only when the condition holds.
pub(crate) fn block_when(out: &mut String, head: Arguments<'_>, when: Option<&Condition>, inner: &Body) {
    if !out.is_empty() {
        out.push('\n');
    }
    // Writing to a string cannot fail.
    let _ = out.write_fmt(head);
    match when {
        None => braces(out, inner, 0),
        Some(condition) => {
            out.push_str(" {\n");
            counted(out, "count", condition, ["1", "0"], 2);
            out.push('\n');
            items(out, &inner.items, 2);
            out.push('}');
        }
    }
    out.push('\n');
}

/// A block that starts with lines of its own.
pub(crate) fn block_after(out: &mut String, head: Arguments<'_>, lines: &str, inner: &Body) {
    if !out.is_empty() {
        out.push('\n');
    }
    // Writing to a string cannot fail.
    let _ = out.write_fmt(head);
    out.extend([" {\n", lines, "\n"]);
    items(out, &inner.items, 2);
    out.push_str("}\n");
}

/// `name = var.condition ? one : none`, on a line of its own.
fn counted(out: &mut String, name: &str, condition: &Condition, values: [&str; 2], indent: usize) {
    let [one, none] = values;
    let (first, second) = if condition.negated { (none, one) } else { (one, none) };
    indented(out, indent);
    out.extend([name, " = var.", &condition.variable, " ? ", first, " : ", second, "\n"]);
}

/// The items of a body, each line indented by `indent` spaces.
pub(crate) fn items(out: &mut String, items: &[Item], indent: usize) {
    let mut column = Column::default();
    let mut after_block = false;
    for (index, item) in items.iter().enumerate() {
        let is_block = matches!(item.content, Content::Block(_));
        if index > 0 && (is_block || after_block) {
            out.push('\n');
        }
        after_block = is_block;
        if let Some(comment) = &item.comment {
            column.align(out);
            comment_lines(out, comment, indent);
        }
        indented(out, indent);
        match &item.content {
            Content::Attribute(value) => attribute(out, &mut column, item, value, indent),
            Content::Block(inner) => {
                column.align(out);
                match &item.when {
                    None => {
                        // A block can have a label, and is written as it is.
                        out.push_str(&item.key);
                        braces(out, inner, indent);
                    }
                    Some(condition) => dynamic(out, &item.key, condition, inner, indent),
                }
            }
        }
        out.push('\n');
    }
    column.align(out);
}

/// The items of a body inside a block.
pub(crate) fn items_of(body: &Body) -> String {
    let mut out = String::new();
    items(&mut out, &body.items, 2);
    out
}

/// An optional block.
fn dynamic(out: &mut String, key: &str, condition: &Condition, inner: &Body, indent: usize) {
    out.extend(["dynamic \"", key, "\" {\n"]);
    counted(out, "for_each", condition, ["[1]", "[]"], indent + 2);
    out.push('\n');
    indented(out, indent + 2);
    out.push_str("content");
    braces(out, inner, indent + 2);
    out.push('\n');
    indented(out, indent);
    out.push('}');
}

fn braces(out: &mut String, inner: &Body, indent: usize) {
    if inner.items.is_empty() {
        return out.push_str(" {}");
    }
    out.push_str(" {\n");
    items(out, &inner.items, indent + 2);
    indented(out, indent);
    out.push('}');
}

fn attribute(out: &mut String, column: &mut Column, item: &Item, value: &Expression, indent: usize) {
    let key = key(&item.key);
    out.push_str(&key);
    let after_key = out.len();
    out.push_str(" = ");
    let room = WIDTH.saturating_sub(indent + key.len() + 3);
    write(out, value, indent, room);
    if out[after_key..].contains('\n') {
        column.align(out);
    } else {
        column.keys.push((after_key, key.chars().count()));
    }
}

/// Neighbouring attributes whose equals signs are aligned once the width is known.
#[derive(Default)]
struct Column {
    /// Where each key ends, and how many characters it has.
    keys: Vec<(usize, usize)>,
}

impl Column {
    /// Inserts spaces after the keys, from the last to the first, so that earlier positions stay valid.
    fn align(&mut self, out: &mut String) {
        let width = self.keys.iter().map(|(_, width)| *width).max().unwrap_or(0);
        for (end, own) in self.keys.drain(..).rev() {
            insert_blanks(out, end, width - own);
        }
    }
}

/// A comment as lines of at most [`WIDTH`] characters. An indented line is a command, and is kept as it is.
pub(crate) fn comment_lines(out: &mut String, text: &str, indent: usize) {
    let mut lines = Lines { out, indent, width: 0 };
    for line in text.lines() {
        if line.starts_with("  ") {
            lines.end();
            indented(lines.out, indent);
            lines.out.extend(["# ", line.trim_end(), "\n"]);
        } else {
            line.split_whitespace().for_each(|word| lines.word(word));
        }
    }
    lines.end();
}

/// Words, wrapped into lines.
struct Lines<'a> {
    out: &'a mut String,
    indent: usize,
    /// The width of the current line; 0 if there is none.
    width: usize,
}

impl Lines<'_> {
    fn word(&mut self, word: &str) {
        let width = word.chars().count();
        if self.width > 0 && self.width + 1 + width > WIDTH {
            self.end();
        }
        if self.width > 0 {
            self.out.push(' ');
            self.width += 1 + width;
        } else {
            indented(self.out, self.indent);
            self.out.push_str("# ");
            self.width = self.indent + 2 + width;
        }
        self.out.push_str(word);
    }

    fn end(&mut self) {
        if self.width > 0 {
            self.out.push('\n');
            self.width = 0;
        }
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
