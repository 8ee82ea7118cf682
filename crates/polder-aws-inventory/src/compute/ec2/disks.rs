//! Volumes of instances.

use polder_cloud::View;
use polder_inventory::compute::Disk;
use polder_inventory::stores::Encryption;

use crate::reader::Reader;
use crate::stores::default_encryption;
use crate::value::{gib, is_set, number, or_provider, some_text, text_or};

/// The disks of blocks of these names, in their order. A volume without an encryption setting is encrypted as
/// the account's default says; one without a size has that of its image.
pub(super) fn disks<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, names: &[&str]) -> Box<[Disk]> {
    let blocks: Vec<View<'_, 'a>> = names.iter().flat_map(|name| view.blocks(name)).collect();
    let mut disks = vec![];
    for block in blocks {
        // In templates, the settings are in a nested block; a mapping without it is of an instance store volume.
        let inner = block.block("ebs");
        if inner.is_none() && is_set(block, "virtual_name") {
            continue;
        }
        let disk = inner.unwrap_or(block);
        disks.push(Disk {
            size: or_provider(gib(disk, "volume_size")),
            // An image may set another type; the default is `gp2`. Source: AWS, Amazon EC2 API
            // Reference, `EbsBlockDevice`.
            class: match is_set(disk, "volume_type") {
                true => text_or(disk, "volume_type", "gp2"),
                false => or_provider(some_text(disk, "volume_type")),
            },
            iops: number(disk, "iops"),
            throughput: number(disk, "throughput"),
            encryption: encryption(reader, disk),
        });
    }
    disks.into()
}

fn encryption<'a>(reader: &mut Reader<'_, 'a>, disk: View<'_, 'a>) -> Encryption {
    if is_set(disk, "encrypted") || is_set(disk, "kms_key_id") {
        reader.encryption_if(disk, ("encrypted", true), "kms_key_id", Encryption::ProviderManaged)
    } else {
        default_encryption(reader, disk)
    }
}
