//! `aws_backup_vault_lock_configuration`.

use polder_cloud::View;
use polder_inventory::model::Reason;
use polder_inventory::stores::{LockMode, StoreId, StoreKind, VaultLock};

use crate::reader::Reader;
use crate::value::{days, number};

/// With a grace period (compliance mode), nobody can remove the lock after it ends. Without one (governance
/// mode), principals with permission can. Source: AWS, AWS Backup Developer Guide, "AWS Backup Vault Lock".
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.link::<StoreId>(view, "backup_vault_name", "vault").and_then(|link| link.id())
    else {
        let text = "it locks a vault that is not in the estate";
        return reader.blind(view, None, Some("backup_vault_name"), Reason::Elsewhere, text);
    };
    let changeable = number::<u32>(view, "changeable_for_days").map(|days| days.filter(|days| *days > 0));
    let lock = VaultLock {
        mode: changeable.map(|days| if days.is_some() { LockMode::Compliance } else { LockMode::Governance }),
        retention_min: days(view, "min_retention_days").map(|time| time.filter(|it| it.milliseconds > 0)),
        retention_max: days(view, "max_retention_days").map(|time| time.filter(|it| it.milliseconds > 0)),
    };
    if let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Vault(vault) = &mut store.kind
    {
        vault.lock = Some(lock);
        reader.contribute(view, id, &["kind.lock"]);
    }
}
