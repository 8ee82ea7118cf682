//! Accounts and the names under their domains.

use std::collections::BTreeMap;

use polder_diag::{Finding, Span};
use polder_spec::{self as spec, Platform, Setting};

use crate::codes::HOST_TAKEN;
use crate::model::{Account, Cell, SharedHosts};

/// The longest name that DNS carries.
const NAME_MAX: usize = 253;

/// The accounts of the platform, each with its domain: production has the registered one, every other a part of it that
/// is named like the account.
pub(crate) fn accounts(platform: &Platform) -> Vec<Account> {
    let production = |account: &spec::Account| account.environment.value == spec::Environment::Production;
    // Of several, the one that has cells; there are never two that have.
    let used = platform.cells.iter().map(|cell| cell.account.value);
    let known = |at: &usize| platform.accounts.get(*at).is_some_and(production);
    let parent = used.chain(0..platform.accounts.len()).find(known);
    let lived_in = |at| platform.cells.iter().any(|cell| cell.account.value == at);
    let accounts = platform.accounts.iter().enumerate();
    accounts.map(|(at, account)| self::account(platform, account, parent, lived_in(at))).collect()
}

fn account(
    platform: &Platform,
    account: &spec::Account,
    production: Option<usize>,
    lived_in: bool,
) -> Account {
    let environment = account.environment.value;
    let name = account.name.value.clone();
    let (domain, parent) = match environment {
        spec::Environment::Production => (platform.domain.value.clone(), None),
        _ => (full(&platform.domain, &name), production),
    };
    let edge = &platform.edge;
    let host = |label: &Setting<Option<String>>| {
        label.as_ref().filter(|_| lived_in).map(|label| full(&domain, label))
    };
    let hosts = SharedHosts {
        www: host(&edge.www),
        api: host(&edge.api),
        dashboard: host(&edge.dashboard),
        media: host(&edge.media),
    };
    let unique = domain.replace('.', "-");
    let id = account.id.as_ref().map(|id| id.value.clone());
    Account { name, id, environment, domain, parent, unique, hosts }
}

/// The full name of a label under a domain.
pub(crate) fn full(domain: &str, label: &str) -> String {
    format!("{label}.{domain}")
}

/// Hosts that lead to two places, or are no hosts.
pub(crate) fn check(platform: &Platform, accounts: &[Account], cells: &[Cell]) -> Vec<Finding> {
    let mut made: BTreeMap<&str, &Cell> = BTreeMap::new();
    for cell in cells {
        made.insert(&cell.origin_host, cell);
        made.insert(&cell.storefront_host, cell);
    }
    let mut findings = vec![];
    for (host, span) in chosen(platform, accounts, cells) {
        if let Some(cell) = made.get(host) {
            let message = format!("the host `{host}` is one that cell `{}` makes for itself", cell.name);
            findings.push(
                Finding::new(&HOST_TAKEN, message)
                    .at(span, "leads to two places")
                    .help("choose another label for the host, or another name for the cell"),
            );
        } else if host.len() > NAME_MAX {
            let message = format!("the host `{host}` is longer than {NAME_MAX} characters");
            findings
                .push(Finding::new(&HOST_TAKEN, message).at(span, "too long").help("choose a shorter label"));
        }
    }
    let long = made.iter().filter(|(host, _)| host.len() > NAME_MAX);
    findings.extend(long.map(|(host, cell)| {
        let message =
            format!("the host `{host}` of cell `{}` is longer than {NAME_MAX} characters", cell.name);
        Finding::new(&HOST_TAKEN, message).help("choose a shorter name for the cell")
    }));
    findings
}

/// Hosts whose labels the user chose, with their places: of markets in each account that has them, then the shared.
fn chosen<'a>(
    platform: &'a Platform,
    accounts: &'a [Account],
    cells: &'a [Cell],
) -> Vec<(&'a str, Option<Span>)> {
    let place = |country: &str| {
        let market = platform.markets.iter().find(|market| market.country.value == country);
        market.and_then(|market| market.host.span())
    };
    let markets = cells.iter().flat_map(|cell| &cell.markets);
    let markets = markets.map(|market| (market.host.as_str(), place(&market.country)));
    let edge = &platform.edge;
    let shared = accounts.iter().flat_map(|account| {
        let SharedHosts { www, api, dashboard, media } = &account.hosts;
        [(www, &edge.www), (api, &edge.api), (dashboard, &edge.dashboard), (media, &edge.media)]
    });
    let shared = shared.filter_map(|(host, label)| Some((host.as_deref()?, label.span())));
    markets.chain(shared).collect()
}
