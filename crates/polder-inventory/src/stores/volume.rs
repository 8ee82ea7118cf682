//! Block-storage volumes.

use polder_units::Bytes;

use crate::compute::MachinePoolId;
use crate::describe::record;
use crate::model::{Known, Link, Text};

/// A block-storage volume with a separate lifecycle. Disks that machines create and delete are
/// [`crate::compute::Disk`]s of their pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Its size.
    pub size: Known<Bytes>,
    /// The volume type, by the provider's name.
    pub class: Known<Text>,
    /// Provisioned IOPS; none for those included.
    pub iops: Known<Option<u64>>,
    /// The machine it is attached to; none if it is detached.
    pub attached_to: Option<Link<MachinePoolId>>,
    /// Its zone; none if it spans zones.
    pub zone: Known<Option<Text>>,
}

record!(Volume { size, class, iops, attached_to, zone });
