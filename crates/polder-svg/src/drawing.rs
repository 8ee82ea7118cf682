//! A drawing, written shape by shape.

/// A drawing. Later shapes cover earlier ones.
#[derive(Clone, Debug)]
pub struct Drawing {
    width: i32,
    title: String,
    description: String,
    body: String,
}

/// The width and height of the head of an arrow, in pixels.
const ARROW_HEAD: i32 = 8;

/// A rectangle, in pixels from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

/// A colour. Each has another lightness, so that a drawing can be read without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Of text.
    Text,
    /// Of text that matters less.
    Faint,
    /// Of what a drawing is about.
    Strong,
    /// Of what lies behind labels.
    Light,
}

impl Ink {
    fn hex(self) -> &'static str {
        match self {
            Ink::Text => "#1b1b1b",
            Ink::Faint => "#555555",
            Ink::Strong => "#35618e",
            Ink::Light => "#c3d4e6",
        }
    }
}

/// Which end of a label is at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left one.
    Start,
    /// The right one.
    End,
}

/// A line of text.
#[derive(Clone, Copy, Debug)]
pub struct Label<'a> {
    /// The position of its anchor.
    pub x: i32,
    /// Its base line.
    pub y: i32,
    /// Its font size.
    pub size: i32,
    /// Whether it is bold.
    pub bold: bool,
    /// Which end is at the position.
    pub anchor: Anchor,
    /// Its colour.
    pub ink: Ink,
    /// The text.
    pub text: &'a str,
}

impl Drawing {
    /// An empty drawing. Title and description are read by screen readers.
    pub fn new(width: i32, title: &str, description: &str) -> Drawing {
        Drawing { width, title: title.to_owned(), description: description.to_owned(), body: String::new() }
    }

    /// Draws a rectangle.
    pub fn rectangle(&mut self, area: Area, ink: Ink) {
        let Area { x, y, width, height } = area;
        self.push(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
            ink.hex()
        ));
    }

    /// Draws a thin horizontal line.
    pub fn rule(&mut self, x: i32, y: i32, width: i32) {
        self.push(&format!("<path d=\"M{x} {y}h{width}\" stroke=\"{}\"/>", Ink::Light.hex()));
    }

    /// Draws an arrow downwards, from its upper end.
    pub fn arrow(&mut self, x: i32, y: i32, height: i32) {
        let ink = Ink::Faint.hex();
        let shaft = height.saturating_sub(ARROW_HEAD).max(0);
        self.push(&format!("<path d=\"M{x} {y}v{shaft}\" stroke=\"{ink}\" stroke-width=\"2\"/>"));
        let (left, neck) = (x.saturating_sub(ARROW_HEAD / 2), y.saturating_add(shaft));
        let (across, down) = (ARROW_HEAD, ARROW_HEAD);
        self.push(&format!("<path d=\"M{left} {neck}h{across}l-{} {down}Z\" fill=\"{ink}\"/>", across / 2));
    }

    /// Draws a band from the right edge of one area to the left edge of another.
    pub fn band(&mut self, from: Area, to: Area, ink: Ink) {
        let (left, right) = (from.x.saturating_add(from.width), to.x);
        let middle = left.midpoint(right);
        let (a, b) = (from.y, from.y.saturating_add(from.height));
        let (c, d) = (to.y, to.y.saturating_add(to.height));
        self.push(&format!(
            "<path d=\"M{left} {a}C{middle} {a} {middle} {c} {right} {c}V{d}C{middle} {d} {middle} {b} {left} {b}Z\" \
             fill=\"{}\" fill-opacity=\"0.6\"/>",
            ink.hex()
        ));
    }

    /// Writes a label.
    pub fn label(&mut self, label: Label<'_>) {
        let Label { x, y, size, .. } = label;
        let bold = if label.bold { " font-weight=\"bold\"" } else { "" };
        let anchor = if label.anchor == Anchor::End { " text-anchor=\"end\"" } else { "" };
        self.push(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{}\"{bold}{anchor}>{}</text>",
            label.ink.hex(),
            escaped(label.text)
        ));
    }

    fn push(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// The SVG document, with a height.
    pub fn finish(self, height: i32) -> String {
        let Drawing { width, title, description, body } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" font-family=\"Helvetica, Arial, sans-serif\">\n\
             <title>{}</title>\n<desc>{}</desc>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{body}</svg>\n",
            escaped(&title),
            escaped(&description)
        )
    }
}

/// A text in XML. Characters that no XML document may contain are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn label(text: &str) -> Label<'_> {
        let (anchor, ink) = (Anchor::Start, Ink::Text);
        Label { x: 1, y: 2, size: 12, bold: false, anchor, ink, text }
    }

    #[test]
    fn a_drawing_has_its_shapes_in_order() {
        let mut drawing = Drawing::new(100, "a <title>", "what it shows");
        let area = Area { x: 1, y: 2, width: 3, height: 4 };
        drawing.band(area, Area { x: 50, ..area }, Ink::Light);
        drawing.rectangle(area, Ink::Strong);
        drawing.arrow(10, 10, 20);
        drawing.label(label("R&D"));
        let svg = drawing.finish(60);
        let document = roxmltree::Document::parse(&svg).expect("XML");
        let names: Vec<&str> = document
            .root_element()
            .children()
            .filter(roxmltree::Node::is_element)
            .map(|it| it.tag_name().name())
            .collect();
        assert_eq!(names, ["title", "desc", "rect", "path", "rect", "path", "path", "text"]);
        let text = |name| document.descendants().find(|it| it.has_tag_name(name)).and_then(|it| it.text());
        assert_eq!(text("text"), Some("R&D"));
        assert_eq!(text("title"), Some("a <title>"));
    }

    proptest! {
        #[test]
        fn any_text_makes_valid_xml(text in any::<String>()) {
            let mut drawing = Drawing::new(100, &text, &text);
            drawing.label(label(&text));
            let svg = drawing.finish(100);
            prop_assert!(roxmltree::Document::parse(&svg).is_ok(), "{svg}");
        }
    }
}
