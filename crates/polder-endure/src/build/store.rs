//! Stores: copies in zones, keys, and who accepts writes.

use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link};
use polder_inventory::stores::{Cache, Database, Encryption, NodeRole, ReplicationKind, StoreId, StoreKind};

use super::{Aim, Builder};
use crate::place::{is_at, name, origin};
use crate::tree::NodeId;

impl Builder<'_> {
    /// The stores of a part of a site. Readers of a database can be a role of its cluster, or replicas; the address that processes have can be that of any of
    /// the replicas, so that all are needed.
    pub(super) fn stores(&mut self, site: &str, component: &str, aim: Aim) -> NodeId {
        let found: Vec<StoreId> = self.stores_named(site, component);
        let found = match component.strip_suffix(" readers") {
            Some(whole) if found.is_empty() => self.stores_named(site, whole),
            _ => found,
        };
        if found.is_empty() {
            return self.tree.gap(format!("which store is the {component} of {site} is not known"), []);
        }
        let reads = component.ends_with(" readers");
        let aim = if reads { Aim { orders: false, ..aim } } else { aim };
        let nodes: Vec<NodeId> = found.iter().map(|store| self.store(*store, aim)).collect();
        let at = found.iter().flat_map(|store| self.at((*store).into())).collect::<Vec<_>>();
        self.tree.gate(
            if reads { nodes.len() } else { 1 },
            nodes,
            Some(crate::tree::Label { text: format!("the {component} of {site}"), resources: at }),
        )
    }

    fn stores_named(&self, site: &str, component: &str) -> Vec<StoreId> {
        let stores = self.inventory.stores.stores.iter();
        let of = |id: StoreId| {
            let origin = origin(self.inventory, id.into());
            origin.is_some_and(|origin| origin.component.as_str() == component)
                && is_at(self.inventory, id.into(), site)
        };
        // Logs of a part are stores as well, and no request waits for them.
        let serves = |kind: &StoreKind| !matches!(kind, StoreKind::LogStore(_) | StoreKind::Snapshot { .. });
        // Neither are dead letters, credentials and parameters of a part.
        let holds = |kind: &StoreKind| !matches!(kind, StoreKind::Secret(_) | StoreKind::Parameter { .. });
        stores
            .filter(|(id, store)| serves(&store.kind) && holds(&store.kind) && of(*id))
            .map(|(id, _)| id)
            .collect()
    }

    /// One store.
    pub(super) fn store(&mut self, id: StoreId, aim: Aim) -> NodeId {
        if let Some(node) = self.known.get(&(id.into(), aim, true)) {
            return *node;
        }
        let store = &self.inventory.stores.stores[id];
        let (encryption, kind) = (store.encryption, store.kind.clone());
        let mut parts = vec![self.regional(id)];
        match encryption {
            Encryption::Key(key) => parts.push(self.key(key)),
            Encryption::Unknown(reason) => {
                parts.push(
                    self.tree.gap(format!("the key of a store is not known: {reason}"), self.at(id.into())),
                );
            }
            Encryption::None
            | Encryption::ServiceOwned
            | Encryption::ProviderManaged
            | Encryption::ClientSide => {}
        }
        match &kind {
            StoreKind::Database(database) => {
                let copies = self.database_copies(id, database);
                parts.push(self.copies(id, copies));
                parts.extend(self.writer(id, aim));
            }
            StoreKind::Cache(cache) => {
                let copies = cache_copies(cache);
                parts.push(self.copies(id, copies));
            }
            StoreKind::FileSystem { single_zone } => match single_zone {
                Known::Value(false) => {}
                _ => {
                    parts
                        .push(self.tree.gap("the zone of a file system is not modelled", self.at(id.into())));
                }
            },
            StoreKind::Volume(_) | StoreKind::SearchIndex { .. } | StoreKind::Other(_) => {
                parts.push(self.tree.gap("the zones of a store are not modelled", self.at(id.into())));
            }
            // Regional services of the provider, which keep data in several zones.
            _ => {}
        }
        let node = self.tree.all_of(parts, name(self.inventory, id.into()), self.at(id.into()));
        self.known.insert((id.into(), aim, true), node);
        node
    }

    /// Nodes in zones, of which one suffices.
    fn copies(&mut self, id: StoreId, copies: Known<usize>) -> NodeId {
        let zones = self.zones_of(id.into());
        match copies {
            Known::Value(copies) => {
                let text = format!(
                    "the nodes of {}, {copies} in {} zones",
                    name(self.inventory, id.into()),
                    zones.len()
                );
                self.spread(copies, zones, text, self.at(id.into()))
            }
            Known::Unknown(reason) => self.tree.gap(
                format!("in how many zones a store has nodes is not known: {reason}"),
                self.at(id.into()),
            ),
        }
    }

    /// How many nodes of a database can serve as the writer without anybody acting.
    fn database_copies(&self, id: StoreId, database: &Database) -> Known<usize> {
        database.multi_zone.and_then(|several| {
            if !several {
                return Known::Value(1);
            }
            let nodes = self.inventory.stores.store_nodes.values().filter(|node| node.store == Link::To(id));
            let nodes = nodes.filter(|node| node.role != NodeRole::Shard);
            let counts: Vec<Known<u32>> = nodes.map(|node| node.count).collect();
            let sum = counts.iter().try_fold(0_u32, |sum, count| match count {
                Known::Value(count) => Ok(sum.saturating_add(*count)),
                Known::Unknown(reason) => Err(*reason),
            });
            match sum {
                // A standby is part of the service even if the reader of the inventory lists no node for it.
                Ok(sum) => Known::Value(usize::try_from(sum).unwrap_or(usize::MAX).max(2)),
                Err(reason) => Known::Unknown(reason),
            }
        })
    }

    /// Whether a database has the data of the market and accepts the writes of orders. A replica has the data, and accepts
    /// writes once it has been promoted. A database of another site that is no replica lacks the orders since it was one.
    fn writer(&mut self, id: StoreId, aim: Aim) -> Option<NodeId> {
        let is_at_writer = is_at(self.inventory, id.into(), self.writer);
        let replica = self.inventory.stores.replications.iter().find(|(_, it)| match it.kind {
            ReplicationKind::ReadReplica => it.to == Link::To(id),
            // Its clusters change their roles at a failover.
            ReplicationKind::GlobalDatabase => {
                !is_at_writer && (it.to == Link::To(id) || it.from == Link::To(id))
            }
            _ => false,
        });
        let Some((replication, _)) = replica else {
            if is_at_writer {
                return None;
            }
            let text =
                format!("the data of the market in {}, which is no replica", name(self.inventory, id.into()));
            return Some(self.tree.never(text, self.at(id.into())));
        };
        if !aim.orders || aim.failed_over {
            return None;
        }
        let text = format!(
            "writing to {}, which is a replica until it is promoted",
            name(self.inventory, id.into())
        );
        let at: Vec<_> =
            [EntryId::from(id), replication.into()].into_iter().flat_map(|entry| self.at(entry)).collect();
        Some(self.tree.never(text, at))
    }
}

/// How many nodes of each shard of a cache can take over without anybody acting.
fn cache_copies(cache: &Cache) -> Known<usize> {
    cache.automatic_failover.and_then(|automatic| {
        cache.multi_zone.and_then(|several| {
            if !automatic || !several {
                return Known::Value(1);
            }
            cache.replicas.map(|replicas| usize::try_from(replicas).unwrap_or(usize::MAX).saturating_add(1))
        })
    })
}
