//! `aws_cloudfront_distribution`: one for each host that visitors call.

use polder_cloud::{Body, Handle, Value, body, list, text};
use polder_design::{Account, CachingTimings, EntryTimings, Protocol, Timings};

use crate::draft::Draft;
use crate::edge::cloudfront_cache_policy::Policies;
use crate::edge::origin_secret;
use crate::edge::route53_record;
use crate::handles::Dns;
use crate::storage::s3_object;

/// A distribution.
pub(crate) struct Distribution {
    /// Its name in the stack.
    pub(crate) name: String,
    /// The host that it answers for.
    pub(crate) host: String,
    /// Its comment.
    pub(crate) comment: &'static str,
    /// Where requests can go.
    pub(crate) origins: Vec<Origin>,
    /// The default cache behavior.
    pub(crate) default: Behaviour,
    /// Cache behaviors by path; the first that matches is used.
    pub(crate) paths: Vec<(String, Behaviour)>,
    /// The error responses, and the status that replaces another one.
    pub(crate) errors: Vec<(u16, u16)>,
}

/// An origin or origin group.
pub(crate) enum Origin {
    /// Load balancers behind a DNS name that resolves to the site in use.
    Host {
        /// Its ID in the distribution.
        id: String,
        /// Its host name.
        host: String,
    },
    /// A bucket, and another one with the same content.
    Buckets {
        /// Its ID in the distribution.
        id: String,
        /// The buckets, in the order of failover.
        buckets: Vec<Handle>,
    },
}

impl Origin {
    /// Its ID in the distribution.
    pub(crate) fn id(&self) -> &str {
        match self {
            Origin::Host { id, .. } | Origin::Buckets { id, .. } => id,
        }
    }
}

/// A cache behavior.
pub(crate) struct Behaviour {
    /// The ID of an [`Origin`].
    pub(crate) to: String,
    /// What is allowed and cached.
    pub(crate) kind: Kind,
    /// The function on viewer requests.
    pub(crate) function: Option<Handle>,
    /// The response headers policy.
    pub(crate) headers: Option<Handle>,
}

/// What is allowed and cached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Pages: read, submit, and cached if the response allows it.
    Pages,
    /// APIs and dashboards: all methods, nothing cached.
    Api,
    /// Resized pictures: read only, cached by URL and format.
    Pictures,
    /// Files: read only, cached long.
    Files,
    /// Files from one of several buckets: the same, with the bucket in the cache key.
    Folders,
    /// Requests that the CloudFront function answers itself: read only.
    Answered,
}

/// What all distributions share.
pub(crate) struct Shared<'a> {
    /// Cache policies.
    pub(crate) policies: &'a Policies,
    /// The origin access control of buckets.
    pub(crate) access_control: &'a Handle,
    /// The web ACL of the edge.
    pub(crate) web_acl: &'a Handle,
    /// Countries whose visitors are blocked.
    pub(crate) refused: &'a [String],
    /// The secret header for load balancers.
    pub(crate) origin_secret: &'a Value,
    /// The account.
    pub(crate) account: &'a Account,
    /// Its zones.
    pub(crate) dns: &'a Dns,
    /// Timeouts of origins, and cache durations.
    pub(crate) timings: &'a Timings,
}

const WHY: &str = "One distribution for each host. Origins are reached over TLS with a secret header. PriceClass_100 is\n\
    Europe and North America. POST requests never fail over here: the DNS record of a cell's origin\n\
    fails over instead, and nothing here changes.";

/// The object that CloudFront requests for the root. CloudFront functions recognize it, and no object has
/// this name.
const ROOT: &str = "index.html";

/// Writes a distribution with its DNS records.
pub(crate) fn distribution(
    s: &Draft,
    it: &Distribution,
    certificate: &Handle,
    shared: &Shared<'_>,
) -> Handle {
    let mut body = body! {
        enabled = true;
        comment = it.comment;
        aliases = [it.host.clone()];
        /// So that the root of an origin is never listed. The CloudFront function handles the root.
        default_root_object = ROOT;
        is_ipv6_enabled = true;
        http_version = "http2and3";
        price_class = "PriceClass_100";
        web_acl_id = shared.web_acl.arn();
        wait_for_deployment = true;
    };
    origins(&mut body, &it.origins, shared);
    body.block(None, "default_cache_behavior", behaviour(&it.default, shared.policies));
    for (path, to) in &it.paths {
        let mut ordered = body! { path_pattern = path.clone(); };
        ordered.items.extend(behaviour(to, shared.policies).items);
        body.block(None, "ordered_cache_behavior", ordered);
    }
    body.items.extend(errors(&shared.timings.caching, it).items);
    body.items.extend(viewers(certificate, shared.refused).items);
    s.file("cloudfront_distribution", WHY);
    let handle = s.resource("aws_cloudfront_distribution", &it.name, body);
    let host = it.host.clone();
    let lowest = handle.get("viewer_certificate").at(0).field("minimum_protocol_version");
    s.expect(format!("{host} accepts TLS below 1.2"), lowest, "TLSv1.2_2021");
    s.expect(format!("{host} has no web ACL"), handle.get("web_acl_id"), shared.web_acl.arn());
    let policy = handle.get("default_cache_behavior").at(0).field("viewer_protocol_policy");
    s.expect(format!("{host} accepts HTTP"), policy, "redirect-to-https");
    route53_record::distribution(
        s,
        &it.name,
        &it.host,
        &handle,
        shared.dns.zone_of(shared.account, &it.host),
    );
    handle
}

