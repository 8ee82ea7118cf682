//! `aws_opensearch_domain`, `aws_elasticsearch_domain`.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason};
use polder_inventory::networks::TlsVersion;
use polder_inventory::stores::{Encryption, OnDeletion, Store, StoreKind, TransitEncryption};

use super::data_class::data_classes;
use crate::reader::Reader;
use crate::value::{number_or, some_text, truth_or};

/// Defaults: one node, not encrypted. Source: Terraform AWS provider, `aws_opensearch_domain`.
pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let encryption = match view.block("encrypt_at_rest") {
        Some(block) => {
            reader.encryption_if(block, ("enabled", false), "kms_key_id", Encryption::ProviderManaged)
        }
        None => Encryption::None,
    };
    let endpoint = view.block("domain_endpoint_options");
    let transit = TransitEncryption {
        required: endpoint.map_or(Known::Value(false), |it| truth_or(it, "enforce_https", false)),
        minimum: endpoint.map_or(Known::Unknown(Reason::AfterApply), minimum),
    };
    let nodes = view.block("cluster_config");
    let store = Store {
        source: reader.source(view),
        name: some_text(view, "domain_name"),
        data_classes: data_classes(view),
        encryption,
        transit,
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::SearchIndex {
            nodes: nodes.map_or(Known::Value(1), |it| number_or(it, "instance_count", 1)),
        },
    };
    reader.inventory.stores.stores.push(store);
}

/// `Policy-Min-TLS-1-2-PFS-2023-10`.
fn minimum(endpoint: View<'_, '_>) -> Known<Option<TlsVersion>> {
    some_text(endpoint, "tls_security_policy").and_then(|policy| match policy.as_deref() {
        None => Known::Unknown(Reason::AfterApply),
        Some(policy) if policy.starts_with("Policy-Min-TLS-1-0") => Known::Value(Some(TlsVersion::Tls10)),
        Some(policy) if policy.starts_with("Policy-Min-TLS-1-2") => Known::Value(Some(TlsVersion::Tls12)),
        Some(_) => Known::Unknown(Reason::NotUnderstood),
    })
}
