//! Cells: their markets, public host names, and the roles of their sites.

use std::collections::BTreeMap;

use polder_facts::Facts;
use polder_spec::{self as spec, BackupMode, Role};
use polder_units::Ppm;

use crate::guarantees::Guarantees;
use crate::hosts;
use crate::id::{CellId, SiteId};
use crate::load::{CellLoad, MarketLoad};
use crate::model::{Account, Cell, Market};
use crate::readiness::Readiness;
use crate::secrets;

/// A cell of the file that has markets.
pub(crate) struct CellOutline<'a> {
    /// Its position in the file.
    pub(crate) number: usize,
    pub(crate) spec: &'a spec::Cell,
    /// Its guarantees.
    pub(crate) guarantees: Guarantees,
}

/// A site as declared in the file.
#[derive(Clone, Copy)]
pub(crate) struct SiteOutline<'a> {
    pub(crate) id: SiteId,
    pub(crate) cell: CellId,
    /// The position of its cell in the file.
    pub(crate) number: usize,
    /// Its cell in the file.
    pub(crate) spec: &'a spec::Cell,
    /// The guarantees of its cell.
    pub(crate) guarantees: Guarantees,
    /// Its declaration in the file.
    pub(crate) site: &'a spec::Site,
    pub(crate) role: Role,
    pub(crate) active: bool,
}

impl SiteOutline<'_> {
    /// The name of the site.
    pub(crate) fn name(&self) -> String {
        format!("{}-{}", self.spec.name.value, self.site.region.value)
    }

    /// A site that does not take writes is on standby in its cell's recovery mode, also the primary after a failover:
    /// it takes over next.
    pub(crate) fn readiness(&self) -> Readiness {
        match self.spec.backup.as_ref().map(|backup| backup.mode.value) {
            _ if self.active => Readiness::Active,
            Some(BackupMode::HotStandby) => Readiness::Hot,
            Some(BackupMode::WarmStandby) | None => Readiness::Warm,
            Some(BackupMode::PilotLight) => Readiness::Pilot,
        }
    }
}

/// The sites of the cells: all primaries in their order, then all backups.
pub(crate) fn sites<'a>(cells: &BTreeMap<CellId, CellOutline<'a>>) -> BTreeMap<SiteId, SiteOutline<'a>> {
    let primaries =
        cells.iter().map(|(cell, outline)| (*cell, outline, &outline.spec.primary, Role::Primary));
    let backups = cells.iter().filter_map(|(cell, outline)| {
        Some((*cell, outline, &outline.spec.backup.as_ref()?.site, Role::Backup))
    });
    let sites = primaries.chain(backups).enumerate().map(|(index, (cell, outline, site, role))| {
        let CellOutline { number, spec, guarantees } = *outline;
        let active = (role == Role::Backup) == backup_is_active(spec);
        let id = SiteId::new(index);
        (id, SiteOutline { id, cell, number, spec, guarantees, site, role, active })
    });
    sites.collect()
}

/// A cell without a backup has one site, whatever `active` is in the file.
fn backup_is_active(cell: &spec::Cell) -> bool {
    cell.active.value == Role::Backup && cell.backup.is_some()
}

/// A cell of the design; `None` if no market belongs to it.
pub(crate) fn cell(
    platform: &spec::Platform,
    facts: &Facts,
    account: &Account,
    id: CellId,
    outline: &CellOutline<'_>,
) -> Option<Cell> {
    let CellOutline { number, spec, guarantees } = *outline;
    let name = &spec.name.value;
    let domain = &account.domain;
    let markets: Vec<Market> = platform
        .markets_of(number)
        .map(|market| Market {
            country: market.country.value.clone(),
            country_name: facts.country(&market.country.value).map(|country| country.name.clone()),
            vat_permille: facts.vat(&market.country.value).map(|rate| rate.value),
            channel: market.name.to_lowercase(),
            host: hosts::of_market(account, market),
            former_hosts: hosts::former(account, market, &platform.domain),
            storefront: market.storefront.as_ref().map(|url| url.value.clone()),
            languages: market.languages.value.clone(),
            currency: market.currency.value.clone(),
            share: part(market.share.value, spec.load.value),
            // Filled in when the cell is sized, like that of the cell.
            load: MarketLoad::default(),
        })
        .collect();
    let public_host = markets.first()?.host.clone();
    // Each cell has its own path on a host that can be shared, even if it is the only cell: a cell that is added later
    // changes no URL of a picture, as long as one distribution serves them all.
    let base = match (&account.hosts.media, hosts::own_media(platform, domain, name)) {
        (Some(host), _) => format!("{host}/{name}"),
        (None, Some(host)) => host,
        (None, None) => public_host.clone(),
    };
    Some(Cell {
        id,
        name: name.clone(),
        account: account.id,
        // Its sites are filled in once the order of all sites is known.
        primary: SiteId::new(0),
        backup: None,
        active: SiteId::new(0),
        public_host,
        origin_host: hosts::full(domain, &format!("origin-{name}")),
        storefront_host: markets
            .iter()
            .any(|market| market.storefront.is_none())
            .then(|| hosts::full(domain, &format!("storefront-{name}"))),
        dashboard_host: hosts::dashboard(platform, account, name),
        media_base: format!("{base}/media"),
        static_base: format!("{base}/static"),
        secrets: secrets::of_cell(&platform.name, name, platform.mail.service.value),
        password_version: spec.password_version.value,
        markets,
        hours: spec.hours.value.clone(),
        protected: guarantees.protected,
        vault_retention: guarantees.vault,
        load: CellLoad::default(),
    })
}

/// The share of the whole load that a cell is sized for. The reader rejects shares that add up to more than the whole;
/// here they are capped.
pub(crate) fn share(platform: &spec::Platform, outline: &CellOutline<'_>) -> Ppm {
    let CellOutline { number, spec, .. } = *outline;
    let shares = platform.markets_of(number).map(|market| market.share.value.0);
    part(Ppm(shares.fold(0u32, u32::saturating_add).min(Ppm::ONE.0)), spec.load.value)
}

/// A product of two shares, to the nearest millionth.
fn part(whole: Ppm, of: Ppm) -> Ppm {
    let one = u64::from(Ppm::ONE.0);
    let parts = (u64::from(whole.0) * u64::from(of.0) + one / 2) / one;
    Ppm(u32::try_from(parts).unwrap_or(u32::MAX))
}
