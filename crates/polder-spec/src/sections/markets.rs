//! `[markets.NAME]`.

use polder_diag::{Finding, Spanned};
use polder_facts::Country;
use polder_units::Ppm;

use super::{cells, country, host, storefront};
use crate::codes;
use crate::model::{Account, Cell, Market};
use crate::reader::{Table, all_of, closest, listed, shown};
use crate::setting::{Origin, Otherwise, Setting};

/// Reads all markets. Those whose cell is unknown are left out, after an error has been reported.
pub(super) fn read(file: &Table<'_>, domain: &str, cells: &[Cell], accounts: &[Account]) -> Vec<Market> {
    let tables = file.named("markets");
    if file.lacks("markets") {
        let finding = Finding::new(&codes::NO_MARKETS, "the platform has no market");
        file.reader.say(
            finding
                .at(file.span_of("markets"), "no market in here")
                .help("write `[markets.NL]`, with the code of your country"),
        );
    }
    let mut markets = vec![];
    let mut shares = vec![];
    let before = file.reader.errors();
    for (name, table) in &tables {
        let (market, share) = market(name, table, domain, cells, accounts);
        markets.push(market);
        shares.push(share);
    }
    // A share that could not be read would be treated as left out.
    if file.reader.errors() == before {
        share_out(file, &mut markets, &shares);
    }
    markets
}

fn market(
    name: &Spanned<String>,
    table: &Table<'_>,
    platform: &str,
    cells: &[Cell],
    accounts: &[Account],
) -> (Market, Option<Setting<Ppm>>) {
    let (code, country) = country::read(name, table);
    let (host, domain) = host::read(name, table, platform);
    let currency = currency(name, table, country);
    let former_hosts = host::former(table, domain.as_ref().map_or(platform, |own| own.as_str()));
    let storefront = storefront::read(table);
    let market = Market {
        name: name.clone(),
        country: code,
        cell: cell(name, table, cells, accounts),
        domain,
        host,
        former_hosts,
        storefront,
        languages: languages(name, table, country),
        currency,
        share: Setting::default(
            Ppm::default(),
            Origin::Rule("an equal share of what the explicit shares leave"),
        ),
    };
    (market, table.percent("share_percent"))
}

fn cell(market: &Spanned<String>, table: &Table<'_>, cells: &[Cell], accounts: &[Account]) -> Setting<usize> {
    let serving = || cells.iter().enumerate().filter(|(_, cell)| cells::serves(cell, accounts));
    let names: Vec<&str> = serving().map(|(_, cell)| cell.name.as_str()).collect();
    let way_out = || match names.as_slice() {
        [] => "write a cell with an account of production".to_owned(),
        names => format!("set `cell` to a production cell: {}", listed(names, "or")),
    };
    let Some(text) = table.text("cell") else {
        if names.len() > 1 && table.span_of("cell").is_none() {
            table.say_missing("cell", format!("set `cell` for {}: {}", market.value, listed(&names, "or")));
        }
        if names.is_empty() && !cells.is_empty() {
            let message = format!("market {} has no cell in production", shown(market));
            table.reader.say(
                Finding::new(&codes::MARKET_OUTSIDE_PRODUCTION, message)
                    .at(market.span, "all cells are in staging or development accounts")
                    .help(way_out()),
            );
        }
        return None.else_rule(serving().next().map_or(0, |(at, _)| at), "the only production cell");
    };
    let found = position(table, &text, cells);
    if let Some(cell) = found.and_then(|at| cells.get(at)).filter(|cell| !cells::serves(cell, accounts)) {
        let message = format!("market {} would be served outside production", shown(market));
        table.reader.say(
            Finding::new(&codes::MARKET_OUTSIDE_PRODUCTION, message)
                .at(text.span(), "a cell outside production")
                .also(cell.account.span().or(cell.name.span), "its account is not a production account")
                .help(way_out())
                .note(format!("cell {} can list the market in `mirrors`", shown(&cell.name))),
        );
    }
    Setting { value: found.unwrap_or(0), origin: text.origin }
}

/// The cell that `text` names, or `None` after an error has been reported.
pub(super) fn position(table: &Table<'_>, text: &Setting<String>, cells: &[Cell]) -> Option<usize> {
    let found = cells.iter().position(|cell| cell.name.value == text.value);
    if found.is_none() && !cells.is_empty() {
        let names: Vec<&str> = cells.iter().map(|cell| cell.name.as_str()).collect();
        let finding = Finding::new(&codes::UNKNOWN_CELL, format!("there is no cell {}", shown(text)))
            .at(text.span(), "unknown cell");
        table.reader.say(match closest(text, names.iter().copied()) {
            Some(name) => finding.help(format!("did you mean `{name}`?")),
            None => finding.help(all_of("the cells are", &names)),
        });
    }
    found
}

