//! Pictures of a bill, for readers who do not know the estate.

mod bars;
mod front;
mod heading;
mod sankey;
#[cfg(test)]
mod tests;
mod transfer;
mod words;

use std::collections::BTreeMap;

use crate::guarantees::Guarantees;
use crate::report::Report;

pub(crate) use words::words;

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its name, which is that of its file without the extension.
    pub name: &'static str,
    /// An SVG document.
    pub svg: String,
}

/// The pictures of a bill: by purpose and by site, and the data transfer if the flows are known and cost something. `sites`
/// has the names of sites in words: `de, Frankfurt (primary)`. Without sites the bill is drawn by region.
pub fn pictures(report: &Report<'_>, sites: &BTreeMap<String, String>) -> Vec<Picture> {
    let mut all = vec![Picture { name: "bill", svg: bars::bill(report, sites) }];
    if let Some(svg) = transfer::transfer(report, sites) {
        all.push(Picture { name: "transfer", svg });
    }
    all
}

/// The picture of the combinations of guarantees.
pub fn front_picture(of: &Guarantees) -> Picture {
    Picture { name: "guarantees", svg: front::front(of) }
}
