//! What must not be possible: from the internet, into the data tier, between environments and networks.

use std::collections::{BTreeMap, BTreeSet};

use polder_inventory::networks::{PrefixListContents, ProviderRange, Tier};
use polder_verdict::{Evidence, Gap, Property, Verdict, Witness};

use super::view::{Asked, DISAGREE, Node, Role, TOO_LARGE, View, WITNESSES_MAX};
use super::{unresolved, witness};
use crate::address::INTERNET;
use crate::packets::{ALL, Cube, SOURCE};

/// Pairs beyond these are not asked: the property is undecided.
const PAIRS_MAX: usize = 4_000_000;

/// What was found for one property.
#[derive(Default)]
struct Found {
    witnesses: Vec<Witness>,
    gaps: Vec<Gap>,
    asked: usize,
}

pub(super) fn properties(view: &View<'_, '_>) -> Vec<Property> {
    let gaps = unresolved::gaps(view);
    let mut all = vec![entry_points(view, &gaps), data_tier(view, &gaps)];
    all.extend(edge(view, &gaps));
    all.extend(between(view, &gaps));
    all
}

impl Found {
    /// Asks whether any connection is possible that must not be.
    fn must_not(&mut self, view: &View<'_, '_>, from: Option<&Node<'_>>, to: &Node<'_>) {
        self.none_of(view, from, to, &[ALL]);
    }

    /// The same of the connections in boxes that share none.
    fn none_of(&mut self, view: &View<'_, '_>, from: Option<&Node<'_>>, to: &Node<'_>, boxes: &[Cube]) {
        self.asked += 1;
        if self.witnesses.len() >= WITNESSES_MAX || self.asked > PAIRS_MAX {
            return;
        }
        let (source, target) = (View::place(from), View::place(Some(to)));
        let resources = || from.into_iter().chain([to]).map(|node| view.resource(node.interface.source));
        let summary = || {
            let name = from.map_or("the internet".to_owned(), |node| view.name(node));
            format!("{name} can open connections to {}", view.name(to))
        };
        match view.ask(boxes, source, target) {
            Asked::Impossible => {}
            Asked::Unknown(why) => {
                self.gaps.push(Gap::new(format!("{}, or not: {why}", summary()), resources()));
            }
            Asked::Certain(set) => {
                let summary = summary();
                if self.witnesses.iter().any(|witness| witness.summary == summary) {
                    return;
                }
                match witness::possible(view, source, target, &set, summary) {
                    Some(witness) => self.witnesses.push(witness),
                    None => self.gaps.push(Gap::new(DISAGREE, resources())),
                }
            }
        }
    }

    /// Networks that the estate does not contain may be able to open connections to an interface.
    fn beyond(&mut self, view: &View<'_, '_>, to: &Node<'_>) {
        let text = match view.engine.from_beyond(to.id) {
            Ok(set) if set.is_empty() => return,
            Ok(_) => {
                "a route and the filters let through what comes from networks that the estate does not contain"
            }
            Err(_) => TOO_LARGE,
        };
        self.gaps.push(Gap::new(text, [view.resource(to.interface.source)]));
    }

    fn property(mut self, id: &str, claim: &str, gaps: &[Gap], what: &str) -> Property {
        if self.asked > PAIRS_MAX {
            self.gaps.push(Gap::new("there are too many pairs of interfaces", []));
        }
        self.gaps.extend(gaps.iter().cloned());
        self.gaps.sort();
        self.gaps.dedup();
        let text = format!("no connection is possible on any of {} {what}", self.asked);
        let verdict = Verdict::of(self.witnesses, self.gaps, || vec![Evidence::new(text, [])]);
        Property { id: id.into(), claim: claim.into(), verdict }
    }
}

fn entry_points(view: &View<'_, '_>, gaps: &[Gap]) -> Property {
    let mut found = Found::default();
    for node in view.nodes.iter().filter(|node| !matches!(node.role, Role::LoadBalancer | Role::Store)) {
        found.must_not(view, None, node);
    }
    let claim = "the internet cannot open connections to processes, machines, functions and endpoints";
    found.property("network.entry-points", claim, gaps, "interfaces behind load balancers")
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
    accounts
        .gaps
        .extend(unplaced.into_iter().map(|it| Gap::new("the account of an interface is not known", [it])));
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
