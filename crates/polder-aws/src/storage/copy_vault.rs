//! The vault in the account for backups: copies of production's backups, which nobody can delete.

use std::collections::BTreeSet;

use polder_cloud::{Handle, Layer, Policy, Principals, StackKey, StackScope, Value, allow, body, deny, text};
use polder_design::{BucketKind, Component, CopyVault, Design, Party};

use crate::draft::Draft;
use crate::encryption::copy_key::{copied_from, copied_here, linked_role};
use crate::encryption::kms_key;
use crate::names::{local, named};
use crate::tags::data_class;

/// The suffix of the vault's name.
const SUFFIX: &str = "-copies";

/// The ARN of the vault of the region of the stack `s` of a site. `holder` is the ID of the account for backups.
pub(crate) fn arn(s: &Draft, design: &Design, region: &str, holder: &Value) -> Option<Value> {
    let key = stack(design, region)?;
    let arn = text![
        "arn:aws:backup:",
        local("region"),
        ":",
        holder,
        ":backup-vault:",
        format!("{}{SUFFIX}", design.name)
    ];
    // The vault and its policy must be there before the first copy.
    s.after(&key);
    Some(s.in_stack(&key, "aws_backup_vault", "copies").mention("arn", arn))
}

/// The stack of the vault of a region.
fn stack(design: &Design, region: &str) -> Option<StackKey> {
    let holder = design.backup_account()?;
    Some(StackKey {
        account: design.accounts[holder].name.as_str().into(),
        scope: StackScope::Region(region.into()),
        layer: Layer::Backup,
    })
}

/// Writes the vault. `production` is the ID of production's account.
pub(crate) fn vault(s: &Draft, design: &Design, of: &CopyVault, production: &Value) -> Handle {
    s.file("kms_key", "Key of the copies of backups, and of security alarms.");
    let key = kms_key::key(
        s,
        "copies",
        "Copies of backups.",
        [copied_here()].into_iter().chain(copied_from(production, &sources(production))),
    );
    s.file(
        "backup_vault",
        "Copies of production's backups, in the region of their source. The lock is in compliance mode: once it\n\
         can no longer be changed, nobody deletes a copy before it expires, neither an administrator of this\n\
         account nor AWS. Until then, check the retention: a lock that is too long cannot be undone.",
    );
    let _backup = s.part(Component::named("copies-of-backups"));
    let vault = s.resource(
        "aws_backup_vault",
        "copies",
        body! {
            name = named(SUFFIX);
            kms_key_arn = key.arn();
            force_destroy = false;
            tags = { "data-class" = classes(design, of); };
        },
    );
    let lock = s.resource(
        "aws_backup_vault_lock_configuration",
        "copies",
        body! {
            backup_vault_name = vault.name();
            min_retention_days = s.local("retention_min_days", of.retention_min.as_days());
            max_retention_days = s.local("retention_max_days", of.retention_max.as_days());
            /// With these days the lock is in compliance mode.
            changeable_for_days = of.changeable.as_days();
        },
    );
    s.expect(
        "the lock would be in governance mode",
        lock.get("changeable_for_days"),
        of.changeable.as_days(),
    );
    s.resource(
        "aws_backup_vault_policy",
        "copies",
        body! {
            backup_vault_name = vault.name();
            policy = Policy::of([
                // Only an account of the same organization can copy into a vault of another.
                allow("CopiesOfProduction")
                    .to(Principals::aws(vec![text!["arn:aws:iam::", production, ":root"]]))
                    .actions(["backup:CopyIntoBackupVault"])
                    .on("*"),
                deny("NobodyDeletes")
                    .to(Principals::everyone())
                    .actions([
                        "backup:DeleteRecoveryPoint",
                        "backup:DisassociateRecoveryPoint*",
                        "backup:UpdateRecoveryPointLifecycle",
                    ])
                    .on("*"),
            ]);
        },
    );
    vault
}

/// The classes of data of the stores that are backed up.
fn classes(design: &Design, of: &CopyVault) -> String {
    let stores = [Party::Database, Party::Bucket(BucketKind::Media)];
    let sites = of.sites.iter().filter_map(|site| data_class::of_any(&design.sites[*site], &stores));
    let classes: BTreeSet<String> =
        sites.flat_map(|all| all.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    classes.into_iter().collect::<Vec<_>>().join(" ")
}

/// The roles of production that back up stores in the region of the stack, and its service-linked role.
fn sources(production: &Value) -> [Value; 2] {
    let roles =
        text!["arn:aws:iam::", production, ":role/", local("name"), "-*-", local("region"), "-backup"];
    [roles, linked_role(production)]
}
