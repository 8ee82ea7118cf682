//! Whether a text matches a glob.

use crate::language::{Context, Glob, Token, Tri};

/// Whether a text matches a glob, with variables replaced by values of the context.
pub(super) fn matches(glob: &Glob, text: &str, context: &Context) -> Tri {
    let (tokens, vague) = match replaced(glob, context) {
        Replaced::Tokens(tokens) => (tokens, glob.is_vague()),
        // A variable without a value makes the pattern match nothing.
        Replaced::Absent => return Tri::No,
        Replaced::Vague => return Tri::Maybe,
    };
    let text: Vec<char> = text.chars().collect();
    match (run(&tokens, &text), vague) {
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
    let texts: Vec<Vec<char>> = text.splitn(6, ':').map(|part| part.chars().collect()).collect();
    let all = patterns.len() == 6 && texts.len() == 6;
    Tri::from(all && patterns.iter().zip(&texts).all(|(pattern, text)| run(pattern, text)))
}

enum Replaced {
    Tokens(Vec<Token>),
    Absent,
    Vague,
}

fn replaced(glob: &Glob, context: &Context) -> Replaced {
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
    Replaced::Tokens(tokens)
}

/// Goes back to the last run only: time is at most the product of both lengths, however many runs there are.
fn run(tokens: &[Token], text: &[char]) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while place < text.len() {
        match tokens.get(at) {
            Some(Token::AnyRun) => {
                last = Some((at, place));
                at += 1;
            }
            Some(Token::AnyOne) => (at, place) = (at + 1, place + 1),
            Some(Token::Char(char)) if *char == text[place] => (at, place) = (at + 1, place + 1),
            _ => match &mut last {
                Some((run, start)) => {
                    *start += 1;
                    (at, place) = (*run + 1, *start);
                }
                None => return false,
            },
        }
    }
    tokens[at..].iter().all(|token| *token == Token::AnyRun)
}
