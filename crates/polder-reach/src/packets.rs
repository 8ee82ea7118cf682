//! Exact sets of connections: unions of boxes.
//!
//! A connection is the first packet of a flow: source and destination address, protocol, source and
//! destination port, and the source port that a NAT gateway on the way chooses. A box is an interval in each of these
//! six, and a set is a list of boxes that share no connection.

use crate::address::Span;

/// The dimensions of a connection.
pub(crate) const SOURCE: usize = 0;
pub(crate) const DESTINATION: usize = 1;
pub(crate) const PROTOCOL: usize = 2;
pub(crate) const SOURCE_PORT: usize = 3;
pub(crate) const PORT: usize = 4;
pub(crate) const NAT_PORT: usize = 5;

/// A set with more boxes than this is given up: rules of thousands of fragments are hostile, and every
/// question about them is answered by `undecided`.
pub(crate) const BOXES_MAX: usize = 4096;

/// An interval in each dimension.
pub(crate) type Cube = [Span; 6];

/// Everything.
pub(crate) const ALL: Cube = [Span::ALL; 6];

/// A set of connections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Packets {
    cubes: Vec<Cube>,
}

/// A set became too large to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

impl Packets {
    pub(crate) fn of(cube: Cube) -> Packets {
        Packets { cubes: vec![cube] }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cubes.is_empty()
    }

    pub(crate) fn cubes(&self) -> &[Cube] {
        &self.cubes
    }

    /// What is in this set and in the box.
    pub(crate) fn meet(&self, cube: &Cube) -> Packets {
        Packets { cubes: self.cubes.iter().filter_map(|own| meet(own, cube)).collect() }
    }

    /// Takes out the box.
    pub(crate) fn remove(&mut self, cube: &Cube) -> Result<(), TooLarge> {
        if !self.cubes.iter().any(|own| meet(own, cube).is_some()) {
            return Ok(());
        }
        let mut rest = Vec::with_capacity(self.cubes.len() + 4);
        for own in &self.cubes {
            subtract(own, cube, &mut rest);
        }
        if rest.len() > BOXES_MAX {
            return Err(TooLarge);
        }
        self.cubes = rest;
        Ok(())
    }

    /// Adds what is in the box and not yet in the set.
    pub(crate) fn add(&mut self, cube: Cube) -> Result<(), TooLarge> {
        let mut new = Packets::of(cube);
        for own in &self.cubes {
            new.remove(own)?;
        }
        self.cubes.extend(new.cubes);
        if self.cubes.len() > BOXES_MAX { Err(TooLarge) } else { Ok(()) }
    }

    /// What is in either.
    pub(crate) fn either(mut self, other: Packets) -> Result<Packets, TooLarge> {
        for cube in other.cubes {
            self.add(cube)?;
        }
        Ok(self)
    }

    /// What is in this set and not in the other.
    pub(crate) fn without(mut self, other: &Packets) -> Result<Packets, TooLarge> {
        for cube in &other.cubes {
            self.remove(cube)?;
        }
        Ok(self)
    }
}

/// What is in both boxes.
pub(crate) fn meet(a: &Cube, b: &Cube) -> Option<Cube> {
    let mut met = *a;
    for (own, other) in met.iter_mut().zip(b) {
        *own = own.meet(*other)?;
    }
    Some(met)
}

/// Cuts `from` along the faces of `cube` and keeps the pieces outside of it.
fn subtract(from: &Cube, cube: &Cube, pieces: &mut Vec<Cube>) {
    let Some(inside) = meet(from, cube) else {
        pieces.push(*from);
        return;
    };
    let mut rest = *from;
    for (at, inner) in inside.iter().enumerate() {
        if rest[at].first < inner.first {
            let mut below = rest;
            below[at].last = inner.first - 1;
            pieces.push(below);
        }
        if inner.last < rest[at].last {
            let mut above = rest;
            above[at].first = inner.last + 1;
            pieces.push(above);
        }
        rest[at] = *inner;
    }
}
