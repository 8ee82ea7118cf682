//! Invariants of the error pages that CloudFront shows when no origin answers, on the example platforms.

use std::collections::BTreeSet;

use polder_cloud::{Body, Cloud, Document, EdgeWork, Layer, Resource, Stack, StackScope, Value};
use polder_design::{BucketKind, Design};

use crate::examples::{self, EXAMPLES};
use crate::storage::s3_object;

fn all() -> impl Iterator<Item = (&'static str, &'static Design, &'static Cloud)> {
    EXAMPLES.iter().zip(examples::all()).map(|((name, _), (design, cloud))| (*name, design, cloud))
}

fn kinds<'a>(stack: &'a Stack, kind: &'static str) -> impl Iterator<Item = &'a Resource> {
    stack.managed().filter(move |resource| resource.address.kind == kind)
}

/// Every distribution with its stack.
fn distributions(cloud: &Cloud) -> impl Iterator<Item = (&Stack, &Body)> {
    let entries =
        cloud.stacks.iter().filter(|it| it.key.layer == Layer::Edge && it.key.scope == StackScope::Global);
    entries.flat_map(|stack| {
        kinds(stack, "aws_cloudfront_distribution")
            .map(move |distribution| (stack, distribution.body.as_ref()))
    })
}

fn text(body: &Body, name: &str) -> String {
    match body.get(name) {
        Some(Value::Text(text)) => text.to_string(),
        Some(Value::List(items)) if items.len() == 1 => {
            if let Value::Text(text) = &items[0] {
                text.to_string()
            } else {
                String::new()
            }
        }
        _ => String::new(),
    }
}

fn number(body: &Body, name: &str) -> Option<i64> {
    if let Some(Value::Integer(number)) = body.get(name) { Some(*number) } else { None }
}

/// Statuses that have a page, with the response code and the path of the page.
fn shown(distribution: &Body) -> Vec<(i64, i64, String)> {
    let errors = distribution.blocks("custom_error_response");
    let shown = errors.filter_map(|it| {
        let (of, said) = (number(it, "error_code")?, number(it, "response_code")?);
        Some((of, said, text(it, "response_page_path")))
    });
    shown.collect()
}

/// Search engines must see that it is an error, and a temporary one.
#[test]
fn an_error_keeps_its_status() {
    for (name, _, cloud) in all() {
        for (_, body) in distributions(cloud) {
            let host = text(body, "aliases");
            for (of, said, path) in shown(body) {
                // S3 answers 403 for objects that do not exist.
                let missing = (of, said) == (403, 404) && host.contains("media");
                assert!(of == said || missing, "{name}: {host} says {said} for {of}");
                assert_eq!(path, format!("/errors/{said}.html"), "{name}: {host}");
            }
            for error in body.blocks("custom_error_response") {
                assert!(number(error, "error_caching_min_ttl").is_some_and(|it| it <= 10), "{name}: {host}");
            }
        }
    }
}

/// Errors of CloudFront functions and Saleor for programs stay; 4xx of an API are JSON.
#[test]
fn programs_and_the_storefront_keep_their_own_errors() {
    for (name, design, cloud) in all() {
        let markets: BTreeSet<&str> =
            design.cells.iter().flat_map(|cell| &cell.markets).map(|market| market.host.as_str()).collect();
        for (_, body) in distributions(cloud) {
            let host = text(body, "aliases");
            let codes: Vec<i64> = shown(body).into_iter().map(|(of, ..)| of).collect();
            let expected: &[i64] = if markets.contains(host.as_str()) {
                &[403, 500, 502, 503, 504]
            } else {
                &[403, 404, 500, 502, 503, 504]
            };
            assert_eq!(codes, expected, "{name}: {host}");
        }
    }
}

/// The path comes first, leads to buckets of both sites, and has no function: internal requests do not run
/// one.
#[test]
fn the_pages_do_not_depend_on_one_region() {
    for (name, design, cloud) in all() {
        for (stack, body) in distributions(cloud) {
            let host = text(body, "aliases");
            let first = body.blocks("ordered_cache_behavior").next().expect("a path");
            assert_eq!(text(first, "path_pattern"), s3_object::PATTERN, "{name}: {host}");
            assert_eq!(first.blocks("function_association").count(), 0, "{name}: {host}");
            let id = text(first, "target_origin_id");
            let cell = design
                .cells
                .iter()
                .find(|cell| {
                    id == format!("static-{}", cell.name)
                        && *design.accounts[cell.account].name == *stack.key.account
                })
                .expect("the cell of the pages");
            let members = body.blocks("origin_group").filter(|group| text(group, "origin_id") == id);
            let members: usize = members.map(|group| group.blocks("member").count()).sum();
            let sites = cell.sites().count();
            assert_eq!(members, if sites > 1 { sites } else { 0 }, "{name}: {host}");
        }
    }
}

