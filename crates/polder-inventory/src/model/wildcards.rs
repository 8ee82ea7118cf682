//! Texts that are like a pattern.

/// Whether a text is like a pattern: `*` is any text, `?` any character. It takes as many steps as both are long, multiplied.
pub fn is_like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut of, mut star) = (0, 0, None);
    while at < text.len() {
        match pattern.get(of) {
            Some('*') => {
                star = Some((of, at));
                of += 1;
            }
            Some(one) if *one == '?' || *one == text[at] => {
                at += 1;
                of += 1;
            }
            _ => {
                // The last run takes one character more.
                let Some((run, taken)) = star else { return false };
                star = Some((run, taken + 1));
                (at, of) = (taken + 1, run + 1);
            }
        }
    }
    pattern[of..].iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn patterns_match_whole_texts() {
        let cases = [
            ("/graphql/", "/graphql/*", true),
            ("/graphql/x", "/graphql/*", true),
            ("/graphql", "/graphql/*", false),
            ("/", "*", true),
            ("", "", true),
            ("", "*", true),
            ("a", "", false),
            ("abc", "a?c", true),
            ("ac", "a?c", false),
            ("a/b/c", "a*b*c", true),
            ("aXbXbXc", "a*bXc", true),
            ("aXbX", "a*bXc", false),
        ];
        for (text, pattern, expected) in cases {
            assert_eq!(is_like(text, pattern), expected, "{text} {pattern}");
        }
    }

    #[test]
    fn hostile_patterns_end() {
        assert!(!is_like(&"a".repeat(20_000), &format!("{}b", "*a".repeat(50))));
    }
}
