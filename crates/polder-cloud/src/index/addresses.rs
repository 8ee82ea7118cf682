//! The addresses of one stack, to be looked up.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::address::{Address, Instance, Mode};
use crate::stack::Resource;

/// Positions of the resources of a stack, by address: references are followed more often than anything else is queried.
#[derive(Debug, Default)]
pub(super) struct Addresses<'a>(IndexMap<Key<'a>, u32, FxBuildHasher>);

/// A lookup key of an address.
type Key<'a> = (Mode, &'a str, &'a str, Option<&'a Instance>);

impl<'a> Addresses<'a> {
    pub(super) fn of(resources: &'a [Resource]) -> Addresses<'a> {
        let mut positions = IndexMap::with_capacity_and_hasher(resources.len(), FxBuildHasher);
        for (resource, position) in resources.iter().zip(0..) {
            positions.entry(key(&resource.address)).or_insert(position);
        }
        Addresses(positions)
    }

    /// The position of the first resource with this address.
    pub(super) fn find(&self, address: &Address) -> Option<u32> {
        self.0.get(&key(address)).copied()
    }
}

fn key(address: &Address) -> Key<'_> {
    (address.mode, &address.kind, &address.name, address.instance.as_deref())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Addresses;
    use crate::address::{Address, Instance, InstanceKey, Mode, ModuleCall};
    use crate::stack::Resource;

    fn resource(name: &str, module: &str, key: u64) -> Resource {
        let modules = vec![ModuleCall { name: module.into(), key: None }];
        let instance = Some(Arc::new(Instance { modules, key: Some(InstanceKey::Index(key)) }));
        let address = Address { instance, ..Address::in_root(Mode::Managed, "aws_subnet", name) };
        Resource { address: Arc::new(address), body: Arc::default(), file: 0, at: None, foreign: None }
    }

    #[test]
    fn each_address_leads_to_the_first_resource_that_has_it() {
        let names = ["a", "main", "a_name_that_is_longer_than_eight_bytes"];
        let mut resources: Vec<Resource> = vec![];
        for name in names {
            for module in ["one", "two"] {
                resources.extend((0..300).map(|key| resource(name, module, key)));
            }
        }
        let first = resources.len();
        resources.extend_from_within(..7);
        let addresses = Addresses::of(&resources);
        for (position, resource) in resources[..first].iter().enumerate() {
            let found = addresses.find(&resource.address).map(|position| position as usize);
            assert_eq!(found, Some(position), "{}", resource.address);
        }
        assert_eq!(addresses.find(&Address::in_root(Mode::Data, "aws_subnet", "a")), None);
        assert_eq!(addresses.find(&resource("a", "one", 300).address), None);
    }
}
