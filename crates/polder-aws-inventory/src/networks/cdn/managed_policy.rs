//! Cache and origin request policies that CloudFront manages for everyone: Amazon CloudFront Developer Guide, "Use managed
//! cache policies" and "Use managed origin request policies".

use polder_cloud::View;
use polder_inventory::SourceId;
use polder_inventory::model::{Known, Link, Set, Text};
use polder_inventory::networks::{
    CachePolicy, CachePolicyId, OriginRequestPolicy, OriginRequestPolicyId, RequestParts, Selection,
};
use polder_units::Duration;

use crate::reader::Reader;

/// A selection of headers, cookies or query strings.
#[derive(Clone, Copy)]
enum Which {
    None,
    All,
    Only(&'static [&'static str]),
    AllBut(&'static [&'static str]),
    AllAnd(&'static [&'static str]),
}

/// A policy that CloudFront manages.
#[derive(Clone, Copy)]
pub(in crate::networks) struct Managed {
    id: &'static str,
    name: &'static str,
    /// Minimum, default and maximum TTL in seconds; not used in origin request policies.
    ttl: [u64; 3],
    headers: Which,
    cookies: Which,
    query: Which,
}

const DAY: u64 = 86_400;
const YEAR: u64 = 31_536_000;

/// Headers in the cache key of `UseOriginCacheControlHeaders` and `UseOriginCacheControlHeaders-QueryStrings`.
const OVERRIDES: Which =
    Which::Only(&["host", "origin", "x-http-method", "x-http-method-override", "x-method-override"]);

const CACHE: [Managed; 7] = [
    Managed {
        id: "2e54312d-136d-493c-8eb9-b001f22f67d2",
        name: "Managed-Amplify",
        ttl: [2, 2, 600],
        headers: Which::Only(&["authorization", "cloudfront-viewer-country", "host"]),
        cookies: Which::All,
        query: Which::All,
    },
    Managed {
        id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        name: "Managed-CachingDisabled",
        ttl: [0, 0, 0],
        headers: Which::None,
        cookies: Which::None,
        query: Which::None,
    },
    Managed {
        id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        name: "Managed-CachingOptimized",
        ttl: [1, DAY, YEAR],
        headers: Which::None,
        cookies: Which::None,
        query: Which::None,
    },
    Managed {
        id: "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
        name: "Managed-CachingOptimizedForUncompressedObjects",
        ttl: [1, DAY, YEAR],
        headers: Which::None,
        cookies: Which::None,
        query: Which::None,
    },
    Managed {
        id: "08627262-05a9-4f76-9ded-b50ca2e3a84f",
        name: "Managed-Elemental-MediaPackage",
        ttl: [0, DAY, YEAR],
        headers: Which::Only(&["origin"]),
        cookies: Which::None,
        query: Which::Only(&["aws.manifestfilter", "end", "m", "start"]),
    },
    Managed {
        id: "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
        name: "UseOriginCacheControlHeaders",
        ttl: [0, 0, YEAR],
        headers: OVERRIDES,
        cookies: Which::All,
        query: Which::None,
    },
    Managed {
        id: "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
        name: "UseOriginCacheControlHeaders-QueryStrings",
        ttl: [0, 0, YEAR],
        headers: OVERRIDES,
        cookies: Which::All,
        query: Which::All,
    },
];

/// The CloudFront headers in the managed policy of June 2022.
const OF_CLOUDFRONT: Which = Which::AllAnd(&[
    "cloudfront-forwarded-proto",
    "cloudfront-is-android-viewer",
    "cloudfront-is-desktop-viewer",
    "cloudfront-is-ios-viewer",
    "cloudfront-is-mobile-viewer",
    "cloudfront-is-smarttv-viewer",
    "cloudfront-is-tablet-viewer",
    "cloudfront-viewer-address",
    "cloudfront-viewer-asn",
    "cloudfront-viewer-city",
    "cloudfront-viewer-country",
    "cloudfront-viewer-country-name",
    "cloudfront-viewer-country-region",
    "cloudfront-viewer-country-region-name",
    "cloudfront-viewer-http-version",
    "cloudfront-viewer-latitude",
    "cloudfront-viewer-longitude",
    "cloudfront-viewer-metro-code",
    "cloudfront-viewer-postal-code",
    "cloudfront-viewer-time-zone",
    "cloudfront-viewer-tls",
]);

const CORS: &[&str] = &["access-control-request-headers", "access-control-request-method", "origin"];

