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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_it_does_not_fit() {
        assert_eq!(fit("databases", 14, 200), "databases");
        let cut = fit("databases and everything else", 14, 100);
        assert!(cut.ends_with('\u{2026}') && width(&cut, 14) <= 100, "{cut}");
        assert!(width("mm", 10) > width("ii", 10));
    }
}
