//! A value of the platform, with its location in the file or the origin of its default.

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
    /// Written in the file, at this location.
    Written(Span),
    /// The owner's requirements ask for it; the text quotes them, or names the row.
    Owner(&'static str),
    /// A fact of the catalog; the text is the fact's id.
    Fact(&'static str),
    /// A rule of Polder; the text states it.
    Rule(&'static str),
}

impl<T> Setting<T> {
    /// A value that is in the file.
    pub fn written(value: T, span: Span) -> Setting<T> {
        Setting { value, origin: Origin::Written(span) }
    }

    /// A default.
    pub fn default(value: T, origin: Origin) -> Setting<T> {
        Setting { value, origin }
    }

    /// Its location in the file, if it is there.
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

/// Fills in defaults.
pub(crate) trait Otherwise<T> {
    /// A default from the owner's requirements.
    fn else_owner(self, value: T, text: &'static str) -> Setting<T>;
    /// A default from a fact.
    fn else_fact(self, value: T, id: &'static str) -> Setting<T>;
    /// A default from a rule of Polder.
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
