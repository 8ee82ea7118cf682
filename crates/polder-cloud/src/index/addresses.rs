//! The addresses of one stack, to be looked up.

use std::hash::{Hash, Hasher};

use crate::address::Address;
use crate::stack::Resource;

/// Where the resources of a stack stand, by address: references are followed more often than anything else is asked.
#[derive(Debug, Default)]
pub(super) struct Addresses<'a> {
    resources: &'a [Resource],
    /// Digests of the addresses, sorted, with the place of each.
    sorted: Vec<(u64, u32)>,
}

impl<'a> Addresses<'a> {
    pub(super) fn of(resources: &'a [Resource]) -> Addresses<'a> {
        let digests = resources.iter().map(|resource| digest(&resource.address));
        let mut sorted: Vec<(u64, u32)> = digests.zip(0..).collect();
        sorted.sort_unstable();
        Addresses { resources, sorted }
    }

    /// The place of the first resource with this address.
    pub(super) fn find(&self, address: &Address) -> Option<u32> {
        let digest = digest(address);
        let first = self.sorted.partition_point(|(known, _)| *known < digest);
        let same = self.sorted[first..].iter().take_while(|(known, _)| *known == digest);
        let mut places = same.map(|(_, place)| *place);
        places.find(|place| *self.resources[*place as usize].address == *address)
    }
}

fn digest(address: &Address) -> u64 {
    let mut digest = Digest(0);
    address.hash(&mut digest);
    digest.0
}

/// A fast hash. It decides about no order that anybody sees: equal digests are compared address by address.
struct Digest(u64);

impl Digest {
    fn add(&mut self, word: u64) {
        // An odd number without a pattern in its bits: the golden ratio.
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Hasher for Digest {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.add(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.add(u64::from_le_bytes(last));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }
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
        for (place, resource) in resources[..first].iter().enumerate() {
            let found = addresses.find(&resource.address).map(|place| place as usize);
            assert_eq!(found, Some(place), "{}", resource.address);
        }
        assert_eq!(addresses.find(&Address::in_root(Mode::Data, "aws_subnet", "a")), None);
        assert_eq!(addresses.find(&resource("a", "one", 300).address), None);
    }
}
