//! Snapshots of stores of any kind.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::stores::{Encryption, OnDeletion, Store, StoreId, StoreKind, TransitEncryption};

use super::data_class::data_classes;
use crate::access::share_snapshot;
use crate::reader::Reader;
use crate::value::{is_set, some_text, texts};

/// What differs between kinds of snapshots.
pub(crate) struct Snapshot {
    /// The attribute with its name.
    pub(crate) name: &'static str,
    /// The attribute with its store.
    pub(crate) of: Link<StoreId>,
    /// The attribute with its key; `None` if it always has the key of its store.
    pub(crate) key: Option<&'static str>,
    /// The attribute with the accounts that may use it.
    pub(crate) shared_with: Option<&'static str>,
}

/// Adds the entry of a snapshot.
pub(crate) fn push<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, snapshot: &Snapshot) {
    // A snapshot has the key of its store, which may not have been read yet: `inherit` fills it in.
    let own = snapshot.key.filter(|key| is_set(view, key));
    let encryption = match own {
        Some(key) => reader.encryption(view, key, Encryption::ProviderManaged),
        None => Encryption::Unknown(Reason::Elsewhere),
    };
    let shared_with: Known<Set<Text>> =
        snapshot.shared_with.map_or(Known::Value(Set::default()), |it| texts(view, it));
    let store = Store {
        source: reader.source(view),
        name: some_text(view, snapshot.name),
        data_classes: data_classes(view),
        encryption,
        // Snapshots are accessed through the AWS API, which is encrypted.
        transit: TransitEncryption { required: Known::Value(true), minimum: Known::Value(None) },
        deletion_protected: Known::Value(false),
        on_deletion: Known::Value(OnDeletion::Deleted),
        automated_backups: None,
        kind: StoreKind::Snapshot { of: snapshot.of, shared_with: shared_with.clone() },
    };
    let id = reader.inventory.stores.stores.push(store);
    share_snapshot(reader, view, id, &shared_with);
}

/// Copies key and data classes of its store to a snapshot that has none of its own.
pub(crate) fn inherit<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let Some(id) = reader.id::<StoreId>(view.id()) else { return };
    let stores = &mut reader.inventory.stores.stores;
    let of = stores.get(id).and_then(|store| match &store.kind {
        StoreKind::Snapshot { of, .. } => of.id(),
        _ => None,
    });
    let Some((encryption, classes)) =
        of.and_then(|of| stores.get(of)).map(|it| (it.encryption, it.data_classes.clone()))
    else {
        return;
    };
    if let Some(store) = stores.get_mut(id) {
        if store.encryption == Encryption::Unknown(Reason::Elsewhere) {
            store.encryption = encryption;
        }
        if store.data_classes == Known::Unknown(Reason::NotGiven) {
            store.data_classes = classes;
        }
    }
}
