//! Pictures of witnesses: what happens, between whom, and each step with the resource that decides it.

use polder_diag::visible;
use polder_svg::{Anchor, Area, Drawing, Ink, Label, fit, wrap};

use crate::{Effect, Property, Report, Step, Verdict, Witness};

/// A picture of a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its name, which is that of its file without the extension: `network.data-tier-1`.
    pub name: String,
    /// An SVG document.
    pub svg: String,
}

/// The width of a picture, its margin, and the indent of texts in a box, in pixels.
const WIDTH: i32 = 820;
const MARGIN: i32 = 24;
const INDENT: i32 = 14;
/// The height of a line, and of the arrow between two boxes.
const LINE: i32 = 20;
const ARROW: i32 = 22;
/// The room for the names of facts.
const NAMES: i32 = 170;

/// A picture for each witness of each refuted property, in the order of the report. Requirements have none: their witnesses
/// are those of properties.
pub fn pictures(report: &Report<'_>) -> Vec<Picture> {
    let mut all = vec![];
    for property in report.properties {
        let Verdict::Refuted(witnesses) = &property.verdict else { continue };
        for (index, witness) in witnesses.iter().enumerate() {
            let name = format!("{}-{}", file_name(&property.id), index + 1);
            all.push(Picture { name, svg: picture(property, witness) });
        }
    }
    all
}

/// An identifier as a part of a file name. Identifiers contain names of the user's.
fn file_name(id: &str) -> String {
    id.chars().map(|it| if it.is_ascii_alphanumeric() || "._-".contains(it) { it } else { '-' }).collect()
}

fn picture(property: &Property, witness: &Witness) -> String {
    let mut page = Page { drawing: Drawing::new(WIDTH, &property.id, &described(witness)), y: MARGIN + LINE };
    page.text(MARGIN, 18, true, Ink::Text, &witness.summary);
    page.text(MARGIN, 13, false, Ink::Faint, &format!("refutes {}: {}", property.id, property.claim));
    page.y += LINE / 2;
    for fact in &witness.facts {
        page.fact(&fact.name.replace('_', " "), &fact.value);
    }
    page.y += LINE / 2;
    for (index, step) in witness.steps.iter().enumerate() {
        page.step(index, step);
    }
    page.text(MARGIN, 12, false, Ink::Faint, &format!("replayed by the {}", witness.replayed_by));
    page.drawing.finish(page.y)
}

/// The picture in words, for screen readers.
fn described(witness: &Witness) -> String {
    let steps: Vec<&str> = witness.steps.iter().map(|step| step.text.as_str()).collect();
    format!("{}. {}", witness.summary, steps.join("; "))
}

/// A drawing that is written from top to bottom.
struct Page {
    drawing: Drawing,
    /// The base line of the next text.
    y: i32,
}

impl Page {
    /// Writes a text over as many lines as it needs.
    fn text(&mut self, x: i32, size: i32, bold: bool, ink: Ink, text: &str) {
        let room = WIDTH - MARGIN - x;
        for line in wrap(&visible(text), size, room) {
            self.drawing.label(Label { x, y: self.y, size, bold, anchor: Anchor::Start, ink, text: &line });
            self.y += LINE.max(size + 6);
        }
    }

    fn fact(&mut self, name: &str, value: &str) {
        let label = Label {
            x: MARGIN,
            y: self.y,
            size: 13,
            bold: false,
            anchor: Anchor::Start,
            ink: Ink::Faint,
            text: &fit(&visible(name), 13, NAMES - INDENT),
        };
        self.drawing.label(label);
        self.text(MARGIN + NAMES, 13, false, Ink::Text, value);
    }

    /// A box with its texts, below an arrow unless it is the first.
    fn step(&mut self, index: usize, step: &Step) {
        if index > 0 {
            self.drawing.arrow(MARGIN + 2 * INDENT, self.y - LINE, ARROW);
            self.y += ARROW;
        }
        let top = self.y - LINE;
        let ends = if step.effect == Effect::Denies { "denied: " } else { "" };
        let text = wrap(&visible(&format!("{ends}{}", step.text)), 14, WIDTH - 2 * (MARGIN + INDENT));
        let named: Vec<String> = (step.resources.iter())
            .map(|it| fit(&visible(&it.to_string()), 12, WIDTH - 2 * (MARGIN + INDENT)))
            .collect();
        let lines = i32::try_from(text.len() + named.len()).unwrap_or(i32::MAX / LINE / 2);
        let height = lines.saturating_mul(LINE).saturating_add(INDENT);
        let area = Area { x: MARGIN, y: top, width: WIDTH - 2 * MARGIN, height };
        self.drawing.rectangle(area, Ink::Light);
        self.drawing.rectangle(Area { width: 4, ..area }, Ink::Strong);
        for (size, line) in text.iter().map(|it| (14, it)).chain(named.iter().map(|it| (12, it))) {
            let ink = if size == 14 { Ink::Text } else { Ink::Faint };
            let (x, y) = (MARGIN + INDENT, self.y);
            self.drawing.label(Label { x, y, size, bold: false, anchor: Anchor::Start, ink, text: line });
            self.y += LINE;
        }
        self.y = top.saturating_add(height).saturating_add(LINE);
    }
}
