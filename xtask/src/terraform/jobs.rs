//! The jobs of the task.
#![expect(clippy::disallowed_methods, reason = "the summary contains durations")]

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Result;

use super::caller;
use super::content;
use super::engine::{Data, Engine};
use super::platforms::Platform;
use super::queue;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `terraform validate` of a root that calls all stacks of a platform.
    Validate,
    /// `terraform test` of a module.
    Test,
}

/// A job.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// What.
    pub(super) kind: Kind,
    /// Of which platform, and which module of it.
    name: String,
    /// Its folder.
    folder: PathBuf,
}

/// The result of a job.
#[derive(Debug)]
pub(super) struct Done {
    /// What.
    pub(super) job: Job,
    /// Its duration.
    pub(super) seconds: f64,
    /// Terraform's output, if it found an error.
    pub(super) failure: Option<String>,
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.kind {
            Kind::Validate => "validate",
            Kind::Test => "test",
        };
        write!(f, "{word:<8}  {}", self.name)
    }
}

/// All roots, and each distinct module once: modules with the same content are tested once, whatever platform
/// they belong to.
pub(super) fn jobs(platforms: &[Platform], test: bool) -> Result<Vec<Job>> {
    let validate = |platform: &Platform| Job {
        kind: Kind::Validate,
        name: platform.name.clone(),
        folder: platform.folder.clone(),
    };
    // A root takes longest: it comes first, so that no core is idle at the end.
    let mut jobs: Vec<Job> = platforms.iter().map(validate).collect();
    let mut seen = BTreeSet::new();
    for platform in platforms.iter().filter(|_| test) {
        for module in &platform.modules {
            let folder = platform.folder.join("modules").join(module);
            if seen.insert(content::of(&folder)?) {
                let name = format!("{}  {module}", platform.name);
                jobs.push(Job { kind: Kind::Test, name, folder });
            }
        }
    }
    Ok(jobs)
}

/// Runs everything, and prints each result.
pub(super) fn run(engine: &Engine, jobs: Vec<Job>) -> Result<Vec<Done>> {
    let tested = jobs.iter().filter(|job| job.kind == Kind::Test);
    engine.init_alike(&tested.map(|job| job.folder.clone()).collect::<Vec<_>>())?;
    let total = jobs.len();
    Ok(queue::work(jobs, |count, job| {
        let start = Instant::now();
        let failure = one(engine, job.kind, &job.folder).err();
        let seconds = start.elapsed().as_secs_f64();
        let verdict = if failure.is_some() { "FAILED" } else { "ok" };
        eprintln!("{count:>4}/{total}  {job}  {verdict}  {seconds:.1} s");
        Done { job, seconds, failure }
    }))
}

fn one(engine: &Engine, kind: Kind, folder: &Path) -> Result<(), String> {
    match kind {
        Kind::Validate => {
            engine.init(folder)?;
            let said = engine.run(Data::Own, folder, &["validate", "-json"]);
            let said = said.map_or_else(|said| said, |out| String::from_utf8_lossy(&out).into_owned());
            // A warning is a deprecation.
            caller::findings(&said).map_err(|error| format!("{error:#}"))
        }
        Kind::Test => engine.run(Data::Shared, folder, &["test"]).map(drop),
    }
}