/// The bucket's policy allows each distribution whose pages are in it.
#[test]
fn every_distribution_may_read_its_pages() {
    for (name, design, cloud) in all() {
        let edges = cloud
            .stacks
            .iter()
            .filter(|it| it.key.layer == Layer::Edge && matches!(it.key.scope, StackScope::Site { .. }));
        let edges: Vec<&Stack> = edges.collect();
        for (entry, body) in distributions(cloud) {
            let first = body.blocks("ordered_cache_behavior").next().expect("a path");
            let id = text(first, "target_origin_id");
            let own =
                kinds(entry, "aws_cloudfront_distribution").find(|it| std::ptr::eq(it.body.as_ref(), body));
            let own = own.expect("the distribution itself");
            let admitting = design.sites.iter().zip(&edges).filter(|(site, _)| {
                let cell = &design.cells[site.cell];
                id == format!("static-{}", cell.name)
                    && *design.accounts[cell.account].name == *entry.key.account
            });
            let mut admitted = 0;
            for (_, edge) in admitting {
                let readers =
                    edge.locals.iter().find(|it| it.name == "static_distributions").expect("readers");
                let mut found = false;
                readers.value.walk(&mut |value| {
                    if let Value::Reference(it) = value {
                        found |= edge.target(it) == Some(entry.id) && it.address == own.address;
                    }
                });
                assert!(found, "{name}: {} is not admitted by {}", own.address, edge.key);
                admitted += 1;
            }
            assert!(admitted > 0, "{name}: {}", own.address);
        }
    }
}

/// Each site holds all pages, under its own key; the copies of both sites are the same.
#[test]
fn each_site_holds_every_page() {
    for (name, design, cloud) in all() {
        let bases = cloud
            .stacks
            .iter()
            .filter(|it| it.key.layer == Layer::Base && matches!(it.key.scope, StackScope::Site { .. }));
        for (site, stack) in design.sites.iter().zip(bases) {
            assert!(site.buckets.iter().any(|bucket| bucket.kind == BucketKind::Static));
            let pages: Vec<&Resource> = kinds(stack, "aws_s3_object").collect();
            let keys: Vec<String> = pages.iter().map(|it| format!("/{}", text(&it.body, "key"))).collect();
            assert_eq!(keys, polder_shop::STATUSES.map(s3_object::path), "{name}: {}", stack.key);
            for page in pages {
                assert!(page.body.get("kms_key_id").is_some(), "{name}");
                // Tags of the stack differ between the sites, and these objects are copied from one to the other.
                assert_eq!(page.body.blocks("override_provider").count(), 1, "{name}");
                let tags = format!("{:?}", page.body.get("tags"));
                assert!(!tags.contains("\"site\"") && !tags.contains("\"cell\""), "{name}: {tags}");
            }
        }
    }
}

/// The pages for a market's host are written in the languages of the market.
#[test]
fn a_page_is_in_all_languages_of_its_hosts() {
    let (_, design, cloud) = all().next().expect("the owner's platform comes first");
    for (site, stack) in design.sites.iter().zip(
        cloud
            .stacks
            .iter()
            .filter(|it| it.key.layer == Layer::Base && matches!(it.key.scope, StackScope::Site { .. })),
    ) {
        let page = stack.find("aws_s3_object.page_503").expect("a page");
        let Some(Value::Document(document)) = page.body.get("content") else { panic!("a page") };
        let Document::Text(file) = &**document else { panic!("text") };
        for language in
            design.cells_of(site.account).flat_map(|cell| &cell.markets).flat_map(|it| &it.languages)
        {
            assert!(
                file.content.contains(&format!("<section lang=\"{language}\"")),
                "{language}: {}",
                stack.key
            );
        }
    }
}

/// Pages are cached by language, which only the CloudFront function sets.
#[test]
fn pages_are_cached_by_language() {
    for (name, design, cloud) in all() {
        for (stack, body) in distributions(cloud) {
            let policy = stack.find("aws_cloudfront_cache_policy.pages").expect("a policy");
            assert!(format!("{:?}", policy.body).contains("\"x-language\""), "{name}");
            let host = text(body, "aliases");
            let market =
                design.cells.iter().flat_map(|cell| &cell.markets).find(|market| market.host == host);
            if market.is_none() {
                continue;
            }
            let function = stack.find("aws_cloudfront_function.market").expect("a function");
            assert!(function.body.get("key_value_store_associations").is_some(), "{name}: {host}");
            let Some(Value::Document(document)) = function.body.get("code") else { panic!("code") };
            let Document::EdgeFunction(function) = &**document else { panic!("code") };
            let EdgeWork::Market { notice } = &function.work else { panic!("a market's") };
            let account = design.cells.iter().find(|cell| cell.markets.iter().any(|it| it.host == host));
            let account = account.expect("the cell of the market").account;
            let spoken: Vec<&str> = notice.words.iter().map(|words| words.language.as_str()).collect();
            assert_eq!(spoken, polder_shop::languages(design, account), "{name}: {host}");
        }
    }
}
