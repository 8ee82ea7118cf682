//! Expressions of the Terraform language as text.

use std::borrow::Cow;
use std::fmt::Write as _;

use polder_cloud::{Mode, Segment};
use polder_module::expression::{
    Access, Body, Choice, Condition, Content, Element, Expression, FileText, Item, ResourceReference,
};

/// Writes an expression whose first line has `room` columns left and whose further lines start at `indent`.
pub(crate) fn write(out: &mut String, value: &Expression, indent: usize, room: usize) {
    match value {
        Expression::Null => out.push_str("null"),
        Expression::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Expression::Integer(value) => decimal(out, *value),
        Expression::Decimal(text) | Expression::Raw(text) => out.push_str(text),
        Expression::Text(text) => quote(out, text),
        Expression::List(elements) => list(out, elements, indent, room),
        Expression::Object(body) => object(out, body, indent, room),
        Expression::Resource(reference) => resource(out, reference),
        Expression::RemoteState(state) => {
            out.extend(["data.terraform_remote_state.", &state.alias, ".outputs.", &state.output]);
        }
        Expression::ModuleOutput(output) => out.extend(["module.", &output.module, ".", &output.output]),
        Expression::Variable(name) => out.extend(["var.", name.as_str()]),
        Expression::Template(parts) => template(out, parts),
        Expression::Call(call) => {
            let room = room.saturating_sub(call.name.len() + 2);
            out.extend([call.name.as_str(), "("]);
            for (index, argument) in call.arguments.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write(out, argument, indent, room);
            }
            out.push(')');
        }
        Expression::Step(step) => {
            operand(out, &step.base, indent, room);
            match &step.segment {
                Segment::Index(index) => {
                    out.push('[');
                    decimal(out, i64::from(*index));
                    out.push(']');
                }
                Segment::Name(name) => out.extend([".", name.as_str()]),
            }
        }
        Expression::Binary(binary) => {
            let before = out.len();
            operand(out, &binary.left, indent, room);
            out.extend([" ", &binary.operator, " "]);
            let room = room.saturating_sub(out.len() - before);
            operand(out, &binary.right, indent, room);
        }
        Expression::Choice(choice) => self::choice(out, choice, indent, room),
        Expression::Sensitive(inner) => {
            out.push_str("sensitive(");
            write(out, inner, indent, room.saturating_sub("sensitive()".len()));
            out.push(')');
        }
        Expression::File(text) => file(out, text, indent),
    }
}

/// An operand of an operator or of a traversal.
fn operand(out: &mut String, value: &Expression, indent: usize, room: usize) {
    let compound = matches!(value, Expression::Choice(_) | Expression::Binary(_));
    out.push_str(if compound { "(" } else { "" });
    write(out, value, indent, room);
    out.push_str(if compound { ")" } else { "" });
}

fn resource(out: &mut String, reference: &ResourceReference) {
    let ResourceReference { address, attribute, access } = reference;
    if address.mode == Mode::Ephemeral {
        // There is none where it is not opened.
        out.extend(["join(\"\", ephemeral.", &address.kind, ".", &address.name, "[*].", attribute, ")"]);
        return;
    }
    let one = *access == Access::One;
    out.push_str(if one { "one(" } else { "" });
    out.push_str(address.mode.prefix());
    out.extend([address.kind.as_str(), ".", &address.name]);
    out.push_str(match access {
        Access::Plain => "",
        Access::First => "[0]",
        Access::One => "[*]",
    });
    if !attribute.is_empty() {
        out.extend([".", attribute]);
    }
    out.push_str(if one { ")" } else { "" });
}

/// `then` if the condition holds, otherwise `otherwise`.
fn choice(out: &mut String, choice: &Choice, indent: usize, room: usize) {
    let Choice { condition, then, otherwise } = choice;
    let (first, second) = if condition.negated { (otherwise, then) } else { (then, otherwise) };
    match (first, second) {
        (Expression::Bool(true), Expression::Bool(false)) => out.extend(["var.", &condition.variable]),
        (Expression::Bool(false), Expression::Bool(true)) => out.extend(["!var.", &condition.variable]),
        _ => {
            let start = out.len();
            out.extend(["var.", &condition.variable, " ? "]);
            write(out, first, indent, room);
            let middle = out.len();
            out.push_str(" : ");
            write(out, second, indent, room);
            if out[start..middle].contains('\n') && out[middle..].contains('\n') {
                out.truncate(start);
                long_choice(out, condition, (first, second), indent);
            }
        }
    }
}

