//! Layer `backup`: in the account for backups, the vault of a region, and restore tests of what is in it.

use polder_cloud::Layer;

use crate::context::Context;
use crate::detection::{log_archive, security_topic};
use crate::storage::{copy_vault, restore_test};

pub(crate) fn lower(context: &mut Context<'_>) {
    let design = context.design;
    let Some(holder) = design.backup_account() else { return };
    for of in design.copy_vaults() {
        let purpose = "Copies of production's backups that nobody can delete, and restore tests of them.";
        let s = context.region_stack(holder, &of.region, Layer::Backup, purpose);
        let production = design.sites[of.sites[0]].account;
        let production = context.account_number(&s, holder, production);
        let vault = copy_vault::vault(&s, design, &of, &production);
        let alarms_key = log_archive::key_of_alarms(&s);
        let topic = security_topic::security_topic(&s, design, &alarms_key);
        restore_test::tests(&s, design, &of, &vault, &alarms_key);
        restore_test::failures(&s, &vault, &topic);
        context.add(s);
    }
}
