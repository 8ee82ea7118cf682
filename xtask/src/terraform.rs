//! Shows every stack of every example and of every combination of engines to Terraform: is it formatted, is it valid, do
//! its tests pass?
//!
//! No account and no network is needed: the provider comes from a folder, and the tests mock it.

mod combinations;
mod content;
pub(crate) mod engine;
mod options;
pub(crate) mod platforms;
pub(crate) mod queue;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};

use self::engine::Engine;
pub(crate) use self::options::Options;
use self::platforms::Platform;
use self::queue::{Done, Job, Kind};

/// Compiles the platforms and shows their stacks to the engine.
pub(crate) fn check(root: &Path, options: &Options) -> Result<String> {
    let folder = root.join("target/xtask/terraform");
    let mut sources = platforms::examples(root, None)?;
    sources.extend(combinations::write(root, &folder.join("combinations"))?);
    let sources = platforms::named(sources, options.only.as_deref())?;
    let platforms = platforms::compile(root, &folder, sources, &[])?;
    let stacks: Vec<_> = platforms.iter().flat_map(Platform::folders).collect();
    let engine = Engine::prepare(&folder, &stacks, &["-backend=false"], vec![])?;
    let mut failed = vec![];
    for platform in &platforms {
        engine.formatted(&platform.folder).unwrap_or_else(|said| failed.push((platform.name.clone(), said)));
    }
    let done = queue::run(&engine, jobs(&platforms, options.test)?);
    let count = |kind| done.iter().filter(|done| done.job.kind == kind).count();
    let mut lines = vec![
        format!("platforms {}", platforms.len()),
        format!("stacks    {}, {} of them different", stacks.len(), count(Kind::Validate)),
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

/// What is to be done: every stack is validated; those of the owner's platform and of the combinations are tested, too,
/// since the examples differ from them in shape and not in kind. Stacks that are the same to the byte are one: most
/// combinations differ in a few stacks only.
fn jobs(platforms: &[Platform], test: bool) -> Result<Vec<Job>> {
    let (mut tests, mut validations, mut seen) = (vec![], vec![], BTreeSet::new());
    for (platform, stack) in
        platforms.iter().flat_map(|platform| platform.stacks.iter().map(move |stack| (platform, stack)))
    {
        let job = |kind| Job {
            kind,
            platform: platform.name.clone(),
            stack: stack.clone(),
            folder: platform.folder.join("stacks").join(stack),
        };
        let content = content::of(&job(Kind::Validate).folder)?;
        if test && platform.tested && seen.insert((Kind::Test, content)) {
            tests.push(job(Kind::Test));
        }
        if seen.insert((Kind::Validate, content)) {
            validations.push(job(Kind::Validate));
        }
    }
    // Tests take longest: they come first, so that no core waits for another at the end.
    tests.append(&mut validations);
    Ok(tests)
}

fn tally(done: &[Done], kind: Kind) -> String {
    let of_kind = || done.iter().filter(|done| done.job.kind == kind);
    let failed = of_kind().filter(|done| done.failure.is_some()).count();
    let seconds: f64 = of_kind().map(|done| done.seconds).sum();
    format!("{} passed, {failed} failed, {seconds:.0} s of work", of_kind().count() - failed)
}