/// A choice between two values of several lines each, in parentheses: a line that closes a bracket and opens another has
/// no stable indentation in `terraform fmt`.
fn long_choice(
    out: &mut String,
    condition: &Condition,
    (first, second): (&Expression, &Expression),
    indent: usize,
) {
    let deeper = indent + 2;
    let room = crate::hcl::WIDTH.saturating_sub(deeper);
    out.push_str("(\n");
    indented(out, deeper);
    out.extend(["var.", &condition.variable, " ? "]);
    write(out, first, deeper, room);
    out.push('\n');
    indented(out, deeper);
    out.push_str(": ");
    write(out, second, deeper, room);
    out.push('\n');
    indented(out, indent);
    out.push(')');
}

/// A value if a condition holds, otherwise `empty`.
fn sometimes(out: &mut String, condition: &Condition, empty: &str, something: impl FnOnce(&mut String)) {
    out.extend(["var.", &condition.variable, " ? "]);
    if condition.negated {
        out.extend([empty, " : "]);
        something(out);
    } else {
        something(out);
        out.extend([" : ", empty]);
    }
}

fn file(out: &mut String, text: &FileText, indent: usize) {
    if text.values.is_empty() {
        out.extend(["file(\"${path.module}/", &text.path, "\")"]);
        return;
    }
    out.extend(["templatefile(\"${path.module}/", &text.path, "\", "]);
    let mut values = Body::default();
    for (name, value) in &text.values {
        values.set(name.clone(), value.clone());
    }
    object(out, &values, indent, 0);
    out.push(')');
}

fn template(out: &mut String, parts: &[Expression]) {
    out.push('"');
    // Neighbouring texts are one: `$` and `{` in two of them would else begin an interpolation.
    let mut literal = String::new();
    for part in parts {
        if let Expression::Text(text) = part {
            literal.push_str(text);
            continue;
        }
        before_interpolation(out, &literal);
        literal.clear();
        out.push_str("${");
        write(out, part, 0, usize::MAX);
        out.push('}');
    }
    escape(out, &literal);
    out.push('"');
}

/// A literal in front of an interpolation. A `$` at its end is an interpolation of its own: `$${` would be an escape.
fn before_interpolation(out: &mut String, literal: &str) {
    match literal.strip_suffix('$') {
        Some(rest) => {
            before_interpolation(out, rest);
            out.push_str("${\"$\"}");
        }
        None => escape(out, literal),
    }
}

/// A list. Optional elements are separate lists, which `concat` joins.
fn list(out: &mut String, elements: &[Element], indent: usize, room: usize) {
    if elements.iter().all(|element| element.when.is_none()) {
        return plain_list(out, elements, indent, room);
    }
    let runs = elements.chunk_by(|one, other| {
        one.when == other.when && (one.when.is_none() || is_word(&one.value) && is_word(&other.value))
    });
    let room = if elements.iter().all(|element| fits_a_line(&element.value)) { room } else { 0 };
    arguments(
        out,
        "concat",
        &runs.collect::<Vec<_>>(),
        indent,
        room,
        &|out, run: &[Element], indent, room| match run.first().and_then(|first| first.when.as_ref()) {
            None => plain_list(out, run, indent, room),
            Some(condition) => {
                sometimes(out, condition, "[]", |out| plain_list(out, run, indent, room));
            }
        },
    );
}

/// Whether a value is a string of any form, so that lists of such values have one type.
fn is_word(value: &Expression) -> bool {
    matches!(
        value,
        Expression::Text(_) | Expression::Variable(_) | Expression::Resource(_) | Expression::Template(_)
    )
}

/// Writes one argument of a call, with the given indentation and width.
type WriteArgument<'a, T> = &'a dyn Fn(&mut String, T, usize, usize);

/// A call with its arguments in one line if they fit, otherwise one in each line.
fn arguments<T: Copy>(
    out: &mut String,
    name: &str,
    all: &[T],
    indent: usize,
    room: usize,
    one: WriteArgument<'_, T>,
) {
    // With no width left, one line is not tried: trying at every level would format the innermost values repeatedly.
    if room > 0 {
        let start = out.len();
        out.extend([name, "("]);
        for (index, argument) in all.iter().enumerate() {
            out.push_str(if index > 0 { ", " } else { "" });
            one(out, *argument, indent, room);
        }
        out.push(')');
        if short(&out[start..], room) {
            return;
        }
        out.truncate(start);
    }
    out.extend([name, "(\n"]);
    let deeper = indent + 2;
    for (index, argument) in all.iter().enumerate() {
        indented(out, deeper);
        one(out, *argument, deeper, crate::hcl::WIDTH.saturating_sub(deeper + 1));
        out.push_str(if index + 1 < all.len() { ",\n" } else { "\n" });
    }
    indented(out, indent);
    out.push(')');
}

