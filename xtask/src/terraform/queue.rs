//! Two at a time: one core starts the provider while the other evaluates.

use std::sync::Mutex;
use std::thread;

const WORKERS: usize = 2;

/// Distributes the jobs to the workers, in order, each with its number.
pub(crate) fn work<J: Send, T: Send>(jobs: Vec<J>, one: impl Fn(usize, J) -> T + Sync) -> Vec<T> {
    work_with(WORKERS, jobs, one)
}

/// The same with another number of workers, for jobs that wait.
pub(crate) fn work_with<J: Send, T: Send>(
    workers: usize,
    jobs: Vec<J>,
    one: impl Fn(usize, J) -> T + Sync,
) -> Vec<T> {
    let open = Mutex::new(jobs.into_iter().enumerate());
    // A worker that panicked fails the whole task when it is joined; until then the others may continue.
    let next = || open.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
    let worker = || {
        let mut done = vec![];
        while let Some((index, job)) = next() {
            done.push((index, one(index + 1, job)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let joined = workers.into_iter().map(thread::ScopedJoinHandle::join);
        joined
            .flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect::<Vec<_>>()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_runs_once_and_is_reported_in_order() {
        let done = work((1..=50).collect(), |number, job: usize| (number, job.to_string()));
        let expected: Vec<_> = (1..=50).map(|number| (number, number.to_string())).collect();
        assert_eq!(done, expected);
    }
}
