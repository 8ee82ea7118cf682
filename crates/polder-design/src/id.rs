//! Typed ids of what a design lists: accounts, regions, cells, sites and queues.
//!
//! An [`Id<Site>`](Id) indexes a list of sites and nothing else, so that an id of a cell in its place does not compile:
//!
//! ```compile_fail
//! fn name(design: &polder_design::Design, cell: polder_design::CellId) -> &str {
//!     &design.sites[cell].name
//! }
//! ```
//!
//! ```
//! fn name(design: &polder_design::Design, site: polder_design::SiteId) -> &str {
//!     &design.sites[site].name
//! }
//! ```

use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// Which element of an [`IdVec<T>`] is meant. It is good for the design that it came from.
pub struct Id<T> {
    index: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The id of the element at a position, counted from zero.
    pub const fn new(index: usize) -> Id<T> {
        Id { index, of: PhantomData }
    }

    /// The position of the element in its list, counted from zero.
    pub const fn index(self) -> usize {
        self.index
    }
}

// Written by hand: derived implementations would ask the same of `T`.

impl<T> Clone for Id<T> {
    fn clone(&self) -> Id<T> {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Id<T>) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Id<T>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Id<T>) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.index)
    }
}

/// A list whose elements are referred to by typed ids. The order is part of what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdVec<T> {
    elements: Vec<T>,
}

impl<T> IdVec<T> {
    /// A list without elements.
    pub const fn new() -> IdVec<T> {
        IdVec { elements: vec![] }
    }

    /// The id that the next element gets.
    pub fn next_id(&self) -> Id<T> {
        Id::new(self.elements.len())
    }

    /// Adds an element at the end.
    pub fn push(&mut self, element: T) -> Id<T> {
        let id = self.next_id();
        self.elements.push(element);
        id
    }

    /// Keeps the first `count` elements. Ids of the others lead nowhere afterwards.
    pub fn truncate(&mut self, count: usize) {
        self.elements.truncate(count);
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The element of an id; `None` if the id is of another design.
    pub fn get(&self, id: Id<T>) -> Option<&T> {
        self.elements.get(id.index)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, id: Id<T>) -> Option<&mut T> {
        self.elements.get_mut(id.index)
    }

    /// The first element.
    pub fn first(&self) -> Option<&T> {
        self.elements.first()
    }

    /// The last element.
    pub fn last(&self) -> Option<&T> {
        self.elements.last()
    }

    /// The elements in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.elements.iter()
    }

    /// The elements in order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.elements.iter_mut()
    }

    /// The ids of all elements in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id<T>> + use<T> {
        (0..self.elements.len()).map(Id::new)
    }

    /// The elements in order, each with its id.
    pub fn iter_ids(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        self.elements.iter().enumerate().map(|(index, element)| (Id::new(index), element))
    }
}

impl<T> Default for IdVec<T> {
    fn default() -> IdVec<T> {
        IdVec::new()
    }
}

impl<T> From<Vec<T>> for IdVec<T> {
    fn from(elements: Vec<T>) -> IdVec<T> {
        IdVec { elements }
    }
}

impl<T> FromIterator<T> for IdVec<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> IdVec<T> {
        IdVec { elements: elements.into_iter().collect() }
    }
}

impl<T> Index<Id<T>> for IdVec<T> {
    type Output = T;

    fn index(&self, id: Id<T>) -> &T {
        &self.elements[id.index]
    }
}

impl<T> IndexMut<Id<T>> for IdVec<T> {
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.elements[id.index]
    }
}

impl<T> IntoIterator for IdVec<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a IdVec<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut IdVec<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::{Id, IdVec};

    #[test]
    fn ids_lead_to_their_elements() {
        let mut letters = IdVec::from(vec!["a"]);
        let b = letters.push("b");
        assert_eq!((letters[b], b.index(), letters.next_id().index()), ("b", 1, 2));
        assert_eq!(letters.get(Id::new(2)), None);
        assert!(letters.iter_ids().all(|(id, letter)| letters[id] == *letter));
        assert_eq!(letters.ids().collect::<Vec<_>>(), [Id::new(0), b]);
        letters.truncate(1);
        assert_eq!((letters.get(b), letters.len()), (None, 1));
    }
}
