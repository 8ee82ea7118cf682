//! Behaviours of distributions.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::networks::{
    CacheBehaviour, CachePolicy, CachePolicyId, EdgeEvent, EdgeFunctionUse, EdgeHandler, RequestParts,
    Selection, ViewerProtocol,
};

use crate::networks::attribute;
use crate::networks::cdn::{managed_headers, managed_policy};
use crate::reader::Reader;
use crate::value::is_set;

const EVENTS: [(&str, EdgeEvent); 4] = [
    ("viewer-request", EdgeEvent::ViewerRequest),
    ("origin-request", EdgeEvent::OriginRequest),
    ("origin-response", EdgeEvent::OriginResponse),
    ("viewer-response", EdgeEvent::ViewerResponse),
];

const PROTOCOLS: [(&str, ViewerProtocol); 3] = [
    ("allow-all", ViewerProtocol::AllowAll),
    ("redirect-to-https", ViewerProtocol::RedirectToHttps),
    ("https-only", ViewerProtocol::HttpsOnly),
];

/// Reads the behaviours in order of precedence; the one without a path is last.
pub(in crate::networks) fn behaviours<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
) -> Box<[CacheBehaviour]> {
    let ordered = view.blocks("ordered_cache_behavior").into_iter().enumerate();
    let mut blocks: Vec<(String, View<'i, 'a>, bool)> = vec![];
    for (at, block) in ordered {
        let path = block.text("path_pattern").map(std::borrow::Cow::into_owned);
        blocks.push((path.unwrap_or_else(|| format!("[{at}]")), block, true));
    }
    let last =
        view.blocks("default_cache_behavior").into_iter().map(|block| ("default".to_owned(), block, false));
    blocks.extend(last);
    blocks
        .into_iter()
        .map(|(name, block, has_path)| behaviour(reader, view, block, &name, has_path))
        .collect()
}

fn behaviour<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    block: View<'i, 'a>,
    name: &str,
    has_path: bool,
) -> CacheBehaviour {
    let signed = ["trusted_key_groups", "trusted_signers"].iter().any(|it| is_set(block, it));
    CacheBehaviour {
        path: has_path.then(|| attribute::required(block, "path_pattern")),
        origin: attribute::required(block, "target_origin_id"),
        methods: attribute::texts(block, "allowed_methods"),
        viewer_protocol: attribute::required_word(block, "viewer_protocol_policy", &PROTOCOLS),
        cache: cache(reader, view, block, name),
        origin_request: match block
            .text("origin_request_policy_id")
            .and_then(|it| managed_policy::forward(&it))
        {
            Some(policy) => Some(reader.managed_forward(view, block, &policy)),
            None => reader.leads_to(block, "origin_request_policy_id", "origin-request-policy"),
        },
        response_headers: match block
            .text("response_headers_policy_id")
            .and_then(|it| managed_headers::by_id(&it))
        {
            Some(policy) => Some(reader.managed_headers(view, block, policy)),
            None => reader.leads_to(block, "response_headers_policy_id", "response-headers-policy"),
        },
        functions: functions(reader, block),
        signed_viewers: Known::Value(signed),
    }
}

/// The cache settings: from a policy, or from the older settings in the behaviour.
fn cache<'i, 'a>(
    reader: &mut Reader<'i, 'a>,
    view: View<'i, 'a>,
    block: View<'i, 'a>,
    name: &str,
) -> Option<Link<CachePolicyId>> {
    if let Some(policy) = block.text("cache_policy_id").and_then(|it| managed_policy::cache(&it)) {
        return Some(reader.managed_cache(view, block, &policy));
    }
    if let Some(policy) = reader.leads_to(block, "cache_policy_id", "cache-policy") {
        return Some(policy);
    }
    let values = block.block("forwarded_values")?;
    let source = reader.one_of(view, format!("cache of {name}"));
    let policy = CachePolicy {
        source,
        name: Known::Value(name.into()),
        // Provider documentation for the defaults: none, a day, a year.
        ttl_min: attribute::seconds_or(block, "min_ttl", 0),
        ttl_default: attribute::seconds_or(block, "default_ttl", 86_400),
        ttl_max: attribute::seconds_or(block, "max_ttl", 31_536_000),
        key: forwarded(values),
    };
    Some(Link::To(reader.inventory.networks.cache_policies.push(policy)))
}

/// What the older settings forward; all of it is part of the cache key.
fn forwarded(view: View<'_, '_>) -> RequestParts {
    let headers = match attribute::texts(view, "headers") {
        Known::Value(names) if names.is_empty() => Selection::None,
        Known::Value(names) if names.iter().any(|it| it == "*") => Selection::All,
        names => Selection::Only(names.map(|names| in_small_letters(&names))),
    };
    let cookies = view.block("cookies");
    let cookies = match cookies.map(|it| (it, attribute::text_or(it, "forward", "none"))) {
        None => Selection::None,
        Some((_, Known::Unknown(reason))) => Selection::Unknown(reason),
        Some((cookies, Known::Value(word))) => match word.as_str() {
            "none" => Selection::None,
            "all" => Selection::All,
            _ => Selection::Only(attribute::texts(cookies, "whitelisted_names")),
        },
    };
    let keys = attribute::texts(view, "query_string_cache_keys");
    let query = match attribute::truth_or(view, "query_string", false) {
        Known::Value(false) => Selection::None,
        Known::Value(true) if keys.value().is_some_and(|keys| keys.is_empty()) => Selection::All,
        Known::Value(true) => Selection::Only(keys),
        Known::Unknown(reason) => Selection::Unknown(reason),
    };
    RequestParts { headers, cookies, query }
}

/// Names of headers are case-insensitive.
pub(in crate::networks) fn in_small_letters(names: &Set<Text>) -> Set<Text> {
    names.iter().map(|name| Text::from(name.to_lowercase())).collect()
}

fn functions<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Set<EdgeFunctionUse> {
    let mut found = vec![];
    for (block, name) in
        [("function_association", "function_arn"), ("lambda_function_association", "lambda_arn")]
    {
        for block in view.blocks(block) {
            let Known::Value(event) = attribute::required_word(block, "event_type", &EVENTS) else {
                let entry = reader.entry(view.id());
                let text = "A function runs at the edge; its event type is not known.";
                reader.blind(view, entry, Some("event_type"), Reason::NotUnderstood, text);
                continue;
            };
            let function = match name {
                "function_arn" => {
                    EdgeHandler::EdgeFunction(reader.must_lead_to(block, name, "edge-function"))
                }
                _ => EdgeHandler::Function(reader.must_lead_to(block, name, "function")),
            };
            found.push(EdgeFunctionUse { event, handler: function });
        }
    }
    found.into()
}
