//! A value of the platform file, with its place or, when nobody wrote it, where it comes from.

use std::ops::Deref;

use polder_diag::Span;

/// One value of the platform and its origin.
#[derive(Clone, Debug)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a value comes from. `polder check --explain` prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Somebody wrote it here.
    Written(Span),
    /// The owner's document asks for it; the text says in which words, or names the row.
    Owner(&'static str),
    /// A fact of the catalog; the text is the fact's id.
    Fact(&'static str),
    /// A rule of Polder; the text says it.
    Rule(&'static str),
}

impl<T> Setting<T> {
    /// A value that stands in the file.
    pub fn written(value: T, span: Span) -> Setting<T> {
        Setting { value, origin: Origin::Written(span) }
    }

    /// A value that nobody wrote.
    pub fn default(value: T, origin: Origin) -> Setting<T> {
        Setting { value, origin }
    }

    /// Where it stands in the file, if it does.
    pub fn span(&self) -> Option<Span> {
        match self.origin {
            Origin::Written(span) => Some(span),
            Origin::Owner(_) | Origin::Fact(_) | Origin::Rule(_) => None,
        }
    }
}

impl<T> Deref for Setting<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// Fills in what nobody wrote.
pub(crate) trait Otherwise<T> {
    /// What the owner's document asks for.
    fn else_owner(self, value: T, text: &'static str) -> Setting<T>;
    /// What a fact says.
    fn else_fact(self, value: T, id: &'static str) -> Setting<T>;
    /// What a rule of Polder says.
    fn else_rule(self, value: T, text: &'static str) -> Setting<T>;
}

impl<T> Otherwise<T> for Option<Setting<T>> {
    fn else_owner(self, value: T, text: &'static str) -> Setting<T> {
        self.unwrap_or(Setting::default(value, Origin::Owner(text)))
    }

    fn else_fact(self, value: T, id: &'static str) -> Setting<T> {
        self.unwrap_or(Setting::default(value, Origin::Fact(id)))
    }

    fn else_rule(self, value: T, text: &'static str) -> Setting<T> {
        self.unwrap_or(Setting::default(value, Origin::Rule(text)))
    }
}
