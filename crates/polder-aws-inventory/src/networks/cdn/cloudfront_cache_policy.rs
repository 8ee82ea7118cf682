//! `aws_cloudfront_cache_policy` and `aws_cloudfront_origin_request_policy`, as a resource or a data source.

use polder_cloud::View;
use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::networks::{CachePolicy, OriginRequestPolicy, RequestParts, Selection};

use crate::networks::attribute;
use crate::networks::cdn::behaviour::in_small_letters;
use crate::networks::cdn::managed_policy;
use crate::reader::Reader;

/// Reads a cache policy. A data source of a managed policy is identified by its name; a plan contains the
/// policy's settings.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let name = attribute::required(view, "name");
    let settings = view.block("parameters_in_cache_key_and_forwarded_to_origin");
    let managed = named(view).and_then(|it| managed_policy::cache(&it));
    let policy = match (managed, settings) {
        (Some(policy), None) => managed_policy::cache_policy(source, &policy),
        (_, Some(settings)) => CachePolicy {
            source,
            name,
            // Provider documentation: none, a day, a year.
            ttl_min: attribute::seconds_or(view, "min_ttl", 0),
            ttl_default: attribute::seconds_or(view, "default_ttl", 86_400),
            ttl_max: attribute::seconds_or(view, "max_ttl", 31_536_000),
            key: parts(settings),
        },
        (None, None) => {
            let unknown = Known::Unknown(Reason::Elsewhere);
            let key = unknown_parts(Reason::Elsewhere);
            CachePolicy { source, name, ttl_min: unknown, ttl_default: unknown, ttl_max: unknown, key }
        }
    };
    reader.inventory.networks.cache_policies.push(policy);
}

/// Reads an origin request policy.
pub(in crate::networks) fn read_request<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let name = attribute::required(view, "name");
    let managed = named(view).and_then(|it| managed_policy::forward(&it));
    let policy = match (managed, view.block("headers_config")) {
        (Some(policy), None) => managed_policy::forward_policy(source, &policy),
        (_, Some(_)) => OriginRequestPolicy { source, name, forwarded: parts(view) },
        (None, None) => OriginRequestPolicy { source, name, forwarded: unknown_parts(Reason::Elsewhere) },
    };
    reader.inventory.networks.origin_request_policies.push(policy);
}

/// The name or id of a data source.
fn named(view: View<'_, '_>) -> Option<Text> {
    let said = view.text("name").or_else(|| view.text("id")).filter(|it| !it.is_empty());
    said.filter(|_| !view.is_managed()).map(Text::from)
}

fn unknown_parts(reason: Reason) -> RequestParts {
    let unknown = || Selection::Unknown(reason);
    RequestParts { headers: unknown(), cookies: unknown(), query: unknown() }
}

/// The parts of a request that a policy includes.
fn parts(view: View<'_, '_>) -> RequestParts {
    let headers = selection(view, ["headers_config", "header_behavior", "headers"]);
    RequestParts {
        headers: match headers {
            Selection::Only(names) => Selection::Only(names.map(|it| in_small_letters(&it))),
            Selection::AllBut(names) => Selection::AllBut(names.map(|it| in_small_letters(&it))),
            Selection::AllAnd(names) => Selection::AllAnd(names.map(|it| in_small_letters(&it))),
            other => other,
        },
        cookies: selection(view, ["cookies_config", "cookie_behavior", "cookies"]),
        query: selection(view, ["query_strings_config", "query_string_behavior", "query_strings"]),
    }
}

fn selection(view: View<'_, '_>, [block, behaviour, items]: [&str; 3]) -> Selection {
    let Some(settings) = view.block(block) else { return Selection::None };
    let named = settings.block(items);
    let named = named.map_or(Known::Value(Set::default()), |it| attribute::texts(it, "items"));
    match attribute::text_or(settings, behaviour, "none") {
        Known::Value(word) => match word.as_str() {
            "none" => Selection::None,
            "all" | "allViewer" => Selection::All,
            "whitelist" => Selection::Only(named),
            "allExcept" => Selection::AllBut(named),
            "allViewerAndWhitelistCloudFront" => Selection::AllAnd(named),
            _ => Selection::Unknown(Reason::NotUnderstood),
        },
        Known::Unknown(reason) => Selection::Unknown(reason),
    }
}
