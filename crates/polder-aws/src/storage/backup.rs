//! Backups in addition to the stores' own: in a vault that nobody can empty, with a copy at the cell's other
//! site.

use polder_cloud::{Handle, Value, body, list};
use polder_design::{BucketKind, Cell, Component, Site};

use crate::cron;
use crate::database::data_context::DataContext;
use crate::database::maintenance_windows;
use crate::draft::Draft;
use crate::handles::{Base, Database, Keys};
use crate::iam::iam_service_role::{BACKUP, managed, role};
use crate::names::named;

/// The vault of a site: for the site's own backups and the copies from its peer.
pub(crate) fn vault(s: &Draft, cell: &Cell, keys: &Keys) -> Handle {
    let why = if cell.protected {
        "Backups in this vault can neither be deleted early nor kept for longer than the rules on retention\n\
         allow. The lock is in governance mode: an administrator can remove it, and CloudTrail records it."
    } else {
        "Backups and copies. The vault has no lock and is deleted with the cell."
    };
    s.file("backup_vault", why);
    let _backup = s.part(Component::Backup);
    let vault = s.resource(
        "aws_backup_vault",
        "main",
        body! {
            name = named("-vault");
            kms_key_arn = keys.backup.arn();
            force_destroy = !cell.protected;
        },
    );
    if !cell.protected {
        return vault;
    }
    let days = cell.vault_retention.as_days();
    s.resource(
        "aws_backup_vault_lock_configuration",
        "main",
        body! {
            backup_vault_name = vault.name();
            min_retention_days = days;
            max_retention_days = days;
        },
    );
    vault
}

/// The plan of a site: a backup each night, copied to the vaults with the ARNs `copies`.
pub(crate) fn plan(context: &DataContext<'_>, copies: impl Iterator<Item = Value>, database: &Database) {
    let DataContext { s, site, cell, base, .. } = *context;
    let windows = &context.design.timings.windows;
    s.file(
        "backup_plan",
        "Point-in-time recovery is finer, but its backups are deleted with the database. These backups stay:\n\
         in a locked vault, with a copy in the vault of the cell's other site, and in the account for backups,\n\
         where the platform has them. The plan backs up the database that takes writes; a replica has the\n\
         backups of its source.",
    );
    let days = cell.vault_retention.as_days();
    let _backup = s.part(Component::Backup);
    let plan = s.resource(
        "aws_backup_plan",
        "main",
        body! {
            name = named("-nightly");
            rule {
                rule_name = "nightly";
                target_vault_name = base.vault.name();
                if let Some(hours) = &site.database.hours => {
                    /// While the database runs: one that is stopped cannot be backed up.
                    schedule = cron::at(hours.from.midpoint(hours.to), hours.days);
                    schedule_expression_timezone = &hours.zone;
                }
                if site.database.hours.is_none() => { schedule = maintenance_windows::cron(windows.backup); }
                start_window = windows.backup.length().as_seconds() / 60;
                completion_window = windows.backup_completion.as_seconds() / 60;
                lifecycle {
                    delete_after = days;
                }
                for vault in copies => copy_action {
                    destination_vault_arn = vault;
                    lifecycle {
                        delete_after = days;
                    }
                }
            }
        },
    );
    let role = role(s, "backup", "-backup", BACKUP, "Backs up the site's stores.");
    let rights = [
        ("backup", "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"),
        ("backup_of_buckets", "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup"),
    ];
    let rights = rights.map(|(name, policy)| managed(s, &role, name, policy).whole());
    s.resource(
        "aws_backup_selection",
        "main",
        body! {
            name = named("-stores");
            plan_id = plan.id();
            iam_role_arn = role.arn();
            resources = kept(site, base, database);
            depends_on = rights;
        },
    );
}

/// Event payloads expire in days, and static files come with the image: neither needs a backup.
fn kept(site: &Site, base: &Base, database: &Database) -> Value {
    let media = site.bucket(BucketKind::Media).and_then(|_| base.buckets.get(&BucketKind::Media));
    match media {
        Some(media) => list![database.arn(), media.arn()],
        None => list![database.arn()],
    }
}
