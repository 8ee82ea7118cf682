//! The demand of each pool by its hours, with the commitments under it, as SVG.

use polder_svg::{Anchor, Area, Drawing, Ink, Label, fit};

use crate::advice::Advice;
use crate::curve::{Curve, POINTS};

/// The width of the drawing.
const WIDTH: i32 = 960;
/// The margin, and the space between two panels of a row.
const MARGIN: i32 = 40;
/// Where the panels begin.
const TOP: i32 = 150;
/// The height of a row of panels, and of the chart in a panel.
const ROW: i32 = 220;
const CHART: i32 = 120;
/// The height of the title of a panel, and the width of the figures of its axis.
const HEAD: i32 = 48;
const AXIS: i32 = 56;
/// The width of a panel: half of the drawing without its margins.
const PANEL: i32 = WIDTH / 2 - MARGIN - 20;
/// The pixels of a point.
const POINT: i32 = 3;
/// The most panels; the others cost less.
const PANELS: usize = 12;

/// The chart of an advice.
pub fn chart(advice: &Advice) -> String {
    let title = format!("{}: what runs, and what is bought in advance", advice.title);
    let about = "One panel for each kind of use. The hours of a year are sorted from the busiest to the quietest. The dark part \
                 is covered by commitments, the light part is paid on demand.";
    let mut drawing = Drawing::new(WIDTH, &title, about);
    let mut write = |(x, y, size, bold, ink): (i32, i32, i32, bool, Ink), text: &str| {
        let anchor = Anchor::Start;
        drawing.label(Label { x, y, size, bold, anchor, ink, text });
    };
    let permille = advice.saves_permille();
    let share = format!("{}.{} %", permille / 10, permille % 10);
    write((MARGIN, 44, 24, true, Ink::Text), &fit(&title, 24, WIDTH - 2 * MARGIN));
    let subtitle = format!(
        "The purchases save {} of {} in the year from {} ({share}).",
        advice.saves().whole("$"),
        advice.before.whole("$"),
        advice.start
    );
    write((MARGIN, 70, 15, false, Ink::Faint), &subtitle);
    write((MARGIN + 22, 101, 14, false, Ink::Text), "bought in advance and used");
    write((MARGIN + 262, 101, 14, false, Ink::Text), "paid by the hour at the list price");
    write((MARGIN + 542, 101, 14, false, Ink::Text), "bought in advance and not used");
    let about = "Each panel sorts the hours of the year: the busiest on the left, the quietest on the right.";
    write((MARGIN, 125, 13, false, Ink::Faint), about);
    for (x, ink) in [(0, Ink::Strong), (240, Ink::Light), (520, Ink::Faint)] {
        drawing.rectangle(Area { x: MARGIN + x, y: 89, width: 14, height: 14 }, ink);
    }
    let panels = advice.curves.iter().take(PANELS);
    for (index, curve) in (0..).zip(panels) {
        panel(&mut drawing, curve, MARGIN + index % 2 * (WIDTH / 2 - MARGIN / 2), TOP + index / 2 * ROW);
    }
    let rows = i32::try_from(advice.curves.len().min(PANELS).div_ceil(2)).unwrap_or(0);
    drawing.finish(TOP + rows * ROW + MARGIN / 2)
}

fn panel(drawing: &mut Drawing, curve: &Curve, x: i32, y: i32) {
    let mut write = |(x, y, size, bold, anchor): (i32, i32, i32, bool, Anchor), text: &str| {
        let ink = if bold { Ink::Text } else { Ink::Faint };
        drawing.label(Label { x, y, size, bold, anchor, ink, text });
    };
    write((x, y + 14, 14, true, Anchor::Start), &fit(&curve.name, 14, PANEL));
    let most = curve.points.iter().flatten().copied().max().unwrap_or(0).max(1);
    write(
        (x, y + 34, 12, false, Anchor::Start),
        &fit(&format!("{} in {}", curve.unit, curve.region), 12, PANEL),
    );
    let (left, width) = (x + AXIS, POINTS as i32 * POINT);
    let base = y + HEAD + CHART;
    for (share, at) in [(2, y + HEAD), (1, y + HEAD + CHART / 2), (0, base)] {
        write((left - 6, at + 4, 12, false, Anchor::End), &thousandths(most * share / 2));
    }
    write((left, base + 18, 12, false, Anchor::Start), "busiest hour");
    write((left + width, base + 18, 12, false, Anchor::End), "quietest of 8,760");
    let height = |amount: u64| {
        let scaled = u128::from(amount) * CHART as u128 / u128::from(most);
        i32::try_from(scaled).unwrap_or(CHART)
    };
    for (index, [demand, covered, reserved]) in (0..).zip(&curve.points) {
        let at = left + index * POINT;
        let bar =
            |amount: u64| Area { x: at, y: base - height(amount), width: POINT, height: height(amount) };
        for (amount, ink) in [(*reserved, Ink::Faint), (*demand, Ink::Light), (*covered, Ink::Strong)] {
            if height(amount) > 0 {
                drawing.rectangle(bar(amount), ink);
            }
        }
    }
    for at in [y + HEAD, y + HEAD + CHART / 2, base] {
        drawing.rule(left - 4, at, width + 4);
    }
}

/// Thousandths with at most three places: `2.5`.
fn thousandths(amount: u64) -> String {
    let (whole, rest) = (amount / 1_000, amount % 1_000);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:03}").trim_end_matches('0').to_owned() }
}
