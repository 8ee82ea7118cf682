//! The vaults of the account for backups: copies of production's backups that no account of production can delete.

use polder_spec::Environment;
use polder_units::Duration;

use crate::design::Design;
use crate::id::{AccountId, SiteId};
use crate::model::{Site, copied_to};

/// The vault of a region in the account for backups. Copies stay in the region of their source, and so inside the residency;
/// the copy in another region is in the vault of the cell's other site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyVault {
    /// The provider's name of its region.
    pub region: String,
    /// The sites whose backups are copied into it.
    pub sites: Vec<SiteId>,
    /// The shortest retention of their copies.
    pub retention_min: Duration,
    /// The longest.
    pub retention_max: Duration,
    /// The time during which the lock of the vault can still be changed. The provider requires three days at least; a week leaves time
    /// to see the first copies and the first restore test.
    pub changeable: Duration,
}

const CHANGEABLE: Duration = Duration::days(7);

impl Design {
    /// The account that keeps copies of production's backups, if the platform has one.
    pub fn backup_account(&self) -> Option<AccountId> {
        self.accounts.iter().find(|account| account.environment == Environment::Backup).map(|it| it.id)
    }

    /// The account that the backups of a site are copied to.
    pub fn backups_copied_to(&self, site: &Site) -> Option<AccountId> {
        copied_to(&self.accounts, &self.cells[site.cell], site)
    }

    /// The vaults of the account for backups, in the order of the sites.
    pub fn copy_vaults(&self) -> Vec<CopyVault> {
        let mut vaults: Vec<CopyVault> = vec![];
        for site in self.sites.iter().filter(|site| self.backups_copied_to(site).is_some()) {
            let kept = self.cells[site.cell].vault_retention;
            if let Some(vault) = vaults.iter_mut().find(|vault| vault.region == site.region) {
                vault.sites.push(site.id);
                vault.retention_min = vault.retention_min.min(kept);
                vault.retention_max = vault.retention_max.max(kept);
            } else {
                vaults.push(CopyVault {
                    region: site.region.clone(),
                    sites: vec![site.id],
                    retention_min: kept,
                    retention_max: kept,
                    changeable: CHANGEABLE,
                });
            }
        }
        vaults
    }
}
