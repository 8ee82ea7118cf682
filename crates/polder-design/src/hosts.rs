//! Accounts and the host names in their domains.

use std::collections::BTreeMap;

use polder_diag::{Finding, Span};
use polder_facts::{Facts, ids};
use polder_spec::{self as spec, Platform, Setting};

use crate::codes::{HOST_TAKEN, MISSING_FACT};
use crate::id::{AccountId, CellId, IdVec};
use crate::model::{Account, Cell, OwnDomain, SharedHosts};

/// The maximum length of a DNS name.
const NAME_MAX: usize = 253;

/// The maximum length of a DNS label.
const LABEL_MAX: usize = 63;

/// Origin groups that a cell with a backup needs in a distribution: one for pictures, one for static files. Its buckets
/// are four origins, so that the quota of origins (25, against 10 groups) is never reached first. Cells without a
/// backup are counted as if they had one: adding a backup changes no URL of a picture.
const GROUPS_PER_CELL: u64 = 2;

/// The accounts of the platform, each with its domain: production has the registered one, every other a subdomain that
/// is named like the account.
pub(crate) fn accounts(
    platform: &Platform,
    facts: &Facts,
    findings: &mut Vec<Finding>,
) -> IdVec<AccountId, Account> {
    let mut quota = |id| match facts.figure(id) {
        Ok(figure) => figure.value,
        Err(missing) => {
            findings.push(Finding::new(&MISSING_FACT, missing.to_string()));
            u64::MAX
        }
    };
    let groups = quota(ids::EDGE_ORIGIN_GROUPS_MAX);
    let production = |account: &spec::Account| account.environment.value == spec::Environment::Production;
    // Of several, the one that has cells; there is at most one.
    let used = platform.cells.iter().map(|cell| cell.account.value);
    let known = |at: &usize| platform.accounts.get(*at).is_some_and(production);
    let parent = used.chain(0..platform.accounts.len()).find(known).map(AccountId::new);
    let cells = |at| platform.cells.iter().filter(|cell| cell.account.value == at).count();
    let accounts = platform.accounts.iter().enumerate();
    let accounts = accounts.map(|(at, account)| {
        let cells = u64::try_from(cells(at)).unwrap_or(u64::MAX);
        let mut account = self::account(platform, AccountId::new(at), account, parent, cells > 0);
        // More than the quota of one distribution: each cell has its own.
        if cells > groups / GROUPS_PER_CELL {
            account.hosts.media = None;
        }
        account
    });
    accounts.collect()
}

fn account(
    platform: &Platform,
    id: AccountId,
    account: &spec::Account,
    production: Option<AccountId>,
    has_cells: bool,
) -> Account {
    let environment = account.environment.value;
    let name = account.name.value.clone();
    let (domain, parent) = match environment {
        spec::Environment::Production => (platform.domain.value.clone(), None),
        _ => (full(&platform.domain, &name), production),
    };
    let edge = &platform.edge;
    let host = |label: &Setting<Option<String>>| {
        label.as_ref().filter(|_| has_cells).map(|label| full(&domain, label))
    };
    let domains = if is_production(environment) { own_domains(platform) } else { vec![] };
    // A market can be at the domain itself.
    let at_apex =
        platform.markets.iter().any(|market| market.host.value == spec::APEX && market.domain.is_none());
    let refused = edge.www.is_none() && edge.www.span().is_some();
    let hosts = SharedHosts {
        www: host(&edge.www),
        api: host(&edge.api),
        apex: (has_cells && !refused && !at_apex).then(|| domain.clone()),
        media: host(&edge.media),
    };
    let unique = domain.replace('.', "-");
    let provider_id = account.id.as_ref().map(|id| id.value.clone());
    let zone_exists = platform.existing_zones.contains(&domain);
    let identity_provider_exists = account.existing.contains(&spec::Existing::IdentityProvider);
    Account {
        id,
        name,
        provider_id,
        environment,
        domain,
        parent,
        unique,
        zone_exists,
        identity_provider_exists,
        domains,
        hosts,
    }
}

fn is_production(environment: spec::Environment) -> bool {
    environment == spec::Environment::Production
}

