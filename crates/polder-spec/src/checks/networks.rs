//! Networks are disjoint, and the pool suffices for those that are not set.

use polder_diag::Finding;
use polder_units::Cidr;

use super::sites;
use crate::codes;
use crate::model::Platform;
use crate::reader::{Reader, shown};
use crate::setting::Setting;

/// Reports overlapping networks and a pool that is too small.
pub(super) fn check(reader: &Reader<'_>, platform: &Platform) {
    let mut networks: Vec<(&str, &Setting<Cidr>)> = sites(platform)
        .filter_map(|(cell, _, site)| site.network.as_ref().map(|network| (cell, network)))
        .collect();
    networks.sort_by_key(|(_, network)| network.value);
    let mut widest: Option<(&str, &Setting<Cidr>)> = None;
    for (cell, network) in networks {
        // Sorted by address, a network overlaps with an earlier one only if it is inside the one with the highest end,
        // since two networks are either nested or disjoint.
        if let Some((other, wide)) = widest
            && wide.overlaps(network.value)
        {
            let (first, second) =
                if wide.span() <= network.span() { (wide, network) } else { (network, wide) };
            let message = if wide.value == network.value {
                format!("two sites have the network `{}`", network.value)
            } else {
                format!("`{}` and `{}` overlap", first.value, second.value)
            };
            reader.say(
                Finding::new(&codes::OVERLAPPING_NETWORKS, message)
                    .at(
                        second.span(),
                        if other == cell { "a site of the same cell" } else { "a site of another cell" },
                    )
                    .also(first.span(), "overlaps with this one")
                    .help("choose another, or leave `network` out and the design chooses one"),
            );
        } else {
            widest = Some((cell, network));
        }
    }
    for (_, _, site) in sites(platform) {
        let Some(network) = &site.network else { continue };
        let reserved = platform.network.reserved.iter().find(|reserved| reserved.overlaps(network.value));
        if let Some(reserved) = reserved {
            reader.say(
                Finding::new(&codes::OVERLAPPING_NETWORKS, format!("`{}` is reserved", network.value))
                    .at(network.span(), "the network of a site")
                    .also(reserved.span(), "overlaps with this range")
                    .help("choose another, or leave `network` out and the design chooses one"),
            );
        }
    }
    check_pool(reader, platform);
}

fn check_pool(reader: &Reader<'_>, platform: &Platform) {
    let pool = &platform.network.pool;
    if pool.prefix_len() > 16 {
        return;
    }
    let needed = sites(platform).filter(|(_, _, site)| site.network.is_none()).count();
    let written = sites(platform).filter_map(|(_, _, site)| site.network.as_ref());
    let taken: Vec<Cidr> = written.chain(&platform.network.reserved).map(|network| network.value).collect();
    let free = (0..)
        .map_while(|index| pool.subnet(16, index))
        .filter(|slot| !taken.iter().any(|other| other.overlaps(*slot)))
        .count();
    if free < needed {
        let message =
            format!("{} holds {free} free networks of /16 for {needed} sites", shown(&pool.to_string()));
        reader.say(
            Finding::new(&codes::POOL, message)
                .at(pool.span(), "too small")
                .help("give a larger pool, or give sites a `network` of their own"),
        );
    }
}
