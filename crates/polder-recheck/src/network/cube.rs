//! Boxes of connections.

use crate::format::network::{Cube, Span};
use crate::limits::PIECES_MAX;

/// A box, by dimension: source, destination, protocol, source port, destination port.
pub(super) type Five = [Span; 5];

pub(super) const SOURCE: usize = 0;
pub(super) const DESTINATION: usize = 1;
pub(super) const PROTOCOL: usize = 2;
pub(super) const SOURCE_PORT: usize = 3;
pub(super) const PORT: usize = 4;

/// All numbers.
pub(super) const ALL: Span = Span { first: 0, last: u128::MAX };

pub(super) fn five(of: &Cube) -> Five {
    [of.source, of.destination, of.protocol, of.source_port, of.port]
}

/// Everything whose number in one dimension is in an interval.
pub(super) fn along(dimension: usize, span: Span) -> Five {
    let mut cube = [ALL; 5];
    cube[dimension] = span;
    cube
}

/// What is in both intervals.
pub(super) fn meet(a: Span, b: Span) -> Option<Span> {
    let (first, last) = (a.first.max(b.first), a.last.min(b.last));
    (first <= last).then_some(Span { first, last })
}

/// Whether two boxes share a connection.
pub(super) fn touch(a: &Five, b: &Five) -> bool {
    a.iter().zip(b).all(|(a, b)| meet(*a, *b).is_some())
}

/// What is left of boxes without one; none if there are too many pieces.
pub(super) fn without(boxes: &[Five], cut: &Five) -> Option<Vec<Five>> {
    let mut left = vec![];
    for own in boxes {
        if touch(own, cut) {
            pieces(own, cut, &mut left);
        } else {
            left.push(*own);
        }
    }
    (left.len() <= PIECES_MAX).then_some(left)
}

/// The pieces of a box outside of another one that it touches: below and above it in each dimension.
fn pieces(own: &Five, cut: &Five, left: &mut Vec<Five>) {
    let mut rest = *own;
    for (at, inner) in cut.iter().enumerate() {
        if rest[at].first < inner.first {
            let mut below = rest;
            below[at].last = inner.first - 1;
            left.push(below);
            rest[at].first = inner.first;
        }
        if inner.last < rest[at].last {
            let mut above = rest;
            above[at].first = inner.last + 1;
            left.push(above);
            rest[at].last = inner.last;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_exactly_what_is_outside() {
        let span = |first, last| Span { first, last };
        let own = [span(0, 5); 5];
        let cut = [span(2, 3), span(0, 9), span(1, 5), span(0, 4), span(3, 3)];
        let left = without(&[own], &cut).expect("few pieces");
        let holds = |of: &Five, at: [u128; 5]| {
            of.iter().zip(at).all(|(span, at)| span.first <= at && at <= span.last)
        };
        for number in 0..6_u128.pow(5) {
            let at = [0, 1, 2, 3, 4].map(|digit| number / 6_u128.pow(digit) % 6);
            let count = left.iter().filter(|piece| holds(piece, at)).count();
            assert_eq!(count, usize::from(!holds(&cut, at)), "{at:?}");
        }
    }
}
