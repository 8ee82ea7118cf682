//! Differences between two inventories, value by value.

use crate::canonical::{Line, lines};
use crate::entries::Inventory;

/// A value that differs between two inventories.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The path of the entry, as in the canonical form.
    pub entry: String,
    /// The path of the value in the entry, with a leading slash; empty if only one side has the entry.
    pub field: String,
    /// The value on the left; none if it is missing there.
    pub left: Option<String>,
    /// The value on the right; none if it is missing there.
    pub right: Option<String>,
}

impl Difference {
    /// The whole path, as in the canonical form.
    pub fn path(&self) -> String {
        [self.entry.as_str(), &self.field].concat()
    }
}

/// All differences, sorted by path. An entry that exists on one side only is one difference, and so is an
/// element of a set.
pub fn differences(left: &Inventory, right: &Inventory) -> Vec<Difference> {
    let (left, right) = (lines(left), lines(right));
    let (mut left, mut right) = (left.as_slice(), right.as_slice());
    let mut found = Vec::new();
    while let Some(next) = [left.first(), right.first()].into_iter().flatten().min_by_key(|line| place(line))
    {
        let (mine, theirs) = (take(&mut left, next), take(&mut right, next));
        let of =
            |left, right| Difference { entry: next.entry.to_string(), field: next.path.clone(), left, right };
        let whole_entry = next.path.is_empty();
        match (mine, theirs) {
            (_, []) if whole_entry => {
                left = after_entry(left, next);
                found.push(of(Some("present".to_owned()), None));
            }
            ([], _) if whole_entry => {
                right = after_entry(right, next);
                found.push(of(None, Some("present".to_owned())));
            }
            (mine, theirs) => compare(&of, mine, theirs, &mut found),
        }
    }
    found
}

fn place(line: &Line) -> (&str, &str) {
    (&line.entry, &line.path)
}

/// Removes the lines of one path from the front: one line, or one for each element of a set.
fn take<'a>(lines: &mut &'a [Line], path: &Line) -> &'a [Line] {
    let end = lines.iter().position(|line| place(line) != place(path)).unwrap_or(lines.len());
    let (taken, rest) = lines.split_at(end);
    *lines = rest;
    taken
}

/// The lines after those of an entry.
fn after_entry<'a>(lines: &'a [Line], entry: &Line) -> &'a [Line] {
    let end = lines.iter().position(|line| line.entry != entry.entry).unwrap_or(lines.len());
    &lines[end..]
}

/// Compares the values of one path. Values that both sides have cancel out; the others are paired in order.
fn compare(
    of: &dyn Fn(Option<String>, Option<String>) -> Difference,
    mine: &[Line],
    theirs: &[Line],
    found: &mut Vec<Difference>,
) {
    let without = |some: &[Line], others: &[Line]| {
        let mut others: Vec<&str> = others.iter().map(|line| line.value.as_str()).collect();
        let mut rest: Vec<String> = Vec::new();
        for line in some {
            match others.iter().position(|other| *other == line.value) {
                Some(at) => drop(others.swap_remove(at)),
                None => rest.push(line.value.clone()),
            }
        }
        rest
    };
    let (left, right) = (without(mine, theirs), without(theirs, mine));
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return,
            (left, right) => found.push(of(left, right)),
        }
    }
}
