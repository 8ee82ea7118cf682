//! `polder facts refresh`: the prices that a platform needs, read from AWS.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use polder::bill::{Book, Key};
use polder::{Prices, price};
use polder_aws_calls::{PriceLists, SetupError, Web};
use polder_price_list::{HEAD, Question, ask, prices_file, question};
use polder_world::World;

use crate::arguments::Refresh;
use crate::file;
use crate::input;
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
    let text = input::platform_or_example(world, arguments.file.as_deref(), streams)?;
    let Some((compiled, inventory)) = input::compiled(&text, world, streams)? else {
        return Ok(Status::Error);
    };
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
    file::write(world, &arguments.out, prices_file(&answers).as_bytes())?;
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
    match file::read(world, file)? {
        Some(bytes) if !bytes.starts_with(HEAD.as_bytes()) => {
            bail!(
                "`{}` was not written by `polder facts refresh`; name another file with `--out`",
                file.display()
            )
        }
        _ => Ok(()),
    }
}
