//! Lists whose order does not matter.

/// Whether each item has another one that is the same.
pub(crate) fn same_in_any_order<T>(old: &[T], new: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut rest: Vec<&T> = new.iter().collect();
    old.len() == new.len()
        && old.iter().all(|item| match rest.iter().position(|it| same(item, it)) {
            Some(at) => {
                rest.remove(at);
                true
            }
            None => false,
        })
}
