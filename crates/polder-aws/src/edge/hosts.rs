//! The public hosts, and what their resources are named.

use polder_design::{Account, AccountId, Cell, Design, Process, Service, Site};

/// The name of the resources of the domain itself.
const APEX: &str = "apex";

/// All public hosts of an account, without duplicates: markets in the order of the cells, then the shared
/// hosts.
pub(crate) fn viewer_hosts(design: &Design, account: AccountId) -> Vec<&str> {
    let markets = design.cells_of(account).flat_map(|cell| &cell.markets).map(|market| market.host.as_str());
    let before = choosing_hosts(&design.accounts[account]);
    let shared = &design.accounts[account].hosts;
    let dashboards = design.cells_of(account).filter_map(|cell| cell.dashboard_host.as_deref());
    let shared = before.chain(dashboards).chain(design.media_hosts(account)).chain(shared.api.as_deref());
    let mut hosts: Vec<&str> = vec![];
    for host in markets.chain(shared) {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

/// The hosts that lead to markets: `www`, the domain itself, and other domains of markets.
pub(crate) fn choosing_hosts(account: &Account) -> impl Iterator<Item = &str> {
    let shared = &account.hosts;
    let own = account.domains.iter().filter(|own| own.leads_to.is_some()).map(|own| own.domain.as_str());
    [&shared.www, &shared.apex].into_iter().filter_map(|host| host.as_deref()).chain(own)
}

/// The hosts that are domains which others use as well: their zones exist already. Hosts below them may have no TLS.
pub(crate) fn shared_domains(design: &Design, account: AccountId) -> Vec<&str> {
    let (of, hosts) = (&design.accounts[account], viewer_hosts(design, account));
    let own = of.domains.iter().map(|own| (own.domain.as_str(), own.zone_exists));
    let all = std::iter::once((of.domain.as_str(), of.zone_exists)).chain(own);
    all.filter(|(domain, exists)| *exists && hosts.contains(domain)).map(|(domain, _)| domain).collect()
}

/// What the resources of a host are named: its label below the domain, or the whole host if it is in another domain. No two
/// hosts have the same name: names that begin with `host_` are not those of a label alone, and no label begins with `of_`.
pub(crate) fn resource_name(domain: &str, host: &str) -> String {
    if host == domain {
        return APEX.to_owned();
    }
    let below = host.strip_suffix(domain).and_then(|label| label.strip_suffix('.'));
    let Some(label) = below.filter(|label| !label.contains('.')) else {
        return format!("host_of_{}", domain_name(host));
    };
    let plain = label.replace('-', "_");
    // A name in Terraform begins with a letter.
    let fits = plain.starts_with(|first: char| first.is_ascii_alphabetic());
    if fits && plain != APEX && !plain.starts_with("host_") { plain } else { format!("host_{plain}") }
}

/// A domain as a name in Terraform, which has neither dots nor dashes. A dash is written twice: no label begins or ends with
/// one, so that no other domain has the same name.
pub(crate) fn domain_name(domain: &str) -> String {
    domain.replace('-', "__").replace('.', "_")
}

/// The path on `host` below which files of a cell are served, when `base` is on it: `/de/media`.
pub(crate) fn path_on<'a>(host: &str, base: &'a str) -> Option<&'a str> {
    base.strip_prefix(host).filter(|path| path.starts_with('/'))
}

/// The name of a single site, for health checks: `origin-de-eu-central-1.example.com`.
pub(crate) fn site_host(design: &Design, site: &Site) -> String {
    format!("origin-{}.{}", site.name, design.accounts[site.account].domain)
}

/// The cells whose files or markets are served on `host`.
pub(crate) fn cells_with_files_on<'a>(design: &'a Design, host: &'a str) -> impl Iterator<Item = &'a Cell> {
    design.cells.iter().filter(move |cell| path_on(host, &cell.media_base).is_some())
}

/// Whether a service is reached below paths of a market's host: Saleor's API and the user's own services. Dashboards
/// have their own host.
pub(crate) fn is_api(service: &Service) -> bool {
    matches!(service.process, Process::Api | Process::Own(_))
}

/// The paths of a site's APIs.
pub(crate) fn api_paths(site: &Site) -> Vec<String> {
    site.services.iter().filter(|service| is_api(service)).flat_map(|service| service.paths.clone()).collect()
}

/// How CloudFront and load balancers write everything below a path.
pub(crate) fn pattern(path: &str) -> String {
    if path.ends_with('/') { format!("{path}*") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn resources_of_hosts_have_names_that_the_language_takes() {
        assert_eq!(resource_name("example.com", "de.example.com"), "de");
        assert_eq!(resource_name("example.com", "my-shop.example.com"), "my_shop");
        assert_eq!(resource_name("example.com", "3d.example.com"), "host_3d");
        assert_eq!(resource_name("example.com", "example.com"), "apex");
        assert_eq!(resource_name("example.com", "www.shop.se"), "host_of_www_shop_se");
    }

    #[test]
    fn no_two_hosts_have_a_name_in_common() {
        let labels =
            ["my", "shop-fi", "apex", "3d", "host-3d", "host-apex", "host-host-3d", "host-of-shop-fi"];
        let own =
            ["myexample.com", "my-example.com", "www.myexample.com", "shop.fi", "shop-fi.se", "shop.fi.se"];
        let below = ["example.com".to_owned(), "a.b.example.com".to_owned()].into_iter();
        let hosts = below.chain(labels.map(|label| format!("{label}.example.com")));
        let hosts: Vec<String> = hosts.chain(own.map(str::to_owned)).collect();
        let names: BTreeSet<String> = hosts.iter().map(|host| resource_name("example.com", host)).collect();
        assert_eq!(names.len(), hosts.len(), "{names:?}");
        assert!(
            names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
        );
        let zones: BTreeSet<String> = own.iter().map(|domain| domain_name(domain)).collect();
        assert_eq!(zones.len(), own.len(), "{zones:?}");
    }

    #[test]
    fn a_base_on_another_host_has_no_path_here() {
        assert_eq!(path_on("media.example.com", "media.example.com/de/media"), Some("/de/media"));
        assert_eq!(path_on("de.example.com", "media.example.com/de/media"), None);
        assert_eq!(path_on("a.example.com", "a.example.com.evil/x"), None);
    }
}
