//! The head of a picture, and its notes.

use polder_svg::{Anchor, Drawing, Ink, Label, fit};

/// The width of every picture: that of a README.
pub(super) const WIDTH: i32 = 880;
/// The space at its edges.
pub(super) const EDGE: i32 = 24;

/// A picture with its title and a line below it.
pub(super) fn headed(title: &str, line: &str) -> Drawing {
    let mut drawing = Drawing::new(WIDTH, title, line);
    write(&mut drawing, (EDGE, 36), (20, true), Ink::Text, title);
    write(&mut drawing, (EDGE, 58), (13, false), Ink::Faint, line);
    drawing
}

/// Notes below a picture, and the height of all of it.
pub(super) fn notes(drawing: &mut Drawing, top: i32, notes: &[String]) -> i32 {
    let mut y = top;
    for note in notes {
        write(drawing, (EDGE, y), (12, false), Ink::Faint, note);
        y += 18;
    }
    y + 4
}

/// Writes a text to the right of a point, cut at the edge.
pub(super) fn write(drawing: &mut Drawing, (x, y): (i32, i32), font: (i32, bool), ink: Ink, text: &str) {
    let (size, bold) = font;
    let text = fit(text, size, WIDTH - EDGE - x);
    drawing.label(Label { x, y, size, bold, anchor: Anchor::Start, ink, text: &text });
}
