//! The tables of the file, one after the other, each with the checks that need nothing but itself and the facts.

mod accounts;
mod cells;
mod copies;
mod edge;
mod engines;
mod markets;
mod network;
mod objectives;
mod platform;
mod retention;
mod services;
mod state;
mod tags;
mod workload;

use polder_diag::Finding;

use crate::codes;
use crate::model::Platform;
use crate::reader::Table;

pub(crate) use network::network_fault;

/// A platform that may still hold stand-ins for what could not be read.
pub(crate) struct Draft {
    /// The platform. Regions that are missing are empty texts.
    pub(crate) platform: Platform,
    /// Whether all markets found their cell, so that what is said about all of them is true.
    pub(crate) markets_sound: bool,
}

/// Reads all tables.
pub(crate) fn platform(file: &Table<'_>) -> Draft {
    version(file);
    let about = platform::read(&file.table("platform"));
    let accounts = accounts::read(file);
    let tables = cells::tables(file);
    let mut cells = cells::read(&tables, &accounts, &about.residency);
    let before = file.reader.errors();
    let markets = markets::read(file, &cells, &accounts);
    let markets_sound = file.reader.errors() == before;
    copies::read(&tables, &mut cells, &accounts, &markets);
    let workload = workload::read(&file.table("workload"), &markets);
    let state = state::read(&file.table("state"), &about, &cells);
    let services = services::read(file, &cells);
    let platform = Platform {
        saleor: engines::saleor(&file.table("saleor")),
        objectives: objectives::read(&file.table("objectives")),
        compute: engines::compute(&file.table("compute")),
        database: engines::database(&file.table("database")),
        cache: engines::cache(&file.table("cache")),
        broker: engines::broker(&file.table("broker")),
        edge: edge::read(&file.table("edge")),
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
        accounts,
        cells,
        markets,
        workload,
        state,
        services,
    };
    Draft { platform, markets_sound }
}

/// The version has a message of its own: it tells a file of another time from a slip.
fn version(file: &Table<'_>) {
    let Some(span) = file.span_of("version") else {
        let finding = Finding::new(&codes::MISSING_KEY, "the file has no `version`");
        file.reader.say(finding.help("begin the file with `version = 1`"));
        return;
    };
    if !file.is_whole(1, "version") {
        file.reader.say(
            Finding::new(&codes::VERSION, "this polder reads version 1 of the platform file")
                .at(span, "another version")
                .help("write `version = 1`, or use a polder that reads this version"),
        );
    }
}
