//! What certificates have besides interfaces.

use polder_inventory::Inventory;
use polder_inventory::compute::{Cluster, ClusterKind};
use polder_inventory::coverage::BlindSpot;
use polder_inventory::model::{Known, Reason};
use polder_inventory::stores::{Encryption, OnDeletion, Store, StoreKind, TransitEncryption};

use super::generator::{block, source};
use crate::certificate;

/// The public endpoints of an estate: what each is about, and whether it is open.
fn public_endpoints(all: &Inventory) -> Vec<(String, Option<bool>)> {
    let document = certificate(all, &[]).expect("everything is known");
    document
        .public_endpoints
        .into_iter()
        .map(|endpoint| (format!("{} {}", endpoint.property, endpoint.name), endpoint.open))
        .collect()
}

#[test]
fn the_control_plane_of_a_cluster_is_a_public_endpoint() {
    let open = |public_from| {
        let mut all = Inventory::default();
        let source = source(&mut all, "cluster".to_owned());
        let kind = ClusterKind::Kubernetes {
            version: Known::Value("1.33".into()),
            public_from,
            private: Known::Value(true),
            secrets_key: None,
            identity: None,
        };
        all.compute.clusters.push(Cluster { source, name: Known::Value("cluster".into()), kind });
        public_endpoints(&all)
    };
    let endpoint = |open| vec![("network.entry-points `net: cluster`".to_owned(), open)];
    assert_eq!(open(Known::Value(None)), endpoint(Some(false)));
    assert_eq!(open(Known::Value(Some([block("10.0.0.0/8")].into()))), endpoint(Some(false)));
    assert_eq!(
        open(Known::Value(Some([block("10.0.0.0/8"), block("203.0.0.0/8")].into()))),
        endpoint(Some(true))
    );
    assert_eq!(open(Known::Unknown(Reason::AfterApply)), endpoint(None));
}

/// Who may invoke it is written where the function is.
#[test]
fn the_url_of_a_function_elsewhere_is_a_public_endpoint_that_may_be_open() {
    let mut all = Inventory::default();
    let source = source(&mut all, "url".to_owned());
    all.coverage.blind_spots.push(BlindSpot {
        source,
        attribute: Some("authorization_type".into()),
        entry: None,
        reason: Reason::AfterApply,
        touches_networks: false,
        text: "the function of a URL is not in the estate".into(),
    });
    assert_eq!(public_endpoints(&all), [("network.entry-points `net: url`".to_owned(), None)]);
}

#[test]
fn a_search_domain_in_no_network_is_an_open_public_endpoint() {
    let mut all = Inventory::default();
    let source = source(&mut all, "search".to_owned());
    all.stores.stores.push(Store {
        source,
        name: Known::Value(None),
        data_classes: Known::Unknown(Reason::AfterApply),
        encryption: Encryption::ServiceOwned,
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::SearchIndex { nodes: Known::Value(1) },
    });
    assert_eq!(public_endpoints(&all), [("network.data-tier `net: search`".to_owned(), Some(true))]);
}
