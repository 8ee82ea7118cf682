//! `polder price`: what a platform, or the plan of another estate, costs in a month.

use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use polder::bill::{
    Book, Dimension, Form, Picture, UsageFile, front_picture, own_prices, render_guarantees, usage_file,
};
use polder::facts::Facts;
use polder::{Priced, Prices, guarantees, price, price_plans};
use polder_world::World;

use super::check_plan;
use crate::arguments::{BillFormat, Price};
use crate::file;
use crate::input::{self, Text};
use crate::streams::{Status, Streams, WrongUsage};

pub(crate) fn run(arguments: &Price, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let mut by = vec![];
    for name in &arguments.by {
        match Dimension::from_name(name) {
            Some(dimension) => by.push(dimension),
            None => bail!(WrongUsage(format!(
                "there is no `--by {name}`; `polder price --help` lists what there is"
            ))),
        }
    }
    let base = Book::embedded(!arguments.no_estimates);
    let base = if arguments.free_tiers { base.with_free_tiers(Facts::embedded())? } else { base };
    let Some(book) = book(base, arguments.prices.as_deref(), world, streams)? else {
        return Ok(Status::Error);
    };
    let usage = match &arguments.usage {
        None => None,
        Some(file) => {
            let text = input::read(world, file)?;
            let Some(usage) = input::sound(&text, usage_file(&text.text), streams)? else {
                return Ok(Status::Error);
            };
            Some((text, usage))
        }
    };
    let prices = Prices {
        book: &book,
        usage: usage.as_ref().map(|(_, usage)| usage),
        region: arguments.region.as_deref(),
    };
    let form = match arguments.format {
        BillFormat::Text => Form::Text,
        BillFormat::Json => Form::Json,
        BillFormat::Markdown => Form::Markdown,
    };
    if arguments.guarantees {
        return of_guarantees(arguments, &prices, form, world, streams);
    }
    let Some(priced) = priced(arguments, &prices, world, streams)? else { return Ok(Status::Error) };
    streams.data(&match arguments.waste {
        true => priced.waste_report(&book, form),
        false => priced.report(&book, &by, arguments.flows, form),
    })?;
    if let Some(folder) = &arguments.svg {
        draw(&priced.pictures(&book), folder, world, streams)?;
    }
    let status = unused(usage.as_ref(), streams)?;
    if arguments.plan.is_empty() && form == Form::Text {
        streams.note(
            "note: `polder commitments` lists the reservations and Savings Plans that lower this bill\n",
        )?;
    }
    for missing in &priced.bill.missing {
        streams.error(&format!("there is no price of {} per {}", missing.key, missing.unit))?;
    }
    Ok(if priced.bill.missing.is_empty() { status } else { Status::Error })
}

/// The price book with the user's own prices; none if their file has an error.
pub(super) fn book(
    book: Book,
    file: Option<&Path>,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<Book>> {
    let Some(file) = file else { return Ok(Some(book)) };
    let text = input::read(world, file)?;
    input::sound(&text, own_prices(&text.text, book), streams)
}

/// The bill of the platform, or of the plans; none if the platform has an error.
fn priced(
    arguments: &Price,
    prices: &Prices<'_>,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<Priced>> {
    if !arguments.plan.is_empty() {
        let plans = arguments.plan.iter().map(|file| check_plan::read(world, file));
        return Ok(Some(price_plans(&plans.collect::<anyhow::Result<Vec<_>>>()?, prices)?));
    }
    let text = input::platform_or_example(world, arguments.file.as_deref(), streams)?;
    let Some((compiled, inventory)) = input::compiled(&text, world, streams)? else { return Ok(None) };
    Ok(Some(price(&compiled, &Arc::new(inventory), prices)?))
}

/// Reports the price of each guarantee of the platform.
fn of_guarantees(
    arguments: &Price,
    prices: &Prices<'_>,
    form: Form,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let text = input::platform_or_example(world, arguments.file.as_deref(), streams)?;
    let Some((compiled, inventory)) = input::compiled(&text, world, streams)? else {
        return Ok(Status::Error);
    };
    let priced = price(&compiled, &Arc::new(inventory), prices)?;
    for missing in &priced.bill.missing {
        streams.error(&format!("there is no price of {} per {}", missing.key, missing.unit))?;
    }
    if !priced.bill.missing.is_empty() {
        return Ok(Status::Error);
    }
    let all = guarantees(&text.text, &compiled, &priced, prices)?;
    streams.data(&render_guarantees(&all, prices.book.euro(), form))?;
    if let Some(folder) = &arguments.svg {
        draw(&[front_picture(&all)], folder, world, streams)?;
    }
    Ok(Status::Fine)
}

/// Writes pictures into a folder.
fn draw(
    pictures: &[Picture],
    folder: &Path,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<()> {
    for picture in pictures {
        let path = folder.join(format!("{}.svg", picture.name));
        file::write(world, &path, picture.svg.as_bytes())?;
        streams.note(&format!("wrote {}\n", path.display()))?;
    }
    Ok(())
}

/// Reports addresses of the usage file that no bill needs.
fn unused(usage: Option<&(Text, UsageFile)>, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let Some((text, usage)) = usage else { return Ok(Status::Fine) };
    let findings = usage.unused();
    input::tell(text, &findings, streams)?;
    Ok(input::status(&findings))
}
