//! Weaknesses of the platform: unused cells, markets that depend on one region.

use polder_diag::Finding;

use crate::codes;
use crate::model::Platform;
use crate::reader::{Reader, shown};

/// Reports cells without a market, and markets without a backup.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    for (at, cell) in platform.cells.iter().enumerate() {
        let account = platform.accounts.get(cell.account.value);
        let copies = account.is_some_and(|account| account.environment.value.holds_copies());
        let reached = copies || platform.markets.iter().any(|market| market.cell.value == at);
        if !platform.markets.is_empty() && !reached {
            reader.say(
                Finding::new(
                    &codes::CELL_WITHOUT_MARKET,
                    format!("cell {} serves no market", shown(&cell.name)),
                )
                .at(cell.name.span, "nothing leads to this cell")
                .help(format!("write `cell = \"{}\"` in a market, or take the cell out", cell.name.value)),
            );
        }
    }
    let objective = &platform.objectives.region_loss;
    for (at, cell) in platform.cells.iter().enumerate().filter(|(_, cell)| cell.backup.is_none()) {
        let mut markets = platform.markets.iter().filter(|market| market.cell.value == at);
        let Some(first) = markets.next() else { continue };
        let others: Vec<_> = markets.collect();
        let names: Vec<String> =
            std::iter::once(first).chain(others.iter().copied()).map(|market| shown(&market.name)).collect();
        let (noun, verb) = if others.is_empty() { ("market", "is") } else { ("markets", "are") };
        let region = shown(&cell.primary.region);
        let message =
            format!("{noun} {} {verb} down when {region} is lost, until the region is back", joined(&names));
        let mut finding = Finding::new(&codes::MARKET_WITHOUT_BACKUP, message)
            .at(first.name.span, "one region serves it")
            .also(cell.name.span, "this cell has no backup")
            .note("orders, customers, media and their backups are in that region alone: if it does not come back, all of them are gone")
            .note(format!(
                "the objectives for the loss of a region cannot be met: RTO {}, RPO {}",
                objective.rto.value, objective.rpo.value
            ))
            .help(format!("give cell {} a `backup` in another region", shown(&cell.name)));
        for market in others {
            finding = finding.also(market.name.span, "and this one");
        }
        reader.say(finding);
    }
}

/// `A, B and C`, of names that are quoted already.
fn joined(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
