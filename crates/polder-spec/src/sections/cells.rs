//! `[cells.NAME]` and its two sites.

use polder_diag::{Finding, Spanned};
use polder_facts::Facts;
use polder_units::{Cidr, Ppm};

use crate::codes;
use crate::model::{Account, Backup, BackupMode, Cell, Environment, Role, Site, TerraformVersion};
use crate::names::check_name;
use crate::reader::{Reader, Table, all_of, closest, listed, shown};
use crate::residency::allows;
use crate::setting::{Otherwise, Setting};

/// The tables of all cells.
pub(super) fn tables<'a>(file: &Table<'a>) -> Vec<(Spanned<String>, Table<'a>)> {
    if file.lacks("cells") {
        let finding = Finding::new(&codes::NO_CELLS, "the platform has no cell");
        file.reader.say(
            finding
                .at(file.span_of("cells"), "no cell")
                .help("write `[cells.main]` with `primary = \"REGION\"`"),
        );
    }
    file.named("cells")
}

/// Reads all cells, except for the markets that they mirror.
pub(super) fn read(
    tables: &[(Spanned<String>, Table<'_>)],
    accounts: &[Account],
    residency: &Setting<Vec<String>>,
) -> Vec<Cell> {
    tables.iter().map(|(name, table)| cell(name, table, accounts, residency)).collect()
}

/// Whether customers' markets may be served by `cell`. That none may be in the management account is checked elsewhere.
pub(super) fn serves(cell: &Cell, accounts: &[Account]) -> bool {
    !accounts.get(cell.account.value).is_some_and(|account| account.environment.holds_copies())
}

/// Reports a `region` that does not exist or is outside the residency.
pub(super) fn check_region(reader: &Reader<'_>, region: &Setting<String>, residency: &Setting<Vec<String>>) {
    let facts = reader.facts;
    let Some(known) = facts.region(region) else {
        let finding = Finding::new(
            &codes::UNKNOWN_REGION,
            format!("Polder does not know the region {}", shown(region)),
        )
        .at(region.span(), "not in the facts");
        let ids = places(facts, residency);
        let city = facts.regions().iter().find(|known| known.city.eq_ignore_ascii_case(region));
        // A region of another part of the world is no typing error.
        let part = |id: &str| id.split('-').next().map(str::to_owned);
        let alike = all_places(facts).into_iter().filter(|id| !is_region(region) || part(id) == part(region));
        let near = city.map(|known| known.id.as_str()).or_else(|| closest(region, alike));
        reader.say(match near {
            Some(id) => finding.help(format!("did you mean `{id}`?")),
            None => finding.help(format!("regions inside the residency are {}", listed(&ids, "and"))),
        });
        return;
    };
    if !allows(residency, &known.jurisdiction) {
        let message = format!("{} is in `{}`, outside the residency", shown(region), known.jurisdiction);
        let finding = Finding::new(&codes::OUTSIDE_RESIDENCY, message)
            .at(region.span(), format!("in {}, {}", known.city, known.country))
            .also(residency.span(), "data may be stored here only");
        let finding = if residency.span().is_none() {
            finding.note("without `residency` in `[platform]`, personal data may be stored in `EU` only")
        } else {
            finding
        };
        reader.say(finding.help(format!(
            "choose {}, or add `{}` to `residency`",
            listed(&places(facts, residency), "or"),
            known.jurisdiction
        )));
    }
}

/// Whether a text has the form of a region: `cn-north-1`.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.split_last().is_some_and(|(last, before)| {
        digits(last) && before.len() >= 2 && before.iter().all(letters) && before[0].len() <= 4
    })
}

fn all_places(facts: &Facts) -> Vec<&str> {
    facts.regions().iter().map(|region| region.id.as_str()).collect()
}

/// Regions that a site may be in.
fn places<'f>(facts: &'f Facts, residency: &Setting<Vec<String>>) -> Vec<&'f str> {
    let inside: Vec<&str> = facts
        .regions()
        .iter()
        .filter(|region| allows(residency, &region.jurisdiction))
        .map(|region| region.id.as_str())
        .collect();
    if inside.is_empty() { all_places(facts) } else { inside }
}

