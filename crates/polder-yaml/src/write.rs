//! The writer.

use crate::text::{comment, key, scalar};
use crate::value::{Entry, Map, Yaml};

/// A whole file: comment lines at its head, then the values.
pub fn document(head: &str, map: &Map) -> String {
    let mut out = String::new();
    write_comment(&mut out, head, 0);
    if !head.is_empty() {
        out.push('\n');
    }
    write_map(&mut out, map, 0);
    out
}

fn write_map(out: &mut String, map: &Map, indent: usize) {
    for entry in &map.entries {
        write_comment(out, &entry.above, indent);
        pad(out, indent);
        write_entry(out, entry, indent);
    }
}

/// An entry whose line is already indented.
fn write_entry(out: &mut String, entry: &Entry, indent: usize) {
    out.push_str(&key(&entry.key));
    out.push(':');
    match &entry.value {
        Yaml::Map(map) if !map.is_empty() => {
            out.push('\n');
            write_map(out, map, indent + 2);
        }
        Yaml::List(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                write_item(out, item, indent + 2);
            }
        }
        value => {
            out.push(' ');
            write_scalar(out, value, &entry.behind, indent + 2);
        }
    }
}

fn write_item(out: &mut String, item: &Yaml, indent: usize) {
    if let Yaml::Map(map) = item
        && let Some(first) = map.entries.first()
    {
        write_comment(out, &first.above, indent);
    }
    pad(out, indent);
    out.push('-');
    match item {
        Yaml::Map(map) if !map.is_empty() => {
            out.push(' ');
            for (index, entry) in map.entries.iter().enumerate() {
                if index > 0 {
                    write_comment(out, &entry.above, indent + 2);
                    pad(out, indent + 2);
                }
                write_entry(out, entry, indent + 2);
            }
        }
        Yaml::List(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                write_item(out, item, indent + 2);
            }
        }
        value => {
            out.push(' ');
            write_scalar(out, value, "", indent + 2);
        }
    }
}

/// A value after its key, to the end of its last line. `indent` is for lines.
fn write_scalar(out: &mut String, value: &Yaml, behind: &str, indent: usize) {
    match value {
        Yaml::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Yaml::Integer(number) => out.push_str(&number.to_string()),
        Yaml::Thousandths(number) => out.push_str(&thousandths(*number)),
        Yaml::Text(text) => out.push_str(&scalar(text)),
        Yaml::List(_) => out.push_str("[]"),
        Yaml::Map(_) => out.push_str("{}"),
        Yaml::Lines(text) => {
            out.push('|');
            for line in text.trim_end().lines() {
                out.push('\n');
                if !line.is_empty() {
                    pad(out, indent);
                }
                out.push_str(line);
            }
        }
    }
    if !behind.is_empty() && !matches!(value, Yaml::Lines(_)) {
        out.push_str(&format!(" # {}", comment(behind)));
    }
    out.push('\n');
}

fn write_comment(out: &mut String, text: &str, indent: usize) {
    for line in text.lines() {
        pad(out, indent);
        out.push_str(format!("# {}", comment(line)).trim_end());
        out.push('\n');
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// `25500` as `25.5`.
fn thousandths(number: u64) -> String {
    let (whole, part) = (number / 1000, number % 1000);
    if part == 0 {
        return whole.to_string();
    }
    format!("{whole}.{part:03}").trim_end_matches('0').to_owned()
}
