//! What may exist only once among the accounts.

use polder_diag::Finding;

use crate::codes;
use crate::model::{Environment, Platform};
use crate::reader::{Reader, shown};

/// Reports more than one account for production or management.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    let of = |environment: Environment| {
        platform.accounts.iter().enumerate().filter(move |(_, it)| it.environment.value == environment)
    };
    let mut management = of(Environment::Management);
    if let (Some((_, first)), Some((_, second))) = (management.next(), management.next()) {
        let message =
            format!("accounts {} and {} are both for management", shown(&first.name), shown(&second.name));
        reader.say(
            Finding::new(&codes::SEVERAL_MANAGEMENT, message)
                .at(second.environment.span().or(second.name.span), "an organization has one")
                .also(first.environment.span().or(first.name.span), "first here")
                .help("keep one of them, or give the other another environment"),
        );
    }
    let mut used = of(Environment::Production).filter_map(|(at, account)| {
        platform.cells.iter().find(|cell| cell.account.value == at).map(|cell| (account, cell))
    });
    if let (Some((first, cell)), Some((second, other))) = (used.next(), used.next()) {
        let message = format!(
            "cells in two production accounts, {} and {}, cannot be built yet",
            shown(&first.name),
            shown(&second.name)
        );
        reader.say(
            Finding::new(&codes::SEVERAL_PRODUCTION, message)
                .at(
                    other.account.span().or(other.name.span),
                    format!("cell {} is in one", shown(&other.name)),
                )
                .also(
                    cell.account.span().or(cell.name.span),
                    format!("cell {} in the other", shown(&cell.name)),
                )
                .help(format!(
                    "put all cells of production into {}, or give {} another environment",
                    shown(&first.name),
                    shown(&second.name)
                )),
        );
    }
}
