//! Text that is safe to print to a terminal.
//!
//! A platform file can come from an untrusted source. Its text must not move the cursor, clear the screen or change the
//! text direction, so every invisible character is shown as an escape: `\u{1b}`.

use std::borrow::Cow;

/// `text` with each control or invisible character written as an escape.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().fold(String::with_capacity(text.len() + 8), |mut out, c| {
        push_visible(&mut out, c);
        out
    }))
}

/// Whether `c` is a control character or invisible.
///
/// Controls are C0, DEL and C1 (a terminal takes U+009B for the start of an escape sequence). The rest are marks that
/// turn the direction of writing, split lines, or have no width: the means of the "trojan source" trick.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Appends `c`, as an escape if it is unsafe.
pub(crate) fn push_visible(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_unsafe(c) => out.extend(c.escape_unicode()),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn plain_text_is_not_touched() {
        assert_eq!(visible("Düsseldorf, 東京 `x`"), "Düsseldorf, 東京 `x`");
    }

    #[test]
    fn what_a_terminal_acts_on_is_escaped() {
        assert_eq!(
            visible("a\u{1b}[2Jb\u{9b}c\u{202e}d\ne\u{200b}"),
            "a\\u{1b}[2Jb\\u{9b}c\\u{202e}d\\ne\\u{200b}"
        );
    }
}
