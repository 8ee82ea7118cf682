//! A Sankey diagram with three columns.

use std::collections::BTreeMap;

use polder_svg::{Anchor, Area, Drawing, Ink, Label, column, fit};

use super::bars::{dollars, pixels};
use super::heading::{EDGE, WIDTH};
use crate::amount::Money;

/// The most nodes of a column; the rest are added up.
const NODES: usize = 9;
/// The width of a node.
const NODE: i32 = 12;
/// The left edges of the columns.
const COLUMNS: [i32; 3] = [226, 316, 604];
/// The left edge of the right half of a node in the middle. Its label is between the halves, where no band is.
const RIGHT_HALF: i32 = 506;
/// The height of the sum of all flows.
const HEIGHT: i32 = 300;
/// The least distance between the middles of two nodes: two lines of text.
const LEAST: i32 = 34;

/// A flow of money through the columns.
pub(super) struct Flow {
    /// The names of its node in each column.
    pub through: [String; 3],
    /// Its width.
    pub month: Money,
}

/// Draws the flows below `top`, and returns their end.
pub(super) fn sankey(drawing: &mut Drawing, flows: &[Flow], top: i32) -> i32 {
    let total: Money = flows.iter().map(|flow| flow.month).sum();
    let [first, second, third] = COLUMNS;
    let columns = [(0, first), (1, second), (2, third)].map(|at| Column::of(flows, at, total));
    let placed = columns.map(|it| it.place(top));
    let end = placed.iter().map(|it| it.bottom).max().unwrap_or(top);
    bands(drawing, flows, &placed, total);
    for (at, column) in placed.iter().enumerate() {
        for (name, node) in &column.nodes {
            drawing.rectangle(node.area, Ink::Strong);
            if at == 1 {
                drawing.rectangle(Area { x: RIGHT_HALF, ..node.area }, Ink::Strong);
            }
            labels(drawing, at, name, node);
        }
    }
    end
}

/// Nodes of a column, by name, in their order.
struct Column {
    x: i32,
    sums: Vec<(String, Money)>,
    total: Money,
}

/// A node at its place.
#[derive(Clone, Copy)]
struct Node {
    area: Area,
    month: Money,
}

struct Placed {
    nodes: Vec<(String, Node)>,
    bottom: i32,
}

impl Placed {
    /// The node of a flow: that of its name, or that of the rest.
    fn find(&self, name: &str) -> Option<usize> {
        let found = self.nodes.iter().position(|(node, _)| node == name);
        found.or(self.nodes.len().checked_sub(1))
    }
}

impl Column {
    fn of(flows: &[Flow], (at, x): (usize, i32), total: Money) -> Column {
        let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
        for flow in flows {
            let Some(name) = flow.through.get(at) else { continue };
            let sum = sums.entry(name).or_default();
            *sum = sum.plus(flow.month);
        }
        let mut sums: Vec<(String, Money)> =
            sums.into_iter().map(|(name, sum)| (name.to_owned(), sum)).collect();
        sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
        if sums.len() > NODES {
            let rest = sums.split_off(NODES - 1);
            let sum = rest.iter().map(|(_, sum)| *sum).sum();
            sums.push((format!("{} others", rest.len()), sum));
        }
        Column { x, sums, total }
    }

    fn place(self, top: i32) -> Placed {
        let heights: Vec<i32> =
            self.sums.iter().map(|(_, sum)| pixels(*sum, self.total, HEIGHT).max(1)).collect();
        let (tops, bottom) = column(&heights, top, LEAST);
        let places = tops.into_iter().zip(heights);
        let nodes = self.sums.into_iter().zip(places).map(|((name, month), (y, height))| {
            (name, Node { area: Area { x: self.x, y, width: NODE, height }, month })
        });
        Placed { nodes: nodes.collect(), bottom }
    }
}

/// Draws the bands between neighbouring columns: one for each pair of nodes.
fn bands(drawing: &mut Drawing, flows: &[Flow], columns: &[Placed; 3], total: Money) {
    let [first, second, third] = columns;
    for (at, left, right) in [(0, first, second), (1, second, third)] {
        let mut sums: BTreeMap<(usize, usize), Money> = BTreeMap::new();
        for flow in flows {
            let [a, b, c] = &flow.through;
            let names = if at == 0 { (a, b) } else { (b, c) };
            let (Some(from), Some(to)) = (left.find(names.0), right.find(names.1)) else { continue };
            let sum = sums.entry((from, to)).or_default();
            *sum = sum.plus(flow.month);
        }
        let mut used: [BTreeMap<usize, Money>; 2] = Default::default();
        for ((from, to), month) in sums {
            let part = |column: &Placed, node: usize, used: &mut BTreeMap<usize, Money>| {
                let (_, node_at) = column.nodes.get(node)?;
                let before = used.get(&node).copied().unwrap_or_default();
                used.insert(node, before.plus(month));
                let y = node_at.area.y + pixels(before, total, HEIGHT).min(node_at.area.height - 1);
                let height = pixels(before.plus(month), total, HEIGHT) - pixels(before, total, HEIGHT);
                Some(Area { y, height: height.max(1), ..node_at.area })
            };
            let [left_used, right_used] = &mut used;
            let areas = (part(left, from, left_used), part(right, to, right_used));
            if let (Some(from), Some(to)) = areas {
                let from = if at == 1 { Area { x: RIGHT_HALF, ..from } } else { from };
                drawing.band(from, to, Ink::Light);
            }
        }
    }
}

/// The name and the amount of a node: to the left of the first column, between the halves of the middle one, to the
/// right of the last.
fn labels(drawing: &mut Drawing, at: usize, name: &str, node: &Node) {
    let left = node.area.x;
    let (x, anchor, most) = match at {
        0 => (left - 8, Anchor::End, left - 8 - EDGE),
        1 => (left + NODE + 6, Anchor::Start, RIGHT_HALF - left - NODE - 12),
        _ => (left + NODE + 6, Anchor::Start, WIDTH - EDGE - left - NODE - 6),
    };
    let y = node.area.y + node.area.height / 2;
    for (y, bold, text) in [(y - 3, false, name), (y + 11, true, &dollars(node.month))] {
        let text = fit(text, 12, most);
        drawing.label(Label { x, y, size: 12, bold, anchor, ink: Ink::Text, text: &text });
    }
}
