//! Networks of sites and the subnets of their zones.
//!
//! **Allocation.** A site gets the network in the file, if there is one. All others come from the pool, split into
//! /16s. The cell at position *i* of the file prefers the /16s *2i* (primary) and *2i + 1* (backup), so a cell added at
//! the end and a backup added to any cell use a /16 that no other site prefers, and no other site changes its network.
//! A site whose preferred /16 is past the pool's end or overlaps an explicit network gets the last free one of the
//! pool, far from what later cells prefer. Removing a cell from the middle does change the networks of those after it:
//! write `network` where that matters.

use polder_units::Cidr;

/// The three subnets of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tiers {
    pub(crate) public: Cidr,
    pub(crate) app: Cidr,
    pub(crate) data: Cidr,
}

/// The size of networks from the pool: the largest that a provider accepts.
const ALLOTTED: u8 = 16;

/// The smallest network that fits the tiers of a site.
const SMALLEST: u8 = 20;

/// A request for a network: the preferred position in the pool, and the network in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NetworkRequest {
    /// `2i` for the primary site of the cell at position `i`, `2i + 1` for its backup.
    pub(crate) slot: u32,
    /// The content of the file.
    pub(crate) written: Option<Cidr>,
}

/// The network of each site, in the order of the requests: none from the pool overlaps a `reserved` range. `None` where the pool
/// is exhausted.
pub(crate) fn allot(pool: Cidr, reserved: &[Cidr], requests: &[NetworkRequest]) -> Vec<Option<Cidr>> {
    let written = requests.iter().filter_map(|request| request.written);
    let written: Vec<Cidr> = written.chain(reserved.iter().copied()).collect();
    let free = |network: &Cidr| !written.iter().any(|other| other.overlaps(*network));
    // Slots of the pool; a slot that overlaps an explicit network is occupied from the start.
    let mut slots: Vec<Option<Cidr>> =
        (0..).map_while(|index| pool.subnet(ALLOTTED, index)).map(|slot| Some(slot).filter(free)).collect();
    let mut networks: Vec<Option<Cidr>> = requests
        .iter()
        .map(|request| request.written.or_else(|| slots.get_mut(usize::try_from(request.slot).ok()?)?.take()))
        .collect();
    let mut rest = slots.into_iter().flatten().rev();
    for network in networks.iter_mut().filter(|network| network.is_none()) {
        *network = rest.next();
    }
    networks
}

/// The subnets of `zones` zones in `network`, or `None` if they do not fit.
///
/// The network is split into blocks of the size of an app subnet. The first block holds the public subnets in its lower
/// and the data subnets in its upper half; each further block is the app subnet of one zone. In a /16 that is a /24, a
/// /20 (4,091 tasks) and a /24: `10.100.0.0/24`, `10.100.16.0/20` and `10.100.8.0/24` for the first zone. Smaller
/// networks keep a third of the app addresses at least, and public subnets of a /26, since a load balancer needs a /27
/// or larger.
pub(crate) fn tiers(network: Cidr, zones: u32) -> Option<Vec<Tiers>> {
    let prefix = network.prefix_len();
    if !(ALLOTTED..=SMALLEST).contains(&prefix) {
        return None;
    }
    let app = (prefix + 3).max(20);
    let edge = (prefix + 6).max(24);
    let first = network.subnet(app, 0)?;
    let half = 1u32 << (edge - app - 1);
    if zones > half {
        return None;
    }
    (0..zones)
        .map(|zone| {
            Some(Tiers {
                public: first.subnet(edge, zone)?,
                app: network.subnet(app, zone + 1)?,
                data: first.subnet(edge, half + zone)?,
            })
        })
        .collect()
}

