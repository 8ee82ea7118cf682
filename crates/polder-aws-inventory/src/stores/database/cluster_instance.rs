//! `aws_rds_cluster_instance`: an instance of an Aurora cluster.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason};
use polder_inventory::stores::{NodeRole, StoreNode};

use super::cluster::serverless_capacity;
use crate::reader::Reader;
use crate::value::{number_or, or_provider, some_text};

/// The class of serverless instances.
const SERVERLESS: &str = "db.serverless";

pub(super) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let class = or_provider(some_text(view, "instance_class"));
    let serverless = matches!(&class, Known::Value(class) if class == SERVERLESS);
    let cluster = view.targets("cluster_identifier").into_iter().find(|it| it.kind() == "aws_rds_cluster");
    let capacity = serverless.then(|| {
        cluster.map_or(
            polder_inventory::stores::NodeCapacity {
                min: Known::Unknown(Reason::Elsewhere),
                max: Known::Unknown(Reason::Elsewhere),
            },
            serverless_capacity,
        )
    });
    let node = StoreNode {
        source: reader.source(view),
        store: reader
            .link(view, "cluster_identifier", "database cluster")
            .unwrap_or(Link::Unknown(Reason::NotGiven)),
        // The cluster sets later which of its instances is the writer.
        role: NodeRole::Reader,
        class: class.map(|class| (!serverless).then_some(class)),
        capacity,
        count: Known::Value(1),
        zone: some_text(view, "availability_zone"),
        promotion: number_or(view, "promotion_tier", 0).map(Some),
    };
    reader.inventory.stores.store_nodes.push(node);
}
