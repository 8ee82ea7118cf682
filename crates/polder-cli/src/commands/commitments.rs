//! `polder commitments`: the reservations and Savings Plans to buy for a platform.

use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use polder::bill::{Book, Form};
use polder::facts::Payment;
use polder::purchase_list::{Date, Possession, Wishes, chart, owned_file, report};
use polder::{Prices, commitments, price};
use polder_units::PicoUsd;
use polder_world::World;

use super::price::book;
use crate::arguments::{BillFormat, Commitments, Upfront};
use crate::file;
use crate::input::{self, Text};
use crate::streams::{Status, Streams, WrongUsage};

pub(crate) fn run(
    arguments: &Commitments,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    let wishes = wishes(arguments, world)?;
    let base = Book::embedded(!arguments.no_estimates);
    let Some(book) = book(base, arguments.prices.as_deref(), world, streams)? else {
        return Ok(Status::Error);
    };
    let Some(owned) = owned(arguments.owned.as_deref(), world, streams)? else { return Ok(Status::Error) };
    let text = input::platform_or_example(world, arguments.file.as_deref(), streams)?;
    let Some((compiled, inventory)) = input::compiled(&text, world, streams)? else {
        return Ok(Status::Error);
    };
    let prices = Prices { book: &book, usage: None, region: None };
    let priced = price(&compiled, &Arc::new(inventory), &prices)?;
    let possessions: &[Possession] = owned.as_ref().map_or(&[], |(_, owned)| owned);
    let (advice, findings) = commitments(&compiled, (&priced, &book), &wishes, possessions)?;
    let form = match arguments.format {
        BillFormat::Text => Form::Text,
        BillFormat::Json => Form::Json,
        BillFormat::Markdown => Form::Markdown,
    };
    streams.data(&report(&advice, form))?;
    if let Some(file) = &arguments.svg {
        file::write(world, file, chart(&advice).as_bytes())?;
        streams.note(&format!("wrote {}\n", file.display()))?;
    }
    if let Some((text, _)) = &owned {
        input::tell(text, &findings, streams)?;
    }
    for missing in &priced.bill.missing {
        streams.error(&format!("there is no price of {} per {}", missing.key, missing.unit))?;
    }
    Ok(if priced.bill.missing.is_empty() { input::status(&findings) } else { Status::Error })
}

fn wishes(arguments: &Commitments, world: &dyn World) -> anyhow::Result<Wishes> {
    let start = match &arguments.start {
        None => Date::of_seconds(world.now()),
        Some(text) => match Date::parse(text) {
            Some(date) => date,
            None => bail!(WrongUsage("`--start` is a date such as `2026-12-01`".to_owned())),
        },
    };
    let upfront_most = match &arguments.upfront_max {
        None => None,
        Some(text) => match PicoUsd::from_decimal(text).filter(|money| money.0 >= 0) {
            Some(money) => Some(money),
            None => bail!(WrongUsage("`--upfront-max` is an amount of dollars such as `5000`".to_owned())),
        },
    };
    let payment = |upfront: &Upfront| match upfront {
        Upfront::None => Payment::NoUpfront,
        Upfront::Partial => Payment::PartialUpfront,
        Upfront::All => Payment::AllUpfront,
    };
    let mut years: Vec<u8> = arguments.terms.iter().filter_map(|term| term.parse().ok()).collect();
    let mut payments: Vec<Payment> = arguments.upfront.iter().map(payment).collect();
    years.sort_unstable();
    years.dedup();
    payments.sort_unstable();
    payments.dedup();
    let (quarterly, unused_percent) = (arguments.quarterly, arguments.unused_max);
    Ok(Wishes { start, years, payments, quarterly, upfront_most, unused_percent })
}

/// The file of what is owned with its text: empty without a file, none if it has an error.
#[expect(clippy::type_complexity, reason = "two ways of absence: no file was given, and the file has errors")]
fn owned(
    file: Option<&Path>,
    world: &dyn World,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Option<Option<(Text, Vec<Possession>)>>> {
    let Some(file) = file else { return Ok(Some(None)) };
    let text = input::read(world, file)?;
    let owned = input::sound(&text, owned_file(&text.text), streams)?;
    Ok(owned.map(|owned| Some((text, owned))))
}
