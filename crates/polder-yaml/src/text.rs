//! Text: plain where nobody can take it for anything else, quoted elsewhere.

/// Words that some version of the language takes for something other than text.
const RESERVED: [&str; 11] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"];

/// Text as a scalar of one line.
pub(crate) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// A key. Keys are names that every reader of the format knows, and `on` is one of GitHub's.
pub(crate) fn key(text: &str) -> String {
    if text == "on" { text.to_owned() } else { scalar(text) }
}

/// Text as it can stand in a comment: one line, without characters that end a line or hide something.
pub fn comment(text: &str) -> String {
    text.chars().map(|c| if is_printable(c) { c } else { ' ' }).collect()
}

/// Whether the text means itself without quotes: it begins with a letter and holds no mark that means something.
fn is_plain(text: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || "_-./@ ,()".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(inside)
        && !RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xFFFF => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// Whether a character may stand in a file as it is. Marks that turn the direction of writing are escaped: they would
/// let a reader see another text than a parser.
fn is_printable(c: char) -> bool {
    let hidden = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || ('\u{200B}'..='\u{200F}').contains(&c)
        || ('\u{202A}'..='\u{202E}').contains(&c)
        || ('\u{2060}'..='\u{206F}').contains(&c)
        || ('\u{FFFE}'..='\u{FFFF}').contains(&c);
    !c.is_control() && !hidden
}
