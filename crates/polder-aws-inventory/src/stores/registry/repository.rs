//! `aws_ecr_repository`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set};
use polder_inventory::stores::{
    DataClass, Encryption, OnDeletion, Registry, Scanning, Store, StoreKind, TransitEncryption,
};

use crate::reader::Reader;
use crate::stores::data_class::data_classes;
use crate::value::{some_text, text_or, truth_or};

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let classes = match data_classes(view) {
        // Images are operational data by the definition of that class.
        Known::Unknown(Reason::NotGiven) => Known::Value(Set::from([DataClass::Operational])),
        known => known,
    };
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "name"),
        data_classes: classes,
        encryption: encryption(reader, view),
        // Source: AWS General Reference, "Amazon ECR endpoints": HTTPS only.
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        // A repository that contains images is not deleted by default.
        on_deletion: truth_or(view, "force_delete", false)
            .map(|force| if force { OnDeletion::Deleted } else { OnDeletion::RefusedUnlessEmpty }),
        automated_backups: None,
        kind: StoreKind::Registry(Box::new(Registry {
            // Tags are mutable by default. Source: Terraform AWS provider, `image_tag_mutability`.
            immutable_tags: text_or(view, "image_tag_mutability", "MUTABLE").and_then(|word| {
                match word.as_str() {
                    "IMMUTABLE" => Known::Value(true),
                    "MUTABLE" => Known::Value(false),
                    _ => Known::Unknown(Reason::AttributeNotModelled),
                }
            }),
            scanning: scanning(view),
            lifecycle: Known::Value(Set::default()),
        })),
    };
    reader.inventory.stores.stores.push(store);
}

fn encryption<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Encryption {
    let Some(block) = view.block("encryption_configuration") else { return Encryption::ServiceOwned };
    match text_or(block, "encryption_type", "AES256") {
        Known::Value(kind) if kind == "AES256" => Encryption::ServiceOwned,
        Known::Value(kind) if kind.starts_with("KMS") => {
            reader.encryption(block, "kms_key", Encryption::ProviderManaged)
        }
        Known::Value(_) => Encryption::Unknown(Reason::NotUnderstood),
        Known::Unknown(reason) => Encryption::Unknown(reason),
    }
}

/// The setting of the repository, which the registry may override.
fn scanning(view: View<'_, '_>) -> Known<Scanning> {
    let block = view.block("image_scanning_configuration");
    block.map_or(Known::Value(Scanning::Never), |block| {
        truth_or(block, "scan_on_push", false).map(|on| if on { Scanning::OnPush } else { Scanning::Never })
    })
}