fn plain_list(out: &mut String, items: &[Element], indent: usize, room: usize) {
    let flat = items.iter().all(|item| fits_a_line(&item.value));
    if flat && single_line(out, items, indent, room.saturating_sub(2)) {
        return;
    }
    let deeper = indent + 2;
    out.push_str("[\n");
    for item in items {
        indented(out, deeper);
        write(out, &item.value, deeper, crate::hcl::WIDTH.saturating_sub(deeper + 1));
        out.push_str(",\n");
    }
    indented(out, indent);
    out.push(']');
}

/// Writes a list in one line of at most `room` columns between its brackets, or nothing if it is longer.
fn single_line(out: &mut String, items: &[Element], indent: usize, room: usize) -> bool {
    let start = out.len();
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        write(out, &item.value, indent, room);
        if !short(&out[start + 1..], room) {
            out.truncate(start);
            return false;
        }
    }
    out.push(']');
    true
}

/// An object. Optional attributes are separate objects, which `merge` joins.
fn object(out: &mut String, body: &Body, indent: usize, room: usize) {
    if body.items.iter().all(|item| item.when.is_none()) {
        return plain_object(out, &body.items, indent, room);
    }
    let runs = body.items.chunk_by(|one, other| one.when.is_none() && other.when.is_none());
    let room = if body.items.iter().all(item_fits_a_line) { room } else { 0 };
    arguments(out, "merge", &runs.collect::<Vec<_>>(), indent, room, &|out, run: &[Item], indent, room| {
        match run.first().and_then(|first| first.when.as_ref()) {
            None => plain_object(out, run, indent, room),
            Some(condition) => {
                sometimes(out, condition, "{}", |out| plain_object(out, run, indent, room));
            }
        }
    });
}

fn plain_object(out: &mut String, items: &[Item], indent: usize, room: usize) {
    if items.is_empty() {
        return out.push_str("{}");
    }
    if let [item] = items
        && let Content::Attribute(value) = &item.content
        && item_fits_a_line(item)
    {
        let start = out.len();
        out.extend(["{ ", &key(&item.key), " = "]);
        write(out, value, indent, room.saturating_sub(item.key.len() + 7));
        out.push_str(" }");
        if short(&out[start..], room) {
            return;
        }
        out.truncate(start);
    }
    out.push_str("{\n");
    crate::hcl::items(out, items, indent + 2);
    indented(out, indent);
    out.push('}');
}

/// Whether a text is one line of at most `room` columns.
fn short(text: &str, room: usize) -> bool {
    !text.contains('\n') && (text.len() <= room || text.chars().count() <= room)
}

/// Whether a value can be in one line with others. If not, it is not tried: trying at every level would format the
/// innermost values repeatedly.
fn fits_a_line(value: &Expression) -> bool {
    match value {
        Expression::Object(body) => body.items.len() <= 1 && body.items.iter().all(item_fits_a_line),
        Expression::List(items) => items.iter().all(|item| fits_a_line(&item.value)),
        Expression::Call(call) => call.name != "jsonencode",
        Expression::File(_) => false,
        _ => true,
    }
}

fn item_fits_a_line(item: &Item) -> bool {
    match &item.content {
        Content::Attribute(value) => item.comment.is_none() && fits_a_line(value),
        Content::Block(_) => false,
    }
}

/// Spaces for indentation; longer ones are rare.
const BLANKS: &str = "                                                                ";

/// Writes `width` spaces.
pub(crate) fn indented(out: &mut String, width: usize) {
    insert_blanks(out, out.len(), width);
}

/// Puts `width` spaces at a place of `out`.
pub(crate) fn insert_blanks(out: &mut String, at: usize, mut width: usize) {
    while width > 0 {
        let some = width.min(BLANKS.len());
        out.insert_str(at, &BLANKS[..some]);
        width -= some;
    }
}

fn decimal(out: &mut String, value: i64) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{value}");
}

/// A key as an identifier, or quoted if it is not one.
pub(crate) fn key(name: &str) -> Cow<'_, str> {
    let starts = name.bytes().next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if starts && name.bytes().all(plain) { Cow::Borrowed(name) } else { Cow::Owned(quoted(name)) }
}

/// A quoted string without interpolation.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::new();
    quote(&mut out, text);
    out
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    escape(out, text);
    out.push('"');
}

fn escape(out: &mut String, text: &str) {
    let special = |byte: u8| matches!(byte, b'"' | b'\\' | b'$' | b'%') || !(b' '..0x7f).contains(&byte);
    if !text.bytes().any(special) {
        return out.push_str(text);
    }
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if characters.peek() == Some(&'{') => {
                out.push(character);
                out.push(character);
            }
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04x}", control as u32);
            }
            other => out.push(other),
        }
    }
}
