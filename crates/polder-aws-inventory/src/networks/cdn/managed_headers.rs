//! Response headers policies that CloudFront manages for everyone: Amazon CloudFront Developer Guide, "Use managed response
//! headers policies".

use polder_cloud::View;
use polder_inventory::SourceId;
use polder_inventory::model::{Known, Link, Text};
use polder_inventory::networks::{ResponseHeader, ResponseHeadersPolicy, ResponseHeadersPolicyId};

use crate::reader::Reader;

/// A policy that CloudFront manages.
#[derive(Clone, Copy)]
pub(in crate::networks) struct Managed {
    id: &'static str,
    name: &'static str,
    /// CORS headers.
    cors: &'static [(&'static str, &'static str)],
    /// Whether it has the security headers.
    security: bool,
}

/// Headers, their values and whether they override the origin's.
const SECURITY: [(&str, &str, bool); 5] = [
    ("referrer-policy", "strict-origin-when-cross-origin", false),
    ("strict-transport-security", "max-age=31536000", false),
    ("x-content-type-options", "nosniff", true),
    ("x-frame-options", "SAMEORIGIN", false),
    ("x-xss-protection", "1; mode=block", false),
];

const SIMPLE: &[(&str, &str)] = &[("access-control-allow-origin", "*")];

const PREFLIGHT: &[(&str, &str)] = &[
    ("access-control-allow-methods", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "*"),
];

const ALL: [Managed; 5] = [
    Managed {
        id: "e61eb60c-9c35-4d20-a928-2b84e02af89c",
        name: "Managed-CORS-and-SecurityHeadersPolicy",
        cors: SIMPLE,
        security: true,
    },
    Managed {
        id: "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
        name: "Managed-CORS-With-Preflight",
        cors: PREFLIGHT,
        security: false,
    },
    Managed {
        id: "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
        name: "Managed-CORS-with-preflight-and-SecurityHeadersPolicy",
        cors: PREFLIGHT,
        security: true,
    },
    Managed {
        id: "67f7725c-6f97-4210-82d7-5512b31e9d03",
        name: "Managed-SecurityHeadersPolicy",
        cors: &[],
        security: true,
    },
    Managed {
        id: "60669652-455b-4ae9-85a4-c4c02393f86c",
        name: "Managed-SimpleCORS",
        cors: SIMPLE,
        security: false,
    },
];

/// The policy with this id or name.
pub(in crate::networks) fn by_id(named: &str) -> Option<Managed> {
    ALL.iter().find(|it| it.id == named || it.name == named).copied()
}

/// The entry of a policy.
pub(in crate::networks) fn policy(source: SourceId, of: Managed) -> ResponseHeadersPolicy {
    let cors = of.cors.iter().map(|(name, value)| (*name, *value, false));
    let security = SECURITY.into_iter().filter(|_| of.security);
    let set = cors.chain(security).map(|(name, value, overrides)| ResponseHeader {
        name: Text::new_static(name),
        value: Known::Value(Text::new_static(value)),
        overrides: Known::Value(overrides),
    });
    ResponseHeadersPolicy {
        source,
        name: Known::Value(Text::new_static(of.name)),
        set: Known::Value(set.collect()),
        removed: Known::Value([].into()),
    }
}

impl<'i, 'a> Reader<'i, 'a> {
    /// The entry of a policy that a behaviour names by its id: that of its data source if there is one,
    /// else one that is derived from the distribution.
    pub(in crate::networks) fn managed_headers(
        &mut self,
        view: View<'i, 'a>,
        block: View<'i, 'a>,
        of: Managed,
    ) -> Link<ResponseHeadersPolicyId> {
        let look_up = block.targets("response_headers_policy_id").into_iter();
        if let Some(id) = look_up.filter_map(|it| self.id(it.id())).next() {
            return Link::To(id);
        }
        let source = self.part(view, format!("response headers policy {}", of.name));
        let policies = &mut self.inventory.networks.response_headers_policies;
        let known = policies.iter().find(|(_, it)| it.source == source).map(|(id, _)| id);
        Link::To(known.unwrap_or_else(|| policies.push(policy(source, of))))
    }
}
