//! Parallel work on all cores, with deterministic results.
//!
//! A thread that waits for a core that another one uses holds up all that wait for its part. So there are never more threads
//! than cores: what runs beside other work takes the cores that are left.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Threads that [`both`] has started and that are still at work.
static BESIDE: AtomicUsize = AtomicUsize::new(0);

/// The cores that are not used by what runs beside.
fn free_cores() -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    cores.saturating_sub(BESIDE.load(Ordering::Relaxed)).max(1)
}

/// One thread that runs beside others, as long as it is at work.
struct Beside;

impl Beside {
    fn start() -> Beside {
        BESIDE.fetch_add(1, Ordering::Relaxed);
        Beside
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        BESIDE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The results of both, which run at the same time: the first on this thread and the cores that are left, the second on one
/// thread of its own.
pub fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    let beside = Beside::start();
    thread::scope(|scope| {
        let second = scope.spawn(move || {
            let _at_work = beside;
            second()
        });
        let first = first();
        (first, second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The results of `work` on 0, 1, … `count - 1`, in that order. Each thread takes the next one as soon as it is free.
pub fn each<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let workers = free_cores().min(count).max(1);
    let next = AtomicUsize::new(0);
    let share = || -> Vec<(usize, T)> {
        let free = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|index| *index < count);
        std::iter::from_fn(free).map(|index| (index, work(index))).collect()
    };
    let mut results = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(share)).collect();
        let mut results = share();
        for other in others {
            // A panic of a thread is propagated.
            results.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        results
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Does `work` on each item, on all cores, in chunks of equal size.
pub fn change<T: Send>(things: &mut [T], work: impl Fn(&mut T) + Sync) {
    let workers = free_cores();
    let share = things.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let mut shares = things.chunks_mut(share);
        let first = shares.next();
        for share in shares {
            scope.spawn(|| share.iter_mut().for_each(&work));
        }
        first.into_iter().flatten().for_each(&work);
    });
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::{both, change, each};

    #[test]
    fn both_have_results_and_a_panic_of_either_is_propagated() {
        let numbers = || each(100, |index| index).len();
        assert_eq!(both(numbers, || numbers() + 1), (100, 101));
        let fails = || -> usize { panic!("on purpose") };
        assert!(catch_unwind(AssertUnwindSafe(|| both(numbers, fails))).is_err());
        assert!(catch_unwind(AssertUnwindSafe(|| both(fails, numbers))).is_err());
    }

    #[test]
    fn results_are_in_order() {
        assert_eq!(each(0, |index| index), Vec::<usize>::new());
        assert_eq!(each(100, |index| index * 2), (0..100).map(|index| index * 2).collect::<Vec<_>>());
    }

    #[test]
    fn everything_is_changed_once() {
        for count in [0, 1, 2, 3, 100] {
            let mut things: Vec<usize> = (0..count).collect();
            change(&mut things, |thing| *thing += 1);
            assert_eq!(things, (1..=count).collect::<Vec<_>>());
        }
    }
}