fn languages(name: &Spanned<String>, table: &Table<'_>, country: Option<&Country>) -> Setting<Vec<String>> {
    let facts = table.reader.facts;
    let Some(texts) = table.texts("languages") else {
        let mut languages: Vec<String> = country
            .iter()
            .flat_map(|country| &country.languages)
            .filter(|language| facts.language_known(language))
            .cloned()
            .collect();
        if !languages.iter().any(|language| language == "en") {
            languages.push("en".to_owned());
        }
        return None.else_rule(languages, "the country's languages, and English everywhere");
    };
    if texts.is_empty() {
        table.say_out_of_range(
            "languages",
            texts.span().or(name.span).unwrap_or_default(),
            "one language or more",
        );
    }
    for text in texts.iter().filter(|text| !facts.language_known(text)) {
        let finding = Finding::new(
            &codes::UNKNOWN_LANGUAGE,
            format!("Polder does not know the language {}", shown(text)),
        )
        .at(text.span(), "unknown language");
        let lower = text.to_lowercase();
        let head = lower.split(['-', '_']).next().unwrap_or_default();
        table.reader.say(if facts.language_known(head) {
            finding.help(format!("did you mean `{head}`?"))
        } else {
            finding.help("write an ISO 639-1 code in lower case, such as `nl`")
        });
    }
    let origin = texts.origin;
    Setting { value: texts.value.into_iter().map(|text| text.value).collect(), origin }
}

fn currency(name: &Spanned<String>, table: &Table<'_>, country: Option<&Country>) -> Setting<String> {
    let facts = table.reader.facts;
    let written = table.text("currency");
    let fallback = country.map(|country| country.currency.clone()).unwrap_or_default();
    let unreadable = written.is_none() && table.span_of("currency").is_some();
    let currency = written.else_rule(fallback, "the country's currency");
    if unreadable || currency.is_empty() && currency.span().is_none() || facts.currency_known(&currency) {
        return currency;
    }
    let place = currency.span().or(name.span);
    if facts.currency_in_use(&currency) {
        let message = format!("Saleor's configurator does not take `{}`", currency.value);
        table.reader.say(
            Finding::new(&codes::CURRENCY_BY_HAND, message)
                .at(place, "`build/saleor/` has no channel for this market")
                .note("Saleor itself takes every currency of ISO 4217")
                .help("create the channel with `polder shop setup`, or choose another `currency`, such as `EUR`"),
        );
        return currency;
    }
    let message = format!("Polder does not know the currency {}", shown(&currency));
    let finding = Finding::new(&codes::UNKNOWN_CURRENCY, message).at(place, "not in ISO 4217");
    let upper = currency.to_uppercase();
    table.reader.say(if facts.currency_in_use(&upper) {
        finding.help(format!("did you mean `{upper}`?"))
    } else {
        finding.help("write an ISO 4217 code in upper case, such as `EUR`")
    });
    currency
}

/// Computes the share of each market. The rest after explicit shares is split equally; the remainder goes to the first
/// ones, a millionth each.
fn share_out(file: &Table<'_>, markets: &mut [Market], shares: &[Option<Setting<Ppm>>]) {
    let written: u64 = shares.iter().flatten().map(|share| u64::from(share.value.0)).sum();
    let others = shares.iter().filter(|share| share.is_none()).count() as u64;
    let whole = u64::from(Ppm::ONE.0);
    let left = whole.saturating_sub(written);
    let wrong = if others == 0 { written != whole } else { left < others };
    if wrong && !markets.is_empty() {
        say_not_whole(file, shares, written, others);
        return;
    }
    let mut turn = 0;
    for (market, share) in markets.iter_mut().zip(shares) {
        if let Some(share) = share {
            market.share = share.clone();
        } else {
            let extra = u64::from(turn < left.checked_rem(others).unwrap_or(0));
            let part = left.checked_div(others).unwrap_or(0) + extra;
            market.share.value = Ppm(u32::try_from(part).unwrap_or(0));
            turn += 1;
        }
    }
}

fn say_not_whole(file: &Table<'_>, shares: &[Option<Setting<Ppm>>], written: u64, others: u64) {
    let total = Ppm(u32::try_from(written).unwrap_or(u32::MAX));
    let (message, help) = if others == 0 {
        (
            format!("the shares of the markets add up to {total}, not 100 %"),
            "correct a share, or leave one out: it gets the rest",
        )
    } else {
        (
            format!("the explicit shares add up to {total} and leave nothing for the other markets"),
            "lower a share; markets without `share_percent` split the rest",
        )
    };
    let mut spans = shares.iter().flatten().filter_map(Setting::span);
    let mut finding =
        Finding::new(&codes::SHARES, message).at(spans.next_back(), "the last of them").help(help);
    // A few are enough; a platform of two hundred markets should not fill the screen.
    for span in spans.take(8) {
        finding = finding.also(span, "");
    }
    file.reader.say(finding);
}
