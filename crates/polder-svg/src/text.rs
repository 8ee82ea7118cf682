//! The width of texts, and texts that are cut to a width.

/// An upper bound for the width of a text in pixels, at a font size in pixels, in Helvetica, Arial and Liberation Sans, regular
/// or bold.
///
/// The widths of letters are those of Helvetica Bold in thousandths of the font size, rounded up to a few groups. A character
/// that is not known counts as wide as it is high.
pub fn width(text: &str, size: i32) -> i32 {
    let sum: i32 = text.chars().map(thousandths).fold(0, i32::saturating_add);
    sum.saturating_mul(size).saturating_add(999) / 1000
}

fn thousandths(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ' ' | '\'' | ';' | ':' | '|' | '/' | '\u{b7}' => 340,
        'f' | 't' | 'r' | '(' | ')' | '-' | '!' | '[' | ']' | '*' => 400,
        'm' | 'M' | 'W' | '%' | '@' | '\u{2014}' | '\u{2026}' => 1000,
        'w' | 'G' | 'O' | 'Q' | '\u{d7}' | '\u{d6}' => 790,
        letter if letter.is_ascii_uppercase() => 740,
        letter if letter.is_ascii() || ('\u{a1}'..='\u{24f}').contains(&letter) => 625,
        _ => 1000,
    }
}

/// The text, cut with an ellipsis if it is wider than `most` pixels.
pub fn fit(text: &str, size: i32, most: i32) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut cut = String::new();
    for letter in text.chars() {
        cut.push(letter);
        if width(&cut, size).saturating_add(size) > most {
            cut.pop();
            break;
        }
    }
    format!("{}\u{2026}", cut.trim_end())
}

/// The text in lines of at most `most` pixels, broken at spaces. A word that is wider is cut into pieces: nothing is left out.
pub fn wrap(text: &str, size: i32, most: i32) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split(' ').flat_map(|word| pieces(word, size, most)) {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A word in pieces of at most `most` pixels, or of one letter.
fn pieces(word: &str, size: i32, most: i32) -> Vec<&str> {
    let mut pieces = vec![];
    let mut start = 0;
    for (at, letter) in word.char_indices() {
        let end = at + letter.len_utf8();
        if at > start && width(&word[start..end], size) > most {
            pieces.push(&word[start..at]);
            start = at;
        }
    }
    pieces.push(&word[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_broken_at_spaces_and_within_words_that_are_too_wide() {
        assert_eq!(wrap("one two three", 10, 1000), ["one two three"]);
        assert_eq!(wrap("one two three", 10, 45), ["one two", "three"]);
        assert!(wrap(&"x".repeat(100), 10, 50).len() > 5);
        assert_eq!(wrap("", 10, 50), [""]);
    }

    proptest! {
        #[test]
        fn broken_lines_fit_and_lose_nothing(text in "[a-zA-Z/ .-]{0,80}", most in 20..400_i32) {
            let lines = wrap(&text, 12, most);
            prop_assert!(lines.iter().all(|line| width(line, 12) <= most), "{lines:?}");
            prop_assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn a_text_is_cut_where_it_does_not_fit() {
        assert_eq!(fit("databases", 14, 200), "databases");
        let cut = fit("databases and everything else", 14, 100);
        assert!(cut.ends_with('\u{2026}') && width(&cut, 14) <= 100, "{cut}");
        assert!(width("mm", 10) > width("ii", 10));
    }
}
