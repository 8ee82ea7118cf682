//! What is lost by the shape of the platform: cells nobody uses, markets that one region takes down.

use polder_diag::Finding;

use crate::codes;
use crate::model::Platform;
use crate::reader::{Reader, shown};

/// Says which cells have no market, and which markets no backup.
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
    for market in &platform.markets {
        let Some(cell) = platform.cells.get(market.cell.value).filter(|cell| cell.backup.is_none()) else {
            continue;
        };
        let message = format!(
            "market {} is down when {} is lost, until the region is back",
            shown(&market.country),
            shown(&cell.primary.region)
        );
        reader.say(
            Finding::new(&codes::MARKET_WITHOUT_BACKUP, message)
                .at(market.country.span, "one region serves it")
                .also(cell.name.span, "this cell has no backup")
                .note(format!(
                    "the objectives for the loss of a region cannot be met: RTO {}, RPO {}",
                    objective.rto.value, objective.rpo.value
                ))
                .help(format!("give cell {} a `backup` in another region", shown(&cell.name))),
        );
    }
}
