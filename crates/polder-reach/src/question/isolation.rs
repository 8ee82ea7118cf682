//! What must not be possible: from the internet, into the data tier, between environments and networks.

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::networks::{PrefixListContents, ProviderRange, Tier};
use polder_verdict::{Gap, Property};

use super::found::Found;
use super::view::{Role, View};
use super::{forwarding, public_endpoints, unresolved};
use crate::address::INTERNET;
use crate::packets::{ALL, SOURCE};

pub(super) fn properties(view: &View<'_, '_>) -> Vec<Property> {
    let gaps = unresolved::gaps(view);
    let mut all = vec![entry_points(view, &gaps), data_tier(view, &gaps)];
    all.extend(edge(view, &gaps));
    all.extend(between(view, &gaps));
    all
}

fn entry_points(view: &View<'_, '_>, gaps: &[Gap]) -> Property {
    let mut found = Found::default();
    for node in view.nodes.iter().filter(|node| !matches!(node.role, Role::LoadBalancer | Role::Store)) {
        found.must_not(view, None, node);
    }
    forwarding::look(view, &mut found);
    public_endpoints::look(view, &mut found, public_endpoints::of_entry_points(view));
    let claim = "the internet cannot open connections, directly or through a load balancer that passes them on, to processes, machines, \
                 functions, endpoints and control planes of clusters, and cannot invoke functions by a URL without credentials";
    found.property("network.entry-points", claim, gaps, "ways from the internet")
}

fn data_tier(view: &View<'_, '_>, gaps: &[Gap]) -> Property {
    let mut found = Found::default();
    for store in view.nodes.iter().filter(|node| node.role == Role::Store) {
        found.must_not(view, None, store);
        found.beyond(view, store);
        for other in &view.nodes {
            // Other networks have a property of their own.
            let own = other.interface.owner == store.interface.owner;
            let foreign = other.network != store.network;
            let public = other.subnet.is_some_and(|subnet| {
                subnet.tier == Some(Tier::Public) || view.engine.leads_to_internet(subnet)
            });
            if !own && !foreign && (other.role != Role::Workload || public) {
                found.must_not(view, Some(other), store);
            }
        }
    }
    public_endpoints::look(view, &mut found, public_endpoints::of_data_tier(view));
    let claim = "nothing but the application tier of its own network can open connections to a data store";
    found.property(
        "network.data-tier",
        claim,
        gaps,
        "pairs of a data store and another interface or the internet",
    )
}

/// Load balancers of an estate with a CDN.
fn edge(view: &View<'_, '_>, gaps: &[Gap]) -> Option<Property> {
    let lists = &view.engine.inventory.networks.prefix_lists;
    let cdn = PrefixListContents::Provider(ProviderRange::CdnOriginFacing);
    if !lists.values().any(|list| list.contents == cdn) {
        return None;
    }
    let internet = INTERNET.map(|span| {
        let mut cube = ALL;
        cube[SOURCE] = span;
        cube
    });
    let mut found = Found::default();
    for node in view.nodes.iter().filter(|node| node.role == Role::LoadBalancer) {
        found.none_of(view, None, node, &internet);
    }
    let claim = "load balancers accept connections of the CDN and of health checkers only, and of no other address of the internet";
    Some(found.property("network.edge", claim, gaps, "interfaces of load balancers"))
}

/// Between accounts, and between networks of one account.
fn between(view: &View<'_, '_>, gaps: &[Gap]) -> [Property; 2] {
    let (mut accounts, mut networks) = (Found::default(), Found::default());
    let (mut apart, mut unplaced) = (BTreeMap::new(), BTreeSet::new());
    for to in &view.nodes {
        accounts.beyond(view, to);
        for from in view.nodes.iter().filter(|from| from.network != to.network) {
            let pair = (from.network, to.network);
            let apart = *apart.entry(pair).or_insert_with(|| view.engine.are_apart(pair));
            let (own, other) = (view.account(from), view.account(to));
            let found = if own == other { &mut networks } else { &mut accounts };
            for node in [from, to].into_iter().filter(|node| view.account(node).is_none()) {
                unplaced.insert(view.resource(node.interface.source));
            }
            if apart {
                found.asked += 1;
            } else {
                found.must_not(view, Some(from), to);
            }
        }
    }
    for resource in unplaced {
        accounts.gap("the account of an interface is not known", [resource]);
    }
    let environments =
        "no environment can open connections to another: networks of different accounts are apart";
    let sites = "no site can open connections to another: networks of one account are apart";
    [
        accounts.property(
            "network.environments",
            environments,
            gaps,
            "pairs of interfaces in different accounts",
        ),
        networks.property(
            "network.sites",
            sites,
            gaps,
            "pairs of interfaces in different networks of one account",
        ),
    ]
}
