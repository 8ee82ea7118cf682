//! The settled values of a design.

use std::collections::BTreeMap;

use polder_design::{Cell, Design, Market, Process, Site};

use crate::lock::Lock;

/// What is settled by a design, with the release of Polder whose facts it was made with.
///
/// The keys of states follow from the names of accounts and cells and from regions, and names of resources from the same and
/// from the name and the domain of the platform.
pub fn settle(design: &Design, release: &str) -> Lock {
    let mut lock = Lock { release: release.to_owned(), ..Lock::default() };
    let mut set = |path: String, value: &str| {
        lock.values.insert(path, value.to_owned());
    };
    set("platform.name".to_owned(), &design.name);
    set("platform.domain".to_owned(), &design.domain);
    set("state.bucket".to_owned(), &design.state.bucket);
    set("state.region".to_owned(), &design.state.region);
    if let Some(replica) = &design.state.replica_region {
        set("state.replica_region".to_owned(), replica);
    }
    for account in &design.accounts {
        let path = |key: &str| format!("accounts.{}.{key}", account.name);
        set(path("environment"), account.environment.word());
        if let Some(id) = &account.provider_id {
            set(path("id"), id);
        }
        if let Some(home) = design.regions.iter().find(|region| region.account == account.id && region.home) {
            set(path("home"), &home.region);
        }
    }
    for cell in &design.cells {
        let path = |key: &str| format!("cells.{}.{key}", cell.name);
        set(path("account"), &design.accounts[cell.account].name);
        set(path("database"), design.sites[cell.primary].database.engine.word());
        for market in production(design, cell) {
            let path = |key: &str| format!("markets.{}.{key}", market.channel.to_uppercase());
            set(path("cell"), &cell.name);
            set(path("host"), &market.host);
            set(path("country"), &market.country);
        }
        let sites = [("primary", Some(cell.primary)), ("backup", cell.backup)];
        for (role, site) in sites.into_iter().filter_map(|(role, id)| Some((role, &design.sites[id?]))) {
            set(path(&format!("{role}.region")), &site.region);
            set(path(&format!("{role}.network")), &site.network.to_string());
            for (zone, subnets) in subnets(site) {
                set(path(&format!("{role}.subnets.{zone}")), &subnets);
            }
        }
    }
    for (service, cells) in own_services(design) {
        set(format!("services.{service}.cells"), &cells.join(" "));
    }
    lock
}

/// The markets of a cell that serves customers; none if it serves copies.
fn production<'a>(design: &'a Design, cell: &'a Cell) -> impl Iterator<Item = &'a Market> {
    let copies = design.accounts[cell.account].environment.holds_copies();
    cell.markets.iter().filter(move |_| !copies)
}

/// The user's own services, each with its cells.
fn own_services(design: &Design) -> BTreeMap<&str, Vec<&str>> {
    let mut services: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for cell in &design.cells {
        for service in &design.sites[cell.primary].services {
            if let Process::Own(name) = &service.process {
                services.entry(name).or_default().push(&cell.name);
            }
        }
    }
    services
}

/// The public, app and data subnet of each zone.
fn subnets(site: &Site) -> impl Iterator<Item = (&str, String)> {
    site.zones.iter().map(|zone| (zone.name.as_str(), format!("{} {} {}", zone.public, zone.app, zone.data)))
}