/// Addresses for tasks in a subnet: the provider reserves five of each.
pub(crate) fn usable(subnet: Cidr) -> u64 {
    (1u64 << (32 - u32::from(subnet.prefix_len()).min(32))).saturating_sub(5)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cidr(text: &str) -> Cidr {
        text.parse().unwrap()
    }

    /// The slow oracle: the first and last address of a network, as numbers.
    fn bounds(network: Cidr) -> (u64, u64) {
        let text = network.to_string();
        let (address, length) = text.split_once('/').unwrap();
        let first = address.split('.').fold(0u64, |sum, part| sum * 256 + part.parse::<u64>().unwrap());
        (first, first + (1u64 << (32 - length.parse::<u32>().unwrap())) - 1)
    }

    fn disjoint(networks: &[Cidr]) -> bool {
        let mut all: Vec<(u64, u64)> = networks.iter().map(|network| bounds(*network)).collect();
        all.sort_unstable();
        all.windows(2).all(|pair| pair[0].1 < pair[1].0)
    }

    fn requests(written: &[Option<&str>]) -> Vec<NetworkRequest> {
        let request = |(slot, text): (usize, &Option<&str>)| NetworkRequest {
            slot: slot as u32,
            written: text.map(cidr),
        };
        written.iter().enumerate().map(request).collect()
    }

    fn shown(networks: &[Option<Cidr>]) -> String {
        let show = |network: &Option<Cidr>| network.map_or("none".to_owned(), |network| network.to_string());
        networks.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn reserved_ranges_stay_free() {
        let networks = allot(cidr("10.64.0.0/13"), &[cidr("10.65.0.0/17")], &requests(&[None, None, None]));
        assert_eq!(shown(&networks), "10.64.0.0/16 10.71.0.0/16 10.66.0.0/16");
    }

    #[test]
    fn sites_take_their_place_in_the_pool() {
        let networks = allot(cidr("10.64.0.0/13"), &[], &requests(&[None, None, Some("10.1.0.0/16"), None]));
        assert_eq!(shown(&networks), "10.64.0.0/16 10.65.0.0/16 10.1.0.0/16 10.67.0.0/16");
    }

    #[test]
    fn a_written_network_moves_only_the_site_it_overlaps() {
        let networks = allot(cidr("10.64.0.0/14"), &[], &requests(&[None, None, Some("10.65.128.0/20")]));
        assert_eq!(shown(&networks), "10.64.0.0/16 10.67.0.0/16 10.65.128.0/20");
    }

    #[test]
    fn a_pool_ends() {
        let networks = allot(cidr("10.64.0.0/15"), &[], &requests(&[None, None, None]));
        assert_eq!(shown(&networks), "10.64.0.0/16 10.65.0.0/16 none");
        assert_eq!(shown(&allot(cidr("10.64.0.0/18"), &[], &requests(&[None]))), "none");
    }

    #[test]
    fn a_whole_network_is_cut_as_people_would() {
        let tiers = tiers(cidr("10.100.0.0/16"), 3).unwrap();
        let shown: Vec<String> =
            tiers.iter().map(|zone| format!("{} {} {}", zone.public, zone.app, zone.data)).collect();
        assert_eq!(
            shown,
            [
                "10.100.0.0/24 10.100.16.0/20 10.100.8.0/24",
                "10.100.1.0/24 10.100.32.0/20 10.100.9.0/24",
                "10.100.2.0/24 10.100.48.0/20 10.100.10.0/24",
            ]
        );
        assert_eq!(usable(tiers[0].app), 4_091);
    }

    proptest! {
        #[test]
        fn tiers_are_disjoint_and_inside(prefix in 8u8..=24, zones in 1u32..=8) {
            let network = cidr("10.0.0.0/8").subnet(prefix, 0).unwrap();
            let room = match prefix { 16 | 17 => 8, 18..=20 => 4, _ => 0 };
            match tiers(network, zones) {
                None => prop_assert!(zones > room.min(7)),
                Some(found) => {
                    prop_assert!((16..=20).contains(&prefix));
                    let all: Vec<Cidr> =
                        found.iter().flat_map(|zone| [zone.public, zone.app, zone.data]).collect();
                    prop_assert_eq!(all.len(), 3 * zones as usize);
                    prop_assert!(disjoint(&all));
                    let (first, last) = bounds(network);
                    for subnet in all {
                        prop_assert!(first <= bounds(subnet).0 && bounds(subnet).1 <= last);
                        prop_assert!(subnet.prefix_len() <= 26);
                    }
                }
            }
        }

        #[test]
        fn allotted_networks_are_disjoint(
            pool in 8u8..=18,
            written in prop::collection::vec(prop::option::of((16u8..=20, 0u32..64)), 1..40),
        ) {
            // Explicit networks may overlap each other, which is reported elsewhere. Allocated networks overlap none.
            let requests: Vec<NetworkRequest> = written.iter().enumerate().map(|(slot, written)| NetworkRequest {
                slot: slot as u32,
                written: written.and_then(|(prefix, index)| cidr("10.0.0.0/8").subnet(prefix, index * 7)),
            }).collect();
            let pool = cidr("10.0.0.0/8").subnet(pool, 0).unwrap();
            let networks = allot(pool, &[], &requests);
            let given: Vec<Cidr> = networks.iter().zip(&requests)
                .filter(|(_, request)| request.written.is_none()).filter_map(|(network, _)| *network).collect();
            prop_assert!(disjoint(&given));
            for network in &given {
                prop_assert!(pool.contains(*network) && network.prefix_len() == 16);
                prop_assert!(!requests.iter().filter_map(|request| request.written).any(|other| other.overlaps(*network)));
            }
            // A cell at the end of the file does not change the network of a site whose preferred slot was free.
            let mut longer = requests.clone();
            let slot = longer.len() as u32;
            longer.push(NetworkRequest { slot, written: None });
            let roomy = pool.prefix_len() == 8;
            if roomy {
                prop_assert_eq!(&allot(pool, &[], &longer)[..networks.len()], &networks[..]);
            }
        }
    }
}
