//! Text for terminals: aligned, and complete without colour.

mod requirements;

use std::path::Path;

use polder::check::PropertyPage;
use polder::design::{BackupMode, Design, Environment, Role, Site};
use polder::diag::Code;
use polder::facts::Entry;
use polder::spec::{Origin, Platform, explain};
use polder::{Built, Compiled, census};

use crate::output;

pub(crate) use requirements::{requirement, requirements};

/// Width of the screen.
const WIDTH: usize = 100;

/// What was written where.
pub(crate) struct Wrote<'a> {
    /// The folder.
    pub(crate) folder: &'a Path,
    /// The result.
    pub(crate) built: &'a Built,
    /// Whether it was only computed.
    pub(crate) dry_run: bool,
}

/// The end of `polder up`.
pub(crate) fn up(
    source: &str,
    compiled: &Compiled,
    wrote: &Wrote<'_>,
    (month, proofs): (&str, &str),
    warnings: usize,
) -> String {
    let design = &compiled.design;
    let census = census(&compiled.cloud);
    let mut out = format!("\n{}  ·  {}  ·  from {source}\n\n", design.name, design.domain);
    out.push_str(&cells(design));
    out.push_str(&hosts(design));
    out.push_str(&format!(
        "\n  {} stacks, {} resources\n",
        census.stacks,
        thousands(census.resources as u64)
    ));
    let services = census.services.iter().map(|(name, count)| format!("{name} {count}"));
    out.push_str(&wrapped(services, "    ", "  ·  "));
    out.push_str(&format!("\n  {month}\n  {proofs}\n"));
    out.push_str(&files(compiled, wrote));
    let found = match warnings {
        0 => "no warnings".to_owned(),
        1 => "1 warning (above)".to_owned(),
        many => format!("{many} warnings (above)"),
    };
    out.push_str(&format!("\n  {found}\n"));
    out.push_str(&next(source));
    out
}

/// What was written.
fn files(compiled: &Compiled, wrote: &Wrote<'_>) -> String {
    let (folder, built) = (wrote.folder.display(), wrote.built);
    let mut out = String::new();
    let terraform = if compiled.cloud.write_only { "1.11" } else { "1.10" };
    let did = if wrote.dry_run { "would write" } else { "wrote" };
    out.push_str(&format!(
        "\n  {did} {folder}/: {} files, {} KiB ({})\n",
        built.files(),
        thousands(built.bytes.div_ceil(1024)),
        output::counts(built)
    ));
    out.push_str(&format!(
        "    {folder}/README.md   the order of the stacks, and the values that you must supply\n"
    ));
    out.push_str(&format!(
        "    {folder}/modules/    each layer once: plain OpenTofu / Terraform, {terraform} or newer\n"
    ));
    out.push_str(&format!("    {folder}/stacks/     thin roots that call the modules\n"));
    out.push_str(&format!(
        "    {folder}/apply.sh    applies the stacks in their order, without a pipeline\n"
    ));
    out.push_str(&format!("    {folder}/images/     how to build the images that the platform runs\n"));
    out.push_str(&format!("    {folder}/runbooks/   what to do when an alarm fires\n"));
    out.push_str(&format!("    {folder}/saleor/     Saleor's own configuration\n"));
    out
}

fn cells(design: &Design) -> String {
    let head = ["cell", "site", "where", "role", "network", "database", "tasks"].map(str::to_owned);
    let mut rows = vec![head.to_vec()];
    for cell in &design.cells {
        for (place, site) in design.sites.iter().filter(|site| site.cell == cell.id).enumerate() {
            let name = if place == 0 { cell.name.clone() } else { String::new() };
            let tasks: u64 = site.services.iter().map(|service| service.scaling.desired).sum();
            rows.push(vec![
                name,
                site.region.clone(),
                site.city.clone(),
                role(site),
                site.network.to_string(),
                site.database.class.clone(),
                tasks.to_string(),
            ]);
        }
    }
    table(&rows, "  ")
}

fn role(site: &Site) -> String {
    let mode = match site.mode {
        None => "",
        Some(BackupMode::PilotLight) => ", pilot light",
        Some(BackupMode::WarmStandby) => ", warm standby",
        Some(BackupMode::HotStandby) => ", hot standby",
    };
    let role = if site.role == Role::Primary { "primary" } else { "backup" };
    let active = if site.active == (site.role == Role::Primary) { "" } else { ", failed over" };
    format!("{role}{mode}{active}")
}

