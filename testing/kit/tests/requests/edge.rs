//! CloudFront: web ACL, cache behaviors, functions, policies, origins.

use std::collections::BTreeMap;

use polder::design::Design;
use polder_cloud::{Document, Index, Value as Attribute, View};
use serde_json::{Map, Value};

use crate::balancer;
use crate::engine::Engine;
use crate::firewall;
use crate::row::Request;
use crate::trace::Arrival;
use crate::values::{json, matches, text, texts};

/// What the distribution of the request's host answers.
pub(crate) fn answer(design: &Design, index: &Index<'_>, engine: &mut Engine, request: &Request) -> Arrival {
    let all = index.of_kind("aws_cloudfront_distribution").iter().filter_map(|id| index.view(*id));
    let Some(distribution) = all.into_iter().find(|it| texts(*it, "aliases").contains(&request.host)) else {
        return Arrival::answered("no such host".to_owned());
    };
    let geo = distribution.block("restrictions").and_then(|it| it.block("geo_restriction")).expect("geo");
    if text(geo, "restriction_type") == "blacklist" && texts(geo, "locations").contains(&request.country) {
        return Arrival::answered("403 country".to_owned());
    }
    let mut headers = request.headers.clone();
    headers.insert("host".to_owned(), request.host.clone());
    let verdict = firewall::judge(distribution.target("web_acl_id").expect("a web ACL"), request, &headers);
    if let Some((status, rule)) = verdict.blocked {
        return Arrival { limits: verdict.limits, ..Arrival::answered(format!("{status} edge {rule}")) };
    }
    let behaviour = behaviour(distribution, &request.path);
    if !texts(behaviour, "allowed_methods").contains(&request.method) {
        return Arrival { limits: verdict.limits, ..Arrival::answered("403 method".to_owned()) };
    }
    let step = Step { design, index, distribution, behaviour };
    let mut arrival = step.answer(engine, request, headers);
    arrival.limits = verdict.limits;
    arrival.policy = behaviour
        .target("response_headers_policy_id")
        .map(|it| it.address().name.to_string())
        .unwrap_or_default();
    arrival
}

/// The first behaviour whose pattern matches, or the default one.
fn behaviour<'i, 'a>(distribution: View<'i, 'a>, path: &str) -> View<'i, 'a> {
    let ordered = distribution.blocks("ordered_cache_behavior");
    let found = ordered.into_iter().find(|it| matches(&text(*it, "path_pattern"), path));
    found.unwrap_or_else(|| distribution.block("default_cache_behavior").expect("a default"))
}

struct Step<'s, 'i, 'a> {
    design: &'s Design,
    index: &'i Index<'a>,
    distribution: View<'i, 'a>,
    behaviour: View<'i, 'a>,
}

