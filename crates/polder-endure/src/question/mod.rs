//! The questions: zones, single resources, regions.

mod view;
mod market;
mod term;
mod detection;
mod recovery;
mod steps;
mod certificate;

use polder_inventory::Inventory;
use polder_inventory::model::Known;
use polder_verdict::{Gap, Property, Verdict};

pub(crate) use certificate::certificate;

use crate::build::build;
use crate::terms::{Market, Terms};

/// All properties.
pub(crate) fn properties(inventory: &Inventory, terms: &Terms) -> Vec<Property> {
    if terms.markets.is_empty() {
        return not_stated(inventory).into_iter().collect();
    }
    let of = |market: &Market| {
        let built = build(inventory, terms, market);
        let mut all = market::properties(inventory, &built, market);
        let bounds = recovery::bounds(inventory, terms, market, &built);
        all.extend(bounds.into_iter().map(|bound| bound.property(inventory)));
        all.extend(steps::property(inventory, market, &built));
        all
    };
    terms.markets.iter().flat_map(of).collect()
}

/// Of an estate whose owner has stated nothing: asked where requests from the internet can enter.
fn not_stated(inventory: &Inventory) -> Option<Property> {
    let networks = &inventory.networks;
    let public = networks.load_balancers.values().any(|balancer| balancer.public != Known::Value(false));
    if !public && networks.distributions.is_empty() {
        return None;
    }
    let text = "a plan does not say which hosts serve a market, nor what its processes need";
    Some(Property {
        id: "endurance.single".to_owned(),
        claim: "requests from the internet are answered when any one zone, region or resource fails"
            .to_owned(),
        verdict: Verdict::Undecided(vec![Gap::new(text, [])]),
    })
}
