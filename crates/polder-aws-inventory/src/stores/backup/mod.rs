//! AWS Backup: vaults, plans and selections.

mod plan;
mod selection;
mod vault;
mod vault_lock;

use polder_inventory::EntryKind;

use crate::kind::{KindReading, Reading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_backup_vault", Reading::Entry(EntryKind::Store, vault::read)),
    managed(
        "aws_backup_logically_air_gapped_vault",
        Reading::Entry(EntryKind::Store, vault::read_air_gapped),
    ),
    managed("aws_backup_vault_lock_configuration", Reading::Part(vault_lock::read)),
    managed("aws_backup_plan", Reading::Entry(EntryKind::BackupPlan, plan::read)),
    managed("aws_backup_selection", Reading::Entry(EntryKind::BackupSelection, selection::read)),
    managed(
        "aws_backup_report_plan",
        Reading::Irrelevant("it writes reports about backups and changes none of them"),
    ),
    managed(
        "aws_backup_global_settings",
        Reading::Irrelevant("it allows copies between accounts, and each copy is read from its plan"),
    ),
    managed(
        "aws_backup_restore_testing_plan",
        Reading::Irrelevant("it restores what vaults contain, for a test, and changes none of it"),
    ),
    managed(
        "aws_backup_restore_testing_selection",
        Reading::Irrelevant("it restores what vaults contain, for a test, and changes none of it"),
    ),
    managed(
        "aws_backup_framework",
        Reading::Irrelevant("it checks backups against rules of its own and changes none of them"),
    ),
];
