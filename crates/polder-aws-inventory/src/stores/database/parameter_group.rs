//! Parameters of database and cache engines.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set};
use polder_inventory::stores::{EngineParameter, StoreId};

use crate::reader::Reader;
use crate::value::{given_text, known_blocks, some_text};

/// The parameters that the group of an attribute sets. Empty without a group, or with a default group of AWS,
/// which sets nothing (`default.postgres16`).
pub(crate) fn parameters(view: View<'_, '_>, attribute: &str) -> Known<Set<EngineParameter>> {
    let is_group = |it: &View<'_, '_>| it.is_managed() && it.kind().ends_with("_parameter_group");
    if let Some(group) = view.targets(attribute).into_iter().find(is_group) {
        return known_blocks(group, "parameter").and_then(|blocks| {
            let mut parameters = vec![];
            for block in blocks {
                match given_text(block, "name") {
                    Known::Value(name) => {
                        parameters.push(EngineParameter { name, value: given_text(block, "value") });
                    }
                    Known::Unknown(reason) => return Known::Unknown(reason),
                }
            }
            Known::Value(parameters.into())
        });
    }
    some_text(view, attribute).and_then(|group| match group {
        None => Known::Value(Set::default()),
        Some(group) if group.starts_with("default.") => Known::Value(Set::default()),
        Some(_) => Known::Unknown(Reason::Elsewhere),
    })
}

/// A group contributes to every store that uses it.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let index = view.index();
    let mut users: Vec<StoreId> = vec![];
    for referrer in index.referrers(view.id()) {
        let Some(user) = index.view(referrer.from) else { continue };
        // An instance of a cluster uses its group for the cluster.
        let store: Option<StoreId> = match user.kind() {
            "aws_rds_cluster_instance" => user.target("cluster_identifier").and_then(|it| reader.id(it.id())),
            _ => reader.id(user.id()),
        };
        users.extend(store);
    }
    users.sort_unstable();
    users.dedup();
    // Only databases and caches have a list of them.
    let only_transit =
        ["aws_docdb_cluster_parameter_group", "aws_redshift_parameter_group"].contains(&view.kind());
    for store in users {
        let fields: &[&str] = if only_transit { &["transit"] } else { &["kind.parameters", "transit"] };
        reader.contribute(view, store, fields);
    }
}
