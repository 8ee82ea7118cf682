//! Keys of cells outside production: the markets that they mirror, their share of the load, and their running hours.

use polder_diag::{Finding, Spanned};
use polder_units::Ppm;

use crate::choices::NamedHours;
use crate::codes;
use crate::hours::{Days, Hours, minute_of_day};
use crate::model::{Account, Cell, Environment, Market};
use crate::reader::{Table, all_of, closest, shown};
use crate::setting::{Origin, Otherwise, Setting};
use crate::time_zones;

/// Reads them from `tables` into `cells`.
pub(super) fn read(
    tables: &[(Spanned<String>, Table<'_>)],
    cells: &mut [Cell],
    accounts: &[Account],
    markets: &[Market],
) {
    for ((_, table), cell) in tables.iter().zip(cells) {
        let account = accounts.get(cell.account.value);
        match account.map(|account| account.environment.value).filter(|it| it.holds_copies()) {
            Some(environment) => copy(table, cell, environment, markets),
            None => refuse(table, cell, markets),
        }
    }
}

fn copy(table: &Table<'_>, cell: &mut Cell, environment: Environment, markets: &[Market]) {
    cell.mirrors = mirrors(table, markets);
    let development = environment == Environment::Development;
    let load = table.percent("load_percent");
    cell.load = if development {
        load.else_rule(Ppm::percent(1), "a few developers")
    } else {
        load.else_rule(Ppm::percent(10), "enough to observe the shop under load")
    };
    let first = cell.mirrors.first().and_then(|market| markets.get(*market));
    let zone = first.and_then(|market| time_zones::of_country(&market.country)).unwrap_or("UTC").to_owned();
    cell.hours = match hours(table, &zone) {
        Some(hours) => hours,
        None if development => {
            let origin = Origin::Rule("development is unused at night and at weekends");
            Setting::default(Some(Hours::office(zone)), origin)
        }
        None => Setting::default(None, Origin::Rule("staging is available for every release test")),
    };
}

/// Production serves the full load of its markets at all times.
fn refuse(table: &Table<'_>, cell: &Cell, markets: &[Market]) {
    let name = shown(&cell.name);
    if let Some(texts) = table.texts("mirrors") {
        let market = texts.iter().find_map(|text| {
            markets.iter().find(|market| market.name.value == text.value).map(|market| (text, market))
        });
        let message = match market {
            Some((text, _)) => format!("market {} would be in cell {name} as well", shown(text)),
            None => format!("production cell {name} mirrors markets"),
        };
        let owner = market.and_then(|(_, market)| market.cell.span().or(market.name.span));
        table.reader.say(
            Finding::new(&codes::MARKET_IN_TWO_CELLS, message)
                .at(
                    market.and_then(|(text, _)| text.span()).or(texts.span()),
                    "only staging and development cells can mirror",
                )
                .also(owner, "its cell is set here")
                .help("remove `mirrors`, or move the cell to a staging or development account"),
        );
    }
    if let Some(load) = table.percent("load_percent") {
        table.reader.say(
            Finding::new(
                &codes::LOAD_IN_PRODUCTION,
                format!("production cell {name} is sized for a part of its load"),
            )
            .at(load.span(), "only staging and development can be sized for less")
            .help("remove it; set the load of the platform in `[workload]`"),
        );
    }
    let Some(hours) = hours(table, "UTC") else { return };
    if hours.value.is_some() {
        table.reader.say(
            Finding::new(
                &codes::HOURS_IN_PRODUCTION,
                format!("production cell {name} is stopped outside of its hours"),
            )
            .at(hours.span(), "customers use the shop at all hours")
            .help("remove `hours`, or move the cell to a staging or development account"),
        );
    }
}

fn mirrors(table: &Table<'_>, markets: &[Market]) -> Setting<Vec<usize>> {
    let Some(texts) = table.texts("mirrors") else {
        return None.else_rule((0..markets.len()).collect(), "copies of all markets");
    };
    if texts.is_empty() {
        table.say_out_of_range("mirrors", texts.span().unwrap_or_default(), "one market or more");
    }
    let mut found = vec![];
    for text in &texts.value {
        if let Some(at) = markets.iter().position(|market| market.name.value == text.value) {
            found.push(at);
            continue;
        }
        let names: Vec<&str> = markets.iter().map(|market| market.name.as_str()).collect();
        let finding = Finding::new(&codes::UNKNOWN_MARKET, format!("there is no market {}", shown(text)))
            .at(text.span(), "unknown market");
        table.reader.say(match closest(text, names.iter().copied()) {
            Some(name) => finding.help(format!("did you mean `{name}`?")),
            None => finding.help(all_of("the markets are", &names)),
        });
    }
    Setting { value: found, origin: texts.origin }
}

/// `None` if they are not set.
fn hours(table: &Table<'_>, zone: &str) -> Option<Setting<Option<Hours>>> {
    let span = table.span_of("hours")?;
    if table.text_instead_of_table("hours").is_some() {
        return Some(match table.choice::<NamedHours>("hours").map(|hours| hours.value) {
            Some(NamedHours::Office) => Setting::written(Some(Hours::office(zone.to_owned())), span),
            Some(NamedHours::Always) | None => Setting::written(None, span),
        });
    }
    let table = table.table("hours");
    let office = Hours::office(zone.to_owned());
    let before = table.reader.errors();
    let from = time(&table, "from", office.from);
    let to = time(&table, "to", office.to);
    // If the value could not be read, office hours are assumed so that reading can continue.
    if from.value >= to.value && table.reader.errors() == before {
        table.reader.say(
            Finding::new(&codes::HOURS, format!("{} ends before it begins", shown(&table.path)))
                .at(to.span().or(from.span()), "stops at this time of the same day")
                .also(to.span().and(from.span()), "starts at this one")
                .help(
                    "hours must be within one day; for a night write `from = \"00:00\"` or `to = \"24:00\"`",
                ),
        );
    }
    let days = days(&table).unwrap_or(office.days);
    let zone = clock(&table).unwrap_or(office.zone);
    Some(Setting::written(Some(Hours { from: from.value, to: to.value, days, zone }), span))
}

fn time(table: &Table<'_>, key: &str, otherwise: u16) -> Setting<u16> {
    let text = table.text(key);
    let minute = text.as_ref().and_then(|text| minute_of_day(text));
    if let (Some(text), None) = (&text, minute) {
        table.reader.say(
            Finding::new(&codes::HOURS, format!("{} is not a time of day", shown(text)))
                .at(text.span(), "hours and minutes, each of two digits")
                .help("write it as `07:00`"),
        );
    }
    let written = text.zip(minute).map(|(text, minute)| Setting { value: minute, origin: text.origin });
    written.else_rule(otherwise, "office hours")
}

fn days(table: &Table<'_>) -> Option<Days> {
    let text = table.text("days")?;
    let days = Days::parse(&text);
    if days.is_none() {
        table.reader.say(
            Finding::new(&codes::HOURS, format!("{} is not a list of days", shown(&text)))
                .at(text.span(), "days of the week in three letters")
                .help("write them as `mon-fri` or `mon,wed,sat`"),
        );
    }
    days
}

fn clock(table: &Table<'_>) -> Option<String> {
    let text = table.text("zone")?;
    if time_zones::all().any(|zone| zone == text.value) {
        return Some(text.value);
    }
    let finding = Finding::new(&codes::UNKNOWN_ZONE, format!("there is no time zone {}", shown(&text)))
        .at(text.span(), "not in the time zone database");
    let city = |zone: &&str| {
        zone.rsplit('/').next().is_some_and(|city| city.replace('_', " ").eq_ignore_ascii_case(&text))
    };
    table.reader.say(match time_zones::all().find(city).or_else(|| closest(&text, time_zones::all())) {
        Some(zone) => finding.help(format!("did you mean `{zone}`?")),
        None => finding.help("write a continent and a city, such as `Europe/Amsterdam`"),
    });
    None
}
