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