fn origins(body: &mut Body, origins: &[Origin], shared: &Shared<'_>) {
    for origin in origins {
        match origin {
            Origin::Host { id, host } => {
                body.block(
                    None,
                    "origin",
                    load_balancer(&shared.timings.entry, id, host, shared.origin_secret),
                );
            }
            Origin::Buckets { id, buckets } => {
                for (at, bucket) in buckets.iter().enumerate() {
                    let id = member(id, at, buckets.len());
                    body.block(None, "origin", store(id, bucket, shared.access_control));
                }
                if buckets.len() > 1 {
                    body.block(
                        Some("The other site's bucket has the same objects, by replication."),
                        "origin_group",
                        group(id, buckets.len()),
                    );
                }
            }
        }
    }
}

/// A single bucket is the origin itself; one of several is a member of the origin group with that ID.
fn member(id: &str, at: usize, of: usize) -> String {
    if of == 1 { id.to_owned() } else { format!("{id}-{}", at + 1) }
}

fn load_balancer(timings: &EntryTimings, id: &str, host: &str, secret: &Value) -> Body {
    body! {
        origin_id = id.to_owned();
        domain_name = host.to_owned();
        connection_attempts = timings.edge_connect_attempts;
        connection_timeout = timings.edge_connect.as_seconds();
        custom_origin_config {
            http_port = 80;
            https_port = Protocol::HTTPS.port;
            origin_protocol_policy = "https-only";
            origin_ssl_protocols = ["TLSv1.2"];
            origin_keepalive_timeout = timings.edge_keepalive.as_seconds();
            origin_read_timeout = timings.edge_read.as_seconds();
        }
        custom_header {
            name = origin_secret::ORIGIN_HEADER;
            value = secret;
        }
    }
}

fn store(id: String, bucket: &Handle, access_control: &Handle) -> Body {
    body! {
        origin_id = id;
        domain_name = bucket.get("bucket_regional_domain_name");
        origin_access_control_id = access_control.id();
    }
}

fn group(id: &str, count: usize) -> Body {
    body! {
        origin_id = id.to_owned();
        failover_criteria {
            /// S3 answers 403 for objects that do not exist when listing is not allowed.
            status_codes = [403, 404, 500, 502, 503, 504];
        }
        for at in 0..count => member {
            origin_id = member(id, at, count);
        }
    }
}

fn behaviour(it: &Behaviour, policies: &Policies) -> Body {
    let reads = || list!["GET", "HEAD", "OPTIONS"];
    let all = || list!["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    let (methods, cache, request) = match it.kind {
        Kind::Pages => (all(), &policies.pages, Some(&policies.all_but_host)),
        Kind::Api => (all(), &policies.disabled, Some(&policies.all_but_host)),
        Kind::Pictures => (reads(), &policies.pictures, None),
        Kind::Files => (reads(), &policies.files, None),
        Kind::Folders => (reads(), &policies.folders, None),
        Kind::Answered => (reads(), &policies.disabled, Some(&policies.country)),
    };
    body! {
        target_origin_id = it.to.clone();
        allowed_methods = methods;
        cached_methods = list!["GET", "HEAD"];
        viewer_protocol_policy = "redirect-to-https";
        compress = true;
        cache_policy_id = cache.id();
        origin_request_policy_id = request.map(Handle::id);
        response_headers_policy_id = it.headers.as_ref().map(Handle::id);
        if let Some(function) = &it.function => function_association {
            event_type = "viewer-request";
            function_arn = function.arn();
        }
    }
}

/// The pages are for users; statuses for programs and search engines stay the same. Errors are cached
/// briefly: a picture can be in the database a moment before it is in the bucket, and an origin recovers.
fn errors(timings: &CachingTimings, it: &Distribution) -> Body {
    let kept = timings.errors.as_seconds();
    let shown = |status: &u16| it.errors.iter().any(|(of, _)| of == status);
    let buckets = it.origins.iter().any(|origin| matches!(origin, Origin::Buckets { .. }));
    let plain: Vec<u16> = [403, 404].into_iter().filter(|status| buckets && !shown(status)).collect();
    body! {
        for (status, said) in &it.errors => custom_error_response {
            error_code = *status;
            response_code = *said;
            response_page_path = s3_object::path(*said);
            error_caching_min_ttl = kept;
        }
        for status in plain => custom_error_response {
            error_code = status;
            error_caching_min_ttl = kept;
        }
    }
}

/// Customers travel, and apps and payment providers call from anywhere: only countries that must not buy are
/// blocked.
fn viewers(certificate: &Handle, refused: &[String]) -> Body {
    body! {
        restrictions {
            geo_restriction {
                restriction_type = if refused.is_empty() { "none" } else { "blacklist" };
                locations = refused.to_vec();
            }
        }
        viewer_certificate {
            acm_certificate_arn = certificate.get("certificate_arn");
            minimum_protocol_version = "TLSv1.2_2021";
            ssl_support_method = "sni-only";
        }
    }
}

/// The origin access control of the account's distributions: requests to buckets are signed.
pub(crate) fn access_control(s: &Draft) -> Handle {
    s.file(
        "cloudfront_origin_access_control",
        "Buckets accept signed requests of the named distributions only.",
    );
    s.resource(
        "aws_cloudfront_origin_access_control",
        "buckets",
        body! {
            name = text![crate::names::local("name"), "-buckets"];
            description = "Signs all requests to buckets.";
            origin_access_control_origin_type = "s3";
            signing_behavior = "always";
            signing_protocol = "sigv4";
        },
    )
}
