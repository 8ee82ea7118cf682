//! Backup vaults.

use super::VaultLock;
use crate::describe::record;
use crate::model::Known;

/// A backup vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vault {
    /// Its lock; none if backups can be deleted at any time.
    pub lock: Option<VaultLock>,
    /// Whether it is logically air-gapped: kept by the provider outside of the account.
    pub air_gapped: Known<bool>,
}

record!(Vault { lock, air_gapped });
