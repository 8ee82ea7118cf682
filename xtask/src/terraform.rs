//! Shows every stack of every example and of every combination of engines to Terraform: is it formatted, is it valid, do
//! its tests pass?
//!
//! No account and no network is needed: the provider comes from a folder, and the tests mock it.

pub(crate) mod caller;
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
    let jobs = jobs(&platforms, options)?;
    let different: usize = jobs.iter().map(|job| job.stacks.len()).sum();
    let done = queue::run(&engine, jobs);
    let mut lines = vec![
        format!("platforms {}", platforms.len()),
        format!("stacks    {}, {different} of them different", stacks.len()),
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

/// What is to be done. Every stack is validated, all of a platform by one root that calls them. The tests of the owner's
/// stacks are run, and with `--full` those of the combinations, too; the examples differ from these in shape and not in kind.
/// Stacks that are the same to the byte are one: most combinations differ in a few stacks only.
fn jobs(platforms: &[Platform], options: &Options) -> Result<Vec<Job>> {
    let (mut tests, mut validations, mut seen) = (vec![], vec![], BTreeSet::new());
    for platform in platforms {
        let tested = options.test && platform.tested && (options.full || platform.name == platforms::OWNER);
        let mut different = vec![];
        for stack in &platform.stacks {
            let folder = platform.folder.join("stacks").join(stack);
            let content = content::of(&folder)?;
            if tested && seen.insert((Kind::Test, content)) {
                let (platform, stack) = (platform.name.clone(), stack.clone());
                tests.push(Job { kind: Kind::Test, platform, what: stack, folder, stacks: vec![] });
            }
            if seen.insert((Kind::Validate, content)) {
                different.push(format!("stacks/{stack}"));
            }
        }
        if !different.is_empty() {
            validations.push(Job {
                kind: Kind::Validate,
                platform: platform.name.clone(),
                what: format!("{} stacks", different.len()),
                folder: platform.folder.clone(),
                stacks: different,
            });
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
