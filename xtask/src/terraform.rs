//! Shows every stack of every example to Terraform: is it formatted, is it valid, do its tests pass?
//!
//! No account and no network is needed: the provider comes from a folder, and the tests mock it.

pub(crate) mod engine;
mod options;
pub(crate) mod platforms;
pub(crate) mod queue;

use std::path::Path;

use anyhow::{Result, bail};

use self::engine::Engine;
pub(crate) use self::options::Options;
use self::platforms::Platform;
use self::queue::{Done, Job, Kind};

/// Compiles the examples and shows their stacks to the engine.
pub(crate) fn check(root: &Path, options: &Options) -> Result<String> {
    let folder = root.join("target/xtask/terraform");
    let platforms = platforms::compile(root, &folder, options.only.as_deref(), &[])?;
    let stacks: Vec<_> = platforms.iter().flat_map(Platform::folders).collect();
    let engine = Engine::prepare(&folder, &stacks, &["-backend=false"], vec![])?;
    let mut failed = vec![];
    for platform in &platforms {
        engine.formatted(&platform.folder).unwrap_or_else(|said| failed.push((platform.name.clone(), said)));
    }
    let done = queue::run(&engine, jobs(&platforms, options.test));
    let count = |kind| done.iter().filter(|done| done.job.kind == kind).count();
    let mut lines = vec![
        format!("platforms {}", platforms.len()),
        format!("stacks    {}", count(Kind::Validate)),
        format!("validate  {}", tally(&done, Kind::Validate)),
    ];
    if options.test {
        lines.push(format!("test      {}", tally(&done, Kind::Test)));
    }
    failed.extend(done.into_iter().filter_map(|done| Some((done.job.to_string(), done.failure?))));
    if failed.is_empty() {
        return Ok(lines.join("\n"));
    }
    let failures: Vec<String> = failed.iter().map(|(what, said)| format!("--- {what}\n{said}")).collect();
    bail!("{} failed\n{}\n{}", failed.len(), failures.join("\n"), lines.join("\n"));
}

/// What is to be done: every stack is validated; those of the owner's platform are tested, too, since the examples
/// differ from it in shape and not in kind.
fn jobs(platforms: &[Platform], test: bool) -> Vec<Job> {
    let job = |kind| {
        move |(platform, stack): (&Platform, &String)| Job {
            kind,
            platform: platform.name.clone(),
            stack: stack.clone(),
            folder: platform.folder.join("stacks").join(stack),
        }
    };
    let stacks =
        || platforms.iter().flat_map(|platform| platform.stacks.iter().map(move |stack| (platform, stack)));
    // Tests take longest: they come first, so that no core waits for another at the end.
    let tests = stacks().filter(|(platform, _)| test && platform.tested).map(job(Kind::Test));
    tests.chain(stacks().map(job(Kind::Validate))).collect()
}

fn tally(done: &[Done], kind: Kind) -> String {
    let of_kind = || done.iter().filter(|done| done.job.kind == kind);
    let failed = of_kind().filter(|done| done.failure.is_some()).count();
    let seconds: f64 = of_kind().map(|done| done.seconds).sum();
    format!("{} passed, {failed} failed, {seconds:.0} s of work", of_kind().count() - failed)
}
