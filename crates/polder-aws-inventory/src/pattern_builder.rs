//! Composes a pattern of texts and pieces.

use polder_inventory::model::{Pattern, Piece};

/// A pattern that is being composed. Adjacent texts become one literal.
#[derive(Default)]
pub(crate) struct PatternBuilder {
    pieces: Vec<Piece>,
    /// The text after the last piece.
    text: String,
}

impl PatternBuilder {
    /// Adds a text.
    pub(crate) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a character.
    pub(crate) fn character(&mut self, character: char) {
        self.text.push(character);
    }

    /// Adds a piece.
    pub(crate) fn piece(&mut self, piece: Piece) {
        if let Piece::Literal(text) = &piece {
            self.text.push_str(text);
            return;
        }
        self.close();
        self.pieces.push(piece);
    }

    /// The composed pattern. The builder is empty afterwards and keeps its memory.
    pub(crate) fn end(&mut self) -> Pattern {
        self.close();
        Pattern::of_drained(&mut self.pieces)
    }

    fn close(&mut self) {
        if !self.text.is_empty() {
            self.pieces.push(Piece::Literal(self.text.as_str().into()));
            self.text.clear();
        }
    }
}
