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
}

impl Glob {
    /// A glob of these tokens.
    pub fn of(tokens: Vec<Token>, vague: bool) -> Glob {
        Glob { tokens, vague }
    }

    /// A text in which `*` and `?` are wildcards.
    pub fn wildcards(text: &str) -> Glob {
        let token = |char| match char {
            '*' => Token::AnyRun,
            '?' => Token::AnyOne,
            char => Token::Char(char),
        };
        Glob { tokens: text.chars().map(token).collect(), vague: false }
    }

    /// A text in which every character means itself.
    pub fn literal(text: &str) -> Glob {
        Glob { tokens: text.chars().map(Token::Char).collect(), vague: false }
    }

    /// A text that is not known.
    pub fn unknown() -> Glob {
        Glob { tokens: vec![Token::AnyRun], vague: true }
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
        self.tokens.iter().any(|token| matches!(token, Token::Variable(_)))
    }

    /// Whether it matches every text.
    pub fn is_anything(&self) -> bool {
        !self.tokens.is_empty() && !self.vague && self.tokens.iter().all(|token| *token == Token::AnyRun)
    }

    /// Whether a text starts as this does before its first wildcard or variable, or is this where there is none. Quicker than a
    /// comparison: most patterns of actions are of other services.
    pub fn could_match(&self, text: &str) -> bool {
        let mut text = text.chars();
        for token in &self.tokens {
            match token {
                Token::Char(char) if text.next() != Some(*char) => return false,
                Token::Char(_) => {}
                _ => return true,
            }
        }
        text.next().is_none()
    }

    /// The text, if it has neither wildcards nor variables.
    pub fn as_literal(&self) -> Option<String> {
        let char = |token: &Token| if let Token::Char(char) = token { Some(*char) } else { None };
        if self.vague { None } else { self.tokens.iter().map(char).collect() }
    }

    /// The same in lower case.
    #[must_use]
    pub fn to_lowercase(&self) -> Glob {
        let lower = |token: &Token| match token {
            Token::Char(char) => Token::Char(char.to_ascii_lowercase()),
            other => other.clone(),
        };
        Glob { tokens: self.tokens.iter().map(lower).collect(), vague: self.vague }
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
