//! Checks modules and stacks with Terraform: format, validation, and the tests of the modules.
//!
//! No account and no network is necessary: the provider comes from a folder, and the tests mock it.

pub(crate) mod address;
pub(crate) mod caller;
mod combinations;
mod content;
pub(crate) mod engine;
mod jobs;
mod options;
pub(crate) mod platforms;
pub(crate) mod queue;

use std::path::Path;

use anyhow::{Result, bail};

use self::engine::Engine;
use self::jobs::{Done, Kind};
pub(crate) use self::options::Options;
use self::options::Platforms;
use self::platforms::Source;

/// Compiles the platforms and checks the output with Terraform.
pub(crate) fn check(root: &Path, options: &Options) -> Result<String> {
    let folder = root.join("target/xtask/terraform");
    let sources = sources(root, &folder, &options.platforms)?;
    let platforms = platforms::compile(root, &folder, sources, &[])?;
    let engine = Engine::new(&folder, &["-backend=false"], vec![])?;
    let mut failed = vec![];
    for platform in &platforms {
        caller::write(&platform.folder, &platform.stacks)?;
        for part in ["modules", "stacks"] {
            let said = engine.formatted(&platform.folder.join(part));
            said.unwrap_or_else(|said| failed.push((format!("fmt  {}  {part}", platform.name), said)));
        }
    }
    let jobs = jobs::jobs(&platforms, options.test)?;
    let modules: usize = platforms.iter().map(|platform| platform.modules.len()).sum();
    let stacks: usize = platforms.iter().map(|platform| platform.stacks.len()).sum();
    let done = jobs::run(&engine, jobs)?;
    let different = done.iter().filter(|done| done.job.kind == Kind::Test).count();
    let mut lines = vec![
        format!("platforms {}, {stacks} stacks", platforms.len()),
        format!("validate  {}", tally(&done, Kind::Validate)),
    ];
    if options.test {
        lines.push(format!("modules   {modules}, {different} of them different"));
        lines.push(format!("test      {}", tally(&done, Kind::Test)));
    }
    failed.extend(done.into_iter().filter_map(|done| Some((done.job.to_string(), done.failure?))));
    if failed.is_empty() {
        return Ok(lines.join("\n"));
    }
    let failures: Vec<String> = failed.iter().map(|(what, said)| format!("--- {what}\n{said}")).collect();
    bail!("{} failed\n{}\n{}", failed.len(), failures.join("\n"), lines.join("\n"));
}

/// The files to compile.
fn sources(root: &Path, folder: &Path, asked: &Platforms) -> Result<Vec<Source>> {
    let combinations = combinations::write(root, &folder.join("combinations"))?;
    let mut sources = match asked {
        Platforms::Some => platforms::examples(root, Some(platforms::OWNER))?,
        Platforms::All | Platforms::One(_) => platforms::examples(root, None)?,
    };
    match asked {
        Platforms::Some => sources.extend(combinations::few(combinations)),
        Platforms::All => sources.extend(combinations),
        Platforms::One(name) => {
            sources.extend(combinations);
            return platforms::named(sources, Some(name));
        }
    }
    Ok(sources)
}

fn tally(done: &[Done], kind: Kind) -> String {
    let of_kind = || done.iter().filter(|done| done.job.kind == kind);
    let failed = of_kind().filter(|done| done.failure.is_some()).count();
    let seconds: f64 = of_kind().map(|done| done.seconds).sum();
    format!("{} passed, {failed} failed, {seconds:.0} s of work", of_kind().count() - failed)
}
