//! Platforms with any number of sites, in the form of the owner's.

use polder_facts::Facts;
use polder_spec::{Cell, Origin, Platform, Setting};
use polder_units::{Cidr, Ppm};

const ORIGIN: Origin = Origin::Rule("synthetic");

/// A platform of `sites` sites: pairs of a primary and a backup, in the owner's regions in turn.
pub(crate) fn platform(sites: u32) -> Platform {
    let read = polder_spec::read(polder::EXAMPLE, Facts::embedded());
    let mut platform = read.sound().expect("the built-in example is sound");
    let cells = sites.div_ceil(2);
    let models = platform.cells.clone();
    let market = platform.markets[0].clone();
    let pool: Cidr = "10.0.0.0/8".parse().expect("a network");
    platform.cells =
        (0..cells).map(|index| cell(&models[index as usize % models.len()], index, pool)).collect();
    platform.markets = (0..cells)
        .map(|index| {
            let mut market = market.clone();
            market.host = Setting::default(format!("m{index}"), ORIGIN);
            market.cell = Setting::default(index as usize, ORIGIN);
            market.share = Setting::default(Ppm(1_000_000 / cells), ORIGIN);
            market
        })
        .collect();
    // A host cannot lead to as many dashboards as a large platform has.
    platform.edge.dashboard = Setting::default(None, ORIGIN);
    platform
}

/// The `index`-th cell, like `model`, with networks of its own.
fn cell(model: &Cell, index: u32, pool: Cidr) -> Cell {
    let mut cell = model.clone();
    let network = |at: u32| pool.subnet(20, at).map(|network| Setting::default(network, ORIGIN));
    cell.name.value = format!("c{index}");
    cell.primary.network = network(index * 2);
    if let Some(backup) = &mut cell.backup {
        backup.site.network = network(index * 2 + 1);
    }
    cell
}
