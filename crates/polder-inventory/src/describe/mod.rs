//! The traversal of entries, field by field.
//!
//! The canonical form, the check for dangling ids, the index of references and the list of unknown values all
//! use this one traversal. Its macros destructure each type exhaustively, so that a forgotten field does not
//! compile.

mod macros;
mod values;

use std::fmt::Display;

pub(crate) use macros::{choice, entry, fields, named, record};

use crate::entries::EntryId;
use crate::model::Reason;

/// A value that can be traversed.
pub(crate) trait Describe {
    /// Reports the value to a visitor.
    fn describe(&self, visitor: &mut dyn Visitor);

    /// Calls `change` for every id of an entry in the value, in the order of `describe`.
    #[cfg(test)]
    fn references(&mut self, change: &mut dyn FnMut(&mut EntryId));

    /// A generated value.
    #[cfg(test)]
    fn generate(generator: &mut crate::tests::generator::Generator) -> Self
    where
        Self: Sized;
}

/// Receives the parts of a value.
pub(crate) trait Visitor {
    /// A value without parts.
    fn leaf(&mut self, value: &dyn Display);
    /// A reference to an entry.
    fn reference(&mut self, to: EntryId);
    /// An unknown value.
    fn unknown(&mut self, reason: Reason);
    /// A part begins.
    fn enter(&mut self, step: Step);
    /// The part entered last ends.
    fn leave(&mut self);
}

/// A step into a part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A field.
    Field(&'static str),
    /// A variant of an enum.
    Variant(&'static str),
    /// An ordered list.
    List,
    /// An unordered set.
    Set,
    /// The pieces of one text.
    Pieces,
    /// An element of a list or set, by position.
    Element(usize),
}
