//! Combinations of guarantees as bars: what each costs, and how it recovers.

use polder_svg::{Area, Ink, fit};

use super::bars::pixels;
use super::heading::{EDGE, WIDTH, headed, notes, write};
use crate::amount::Money;
use crate::guarantees::{Guarantees, Point, at_most};

/// Where bars begin, and how long the longest is.
const BAR: (i32, i32) = (290, 420);
/// The distance between bars.
const ROW: i32 = 46;

/// Draws the combinations that no other one beats, and that of the file.
pub(crate) fn front(of: &Guarantees) -> String {
    let title = format!("What it costs {} to survive the loss of a region", of.title);
    let line = "A month at list prices, for each way to prepare, the cheapest first. The dark bar is what the file says today.";
    let mut drawing = headed(&title, line);
    let points: Vec<&Point> =
        of.points.iter().filter(|point| point.is_on_front || point.is_current).collect();
    let longest = points.iter().map(|point| point.month).max().unwrap_or(Money::ZERO);
    let mut y = 84;
    for point in points {
        let (x, most) = BAR;
        let length = pixels(point.month, longest, most).max(1);
        let name = fit(&point.name, 13, x - EDGE - 10);
        write(&mut drawing, (EDGE, y + 14), (13, point.is_current), Ink::Text, &name);
        let ink = if point.is_current { Ink::Strong } else { Ink::Light };
        drawing.rectangle(Area { x, y, width: length, height: 18 }, ink);
        write(&mut drawing, (x + length + 8, y + 14), (13, true), Ink::Text, &amount(point));
        write(&mut drawing, (x, y + 32), (11, false), Ink::Faint, &recovery(point));
        y += ROW;
    }
    drawing.rule(EDGE, y - 2, WIDTH - 2 * EDGE);
    let mut remarks = vec![
        "The time until a person decides to move comes on top. Times of the database are assumed figures."
            .to_owned(),
        "Ready: the share of the capacity that runs in the other region all the time.".to_owned(),
    ];
    if of.points.iter().any(|point| point.is_current && !point.is_on_front) {
        remarks.push(
            "At least one other combination costs less than today and recovers as well: compare their lines."
                .to_owned(),
        );
    }
    let height = notes(&mut drawing, y + 20, &remarks);
    drawing.finish(height)
}

fn amount(point: &Point) -> String {
    let today = if point.is_current { " today" } else { "" };
    format!("{}{today}", point.month.whole("$"))
}

/// How a combination recovers, in a sentence.
fn recovery(point: &Point) -> String {
    let of = &point.recovery;
    match (of.rto, of.rpo) {
        (Some(rto), Some(rpo)) => format!(
            "orders again after at most {}; data of at most the last {} are lost; {} % ready",
            at_most(rto.high),
            at_most(rpo.high),
            of.ready_percent
        ),
        _ => "no orders until the region is back; its data may be lost".to_owned(),
    }
}
