//! Sets.

use std::ops::Deref;

/// Distinct values in ascending order: two sets of the same values are equal. A set of ids is in the order of
/// the ids; [`crate::canonical`] writes it in the order of their sources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Set<T>(Box<[T]>);

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<C: IntoIterator<Item = T>>(values: C) -> Set<T> {
        let mut values: Vec<T> = values.into_iter().collect();
        values.sort_unstable();
        values.dedup();
        Set(values.into_boxed_slice())
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for Set<T> {
    fn from(values: [T; N]) -> Set<T> {
        values.into_iter().collect()
    }
}

impl<T: Ord> From<Vec<T>> for Set<T> {
    fn from(values: Vec<T>) -> Set<T> {
        values.into_iter().collect()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Set<T> {
        Set(Box::new([]))
    }
}

impl<T> Deref for Set<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