fn cell(
    name: &Spanned<String>,
    table: &Table<'_>,
    accounts: &[Account],
    residency: &Setting<Vec<String>>,
) -> Cell {
    check_name(table.reader, "a cell", name, name.span);
    let account = account(table, accounts);
    if table.span_of("primary").is_none() {
        table.say_missing("primary", "add the region that takes writes: `primary = \"eu-central-1\"`");
    }
    let (primary, _) = site(table, "primary", residency);
    let backup = table.span_of("backup").map(|_| {
        let (site, mode) = site(table, "backup", residency);
        Backup { site, mode: mode.else_rule(BackupMode::WarmStandby, "takes over without a cold start") }
    });
    let active =
        table.choice("active").else_rule(Role::Primary, "the primary site takes writes in normal operation");
    if active.value == Role::Backup && backup.is_none() {
        table.reader.say(
            Finding::new(
                &codes::ACTIVE_WITHOUT_BACKUP,
                format!("cell {} has no backup that could be active", shown(name)),
            )
            .at(active.span(), "this cell has no `backup`")
            .help("add the backup site, or remove `active`"),
        );
    }
    if let Some(backup) = &backup
        && backup.site.region.value == primary.region.value
        && !primary.region.is_empty()
    {
        table.reader.say(
            Finding::new(
                &codes::BACKUP_IN_PRIMARY,
                format!("both sites of cell {} are in one region", shown(name)),
            )
            .at(backup.site.region.span(), "lost with the primary site")
            .also(primary.region.span(), "the primary site")
            .help("choose another region for the backup"),
        );
    }
    Cell {
        name: name.clone(),
        account,
        active,
        primary,
        backup,
        mirrors: None.else_rule(vec![], "production serves its own markets"),
        load: None.else_rule(Ppm::ONE, "production is sized for all of its markets' load"),
        hours: None.else_rule(None, "production never stops"),
        password_version: table.whole("password_version").else_rule(1, "the first ones"),
        sizes: super::sizes::read(&table.table("sizes")),
    }
}

/// Reports passwords that nothing would replace: without write-only arguments a stack generates each once.
pub(super) fn check_passwords(
    tables: &[(Spanned<String>, Table<'_>)],
    cells: &[Cell],
    terraform: TerraformVersion,
) {
    for ((_, table), cell) in tables.iter().zip(cells) {
        if let Some(span) = cell.password_version.span()
            && terraform < TerraformVersion::V1_11
            && cell.password_version.value > 1
        {
            table.say_out_of_range("password_version", span, "1 with `terraform = \"1.10\"`");
        }
    }
}

fn account(table: &Table<'_>, accounts: &[Account]) -> Setting<usize> {
    let written = table.text("account");
    let mut production =
        accounts.iter().enumerate().filter(|(_, a)| a.environment.value == Environment::Production);
    let only = production.next().filter(|_| production.next().is_none());
    let Some(text) = written else {
        if only.is_none() && table.span_of("account").is_none() {
            table.say_missing("account", "it may be left out only with exactly one production account");
        }
        return None.else_rule(only.map_or(0, |(at, _)| at), "the only production account");
    };
    let names: Vec<&str> = accounts.iter().map(|account| account.name.as_str()).collect();
    let found = accounts.iter().position(|account| account.name.value == text.value);
    match found.and_then(|at| accounts.get(at)) {
        None => {
            let finding =
                Finding::new(&codes::UNKNOWN_ACCOUNT, format!("there is no account {}", shown(&text)))
                    .at(text.span(), "unknown account");
            table.reader.say(match closest(&text, names.iter().copied()) {
                Some(name) => finding.help(format!("did you mean `{name}`?")),
                None => finding.help(all_of("the accounts are", &names)),
            });
        }
        Some(account) if account.environment.value.serves_accounts() => table.reader.say(
            Finding::new(
                &codes::CELL_IN_MANAGEMENT,
                format!("{} cannot be in {}", shown(&table.path), of_all(account.environment.value)),
            )
            .at(text.span(), "has monitoring, logging, security or backups of all accounts")
            .also(account.environment.span(), "declared here")
            .help("choose a production, staging or development account"),
        ),
        Some(_) => {}
    }
    Setting { value: found.unwrap_or(0), origin: text.origin }
}

/// An account that is for all others.
fn of_all(environment: Environment) -> &'static str {
    match environment {
        Environment::LogArchive => "the log archive account",
        Environment::Security => "the security account",
        Environment::Backup => "the backup account",
        _ => "the management account",
    }
}

fn site(
    cell: &Table<'_>,
    key: &str,
    residency: &Setting<Vec<String>>,
) -> (Site, Option<Setting<BackupMode>>) {
    if let Some(region) = cell.text_instead_of_table(key) {
        check_region(cell.reader, &region, residency);
        return (Site { span: region.span(), region, network: None }, None);
    }
    let table = cell.table(key);
    let region = table.text("region");
    match &region {
        Some(region) => check_region(cell.reader, region, residency),
        None if table.span.is_some() && table.span_of("region").is_none() => {
            table.say_missing("region", "write the provider's region: `region = \"eu-central-1\"`");
        }
        None => {}
    }
    let network = table.text("network").and_then(|text| network(&table, &text));
    let mode = if key == "backup" { table.choice("mode") } else { None };
    (Site { span: table.span, region: region.else_rule(String::new(), "missing"), network }, mode)
}

fn network(table: &Table<'_>, text: &Setting<String>) -> Option<Setting<Cidr>> {
    let network = super::network::parse(table.reader, text)?;
    if let Some(range) = super::network_fault(network.prefix_len()) {
        table.reader.say(
            Finding::new(&codes::NETWORK_SIZE, format!("{} is too {range} for a site", shown(text)))
                .at(text.span(), "a site's network is from /16 to /20"),
        );
    }
    Some(Setting { value: network, origin: text.origin })
}
