//! `aws_cloudfront_function`: runs on viewer requests, before the cache.

use polder_cloud::{
    Body, CLIENT_PROOFS, Document, EdgeFolder, EdgeFunction, EdgeMarket, EdgeNotice, EdgeWords, EdgeWork,
    Handle, Value, body,
};
use polder_design::{AccountId, Component, Design, Market};

use crate::draft::Draft;
use crate::edge::hosts::{cells_with_files_on, path_on, shared_domains};
use crate::names::named;

/// What Saleor stores in the media bucket although it is private to the customer and the merchant.
pub(crate) const HIDDEN: [&str; 2] = ["invoices/", "export_files/"];

/// Those of them whose files open for whoever has the link. Saleor sends it to whoever asked for the export and shows it to staff;
/// the name ends with a random UUID. Saleor 3.23 writes no invoices: apps do, at URLs of their own.
pub(crate) const LINKED: [&str; 1] = ["export_files/"];

/// The comment at the head of the file with functions.
pub(crate) const WHY: &str =
    "They run on viewer requests before the cache, in less than a millisecond. Their code is in `functions`.";

/// For the pages of all markets of an account. One function for them all: a store can be associated with few functions.
pub(crate) fn market(s: &Draft, design: &Design, account: AccountId, store: &Handle) -> Handle {
    let words = polder_shop::notices(design, account).into_iter().map(|it| EdgeWords {
        language: it.language.to_owned(),
        title: it.title,
        body: it.body,
    });
    let notice = EdgeNotice { frame: polder_shop::notice_frame(), words: words.collect() };
    let comment = "Language and country for the pages of the markets.";
    reader(s, "market", comment, EdgeWork::Market { notice }, store)
}

/// For `www`. A visitor whose market is not known goes to the first one.
pub(crate) fn choose(
    s: &Draft,
    design: &Design,
    account: AccountId,
    first: &Market,
    store: &Handle,
) -> Handle {
    let otherwise = EdgeMarket {
        country: first.country.clone(),
        channel: first.channel.clone(),
        host: first.host.clone(),
        storefront: first.storefront.clone(),
        languages: first.languages.clone(),
    };
    let comment = "Redirects each visitor to the matching market.";
    let shared_domains = shared_domains(design, account).into_iter().map(str::to_owned).collect();
    reader(s, "choose", comment, EdgeWork::Choose { otherwise, shared_domains }, store)
}

/// For the APIs. `proofs` are the secrets of servers that may name the address of their client. The code has only their
/// digests: whoever may read it cannot use them.
pub(crate) fn forward(s: &Draft, proofs: Vec<Value>) -> Handle {
    let comment = "Removes headers that a visitor could forge, and names the client of a trusted server.";
    let mut body = described("forward", comment, EdgeWork::Forward);
    let digest = |secret| Value::call("nonsensitive", vec![Value::call("sha256", vec![secret])]);
    let digests = Value::List(proofs.into_iter().map(digest).collect());
    let digests = Value::call("join", vec![" ".into(), digests]);
    let code = body.get("code").cloned().unwrap_or(Value::Null);
    body.items.retain(|item| item.key != "code");
    body.set(None, "code", Value::call("replace", vec![code, CLIENT_PROOFS.into(), digests]));
    s.resource("aws_cloudfront_function", "forward", body)
}

/// For pictures that storefronts resize.
pub(crate) fn pictures(s: &Draft) -> Handle {
    let comment = "Reduces Accept to the formats that storefronts answer with.";
    function(s, "pictures", comment, EdgeWork::Pictures)
}

/// For the dashboards.
pub(crate) fn dashboard(s: &Draft, paths: Vec<String>) -> Handle {
    function(s, "dashboard", "Redirects to the path of the dashboard.", EdgeWork::Dashboard { paths })
}

/// For the buckets whose files are served on `host`; `None` if there are none.
pub(crate) fn files(s: &Draft, design: &Design, host: &str) -> Option<Handle> {
    let folder = |base: &str, hidden: &[&str], linked: &[&str]| {
        let path = path_on(host, base)?.to_owned();
        let [hidden, linked] = [hidden, linked].map(|all| all.iter().map(|it| (*it).to_owned()).collect());
        Some(EdgeFolder { path, hidden, linked })
    };
    let first = cells_with_files_on(design, host).next()?;
    let folders = cells_with_files_on(design, host)
        .flat_map(|cell| [folder(&cell.media_base, &HIDDEN, &LINKED), folder(&cell.static_base, &[], &[])]);
    let work = EdgeWork::Files { folders: folders.flatten().collect() };
    let _host = s.part(Component::Host(host.to_owned()));
    let comment = "Maps paths to keys of a bucket, and blocks private files.";
    Some(function(s, &format!("files_{}", first.name), comment, work))
}

/// A function that reads the key value store.
fn reader(s: &Draft, name: &str, comment: &'static str, work: EdgeWork, store: &Handle) -> Handle {
    let mut body = described(name, comment, work);
    body.set(None, "key_value_store_associations", vec![store.arn()]);
    s.resource("aws_cloudfront_function", name, body)
}

fn function(s: &Draft, name: &str, comment: &'static str, work: EdgeWork) -> Handle {
    s.resource("aws_cloudfront_function", name, described(name, comment, work))
}

fn described(name: &str, comment: &'static str, work: EdgeWork) -> Body {
    let dashed = name.replace('_', "-");
    body! {
        name = named(format!("-{dashed}"));
        comment = comment;
        runtime = "cloudfront-js-2.0";
        publish = true;
        code = Document::EdgeFunction(EdgeFunction { name: dashed.into(), work });
    }
}