/// The domains of markets besides the platform's.
fn own_domains(platform: &Platform) -> Vec<OwnDomain> {
    let mut found: Vec<OwnDomain> = vec![];
    for market in &platform.markets {
        let Some(own) = &market.domain else { continue };
        let apex = market.host.value == spec::APEX;
        if let Some(known) = found.iter_mut().find(|known| known.domain == own.value) {
            known.leads_to = known.leads_to.take().filter(|_| !apex);
            continue;
        }
        let leads_to = (!apex).then(|| market.full_host(&platform.domain));
        let zone_exists = platform.existing_zones.contains(&own.value);
        found.push(OwnDomain { domain: own.value.clone(), leads_to, zone_exists });
    }
    found
}

/// The host of a market in an account. Outside of production, all hosts are in the account's own domain.
pub(crate) fn of_market(account: &Account, market: &spec::Market) -> String {
    let domain = &account.domain;
    if is_production(account.environment) {
        return market.full_host(domain);
    }
    match (&market.domain, market.host.value.as_str()) {
        (Some(_), _) => full(domain, &market.name.to_lowercase()),
        (None, spec::APEX) => domain.clone(),
        (None, label) => full(domain, label),
    }
}

/// The hosts that a market had in an account, the oldest first. Outside of production, they were in the account's own domain.
pub(crate) fn former(account: &Account, market: &spec::Market, platform: &str) -> Vec<String> {
    let host = |former: &str| {
        if is_production(account.environment) {
            return former.to_owned();
        }
        match former.strip_suffix(platform).map(|label| label.strip_suffix('.').unwrap_or(label)) {
            Some("") => account.domain.clone(),
            Some(label) => full(&account.domain, label),
            None => full(&account.domain, &market.name.to_lowercase()),
        }
    };
    let mut hosts: Vec<String> = vec![];
    for former in market.former_hosts.iter().map(|former| host(former)) {
        if !hosts.contains(&former) && former != of_market(account, market) {
            hosts.push(former);
        }
    }
    hosts
}

/// The full name of a label under a domain.
pub(crate) fn full(domain: &str, label: &str) -> String {
    format!("{label}.{domain}")
}

/// The host of a cell's dashboard; `None` if dashboards are disabled.
pub(crate) fn dashboard(platform: &Platform, account: &Account, cell: &str) -> Option<String> {
    let label = platform.edge.dashboard.as_ref()?;
    let cells = platform.cells.iter().filter(|cell| cell.account.value == account.id.index()).count();
    let label = if cells > 1 { format!("{label}-{cell}") } else { label.clone() };
    Some(full(&account.domain, &label))
}

/// The host of the pictures and files of one cell alone; `None` if media hosts are disabled.
pub(crate) fn own_media(platform: &Platform, domain: &str, cell: &str) -> Option<String> {
    platform.edge.media.as_ref().map(|label| full(domain, &format!("{label}-{cell}")))
}

/// Hosts with two targets, or invalid hosts.
pub(crate) fn check(
    platform: &Platform,
    accounts: &IdVec<AccountId, Account>,
    cells: &IdVec<CellId, Cell>,
) -> Vec<Finding> {
    let mut made: BTreeMap<&str, &Cell> = BTreeMap::new();
    for cell in cells {
        made.insert(&cell.origin_host, cell);
        made.extend(cell.storefront_host.as_deref().map(|host| (host, cell)));
    }
    let alone = |cell: &&Cell| {
        let shared = accounts.get(cell.account).and_then(|account| account.hosts.media.as_deref());
        cell.has_media_host() && shared != Some(cell.media_host())
    };
    let alone: Vec<(&str, &Cell)> =
        cells.iter().filter(alone).map(|cell| (cell.media_host(), cell)).collect();
    let media = platform.edge.media.span();
    let long = made.iter().filter_map(|(host, cell)| {
        let message = format!("the host `{host}` of cell `{}` {}", cell.name, length(host)?);
        Some(Finding::new(&HOST_TAKEN, message).help("choose a shorter name for the cell"))
    });
    let mut findings: Vec<Finding> = long.collect();
    findings.extend(unfit(&made, alone.iter().map(|(host, _)| (*host, media))));
    made.extend(alone);
    let dashboards: Vec<(&str, &Cell)> =
        cells.iter().filter_map(|cell| Some((cell.dashboard_host.as_deref()?, cell))).collect();
    let dashboard = platform.edge.dashboard.span();
    findings.extend(unfit(&made, dashboards.iter().map(|(host, _)| (*host, dashboard))));
    made.extend(dashboards);
    findings.extend(unfit(&made, chosen(platform, accounts, cells)));
    findings.extend(twice(platform, accounts, cells));
    findings
}

