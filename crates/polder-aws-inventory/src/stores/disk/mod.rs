//! Disks of EBS, their snapshots, and file systems of EFS.

mod file_system;
mod snapshot;
mod volume;

use polder_inventory::EntryKind;

use super::snapshot::inherit;
use crate::kind::{KindReading, Reading, managed};

/// The kinds that are read here.
pub(crate) const KINDS: &[KindReading] = &[
    managed("aws_ebs_volume", Reading::Entry(EntryKind::Store, volume::read)),
    managed("aws_volume_attachment", Reading::Part(volume::attach)),
    managed("aws_ebs_snapshot", Reading::EntryAndParts(EntryKind::Store, snapshot::read, inherit)),
    managed("aws_ebs_snapshot_copy", Reading::EntryAndParts(EntryKind::Store, snapshot::read_copy, inherit)),
    managed("aws_snapshot_create_volume_permission", Reading::Part(snapshot::share)),
    managed("aws_efs_file_system", Reading::Entry(EntryKind::Store, file_system::read)),
    managed("aws_efs_backup_policy", Reading::Part(file_system::backups)),
    managed("aws_efs_replication_configuration", Reading::Part(file_system::replicate)),
];

pub(crate) use volume::default_encryption;
