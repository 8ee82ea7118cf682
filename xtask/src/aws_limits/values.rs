//! Regular expressions of AWS, in the dialect that the checks compile.
//!
//! AWS writes them for Java and JavaScript: `\w` and `\d` are ASCII, a `[` inside a class is literal, characters are
//! `\u00A0`. The checks have Rust's dialect, which differs in all three.

/// Patterns that every text matches.
const EVERYTHING: [&str; 11] = [
    "",
    ".*",
    ".+",
    "[\\s\\S]*",
    "[\\s\\S]+",
    "[\\S\\s]*",
    "[\\S\\s]+",
    "[\\w\\W]+",
    "[\\w\\W]*",
    "[.\\S]+",
    "(.|\\n)*",
];

/// A pattern in the dialect of the checks. `None` for one that every text matches.
pub(super) fn pattern(written: &str) -> Option<String> {
    let mut text = written.trim().to_owned();
    let plain = text.trim_start_matches('^').trim_end_matches('$');
    let plain = plain.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(plain);
    if EVERYTHING.contains(&plain) {
        return None;
    }
    // Characters beyond the basic plane, as pairs of surrogates.
    for pair in ["\\uD800\\uDC00-\\uDBFF\\uDFFF", "\\ud800\\udc00-\\udbff\\udfff"] {
        text = text.replace(pair, "\\x{10000}-\\x{10FFFF}");
    }
    // Java's names of classes, as digits that the translator knows.
    let replaced = [
        ("\\p{Alnum}", "\\0"),
        ("\\p{Print}", "\\1"),
        ("\\p{ASCII}", "\\2"),
        ("\\p{Graph}", "\\3"),
        ("\\Z", "\\z"),
        ("(?!^$)", ""),
        // To look ahead once is enough.
        ("(?!\\.)+", "(?!\\.)"),
    ];
    for (java, ours) in replaced {
        text = text.replace(java, ours);
    }
    Some(Translator::default().translate(&text))
}

/// A pattern that the whole text matches, as AWS's APIs do.
pub(super) fn matched(pattern: &str) -> String {
    let anchored = pattern.starts_with('^') && pattern.ends_with('$') && !pattern.ends_with("\\$");
    if anchored && !pattern.contains('|') { pattern.to_owned() } else { format!("^(?:{pattern})$") }
}

#[derive(Default)]
struct Translator {
    out: String,
    /// Whether a class is open. Classes are not nested.
    in_class: bool,
}

impl Translator {
    fn translate(mut self, text: &str) -> String {
        let mut letters = text.chars().peekable();
        let mut first_in_class = false;
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => {
                    let Some(escaped) = letters.next() else { break };
                    if escaped == 'u' {
                        let digits: String = letters.by_ref().take(4).collect();
                        self.out.push_str(&format!("\\x{{{digits}}}"));
                    } else {
                        self.escape(escaped);
                        if "pP".contains(escaped) && letters.peek() == Some(&'{') {
                            let name = std::iter::from_fn(|| letters.next_if(|letter| *letter != '}'));
                            self.out.extend(name);
                            self.out.extend(letters.next());
                        }
                        // `[\w-.]`: after a class, the hyphen is literal.
                        if self.in_class && "wdsWDSpP".contains(escaped) && letters.peek() == Some(&'-') {
                            letters.next();
                            self.out.push_str("\\-");
                        }
                    }
                }
                '[' if self.in_class => self.out.push_str("\\["),
                '[' => {
                    self.in_class = true;
                    first_in_class = true;
                    self.out.push('[');
                    if letters.peek() == Some(&'^') {
                        letters.next();
                        self.out.push('^');
                    }
                    continue;
                }
                ']' if self.in_class && !first_in_class => {
                    self.in_class = false;
                    self.out.push(']');
                }
                // Operators on classes in Rust's dialect, if they are doubled.
                '&' | '~' if self.in_class => {
                    self.out.push('\\');
                    self.out.push(letter);
                }
                '-' if self.in_class && letters.peek() == Some(&'-') => self.out.push_str("\\-"),
                _ => self.out.push(letter),
            }
            first_in_class = false;
        }
        self.out
    }

    fn escape(&mut self, escaped: char) {
        let ascii = match escaped {
            'w' => "0-9A-Za-z_",
            'd' => "0-9",
            // No pattern refers back to a group: these stand for Java's names of classes.
            '0' => "0-9A-Za-z",
            '1' => " -~",
            '2' => "\\x00-\\x7F",
            '3' => "!-~",
            // Escapes that only Java needs.
            '/' | ',' | '=' | '@' | ':' | ';' | '\'' | '"' | '!' | '%' | '<' | '>' | '_' | ' ' | '`' => {
                self.out.push(escaped);
                return;
            }
            _ => {
                self.out.push('\\');
                self.out.push(escaped);
                return;
            }
        };
        if self.in_class {
            self.out.push_str(ascii);
        } else {
            self.out.push_str(&format!("[{ascii}]"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_every_text_matches_is_left_out() {
        assert_eq!(pattern("^.*$"), None);
        assert_eq!(pattern("[\\s\\S]*"), None);
        assert_eq!(pattern("[a-z]+").as_deref(), Some("[a-z]+"));
    }

    #[test]
    fn characters_and_classes_are_written_in_the_dialect_of_the_checks() {
        let ours = |text: &str| pattern(text).unwrap_or_default();
        assert_eq!(ours("[\\u0020-\\uD7FF]+"), "[\\x{0020}-\\x{D7FF}]+");
        assert_eq!(ours("\\w\\/[\\w-.]"), "[0-9A-Za-z_]/[0-9A-Za-z_\\-.]");
        assert_eq!(ours("[[a-z]"), "[\\[a-z]");
        assert_eq!(ours("[a&&b]"), "[a\\&\\&b]");
        assert_eq!(ours("[\\p{Print}]*"), "[ -~]*");
        assert_eq!(ours("[\\p{L}-_]"), "[\\p{L}\\-_]");
        assert_eq!(ours("\\p{Alnum}"), "[0-9A-Za-z]");
    }

    #[test]
    fn an_api_matches_the_whole_text() {
        assert_eq!(matched("[a-z]+"), "^(?:[a-z]+)$");
        assert_eq!(matched("^[a-z]+$"), "^[a-z]+$");
        assert_eq!(matched("^a$|^b$"), "^(?:^a$|^b$)$");
    }
}
