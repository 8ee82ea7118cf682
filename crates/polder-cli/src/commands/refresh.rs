//! `polder facts refresh`: the prices that a platform needs, read from AWS.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use polder::bill::{Book, Key};
use polder::{Prices, compile_with_inventory, price};
use polder_aws_calls::{PriceLists, SetupError, Web};
use polder_price_list::{HEAD, Question, ask, prices_file, question};
use polder_world::World;

use super::price::sound;
use super::up;
use crate::arguments::Refresh;
use crate::streams::{Status, Streams};

/// The most bytes of a page: a hundred products, each with the terms of all reservations.
const PAGE_BYTES: usize = 8 << 20;
/// The most seconds of a page.
const PAGE_SECONDS: u64 = 60;

pub(crate) fn run(
    arguments: &Refresh,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let web = Web::with_limits(PAGE_BYTES, PAGE_SECONDS);
    let api = match PriceLists::new(world, &web) {
        Ok(api) => api,
        Err(SetupError::Missing { name }) => bail!(
            "there are no credentials of AWS: `{name}` is not set; \
             `eval \"$(aws configure export-credentials --format env)\"` sets it from a profile"
        ),
        Err(error) => return Err(error.into()),
    };
    may_replace(&arguments.out, world)?;
    let text = up::platform_file(arguments.file.as_deref(), world)?;
    let outcome = compile_with_inventory(text.input());
    let Some((compiled, inventory)) = sound(&text, outcome, streams)? else { return Ok(Status::Error) };
    let book = Book::embedded(true);
    let priced = price(&compiled, &Arc::new(inventory), &Prices { book: &book, usage: None, region: None })?;
    let missing = priced.bill.missing.iter().map(|it| &it.key);
    let keys: BTreeSet<&Key> = priced.bill.lines.iter().map(|line| &line.key).chain(missing).collect();
    let questions: Vec<Question> = keys.iter().filter_map(|key| question(key)).collect();
    let (mut answers, count) = (vec![], questions.len());
    let mut status = Status::Fine;
    for question in questions {
        let name = question.key.to_string();
        match ask(&api, question).with_context(|| format!("cannot read the price of {name}"))? {
            Ok(answer) => answers.push(answer),
            Err(why) => {
                streams.message(&format!("warning: {name} is left out: {why}\n"))?;
                status = Status::Findings;
            }
        }
    }
    let (folder, file) = parts(&arguments.out)?;
    let written = world.write(folder, file, prices_file(&answers).as_bytes());
    written.with_context(|| format!("cannot write `{}`", arguments.out.display()))?;
    streams.note(&format!(
        "wrote {}: {} of {count} prices; {} others of the bill stay those of the price book\n",
        arguments.out.display(),
        answers.len(),
        keys.len() - answers.len()
    ))?;
    Ok(status)
}

/// A file with prices that somebody wrote by hand is not replaced.
fn may_replace(file: &Path, world: &dyn World) -> anyhow::Result<()> {
    match world.read(file) {
        Ok(bytes) if !bytes.starts_with(HEAD.as_bytes()) => {
            bail!(
                "`{}` was not written by `polder facts refresh`; name another file with `--out`",
                file.display()
            )
        }
        _ => Ok(()),
    }
}

fn parts(file: &Path) -> anyhow::Result<(&Path, &Path)> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match file.file_name() {
        Some(name) => Ok((folder, Path::new(name))),
        None => bail!("`{}` is not a file name", file.display()),
    }
}
