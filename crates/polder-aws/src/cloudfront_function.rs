//! `aws_cloudfront_function`: what runs in front of the caches.

use polder_cloud::{Document, Draft, EdgeFolder, EdgeFunction, EdgeMarket, EdgeWork, Handle, body};
use polder_design::{Cell, Design, Market};

use crate::hosts::path_on;
use crate::names::named;

/// What Saleor keeps in the bucket of pictures although it is nobody's but the customer's and the merchant's.
pub(crate) const HIDDEN: [&str; 2] = ["invoices/", "export_files/"];

/// The comment in the head of the file with functions.
pub(crate) const WHY: &str = "They run at the edge in front of the caches, in less than a millisecond. Their code lies in `functions`.";

/// In front of the pages of a market.
pub(crate) fn market(s: &Draft, name: &str, market: &Market) -> Handle {
    let comment = "Language and country for the pages of a market.";
    function(s, format!("market_{name}"), comment, EdgeWork::Market(edge_market(market)))
}

/// In front of `www`.
pub(crate) fn choose(s: &Draft, design: &Design) -> Handle {
    let markets = design.cells.iter().flat_map(|cell| &cell.markets).map(edge_market).collect();
    function(
        s,
        "choose".to_owned(),
        "Sends each visitor to the market that fits.",
        EdgeWork::Choose { markets },
    )
}

/// In front of the APIs.
pub(crate) fn forward(s: &Draft) -> Handle {
    function(s, "forward".to_owned(), "Takes away what a visitor could forge.", EdgeWork::Forward)
}

/// In front of the dashboards.
pub(crate) fn dashboard(s: &Draft, paths: Vec<String>) -> Handle {
    function(s, "dashboard".to_owned(), "Leads to the first dashboard.", EdgeWork::Dashboard { paths })
}

/// In front of the buckets that answer on `host`.
pub(crate) fn files<'a>(s: &Draft, name: &str, host: &str, cells: impl Iterator<Item = &'a Cell>) -> Handle {
    let folder = |base: &str, hidden: &[&str]| {
        let path = path_on(host, base)?.to_owned();
        Some(EdgeFolder { path, hidden: hidden.iter().map(|start| (*start).to_owned()).collect() })
    };
    let folders = cells.flat_map(|cell| [folder(&cell.media_base, &HIDDEN), folder(&cell.static_base, &[])]);
    let work = EdgeWork::Files { folders: folders.flatten().collect() };
    function(
        s,
        format!("files_{name}"),
        "Finds the key in a bucket, and hides what is not for the public.",
        work,
    )
}

fn function(s: &Draft, name: String, comment: &'static str, work: EdgeWork) -> Handle {
    let dashed = name.replace('_', "-");
    s.resource(
        "aws_cloudfront_function",
        name.clone(),
        body! {
            name = named(format!("-{dashed}"));
            comment = comment;
            runtime = "cloudfront-js-2.0";
            publish = true;
            code = Document::EdgeFunction(EdgeFunction { name: dashed.into(), work });
        },
    )
}

fn edge_market(market: &Market) -> EdgeMarket {
    EdgeMarket {
        country: market.country.clone(),
        channel: market.channel.clone(),
        host: market.host.clone(),
        languages: market.languages.clone(),
    }
}
