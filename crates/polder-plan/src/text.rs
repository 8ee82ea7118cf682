//! Text that is borrowed from the document, where it has no escapes.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// Text of the document. Unlike `Cow`, it is borrowed inside maps and lists, too.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Text<'d>(Cow<'d, str>);

impl<'d> Text<'d> {
    /// Text that is in the document without escapes.
    pub(crate) fn borrowed(text: &'d str) -> Text<'d> {
        Text(Cow::Borrowed(text))
    }

    /// Text that has escapes in the document.
    pub(crate) fn owned(text: &str) -> Text<'d> {
        Text(Cow::Owned(text.to_owned()))
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Text<'_> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<'de: 'd, 'd> Deserialize<'de> for Text<'d> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<'d>, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text::borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text::owned(text))
    }
}