/// Markets that get a host that a shared host or another market has. In production the reader has reported them; elsewhere
/// a market with a domain of its own is at a label that is not in the file: its name.
fn twice(
    platform: &Platform,
    accounts: &IdVec<AccountId, Account>,
    cells: &IdVec<CellId, Cell>,
) -> Vec<Finding> {
    let shared =
        shared(platform, accounts).map(|(host, key, span)| (host, (format!("`edge.{key}`"), span, None)));
    let mut seen: BTreeMap<&str, (String, Option<Span>, Option<String>)> = shared.collect();
    let mut findings = vec![];
    for market in cells.iter().flat_map(|cell| &cell.markets) {
        let Some(spec) = of_channel(platform, &market.channel) else { continue };
        let span = spec.host.span().or(spec.domain.as_ref().and_then(Setting::span)).or(spec.name.span);
        let production = Some(spec.full_host(&platform.domain));
        let what = format!("market `{}`", spec.name.value);
        let Some((other, place, at)) = seen.get(market.host.as_str()) else {
            seen.insert(&market.host, (what, span, production));
            continue;
        };
        // Markets that share a host in production share it elsewhere.
        if *at == production {
            continue;
        }
        let message = format!("{other} and {what} would both be at `{}`", market.host);
        findings.push(
            Finding::new(&HOST_TAKEN, message)
                .at(span, "has two targets")
                .also(*place, format!("{other} is here"))
                .note("outside production, a market with a domain of its own is at its name in lower case")
                .help("choose another label for the host, or another name for the market"),
        );
    }
    findings
}

pub(crate) fn of_channel<'a>(platform: &'a Platform, channel: &str) -> Option<&'a spec::Market> {
    platform.markets.iter().find(|market| market.name.to_lowercase() == channel)
}

/// The shared hosts whose labels the user chose, each with its key and its location.
fn shared<'a>(
    platform: &'a Platform,
    accounts: &'a IdVec<AccountId, Account>,
) -> impl Iterator<Item = (&'a str, &'static str, Option<Span>)> {
    let edge = &platform.edge;
    let shared = accounts.iter().flat_map(|account| {
        let SharedHosts { www, apex: _, api, media } = &account.hosts;
        [("www", www, &edge.www), ("api", api, &edge.api), ("media", media, &edge.media)]
    });
    shared.filter_map(|(key, host, label)| Some((host.as_deref()?, key, label.span())))
}

/// Errors of hosts whose labels the user chose, against those that are derived for cells.
fn unfit<'a>(
    made: &BTreeMap<&str, &Cell>,
    chosen: impl IntoIterator<Item = (&'a str, Option<Span>)>,
) -> Vec<Finding> {
    let mut findings = vec![];
    for (host, span) in chosen {
        if let Some(cell) = made.get(host) {
            let message = format!("the host `{host}` is reserved for cell `{}`", cell.name);
            findings.push(
                Finding::new(&HOST_TAKEN, message)
                    .at(span, "has two targets")
                    .help("choose another label for the host, or another name for the cell"),
            );
        } else if let Some(length) = length(host) {
            let message = format!("the host `{host}` {length}");
            findings
                .push(Finding::new(&HOST_TAKEN, message).at(span, "too long").help("choose a shorter label"));
        }
    }
    findings
}

/// Which part of a host is too long.
fn length(host: &str) -> Option<String> {
    if host.len() > NAME_MAX {
        return Some(format!("is longer than {NAME_MAX} characters"));
    }
    let long = host.split('.').any(|label| label.len() > LABEL_MAX);
    long.then(|| format!("has a label that is longer than {LABEL_MAX} characters"))
}

/// Hosts whose labels the user chose, with their locations: of markets in each account that has them, then the shared
/// ones.
fn chosen<'a>(
    platform: &'a Platform,
    accounts: &'a IdVec<AccountId, Account>,
    cells: &'a IdVec<CellId, Cell>,
) -> Vec<(&'a str, Option<Span>)> {
    let place = |channel: &str| of_channel(platform, channel).and_then(|market| market.host.span());
    let markets = cells.iter().flat_map(|cell| &cell.markets);
    let markets = markets.map(|market| (market.host.as_str(), place(&market.channel)));
    markets.chain(shared(platform, accounts).map(|(host, _, span)| (host, span))).collect()
}
