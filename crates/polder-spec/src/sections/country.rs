//! The country of a market: its name begins with it, unless it is set.

use polder_diag::{Finding, Span, Spanned};
use polder_facts::{Country, Facts};

use crate::codes;
use crate::names::is_name;
use crate::reader::{Table, shown};
use crate::setting::{Origin, Setting};

/// What the key `maintenance` of the edge lists instead of channels, in capitals as names of markets are.
const ALL: &str = "ALL";

/// The country of the market `name`, with what is known of it; `None` after an error has been reported.
pub(super) fn read<'f>(name: &Spanned<String>, table: &Table<'f>) -> (Setting<String>, Option<&'f Country>) {
    let written = table.text("country");
    let unreadable = written.is_none() && table.span_of("country").is_some();
    // `SE-B2B`
    let begins = name.split('-').next().unwrap_or_default().to_owned();
    let code =
        written.unwrap_or_else(|| Setting::default(begins, Origin::Rule("the market's name begins with it")));
    if unreadable {
        return (code, None);
    }
    let place = code.span().or(name.span);
    let known = table.reader.facts.country(&code);
    match known {
        None => say_unknown(table, if code.span().is_some() { &code } else { name }, place),
        Some(country) if country.jurisdiction.is_none() => say_without_facts(table, country, place),
        Some(_) => {}
    }
    if known.is_some()
        && let Some(fault) = name_fault(table.reader.facts, name, &code)
    {
        let message = format!("{} cannot be the name of a market", shown(name));
        table.reader.say(
            Finding::new(&codes::MARKET_NAME, message)
                .at(name.span, fault)
                .help("write `[markets.SE]`, or `[markets.SE-B2B]` for a second channel of a country"),
        );
    }
    (code, known)
}

/// Why `name` cannot be that of a market of `country`; `None` if it can be.
fn name_fault(facts: &Facts, name: &str, country: &str) -> Option<&'static str> {
    if !is_channel(name) {
        Some("use 1 to 20 capitals, digits and single hyphens, beginning with a letter")
    } else if name == ALL {
        Some("in the key `maintenance`, `all` closes the shops of all channels")
    } else if name != country && facts.country(name).is_some() {
        Some("the code of another country, whose visitors would be led here")
    } else {
        None
    }
}

/// Whether a name in lower case can be the slug of a channel and part of resource names.
fn is_channel(name: &str) -> bool {
    is_name(&name.to_lowercase()) && !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn say_unknown(table: &Table<'_>, name: &str, place: Option<Span>) {
    let message = format!("Polder does not know the country {}", shown(name));
    let finding = Finding::new(&codes::UNKNOWN_COUNTRY, message).at(place, "not in ISO 3166-1");
    table.reader.say(match meant(table.reader.facts, name) {
        Some(code) => finding.help(format!("did you mean `{code}`?")),
        None => finding.help("write an ISO 3166-1 alpha-2 code in upper case, such as `NL`"),
    });
}

/// Users write the name, the code in lower case, or a code that is not in ISO 3166.
fn meant<'f>(facts: &'f Facts, name: &str) -> Option<&'f str> {
    let upper = name.to_uppercase();
    let known = facts
        .countries()
        .iter()
        .find(|country| country.code == upper || country.name.eq_ignore_ascii_case(name))
        .map(|country| country.code.as_str());
    known.or(match upper.as_str() {
        "UK" => Some("GB"),
        "EL" => Some("GR"),
        _ => None,
    })
}

fn say_without_facts(table: &Table<'_>, country: &Country, place: Option<Span>) {
    let message = format!(
        "Polder does not know the tax rate and the form of addresses of {} (`{}`)",
        country.name, country.code
    );
    table.reader.say(
        Finding::new(&codes::COUNTRY_WITHOUT_FACTS, message)
            .at(place, "its tax rate, warehouse and shipping zone are yours to enter")
            .help("enter them in Saleor: `build/saleor/` has none for this market"),
    );
}
