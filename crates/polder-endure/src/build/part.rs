//! Resources with their regions, zones and keys.

use polder_inventory::EntryId;
use polder_inventory::access::KeyId;
use polder_inventory::model::{Known, Link};
use polder_inventory::networks::SubnetId;
use polder_verdict::Resource;

use super::Builder;
use crate::place::{name, region, resource_of};
use crate::tree::{Accepted, Event, Label, NodeId};

impl Builder<'_> {
    /// A resource in its region.
    pub(super) fn regional(&mut self, entry: impl Into<EntryId>) -> NodeId {
        let entry = entry.into();
        let own = self.tree.event(Event::Resource(entry), None);
        let region = self.region(entry);
        self.tree.all_of(vec![own, region], name(self.inventory, entry), self.at(entry))
    }

    /// A resource that every edge location has, whatever the region that it is managed in.
    pub(super) fn global(&mut self, entry: impl Into<EntryId>, accepted: Option<Accepted>) -> NodeId {
        let entry = entry.into();
        let own = self.tree.event(Event::Resource(entry), accepted);
        self.tree.all_of(vec![own], name(self.inventory, entry), self.at(entry))
    }

    /// The region of an entry.
    pub(super) fn region(&mut self, entry: EntryId) -> NodeId {
        match region(self.inventory, entry) {
            Known::Value(Some(region)) => self.tree.event(Event::Region(region), None),
            Known::Value(None) => self.tree.all(vec![]),
            Known::Unknown(reason) => {
                self.tree.gap(format!("its region is not known: {reason}"), self.at(entry))
            }
        }
    }

    /// The zone of a subnet, in its region.
    pub(super) fn zone(&mut self, subnet: Link<SubnetId>) -> NodeId {
        let Link::To(id) = subnet else { return self.tree.gap("a subnet is not known", []) };
        let zone = self.inventory.networks.subnets[id].zone.clone();
        let at = self.at(id.into());
        let zone = match zone {
            Known::Value(Some(zone)) => self.tree.event(Event::Zone(zone.as_str().to_owned()), None),
            // A subnet that spans zones fails with its region.
            Known::Value(None) => self.tree.all(vec![]),
            Known::Unknown(reason) => {
                self.tree.gap(format!("the zone of a subnet is not known: {reason}"), at.clone())
            }
        };
        let region = self.region(id.into());
        self.tree.all_of(vec![zone, region], format!("the zone of {}", name(self.inventory, id.into())), at)
    }

    /// Copies of something that are spread over parts, one for each zone. Where two copies can be in any of three zones, they
    /// may be in the two that fail: the loss of one zone leaves one of them, the loss of two perhaps none.
    pub(super) fn spread(
        &mut self,
        copies: usize,
        zones: Vec<NodeId>,
        text: String,
        at: Vec<Resource>,
    ) -> NodeId {
        let used = copies.min(zones.len());
        if used == 0 {
            return self.tree.never(text, at);
        }
        let needed = zones.len() - used + 1;
        self.tree.gate(needed, zones, Some(Label { text, resources: at }))
    }

    /// A key.
    pub(super) fn key(&mut self, key: Link<KeyId>) -> NodeId {
        match key {
            Link::To(id) => self.regional(id),
            // A key of another account fails with nothing of this estate.
            Link::Outside(_) => self.tree.all(vec![]),
            Link::Unknown(reason) => self.tree.gap(format!("a key is not known: {reason}"), []),
        }
    }

    /// The resource of an entry.
    pub(super) fn at(&self, entry: EntryId) -> Vec<Resource> {
        resource_of(self.inventory, entry).into_iter().collect()
    }
}
