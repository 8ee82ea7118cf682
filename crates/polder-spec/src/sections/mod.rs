//! The tables of the file, one after the other, each with the checks that need only the table itself and the facts.

mod accepted;
mod accounts;
mod cells;
mod copies;
mod country;
mod dns;
mod edge;
mod engines;
mod exceptions;
mod host;
mod mail;
mod markets;
mod network;
mod objectives;
mod platform;
mod retention;
mod services;
mod sizes;
mod state;
mod storefront;
mod tags;
mod reason;
mod until;
mod workload;

use polder_diag::Finding;

use crate::codes;
use crate::model::Platform;
use crate::reader::Table;

pub(crate) use network::network_fault;

/// A platform that may contain placeholders for values that could not be read.
pub(crate) struct Draft {
    /// The platform. Missing regions are empty strings.
    pub(crate) platform: Platform,
    /// Whether the cells of all markets are known, so that findings about all markets are correct.
    pub(crate) markets_sound: bool,
}

/// Reads all tables.
pub(crate) fn platform(file: &Table<'_>) -> Draft {
    version(file);
    let about = platform::read(&file.table("platform"));
    let accounts = accounts::read(file);
    let tables = cells::tables(file);
    let mut cells = cells::read(&tables, &accounts, &about.residency);
    cells::check_passwords(&tables, &cells, about.terraform.value);
    let before = file.reader.errors();
    let markets = markets::read(file, &about.domain, &cells, &accounts);
    let markets_sound = file.reader.errors() == before;
    copies::read(&tables, &mut cells, &accounts, &markets);
    let workload = workload::read(&file.table("workload"), &markets);
    let state = state::read(&file.table("state"), &about, &cells, &accounts);
    let services = services::read(file, &cells);
    let accepted = accepted::read(file);
    let existing_zones = dns::existing(&file.table("dns"), &about.domain, &markets);
    let mail = mail::read(&file.table("mail"), existing_zones.value.contains(&about.domain.value));
    let platform = Platform {
        saleor: engines::saleor(&file.table("saleor")),
        objectives: objectives::read(&file.table("objectives")),
        compute: engines::compute(&file.table("compute")),
        database: engines::database(&file.table("database")),
        cache: engines::cache(&file.table("cache")),
        broker: engines::broker(&file.table("broker")),
        existing_zones,
        mail,
        edge: edge::read(&file.table("edge"), &about.domain, &markets),
        network: network::read(&file.table("network")),
        retention: retention::read(&file.table("retention"), &about.compliance),
        tags: tags::read(file),
        name: about.name,
        owner: about.owner,
        domain: about.domain,
        provider: about.provider,
        compliance: about.compliance,
        residency: about.residency,
        runbooks: about.runbooks,
        terraform: about.terraform,
        scan_uploads: about.scan_uploads,
        alarm_webhook: about.alarm_webhook,
        accounts,
        cells,
        markets,
        workload,
        state,
        services,
        accepted,
    };
    Draft { platform, markets_sound }
}

/// The version has a separate message: it distinguishes a file of another version from a typing error.
fn version(file: &Table<'_>) {
    let Some(span) = file.span_of("version") else {
        let finding = Finding::new(&codes::MISSING_KEY, "the file has no `version`");
        file.reader.say(finding.help("add `version = 1` at the top of the file"));
        return;
    };
    if !file.is_whole(1, "version") {
        file.reader.say(
            Finding::new(&codes::VERSION, "this version of Polder reads version 1 of the file format")
                .at(span, "another version")
                .help("write `version = 1`, or use a version of Polder that reads this format"),
        );
    }
}
