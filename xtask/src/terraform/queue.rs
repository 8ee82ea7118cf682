//! Two at a time: one core starts the provider while the other evaluates.
#![expect(clippy::disallowed_methods, reason = "the summary says how long things took")]

use std::fmt;
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use super::engine::Engine;

const WORKERS: usize = 2;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `terraform validate` of the stacks of a platform.
    Validate,
    /// `terraform test` of a stack.
    Test,
}

impl Kind {
    /// The engine's word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Validate => "validate",
            Kind::Test => "test",
        }
    }
}

/// One thing to do.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// What.
    pub(super) kind: Kind,
    /// Of which platform.
    pub(super) platform: String,
    /// What of it, in words.
    pub(super) what: String,
    /// Where that is.
    pub(super) folder: PathBuf,
    /// The folders of the stacks that are validated together, below that one.
    pub(super) stacks: Vec<String>,
}

/// One thing that was done.
#[derive(Debug)]
pub(super) struct Done {
    /// What.
    pub(super) job: Job,
    /// How long it took.
    pub(super) seconds: f64,
    /// What the engine said, if it was not content.
    pub(super) failure: Option<String>,
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<8}  {}  {}", self.kind.word(), self.platform, self.what)
    }
}

/// Does everything, and says so line by line.
pub(super) fn run(engine: &Engine, jobs: Vec<Job>) -> Vec<Done> {
    let total = jobs.len();
    work(jobs, |count, job| {
        let start = Instant::now();
        let failure = match job.kind {
            Kind::Validate => engine.validate(&job.folder, &job.stacks).err(),
            Kind::Test => engine.look(job.kind.word(), &job.folder).err(),
        };
        let seconds = start.elapsed().as_secs_f64();
        let verdict = if failure.is_some() { "FAILED" } else { "ok" };
        eprintln!("{count:>4}/{total}  {job}  {verdict}  {seconds:.1} s");
        Done { job, seconds, failure }
    })
}

/// Gives the jobs to the workers, in order, each with its number.
pub(crate) fn work<J: Send, T: Send>(jobs: Vec<J>, one: impl Fn(usize, J) -> T + Sync) -> Vec<T> {
    let open = Mutex::new(jobs.into_iter().enumerate());
    // A worker that panicked takes the whole task down when it is joined; until then the others may go on.
    let next = || open.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
    let worker = || {
        let mut done = vec![];
        while let Some((index, job)) = next() {
            done.push((index, one(index + 1, job)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(worker)).collect();
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
    fn everything_is_done_once_and_told_in_order() {
        let job = |number: usize| Job {
            kind: Kind::Validate,
            platform: "p".into(),
            what: number.to_string(),
            folder: PathBuf::new(),
            stacks: vec![],
        };
        let done = work((1..=50).map(job).collect(), |number, job| (number, job.what));
        let expected: Vec<_> = (1..=50).map(|number| (number, number.to_string())).collect();
        assert_eq!(done, expected);
    }
}
