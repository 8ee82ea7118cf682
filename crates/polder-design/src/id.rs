//! Typed IDs of accounts, regions, cells, sites and queues.
//!
//! A [`SiteId`] indexes a list of sites and nothing else, so that a [`CellId`] in its place does not compile:
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

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// An ID: the position of an element in the [`IdVec`] of its kind. It is good for the design that it came from.
pub trait Id: Copy + Ord {
    /// The ID of the element at a position, counted from zero.
    fn new(index: usize) -> Self;

    /// The position of the element in its list, counted from zero.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$attribute:meta])* $name:ident;)+) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(usize);

            impl $name {
                /// The ID of the element at a position, counted from zero.
                pub const fn new(index: usize) -> $name {
                    $name(index)
                }

                /// The position of the element in its list, counted from zero.
                pub const fn index(self) -> usize {
                    self.0
                }
            }

            impl Id for $name {
                fn new(index: usize) -> $name {
                    $name(index)
                }

                fn index(self) -> usize {
                    self.0
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{}", self.0)
                }
            }
        )+
    };
}

ids! {
    /// Which account of a design.
    AccountId;
    /// Which region of an account.
    RegionId;
    /// Which cell of a design.
    CellId;
    /// Which site of a design.
    SiteId;
    /// Which queue of a site.
    QueueId;
}

/// A list whose elements are referred to by typed IDs. Its order is significant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdVec<I, T> {
    elements: Vec<T>,
    ids: PhantomData<fn(I) -> I>,
}

impl<I: Id, T> IdVec<I, T> {
    /// A list without elements.
    pub fn new() -> IdVec<I, T> {
        IdVec::from(vec![])
    }

    /// The ID that the next element gets.
    pub fn next_id(&self) -> I {
        I::new(self.elements.len())
    }

    /// Adds an element at the end.
    pub fn push(&mut self, element: T) -> I {
        let id = self.next_id();
        self.elements.push(element);
        id
    }

    /// Keeps the first `count` elements. IDs of the others are invalid afterwards.
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

    /// The element of an ID; `None` if the ID is of another design.
    pub fn get(&self, id: I) -> Option<&T> {
        self.elements.get(id.index())
    }

    /// The same, mutable.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.elements.get_mut(id.index())
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

    /// The elements in order, mutable.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.elements.iter_mut()
    }

    /// The IDs of all elements in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + use<I, T> {
        (0..self.elements.len()).map(I::new)
    }

    /// The elements in order, each with its ID.
    pub fn iter_ids(&self) -> impl Iterator<Item = (I, &T)> {
        self.elements.iter().enumerate().map(|(index, element)| (I::new(index), element))
    }
}

impl<I: Id, T> Default for IdVec<I, T> {
    fn default() -> IdVec<I, T> {
        IdVec::new()
    }
}

impl<I, T> From<Vec<T>> for IdVec<I, T> {
    fn from(elements: Vec<T>) -> IdVec<I, T> {
        IdVec { elements, ids: PhantomData }
    }
}

impl<I, T> FromIterator<T> for IdVec<I, T> {
    fn from_iter<E: IntoIterator<Item = T>>(elements: E) -> IdVec<I, T> {
        IdVec::from(elements.into_iter().collect::<Vec<T>>())
    }
}

impl<I: Id, T> Index<I> for IdVec<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.elements[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for IdVec<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.elements[id.index()]
    }
}

impl<I, T> IntoIterator for IdVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.into_iter()
    }
}

impl<'a, I, T> IntoIterator for &'a IdVec<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.iter()
    }
}

impl<'a, I, T> IntoIterator for &'a mut IdVec<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::{IdVec, SiteId};

    #[test]
    fn ids_lead_to_their_elements() {
        let mut letters: IdVec<SiteId, &str> = IdVec::from(vec!["a"]);
        let b = letters.push("b");
        assert_eq!((letters[b], b.index(), letters.next_id().index()), ("b", 1, 2));
        assert_eq!(letters.get(SiteId::new(2)), None);
        assert!(letters.iter_ids().all(|(id, letter)| letters[id] == *letter));
        assert_eq!(letters.ids().collect::<Vec<_>>(), [SiteId::new(0), b]);
        letters.truncate(1);
        assert_eq!((letters.get(b), letters.len()), (None, 1));
    }
}
