//! `polder up`: from the file to the build folder, with a summary.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use polder::bill::Book;
use polder::{Compiled, EXAMPLE, Inventory, Prices, build, compile_with_inventory, price};
use polder_world::World;

use crate::arguments::Up;
use crate::input::{self, Text};
use crate::screen;
use crate::streams::{Status, Streams};

pub(crate) fn run(arguments: &Up, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let text = platform_file(arguments.file.as_deref(), world)?;
    let outcome = compile_with_inventory(&text.text);
    input::tell(&text, &outcome.findings, streams)?;
    let warnings = outcome.findings.len();
    let Some((compiled, inventory)) = outcome.sound() else { return Ok(Status::Error) };
    let folder = &arguments.out;
    let built =
        build(world, folder, &compiled).with_context(|| format!("cannot write `{}`", folder.display()))?;
    input::tell_removals(&built, streams)?;
    let month = month(&compiled, inventory)?;
    streams.data(&screen::up(&text.name, folder, &compiled, (&built, &month), warnings))?;
    Ok(Status::Fine)
}

/// What a month costs, in a sentence.
fn month(compiled: &Compiled, inventory: Inventory) -> anyhow::Result<String> {
    let book = Book::embedded(true);
    let priced = price(compiled, &Arc::new(inventory), &Prices { book: &book, usage: None, region: None })?;
    let (month, missing) = (priced.bill.month(), priced.bill.missing.len());
    let without =
        if missing == 0 { String::new() } else { format!(", without {missing} prices that are missing") };
    let [expected, low, high] = [month.expected, month.low, month.high].map(|money| money.whole("$"));
    Ok(format!("{expected} a month at list prices, {low} to {high}{without}: `polder price` shows the bill"))
}

/// The file that was named, else `polder.toml`, else the built-in example.
pub(crate) fn platform_file(file: Option<&Path>, world: &dyn World) -> anyhow::Result<Text> {
    let example = || Text { name: "built-in example".into(), text: EXAMPLE.into() };
    match file {
        Some(file) => input::read(world, file),
        None if world.read(Path::new("polder.toml")).is_ok() => input::read(world, Path::new("polder.toml")),
        None => Ok(example()),
    }
}