const FORWARD: [Managed; 8] = [
    forward_of(
        "216adef6-5c7f-47e4-b989-5492eafa07d3",
        "Managed-AllViewer",
        Which::All,
        Which::All,
        Which::All,
    ),
    forward_of(
        "33f36d7e-f396-46d9-90e0-52428a34d9dc",
        "Managed-AllViewerAndCloudFrontHeaders-2022-06",
        OF_CLOUDFRONT,
        Which::All,
        Which::All,
    ),
    forward_of(
        "b689b0a8-53d0-40ab-baf2-68738e2966ac",
        "Managed-AllViewerExceptHostHeader",
        Which::AllBut(&["host"]),
        Which::All,
        Which::All,
    ),
    forward_of(
        "59781a5b-3903-41f3-afcb-af62929ccde1",
        "Managed-CORS-CustomOrigin",
        Which::Only(&["origin"]),
        Which::None,
        Which::None,
    ),
    forward_of(
        "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
        "Managed-CORS-S3Origin",
        Which::Only(CORS),
        Which::None,
        Which::None,
    ),
    forward_of(
        "775133bc-15f2-49f9-abea-afb2e0bf67d2",
        "Managed-Elemental-MediaTailor-PersonalizedManifests",
        Which::Only(&[
            "access-control-request-headers",
            "access-control-request-method",
            "origin",
            "user-agent",
            "x-forwarded-for",
        ]),
        Which::None,
        Which::All,
    ),
    forward_of(
        "bf0718e1-ba1e-49d1-88b1-f726733018ae",
        "Managed-HostHeaderOnly",
        Which::Only(&["host"]),
        Which::None,
        Which::None,
    ),
    forward_of(
        "acba4595-bd28-49b8-b9fe-13317c0390fa",
        "Managed-UserAgentRefererHeaders",
        Which::Only(&["referer", "user-agent"]),
        Which::None,
        Which::None,
    ),
];

const fn forward_of(
    id: &'static str,
    name: &'static str,
    headers: Which,
    cookies: Which,
    query: Which,
) -> Managed {
    Managed { id, name, ttl: [0; 3], headers, cookies, query }
}

/// The cache policy with this id or name.
pub(in crate::networks) fn cache(named: &str) -> Option<Managed> {
    find(&CACHE, named)
}

/// The origin request policy with this id or name.
pub(in crate::networks) fn forward(named: &str) -> Option<Managed> {
    find(&FORWARD, named)
}

fn find(all: &[Managed], named: &str) -> Option<Managed> {
    all.iter().find(|it| it.id == named || it.name == named).copied()
}

/// The entry of a cache policy.
pub(in crate::networks) fn cache_policy(source: SourceId, policy: &Managed) -> CachePolicy {
    let [least, default, most] = policy.ttl.map(|seconds| Known::Value(Duration::seconds(seconds)));
    let name = Known::Value(Text::new_static(policy.name));
    CachePolicy { source, name, ttl_min: least, ttl_default: default, ttl_max: most, key: policy.parts() }
}

/// The entry of an origin request policy.
pub(in crate::networks) fn forward_policy(source: SourceId, policy: &Managed) -> OriginRequestPolicy {
    let name = Known::Value(Text::new_static(policy.name));
    OriginRequestPolicy { source, name, forwarded: policy.parts() }
}

impl Managed {
    fn parts(&self) -> RequestParts {
        RequestParts {
            headers: self.headers.selection(),
            cookies: self.cookies.selection(),
            query: self.query.selection(),
        }
    }
}

impl Which {
    fn selection(self) -> Selection {
        let names = |names: &[&'static str]| -> Known<Set<Text>> {
            Known::Value(names.iter().map(|name| Text::new_static(name)).collect())
        };
        match self {
            Which::None => Selection::None,
            Which::All => Selection::All,
            Which::Only(all) => Selection::Only(names(all)),
            Which::AllBut(all) => Selection::AllBut(names(all)),
            Which::AllAnd(all) => Selection::AllAnd(names(all)),
        }
    }
}

impl<'i, 'a> Reader<'i, 'a> {
    /// The entry of a cache policy that a behaviour names by its id: that of its data source if there is
    /// one, else one that is derived from the distribution.
    pub(in crate::networks) fn managed_cache(
        &mut self,
        view: View<'i, 'a>,
        block: View<'i, 'a>,
        policy: &Managed,
    ) -> Link<CachePolicyId> {
        let look_up = block.targets("cache_policy_id").into_iter().find_map(|it| self.id(it.id()));
        if let Some(id) = look_up {
            return Link::To(id);
        }
        let source = self.part(view, format!("cache policy {}", policy.name));
        let known = self.inventory.networks.cache_policies.iter().find(|(_, it)| it.source == source);
        if let Some((id, _)) = known {
            return Link::To(id);
        }
        Link::To(self.inventory.networks.cache_policies.push(cache_policy(source, policy)))
    }

    /// The same for an origin request policy.
    pub(in crate::networks) fn managed_forward(
        &mut self,
        view: View<'i, 'a>,
        block: View<'i, 'a>,
        policy: &Managed,
    ) -> Link<OriginRequestPolicyId> {
        let look_up = block.targets("origin_request_policy_id").into_iter().find_map(|it| self.id(it.id()));
        if let Some(id) = look_up {
            return Link::To(id);
        }
        let source = self.part(view, format!("origin request policy {}", policy.name));
        let known =
            self.inventory.networks.origin_request_policies.iter().find(|(_, it)| it.source == source);
        if let Some((id, _)) = known {
            return Link::To(id);
        }
        Link::To(self.inventory.networks.origin_request_policies.push(forward_policy(source, policy)))
    }
}
