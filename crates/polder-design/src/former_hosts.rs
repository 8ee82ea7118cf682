//! Former hosts that something else has now, or that two hosts follow.

use std::collections::BTreeMap;

use polder_diag::{Finding, Span};
use polder_spec::{Platform, Setting};

use crate::codes::FORMER_HOST_IN_USE;
use crate::hosts::of_channel;
use crate::id::{AccountId, CellId, IdVec};
use crate::model::{Account, Cell, Market};

/// A host without the domain of its account: what is made for it is named so, in the accounts of copies as in production.
fn label<'a>(host: &'a str, account: &Account) -> &'a str {
    if host == account.domain {
        return polder_spec::APEX;
    }
    let below = host.strip_suffix(account.domain.as_str()).and_then(|label| label.strip_suffix('.'));
    below.filter(|label| !label.contains('.')).unwrap_or(host)
}

/// Reports former hosts whose resources cannot become those of another host.
pub(crate) fn check(
    platform: &Platform,
    accounts: &IdVec<AccountId, Account>,
    cells: &IdVec<CellId, Cell>,
) -> Vec<Finding> {
    let mut present: BTreeMap<&str, &str> = BTreeMap::new();
    for account in accounts {
        let shared = &account.hosts;
        let hosts = [&shared.www, &shared.apex, &shared.api, &shared.media]
            .into_iter()
            .filter_map(|it| it.as_deref());
        let own = account.domains.iter().filter(|own| own.leads_to.is_some()).map(|own| own.domain.as_str());
        present.extend(hosts.chain(own).map(|host| (label(host, account), host)));
    }
    for cell in cells {
        let Some(account) = accounts.get(cell.account) else { continue };
        let markets = cell.markets.iter().map(|market| market.host.as_str());
        let media = cell.has_media_host().then(|| cell.media_host());
        let hosts = markets.chain(cell.dashboard_host.as_deref()).chain(media);
        present.extend(hosts.map(|host| (label(host, account), host)));
    }
    let mut findings = vec![];
    let mut followed: BTreeMap<&str, &str> = BTreeMap::new();
    for cell in cells {
        let Some(account) = accounts.get(cell.account) else { continue };
        for market in &cell.markets {
            let to = label(&market.host, account);
            for host in &market.former_hosts {
                let from = label(host, account);
                let other = *followed.entry(from).or_insert(to);
                let why = match present.get(from) {
                    Some(taken) => format!("`{taken}` is a host of this platform"),
                    None if other != to => format!("`{from}` is a former host of `{other}` as well"),
                    None => continue,
                };
                findings.push(in_use(host, &why, span(platform, &market.channel, host)));
            }
        }
    }
    findings.extend(unlike_elsewhere(platform, accounts, cells));
    let own = platform.markets.iter().flat_map(|market| {
        let host = market.full_host(&platform.domain);
        let same = market.former_hosts.iter().find(|former| former.value == host);
        same.map(|former| in_use(&host, "it is the market's present host", former.span()))
    });
    findings.extend(own);
    findings.dedup();
    findings
}

/// Reports former hosts of markets whose hosts are not named alike in all accounts. Their stacks share a module, in which a resource can
/// follow one other only, and a resource that not every account has would get another index.
fn unlike_elsewhere(
    platform: &Platform,
    accounts: &IdVec<AccountId, Account>,
    cells: &IdVec<CellId, Cell>,
) -> Vec<Finding> {
    let mut known: BTreeMap<&str, (Vec<&str>, &Market, &str)> = BTreeMap::new();
    let mut findings = vec![];
    for cell in cells {
        let Some(account) = accounts.get(cell.account) else { continue };
        for market in &cell.markets {
            let names = names(market, account);
            let (first, elsewhere, name) =
                known.entry(&market.channel).or_insert_with(|| (names.clone(), market, &account.name));
            let former = market.former_hosts.first().or(elsewhere.former_hosts.first());
            if let Some(host) = former.filter(|_| *first != names) {
                let why = format!(
                    "the hosts of its market have other names in the account `{}` than in `{name}`",
                    account.name
                );
                findings.push(in_use(host, &why, span(platform, &market.channel, host)));
            }
        }
    }
    findings
}

/// The hosts of a market, the oldest first, without the domain of the account.
fn names<'a>(market: &'a Market, account: &Account) -> Vec<&'a str> {
    let mut names: Vec<&str> = vec![];
    for host in market.former_hosts.iter().chain([&market.host]) {
        let name = label(host, account);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn in_use(host: &str, why: &str, span: Option<Span>) -> Finding {
    Finding::new(&FORMER_HOST_IN_USE, format!("the former host `{host}` cannot be followed: {why}"))
        .at(span, "what was made for it cannot become that of the present host")
        .help("remove it from `former_hosts`, or change one host at a time, and apply between")
}

/// Where the file has a former host of a channel.
fn span(platform: &Platform, channel: &str, host: &str) -> Option<Span> {
    let formers = &of_channel(platform, channel)?.former_hosts;
    let exact = formers.iter().find(|former| former.value == host);
    exact.or_else(|| formers.first()).and_then(Setting::span)
}
