//! Locations in the source text.

use std::ops::Deref;

/// A range of bytes in the one source text of a run (the platform file). Start inclusive, end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`. Offsets past 4 GiB are cut to the largest that fits.
    pub fn new(start: usize, end: usize) -> Span {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { start: narrow(start), end: narrow(end.max(start)) }
    }

    /// The same as a range of `usize`.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value that was read from the source, with its location.
///
/// Equality and order ignore the location: platforms with equal values are equal.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Its location. `None` for defaults.
    pub span: Option<Span>,
}

impl<T> Spanned<T> {
    /// A value that was written at `span`.
    pub fn written(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span: Some(span) }
    }

    /// A default.
    pub fn implied(value: T) -> Spanned<T> {
        Spanned { value, span: None }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}
