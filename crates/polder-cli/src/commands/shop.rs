//! `polder shop`: compares a running Saleor with the platform, and sets it up.

use std::path::Path;

use anyhow::{Context, bail};
use polder::diag::{Severity, visible};
use polder::shop_setup::{Check, Wanted, json, setup, text, verify};
use polder::{Place, shop_at};
use polder_shop_client::{Client, Endpoint};
use polder_world::World;

use crate::arguments::{ReportFormat, RunningShop, Shop};
use crate::input;
use crate::streams::{Status, Streams};

/// The variable that holds the token.
const TOKEN: &str = "POLDER_SHOP_TOKEN";

pub(crate) fn run(command: &Shop, world: &dyn World, streams: &mut Streams<'_>) -> anyhow::Result<Status> {
    let (Shop::Verify(arguments) | Shop::Setup(arguments)) = command;
    let endpoint = Endpoint::parse(&arguments.url)?;
    let token = token(arguments.token_file.as_deref(), world)?;
    let platform = input::platform_or_example(world, arguments.file.as_deref(), streams)?;
    let Some((compiled, _)) = input::compiled(&platform, world, streams)? else { return Ok(Status::Error) };
    let place = Place { host: endpoint.host(), on_this_machine: endpoint.is_this_machine() };
    let shop = shop_at(&compiled, arguments.cell.as_deref(), &place)?;
    let wanted = Wanted::new(shop, arguments.events_queue.as_deref())?;
    let mut client = Client::new(endpoint.clone(), token);
    let checks = match command {
        Shop::Verify(_) => verify(&mut client, &wanted)?,
        Shop::Setup(_) => {
            let mut broken = Ok(());
            let mut tell = |step: &str| {
                if broken.is_ok() {
                    broken = streams.note(&format!("{}\n", visible(step)));
                }
            };
            let applied = setup(&mut client, &wanted, &mut tell);
            broken?;
            let applied = applied?;
            streams.note(&format!("{} changes\n", applied.steps.len()))?;
            applied.checks
        }
    };
    report(arguments, &shop.cell, &endpoint.to_string(), &checks, streams)
}

fn report(
    arguments: &RunningShop,
    cell: &str,
    url: &str,
    checks: &[Check],
    streams: &mut Streams<'_>,
) -> anyhow::Result<Status> {
    streams.data(&match arguments.format {
        ReportFormat::Text => text(cell, url, checks),
        ReportFormat::Json => json(cell, url, checks),
    })?;
    let open = checks.iter().filter(|check| check.is_open());
    Ok(match open.map(|check| check.code.severity).min() {
        Some(Severity::Error) => Status::Error,
        Some(Severity::Warning | Severity::Info) => Status::Findings,
        None => Status::Fine,
    })
}

/// The token, without the line break at the end of a file.
fn token(file: Option<&Path>, world: &dyn World) -> anyhow::Result<String> {
    let text = match file {
        Some(file) => input::read(world, file)?.text,
        None => world
            .env(TOKEN)
            .with_context(|| format!("`{TOKEN}` is not set, and there is no `--token-file`"))?,
    };
    let token = text.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        bail!("the token is empty, or has characters that no token has");
    }
    Ok(token.to_owned())
}
