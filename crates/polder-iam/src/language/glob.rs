//! Texts with wildcards and variables.

/// A token of a [`Glob`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// This character.
    Char(char),
    /// Any characters, or none: `*`.
    AnyRun,
    /// Any one character: `?`.
    AnyOne,
    /// The value of a condition key of the request.
    Variable(String),
}

/// A text with wildcards and variables.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Glob {
    tokens: Vec<Token>,
    /// Whether a run stands for text that is not known: a match is then only possible, not certain.
    vague: bool,
    /// The characters before the first wildcard or variable, as text: most comparisons need no more.
    start: String,
    /// The number of these characters, which are the first tokens.
    fixed: usize,
}

impl Glob {
    /// A glob of these tokens.
    pub fn of(tokens: Vec<Token>, vague: bool) -> Glob {
        let char = |token: &Token| if let Token::Char(char) = token { Some(*char) } else { None };
        let start: String = tokens.iter().map_while(char).collect();
        let fixed = start.chars().count();
        Glob { tokens, vague, start, fixed }
    }

    /// A text in which `*` and `?` are wildcards.
    pub fn wildcards(text: &str) -> Glob {
        let token = |char| match char {
            '*' => Token::AnyRun,
            '?' => Token::AnyOne,
            char => Token::Char(char),
        };
        Glob::of(text.chars().map(token).collect(), false)
    }

    /// A text in which every character means itself.
    pub fn literal(text: &str) -> Glob {
        Glob::of(text.chars().map(Token::Char).collect(), false)
    }

    /// A text that is not known.
    pub fn unknown() -> Glob {
        Glob::of(vec![Token::AnyRun], true)
    }

    /// The tokens in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Whether a part of it is not known, so that a match is only possible.
    pub fn is_vague(&self) -> bool {
        self.vague
    }

    /// Whether it has a variable of the request.
    pub fn has_variables(&self) -> bool {
        self.tokens[self.fixed..].iter().any(|token| matches!(token, Token::Variable(_)))
    }

    /// Whether it matches every text.
    pub fn is_anything(&self) -> bool {
        !self.tokens.is_empty() && !self.vague && self.tokens.iter().all(|token| *token == Token::AnyRun)
    }

    /// Whether a text starts as this does before its first wildcard or variable, or is this where there is none. Quicker than a
    /// comparison: most patterns of actions are of other services.
    pub fn could_match(&self, text: &str) -> bool {
        if self.is_fixed() { text == self.start } else { text.starts_with(&self.start) }
    }

    /// Whether [`Glob::could_match`] decides: there is at most one wildcard, a run at the end.
    pub(crate) fn ends_at_most_in_a_run(&self) -> bool {
        matches!(self.tokens[self.fixed..], [] | [Token::AnyRun])
    }

    /// The characters before the first wildcard or variable.
    pub(crate) fn start(&self) -> &str {
        &self.start
    }

    /// Whether it has neither wildcards nor variables.
    fn is_fixed(&self) -> bool {
        self.fixed == self.tokens.len()
    }

    /// The text, if it has neither wildcards nor variables.
    pub fn as_literal(&self) -> Option<String> {
        (self.is_fixed() && !self.vague).then(|| self.start.clone())
    }

    /// The same in lower case.
    #[must_use]
    pub fn to_lowercase(&self) -> Glob {
        let lower = |token: &Token| match token {
            Token::Char(char) => Token::Char(char.to_ascii_lowercase()),
            other => other.clone(),
        };
        Glob::of(self.tokens.iter().map(lower).collect(), self.vague)
    }
}

impl std::fmt::Display for Glob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for token in &self.tokens {
            match token {
                Token::Char(char) => write!(f, "{char}")?,
                Token::AnyRun => f.write_str("*")?,
                Token::AnyOne => f.write_str("?")?,
                Token::Variable(key) => write!(f, "${{{key}}}")?,
            }
        }
        Ok(())
    }
}
