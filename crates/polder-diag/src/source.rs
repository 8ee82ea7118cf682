//! The source text of a run, and where its lines begin.

use crate::Span;

/// The text that findings refer to.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its name as the user knows it: `polder.toml`.
    pub name: &'a str,
    /// All of it.
    pub text: &'a str,
}

/// A position as editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From one.
    pub line: usize,
    /// From one, in characters (Unicode scalar values).
    pub column: usize,
}

/// Where the lines of a text begin. Made once for all findings.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of `text`.
    pub(crate) fn new(text: &'a str) -> Lines<'a> {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Lines { text, starts }
    }

    /// `span` cut to the text and to whole characters.
    pub(crate) fn clamp(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.text.floor_char_boundary(span.range().start);
        let end = self.text.ceil_char_boundary(span.range().end).max(start);
        start..end
    }

    /// The line, from zero, of the byte at `offset`.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Where line `index` begins; past the last line, the end of the text.
    pub(crate) fn start_of(&self, index: usize) -> usize {
        self.starts.get(index).copied().unwrap_or(self.text.len())
    }

    /// The position of the byte at `offset`, which must be cut to the text.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let line = self.line_of(offset);
        let before = self.text.get(self.start_of(line)..offset).unwrap_or_default();
        Position { line: line + 1, column: before.chars().count() + 1 }
    }

    /// Both ends of `span`.
    pub(crate) fn ends(&self, span: Span) -> (Position, Position) {
        let range = self.clamp(span);
        (self.position(range.start), self.position(range.end))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};
    use crate::Span;

    #[test]
    fn positions_count_characters() {
        let lines = Lines::new("ä = 1\r\nb = 2\n");
        assert_eq!(lines.position(2), Position { line: 1, column: 2 });
        assert_eq!(lines.position(8), Position { line: 2, column: 1 });
        assert_eq!(lines.position(14), Position { line: 3, column: 1 });
    }

    #[test]
    fn spans_are_cut_to_the_text_and_to_characters() {
        let lines = Lines::new("äb");
        assert_eq!(lines.clamp(Span::new(1, 1)), 0..2);
        assert_eq!(lines.clamp(Span::new(7, 90)), 3..3);
    }
}
