//! What may exist only once among the accounts.

use polder_diag::Finding;

use crate::codes;
use crate::model::{Environment, Platform};
use crate::reader::{Reader, shown};

/// Reports more than one account for production, management, audit logs, security or backups, and the last three without an organization.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    let of = |environment: Environment| {
        platform.accounts.iter().enumerate().filter(move |(_, it)| it.environment.value == environment)
    };
    for (environment, code, purpose) in [
        (Environment::Management, &codes::SEVERAL_MANAGEMENT, "management"),
        (Environment::LogArchive, &codes::SEVERAL_SECURITY, "audit logs"),
        (Environment::Security, &codes::SEVERAL_SECURITY, "security"),
        (Environment::Backup, &codes::SEVERAL_SECURITY, "backups"),
    ] {
        let mut all = of(environment);
        if let (Some((_, first)), Some((_, second))) = (all.next(), all.next()) {
            let names = (shown(&first.name), shown(&second.name));
            let message = format!("accounts {} and {} are both for {purpose}", names.0, names.1);
            reader.say(
                Finding::new(code, message)
                    .at(second.environment.span().or(second.name.span), "an organization has one")
                    .also(first.environment.span().or(first.name.span), "first here")
                    .help("keep one of them, or give the other another environment"),
            );
        }
    }
    for environment in [Environment::LogArchive, Environment::Security, Environment::Backup] {
        let Some((_, account)) =
            of(environment).next().filter(|_| of(Environment::Management).next().is_none())
        else {
            continue;
        };
        let message = format!("{} is for an organization, and there is none", shown(&account.name));
        reader.say(
            Finding::new(&codes::SECURITY_WITHOUT_MANAGEMENT, message)
                .at(account.environment.span().or(account.name.span), "for the other accounts")
                .help("add an account for it: `management = {}`"),
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