impl Step<'_, '_, '_> {
    fn answer(
        &self,
        engine: &mut Engine,
        request: &Request,
        mut headers: BTreeMap<String, String>,
    ) -> Arrival {
        let cache = Policy::of(self.behaviour.target("cache_policy_id").expect("a cache policy"));
        let forward = self.behaviour.target("origin_request_policy_id").map(Policy::of);
        let mut request = request.clone();
        let root = text(self.distribution, "default_root_object");
        if request.path == "/" {
            request.path = format!("/{root}");
        }
        // CloudFront's own headers are added where a policy asks for them, and a visitor's are overwritten.
        headers.retain(|name, _| !name.starts_with("cloudfront-"));
        let country = "cloudfront-viewer-country";
        if cache.names(country) || forward.as_ref().is_some_and(|it| it.names(country)) {
            headers.insert(country.to_owned(), request.country.clone());
        }
        if let Some(code) = self.code(engine) {
            let result = engine.run(&code, self.store(), &request, &headers);
            if let Some(status) = result.get("statusCode") {
                return Arrival::answered(response(status, &result));
            }
            request.path = result["uri"].as_str().expect("a path").to_owned();
            headers = returned(&result, headers.get("cookie"));
        }
        let key = cache.key(&request, &headers);
        let mut sent = headers.clone();
        if !forward.as_ref().is_some_and(|it| it.forwards_all) {
            sent.retain(|name, _| cache.names(name));
        }
        let before = sent.get("x-forwarded-for").map(|it| format!("{it}, ")).unwrap_or_default();
        sent.insert("x-forwarded-for".to_owned(), format!("{before}{}", request.address));
        Arrival { key, ..self.origin(&request, sent) }
    }

    /// The values of the function's key value store.
    fn store(&self) -> Map<String, Value> {
        let function = self.behaviour.block("function_association").and_then(|it| it.target("function_arn"));
        let Some(store) = function.and_then(|it| it.targets("key_value_store_associations").pop()) else {
            return Map::new();
        };
        let keys = self.index.of_kind("aws_cloudfrontkeyvaluestore_key").iter();
        let keys = keys.filter_map(|id| self.index.view(*id));
        keys.filter(|key| key.target("key_value_store_arn").is_some_and(|it| it.id() == store.id()))
            .map(|key| {
                (text(key, "key"), Value::String(json(key.body().get("value").expect("a value")).to_string()))
            })
            .collect()
    }

    /// The code of the function, with the digests that Terraform fills in.
    fn code(&self, engine: &mut Engine) -> Option<String> {
        let function = self.behaviour.block("function_association")?.target("function_arn")?;
        let attribute = function.body().get("code").expect("code");
        let emitted = |value: &Attribute| match value {
            Attribute::Document(document) => match &**document {
                Document::EdgeFunction(function) => polder_emit::javascript(function),
                other => panic!("code is a function, not {other:?}"),
            },
            other => panic!("code is a document, not {other:?}"),
        };
        match attribute {
            Attribute::Call(call) if call.name == "replace" => {
                let [code, place, digests] = &call.arguments[..] else { panic!("three arguments") };
                let mut secrets = vec![];
                digests.walk(&mut |value| {
                    if let Attribute::Variable(name) = value {
                        secrets.push(format!("<{name}>"));
                    }
                });
                let digests: Vec<String> = secrets.iter().map(|secret| engine.sha256(secret)).collect();
                Some(emitted(code).replace(place.as_text().expect("a text"), &digests.join(" ")))
            }
            other => Some(emitted(other)),
        }
    }

    fn origin(&self, request: &Request, mut headers: BTreeMap<String, String>) -> Arrival {
        let id = text(self.behaviour, "target_origin_id");
        let named =
            |kind: &str| self.distribution.blocks(kind).into_iter().find(|it| text(*it, "origin_id") == id);
        let origin = named("origin").unwrap_or_else(|| {
            let member = named("origin_group").expect("an origin").block("member").expect("a member");
            let first = text(member, "origin_id");
            let mut all = self.distribution.blocks("origin").into_iter();
            all.find(|it| text(*it, "origin_id") == first).expect("the member's origin")
        });
        if let Some(bucket) = origin.target("domain_name") {
            return Arrival { headers, ..Arrival::answered(self.object(bucket, &id, &request.path)) };
        }
        for header in origin.blocks("custom_header") {
            headers.insert(text(header, "name").to_lowercase(), text(header, "value"));
        }
        balancer::answer(self.index, self.design, &text(origin, "domain_name"), request, &headers)
    }

    /// An object of a bucket, unless the bucket policy denies it.
    fn object(&self, bucket: View<'_, '_>, id: &str, path: &str) -> String {
        let policies =
            self.index.of_kind("aws_s3_bucket_policy").iter().filter_map(|id| self.index.view(*id));
        let policy =
            policies.into_iter().find(|it| it.target("bucket").is_some_and(|of| of.id() == bucket.id()));
        let policy = policy.unwrap_or_else(|| panic!("a bucket policy of {}", bucket.address()));
        let Some(Attribute::Document(document)) = policy.body().get("policy") else { panic!("a policy") };
        let Document::Policy(document) = &**document else { panic!("a policy") };
        let printed = Attribute::Object(Box::new(polder_cloud::policy_json::print(document)));
        let printed = polder_cloud::index::shown(policy.stack(), &printed);
        let folder = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let denied = printed.contains("HiddenFromTheWorld") && printed.contains(&format!("/{folder}/*"));
        if denied { format!("403 bucket {id}") } else { format!("{id} {path}") }
    }
}

/// A short form of a function's own response.
fn response(status: &Value, result: &Value) -> String {
    let header = |name: &str| result["headers"][name]["value"].as_str().map(|it| format!(" {it}"));
    let what = header("location").or_else(|| header("content-language")).unwrap_or_default();
    format!("{status}{what}")
}

/// The headers of a request that a function returned. Cookies stay: no function changes them.
fn returned(result: &Value, cookie: Option<&String>) -> BTreeMap<String, String> {
    let all = result["headers"].as_object().expect("headers");
    let text = |value: &Value| value["value"].as_str().expect("a value").to_owned();
    let mut headers: BTreeMap<String, String> =
        all.iter().map(|(name, it)| (name.clone(), text(it))).collect();
    headers.extend(cookie.map(|cookie| ("cookie".to_owned(), cookie.clone())));
    headers
}

/// What a cache policy or an origin request policy keeps.
struct Policy {
    caches: bool,
    queries: bool,
    forwards_all: bool,
    headers: Vec<String>,
}

impl Policy {
    fn of(view: View<'_, '_>) -> Policy {
        if !view.is_managed() {
            let name = text(view, "name");
            let (caches, forwards_all) = match name.as_str() {
                "Managed-CachingDisabled" => (false, false),
                "Managed-CachingOptimized" => (true, false),
                "Managed-AllViewerExceptHostHeader" => (false, true),
                other => panic!("an unknown policy: {other}"),
            };
            return Policy { caches, queries: false, forwards_all, headers: vec![] };
        }
        let parameters = view.block("parameters_in_cache_key_and_forwarded_to_origin").unwrap_or(view);
        let headers = parameters.block("headers_config").and_then(|it| it.block("headers"));
        let queries = parameters.block("query_strings_config").map(|it| text(it, "query_string_behavior"));
        Policy {
            caches: true,
            queries: queries.as_deref() == Some("all"),
            forwards_all: false,
            headers: headers.map(|it| texts(it, "items")).unwrap_or_default(),
        }
    }

    fn names(&self, header: &str) -> bool {
        self.headers.iter().any(|known| known == header)
    }

    /// The cache key; empty for other methods than GET and HEAD, and where nothing is cached.
    fn key(&self, request: &Request, headers: &BTreeMap<String, String>) -> String {
        if !self.caches || !["GET", "HEAD"].contains(&request.method.as_str()) {
            return String::new();
        }
        let query = if self.queries && !request.query.is_empty() {
            format!("?{}", request.query)
        } else {
            String::new()
        };
        let named = self.headers.iter().filter_map(|name| Some(format!(" {name}={}", headers.get(name)?)));
        format!("{}{query}{}", request.path, named.collect::<String>())
    }
}
