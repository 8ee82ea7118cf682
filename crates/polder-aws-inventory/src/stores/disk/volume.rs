//! `aws_ebs_volume`, and the default encryption of volumes in a region.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::stores::{
    Encryption, OnDeletion, Store, StoreId, StoreKind, TransitEncryption, Volume,
};

use crate::reader::Reader;
use crate::stores::data_class::{data_classes, tag};
use crate::value::{gib, is_set, number, or_provider, same_place, text_or, truth_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let encryption = if is_set(view, "encrypted") {
        reader.encryption_if(view, ("encrypted", false), "kms_key_id", Encryption::ProviderManaged)
    } else {
        default_encryption(reader, view)
    };
    let volume = Volume {
        size: or_provider(gib(view, "size")),
        // Source: Terraform AWS provider, `aws_ebs_volume`, `type`.
        class: text_or(view, "type", "gp2"),
        iops: number(view, "iops").map(|iops| iops.filter(|iops| *iops > 0)),
        attached_to: None,
        zone: or_provider(crate::value::some_text(view, "availability_zone")).map(Some),
    };
    let store = Store {
        source: reader.source(view),
        name: tag(view, "Name"),
        data_classes: data_classes(view),
        encryption,
        // There is no customer-visible network between instance and volume.
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: truth_or(view, "final_snapshot", false)
            .map(|last| if last { OnDeletion::FinalSnapshot } else { OnDeletion::Deleted }),
        automated_backups: None,
        kind: StoreKind::Volume(volume),
    };
    reader.inventory.stores.stores.push(store);
}

/// The encryption of a volume without a setting: the account's default for the region, or none. Source: AWS,
/// Amazon EBS User Guide, "Enable Amazon EBS encryption by default".
pub(crate) fn default_encryption<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Encryption {
    let index = view.index();
    let here = |kind: &str| {
        let all = index.of_kind(kind).iter().filter_map(|id| index.view(*id));
        all.filter(View::is_managed).find(|it| same_place(*it, view))
    };
    let Some(switch) = here("aws_ebs_encryption_by_default") else {
        // In a foreign estate it may have been enabled outside Terraform.
        return if view.stack().key.account.is_empty() {
            Encryption::Unknown(Reason::Elsewhere)
        } else {
            Encryption::None
        };
    };
    match truth_or(switch, "enabled", true) {
        Known::Value(true) => match here("aws_ebs_default_kms_key") {
            Some(key) => reader.encryption(key, "key_arn", Encryption::ProviderManaged),
            None => Encryption::ProviderManaged,
        },
        Known::Value(false) => Encryption::None,
        Known::Unknown(reason) => Encryption::Unknown(reason),
    }
}

/// `aws_volume_attachment`.
pub(super) fn attach<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.link::<StoreId>(view, "volume_id", "volume").and_then(|link| link.id()) else {
        let text = "it attaches a volume that is not in the estate";
        return reader.blind(view, None, Some("volume_id"), Reason::Elsewhere, text);
    };
    let machine = reader.link(view, "instance_id", "machine").unwrap_or(Link::Unknown(Reason::Elsewhere));
    if let Some(store) = reader.inventory.stores.stores.get_mut(id)
        && let StoreKind::Volume(volume) = &mut store.kind
    {
        volume.attached_to = Some(machine);
        reader.contribute(view, id, &["kind.attached_to"]);
    }
}
