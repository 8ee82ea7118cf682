//! Whether a text matches a glob.

use std::borrow::Cow;

use crate::language::{Context, Glob, Token, Tri};

/// Whether a text matches a glob, with variables replaced by values of the context.
pub(super) fn matches(glob: &Glob, text: &str, context: &Context) -> Tri {
    // Most patterns are of other services than the text, and need no more than this.
    if !glob.could_match(text) {
        return Tri::No;
    }
    if !glob.is_vague() && glob.ends_at_most_in_a_run() {
        return Tri::Yes;
    }
    let tokens = match replaced(glob, context) {
        Replaced::Tokens(tokens) => tokens,
        // A variable without a value makes the pattern match nothing.
        Replaced::Absent => return Tri::No,
        Replaced::Vague => return Tri::Maybe,
    };
    // The start has been compared: its tokens are characters, which no value replaces.
    let start = glob.start();
    let rest = &tokens[start.chars().count()..];
    match (run(rest, &text[start.len()..]), glob.is_vague()) {
        (false, _) => Tri::No,
        (true, true) => Tri::Maybe,
        (true, false) => Tri::Yes,
    }
}

/// The same, part by part, as ARNs are compared: no wildcard matches across one of the first five colons.
pub(super) fn matches_arn(glob: &Glob, text: &str, context: &Context) -> Tri {
    if glob.is_anything() || glob.is_vague() {
        return matches(glob, text, context);
    }
    let tokens = match replaced(glob, context) {
        Replaced::Tokens(tokens) => tokens,
        Replaced::Absent => return Tri::No,
        Replaced::Vague => return Tri::Maybe,
    };
    let patterns: Vec<&[Token]> = tokens.splitn(6, |token| *token == Token::Char(':')).collect();
    let texts: Vec<&str> = text.splitn(6, ':').collect();
    let all = patterns.len() == 6 && texts.len() == 6;
    Tri::from(all && patterns.iter().zip(&texts).all(|(pattern, text)| run(pattern, text)))
}

enum Replaced<'g> {
    Tokens(Cow<'g, [Token]>),
    Absent,
    Vague,
}

fn replaced<'g>(glob: &'g Glob, context: &Context) -> Replaced<'g> {
    if !glob.has_variables() {
        return Replaced::Tokens(Cow::Borrowed(glob.tokens()));
    }
    let mut tokens = Vec::with_capacity(glob.tokens().len());
    for token in glob.tokens() {
        let Token::Variable(key) = token else {
            tokens.push(token.clone());
            continue;
        };
        let (key, default) = key
            .split_once(',')
            .map_or((key.as_str(), None), |(key, rest)| (key.trim(), Some(rest.trim().trim_matches('\''))));
        let key = key.to_lowercase();
        match (context.get(&key), default) {
            _ if context.unknown.contains(&key) => return Replaced::Vague,
            (Some([one]), _) => tokens.extend(one.chars().map(Token::Char)),
            // AWS has no value for a key with several.
            (Some(_), _) => return Replaced::Vague,
            (None, Some(default)) => tokens.extend(default.chars().map(Token::Char)),
            (None, None) => return Replaced::Absent,
        }
    }
    Replaced::Tokens(Cow::Owned(tokens))
}

/// Goes back to the last run only: time is at most the product of both lengths, however many runs there are.
fn run(tokens: &[Token], text: &str) -> bool {
    let (mut at, mut rest) = (0, text.chars());
    let mut last = None;
    loop {
        let mut after = rest.clone();
        let Some(next) = after.next() else { break };
        match tokens.get(at) {
            Some(Token::AnyRun) => {
                last = Some((at, rest.clone()));
                at += 1;
            }
            Some(Token::AnyOne) => (at, rest) = (at + 1, after),
            Some(Token::Char(char)) if *char == next => (at, rest) = (at + 1, after),
            _ => match &mut last {
                Some((run, start)) => {
                    start.next();
                    (at, rest) = (*run + 1, start.clone());
                }
                None => return false,
            },
        }
    }
    tokens[at..].iter().all(|token| *token == Token::AnyRun)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is before a variable decides, whatever its value is; a text that starts so depends on the value.
    #[test]
    fn a_text_that_starts_otherwise_matches_no_value_of_a_variable() {
        let before = Glob::literal("shop-").tokens().to_vec();
        let glob = Glob::of([before, vec![Token::Variable("aws:username".into())]].concat(), false);
        let one = |value: &str| Context {
            values: [("aws:username".to_owned(), vec![value.to_owned()])].into(),
            ..Context::default()
        };
        let unknown = Context { unknown: ["aws:username".to_owned()].into(), ..Context::default() };
        assert_eq!(matches(&glob, "shop-ann", &one("ann")), Tri::Yes);
        assert_eq!(matches(&glob, "shop-ann", &one("bob")), Tri::No);
        assert_eq!(matches(&glob, "shop-ann", &unknown), Tri::Maybe);
        assert_eq!(matches(&glob, "desk-ann", &unknown), Tri::No);
        assert_eq!(matches(&glob, "shop-ann", &Context::default()), Tri::No);
    }

    #[test]
    fn runs_go_back_and_ends_count() {
        let yes = |glob: &str, text: &str| matches(&Glob::wildcards(glob), text, &Context::default());
        for (glob, text) in [("*a*ab", "xaaab"), ("é?*", "éé"), ("", ""), ("*", ""), ("a**", "a")] {
            assert_eq!(yes(glob, text), Tri::Yes, "`{glob}` `{text}`");
        }
        for (glob, text) in [("*a*ab", "xaaba"), ("é?*", "é"), ("", "a"), ("?", ""), ("a", "ab"), ("ab", "a")]
        {
            assert_eq!(yes(glob, text), Tri::No, "`{glob}` `{text}`");
        }
    }
}