/// The hosts of customers and partners: those of production one by one, and one line for each other account, which has
/// the same hosts in its own domain.
fn hosts(design: &Design) -> String {
    let mut rows = vec![];
    let mut others = vec![];
    for account in design.accounts_with_cells().into_iter().map(|id| &design.accounts[id]) {
        if account.environment != Environment::Production {
            others.push(format!("*.{}", account.domain));
            continue;
        }
        for market in design.cells_of(account.id).flat_map(|cell| &cell.markets) {
            let languages = market.languages.join(" ");
            let what = format!("{} · {languages} · {}", market.country, market.currency);
            rows.push(vec![market.host.clone(), what]);
        }
        let hosts = &account.hosts;
        let redirects = "redirects visitors to their market";
        let shared = [
            (&hosts.www, redirects),
            (&hosts.apex, if hosts.www.is_some() { "the same" } else { redirects }),
            (&hosts.api, "managed API for partners"),
        ];
        let shared = shared.into_iter().filter_map(|(host, what)| Some((host.as_deref()?, what)));
        rows.extend(account.domains.iter().filter_map(|own| {
            Some(vec![own.domain.clone(), format!("redirects visitors to {}", own.leads_to.as_ref()?)])
        }));
        let dashboards = design
            .cells_of(account.id)
            .filter_map(|cell| Some((cell.dashboard_host.as_deref()?, "back office")));
        let media = design.media_hosts(account.id).into_iter().map(|host| (host, "media files"));
        rows.extend(
            shared.chain(dashboards).chain(media).map(|(host, what)| vec![host.to_owned(), what.to_owned()]),
        );
    }
    rows.extend(others.into_iter().map(|hosts| vec![hosts, "the same hosts for staff".to_owned()]));
    format!("\n{}", table(&rows, "  "))
}

fn next(source: &str) -> String {
    if source == "built-in example" {
        return "  next: `polder init` creates your own polder.toml; `polder up` builds it\n".into();
    }
    "  next: `polder check --engine` validates every stack with tofu or terraform\n".into()
}

/// `polder check --explain`.
pub(crate) fn values(platform: &Platform) -> String {
    let row = |explained: polder::spec::Explained| {
        let origin = match explained.origin {
            Origin::Written(_) => "written".to_owned(),
            other => other.to_string(),
        };
        vec![explained.path, explained.value, origin]
    };
    table(&explain(platform).into_iter().map(row).collect::<Vec<_>>(), "")
}

/// `polder check --explain sizing`.
pub(crate) fn sizing(design: &Design) -> String {
    let mut out = String::new();
    let mut cell = None;
    for line in &design.arithmetic {
        if cell != Some(&line.cell) {
            let title =
                if line.cell.is_empty() { "platform".to_owned() } else { format!("cell {}", line.cell) };
            out.push_str(&format!("{}{title}\n", if cell.is_some() { "\n" } else { "" }));
            cell = Some(&line.cell);
        }
        out.push_str(&format!("  {}\n    {} = {}\n", line.what, line.formula, line.result));
        if !line.facts.is_empty() {
            out.push_str(&wrapped(line.facts.iter().cloned(), "    from ", ", "));
        }
    }
    out
}

/// `polder facts`.
pub(crate) fn facts(entries: &[Entry]) -> String {
    let row = |entry: &Entry| {
        let value = format!("{} {}", entry.value, entry.unit).trim().to_owned();
        vec![entry.id.clone(), value, entry.quality.to_string(), entry.dated.clone(), entry.source.clone()]
    };
    table(&entries.iter().map(row).collect::<Vec<_>>(), "")
}

/// `polder explain` without a code.
pub(crate) fn codes(codes: &[&'static Code]) -> String {
    let row = |code: &&Code| [code.id, code.name, code.summary].map(str::to_owned).to_vec();
    table(&codes.iter().map(row).collect::<Vec<_>>(), "")
}

/// One line for each property, with what it claims.
pub(crate) fn properties(pages: &[PropertyPage]) -> String {
    let of = |page: &PropertyPage| {
        let claim = page.claim();
        format!("{}\n{}", page.title(), wrapped(claim.split(' ').map(str::to_owned), "    ", " "))
    };
    pages.iter().map(of).collect()
}

/// Cells that are longer than this do not push the next column away for all other rows.
const CELL: usize = 48;

/// Rows in columns, two spaces between them, nothing after the last.
fn table(rows: &[Vec<String>], indent: &str) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.filter(|width| *width <= CELL).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("{indent}{}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// Wraps parts to lines of at most [`WIDTH`] characters.
fn wrapped(parts: impl Iterator<Item = String>, indent: &str, between: &str) -> String {
    let (mut out, mut line) = (String::new(), String::new());
    let blank = " ".repeat(indent.chars().count());
    for part in parts {
        let grown = line.chars().count() + between.chars().count() + part.chars().count() + blank.len();
        if !line.is_empty() && grown > WIDTH {
            let lead = if out.is_empty() { indent } else { &blank };
            out.push_str(&format!("{lead}{line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push_str(between);
        }
        line.push_str(&part);
    }
    let lead = if out.is_empty() { indent } else { &blank };
    if line.is_empty() { out } else { format!("{out}{lead}{line}\n") }
}

/// `1234567` as `1,234,567`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
