//! The same work on many things, on all processors, with nothing left of who did what.

use std::num::NonZero;
use std::thread;

/// The results of `work` on 0, 1, … `count - 1`, in that order. Every processor takes every n-th.
pub fn each<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(count).max(1);
    let share = |first: usize| -> Vec<(usize, T)> {
        (first..count).step_by(workers).map(|index| (index, work(index))).collect()
    };
    let mut results = thread::scope(|scope| {
        let share = &share;
        let others: Vec<_> = (1..workers).map(|first| scope.spawn(move || share(first))).collect();
        let mut results = share(0);
        for other in others {
            // A panic in there is ours, and goes on here.
            results.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        results
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn results_stand_in_order_whoever_made_them() {
        assert_eq!(each(0, |index| index), Vec::<usize>::new());
        assert_eq!(each(100, |index| index * 2), (0..100).map(|index| index * 2).collect::<Vec<_>>());
    }
}
