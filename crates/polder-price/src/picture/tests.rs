//! Labels of a picture do not overlap and are inside of it, whatever the bill is.

use polder_svg::{Area, width};
use proptest::prelude::*;

use super::bars::{Bar, Group, draw};
use super::heading::{WIDTH, headed, notes};
use super::sankey::{Flow, sankey};
use crate::amount::Money;

/// The boxes of all labels of a document, with their texts.
fn labels(svg: &str) -> Vec<(Area, String)> {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let texts = document.descendants().filter(|it| it.has_tag_name("text"));
    let label = |it: roxmltree::Node<'_, '_>| {
        let number = |name: &str| -> i32 {
            it.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{name}"))
        };
        let text = it.text().unwrap_or_default().to_owned();
        let (size, width) = (number("font-size"), width(&text, number("font-size")));
        let x = number("x") - if it.attribute("text-anchor") == Some("end") { width } else { 0 };
        // Three quarters of a letter are above the base line.
        (Area { x, y: number("y") - size * 3 / 4, width, height: size }, text)
    };
    texts.map(label).collect()
}

fn apart(svg: &str) -> Result<(), TestCaseError> {
    let labels = labels(svg);
    prop_assert!(labels.len() > 2, "there is something to compare");
    for (at, (one, text)) in labels.iter().enumerate() {
        let inside = one.x >= 0 && one.x + one.width <= WIDTH && one.y >= 0;
        prop_assert!(inside || text.is_empty(), "`{text}` at {one:?} is outside");
        for (other, next) in labels.iter().skip(at + 1) {
            let beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
            let below = one.y + one.height <= other.y || other.y + other.height <= one.y;
            prop_assert!(beside || below, "`{text}` at {one:?} and `{next}` at {other:?}");
        }
    }
    Ok(())
}

/// No label is in a column of a picture through which bands go.
fn beside_bands(svg: &str) -> Result<(), TestCaseError> {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let bands: Vec<(i32, i32)> = document
        .descendants()
        .filter_map(|it| it.attribute("d"))
        .filter(|path| path.contains('C'))
        .filter_map(|path| {
            let numbers: Vec<i32> =
                path.split(|it: char| !it.is_ascii_digit()).filter_map(|it| it.parse().ok()).collect();
            // Both ends of the upper edge: `M left a C middle a middle c right c`.
            Some((*numbers.first()?, *numbers.get(6)?))
        })
        .collect();
    prop_assert!(!bands.is_empty(), "there are bands");
    // The title and the notes are above and below.
    let labels = labels(svg);
    for (area, text) in labels.iter().filter(|(area, text)| area.height == 12 && text != "a note") {
        let apart = |&(left, right): &(i32, i32)| area.x + area.width <= left || area.x >= right;
        prop_assert!(bands.iter().all(apart), "`{text}` at {area:?} is on a band");
    }
    Ok(())
}

fn money() -> impl Strategy<Value = Money> {
    prop_oneof![1..10_i128, 1..10_000_i128, 1..1_000_000_000_i128]
        .prop_map(|cents| Money(cents * 10_000_000_000))
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,12}, [A-Z][a-z]{3,9} \\((primary|backup)\\)", "[ -~]{1,80}", any::<String>()]
}

proptest! {
    #[test]
    fn labels_of_flows_are_apart(
        flows in prop::collection::vec((0..14_usize, 0..6_usize, 0..14_usize, money()), 1..60),
        names in prop::collection::vec(name(), 14),
    ) {
        let flows = flows.into_iter().map(|(a, b, c, month)| {
            Flow { through: [a, b, c].map(|at| names[at].clone()), month }
        });
        let mut drawing = headed("a title", "a line below it");
        let end = sankey(&mut drawing, &flows.collect::<Vec<_>>(), 84);
        let height = notes(&mut drawing, end + 34, &["a note".to_owned()]);
        let svg = drawing.finish(height);
        apart(&svg)?;
        beside_bands(&svg)?;
    }

    #[test]
    fn labels_of_bars_are_apart(bars in prop::collection::vec((name(), money(), name()), 1..15)) {
        let bars: Vec<Bar> = bars.into_iter().map(|(name, month, parts)| Bar { name, month, parts }).collect();
        let total: Money = bars.iter().map(|bar| bar.month).sum();
        let longest = bars.iter().map(|bar| bar.month).max().unwrap_or_default();
        let mut drawing = headed("a title", "a line below it");
        let group = Group { title: "a group", bars };
        let end = draw(&mut drawing, &group, 94, (total, longest));
        let height = notes(&mut drawing, end, &["a note".to_owned()]);
        apart(&drawing.finish(height))?;
    }
}
