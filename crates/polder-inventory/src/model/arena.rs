//! Typed ids, and the tables they index.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Index;

/// The position of an entry in the [`Arena`] of its kind. Four bytes; [`Option`] of it is no larger.
pub trait Id: Copy + Ord + fmt::Debug {
    /// The id of a position. A reader can number all resources first and then write links in any order;
    /// [`crate::check`] finds ids without an entry.
    fn from_index(index: u32) -> Self;

    /// The position.
    fn index(self) -> usize;
}

/// All entries of one kind, in the order in which they were pushed.
pub struct Arena<I, T> {
    items: Vec<T>,
    ids: PhantomData<fn(I) -> I>,
}

impl<I: Id, T> Arena<I, T> {
    /// Adds an entry.
    pub fn push(&mut self, item: T) -> I {
        let id = self.next_id();
        self.items.push(item);
        id
    }

    /// The id that the next entry will get.
    pub fn next_id(&self) -> I {
        // Readers limit the number of resources far below 2^32.
        I::from_index(u32::try_from(self.items.len()).unwrap_or(u32::MAX - 1))
    }

    /// The entry with this id, if there is one.
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }

    /// The entry with this id, to change it.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.items.get_mut(id.index())
    }

    /// All entries with their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (I, &T)> {
        self.items.iter().enumerate().map(|(index, item)| {
            let index = u32::try_from(index).unwrap_or(u32::MAX - 1);
            (I::from_index(index), item)
        })
    }

    /// All entries.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// All entries, to change them.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// For inventories that [`crate::check`] has accepted: an id without an entry panics, like an index of a
/// slice. Use [`Arena::get`] otherwise.
impl<I: Id, T> Index<I> for Arena<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}

impl<I, T> Default for Arena<I, T> {
    fn default() -> Arena<I, T> {
        Arena { items: Vec::new(), ids: PhantomData }
    }
}

impl<I, T: Clone> Clone for Arena<I, T> {
    fn clone(&self) -> Arena<I, T> {
        Arena { items: self.items.clone(), ids: PhantomData }
    }
}

impl<I, T: PartialEq> PartialEq for Arena<I, T> {
    fn eq(&self, other: &Arena<I, T>) -> bool {
        self.items == other.items
    }
}

impl<I, T: Eq> Eq for Arena<I, T> {}

impl<I, T: fmt::Debug> fmt::Debug for Arena<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.items).finish()
    }
}

/// Declares a type of ids.
macro_rules! id {
    ($(#[$meta:meta])* $id:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $id(std::num::NonZeroU32);

        impl $crate::model::Id for $id {
            fn from_index(index: u32) -> $id {
                // Position + 1 is never 0, so that `Option` needs no extra space.
                $id(std::num::NonZeroU32::MIN.saturating_add(index))
            }

            fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }

        impl std::fmt::Debug for $id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($id), $crate::model::Id::index(*self))
            }
        }
    };
}

pub(crate) use id;
