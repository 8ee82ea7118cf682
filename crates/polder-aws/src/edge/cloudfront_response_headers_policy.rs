//! `aws_cloudfront_response_headers_policy`: security headers of responses.

use polder_cloud::{Body, Handle, Value, body, list};
use polder_design::{AccountId, Cell, Design};

use crate::draft::Draft;
use crate::edge::hosts::{cells_with_files_on, shared_domains};
use crate::names::named;

/// Two years, as the HSTS preload list recommends; it requires one.
const HSTS_SECONDS: u64 = 63_072_000;

/// Headers that do not restrict shops and prevent most attacks on pages. Which scripts a page may load is
/// known to the storefront only: it may send a stricter policy, which then takes precedence.
const FOR_PAGES: &str =
    "base-uri 'self'; frame-ancestors 'self'; object-src 'none'; upgrade-insecure-requests";

/// An uploaded picture may contain a script: it never runs.
const FOR_FILES: &str =
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

/// The policies of all hosts.
pub(crate) struct ResponseHeaders {
    usual: Policies,
    /// Of domains that others use as well.
    shared: Option<(Vec<String>, Policies)>,
}

/// The policies that distributions share.
pub(crate) struct Policies {
    /// For pages, APIs and dashboards.
    pub(crate) pages: Handle,
    /// For uploaded files.
    pub(crate) media: Handle,
    /// For Saleor's own files.
    pub(crate) statics: Handle,
}

/// For which hosts a browser requires TLS.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tls {
    /// The host, and all below it.
    Below,
    /// The host alone.
    Host,
}

impl ResponseHeaders {
    /// The policies of a host.
    pub(crate) fn on(&self, host: &str) -> &Policies {
        let shared = self.shared.iter().find(|(domains, _)| domains.iter().any(|domain| domain == host));
        shared.map_or(&self.usual, |(_, policies)| policies)
    }
}

/// Writes the policies.
pub(crate) fn response_headers(s: &Draft, design: &Design, account: AccountId) -> ResponseHeaders {
    s.file("cloudfront_response_headers_policy", "Security headers of responses.");
    let policy = |name: &'static str, body: Body| {
        let policy = s.resource("aws_cloudfront_response_headers_policy", name, body);
        let security = policy.get("security_headers_config").at(0);
        let age = security.field("strict_transport_security").at(0).field("access_control_max_age_sec");
        s.expect(format!("{name} has no Strict-Transport-Security header"), age, HSTS_SECONDS);
        policy
    };
    let usual = Policies {
        pages: policy("pages", pages(Tls::Below)),
        media: policy("media", media(design, account, Tls::Below)),
        statics: policy("static", statics(design, account, Tls::Below)),
    };
    let domains: Vec<String> = shared_domains(design, account).into_iter().map(str::to_owned).collect();
    let files = domains.iter().any(|host| cells_with_files_on(design, host).next().is_some());
    let shared = (!domains.is_empty()).then(|| Policies {
        pages: policy("pages_shared", pages(Tls::Host)),
        media: match files {
            true => policy("media_shared", media(design, account, Tls::Host)),
            false => usual.media.clone(),
        },
        statics: match files {
            true => policy("static_shared", statics(design, account, Tls::Host)),
            false => usual.statics.clone(),
        },
    });
    ResponseHeaders { shared: shared.map(|policies| (domains, policies)), usual }
}

/// The name of a policy in the account.
fn name(plain: &str, tls: Tls) -> Value {
    named(match tls {
        Tls::Below => format!("-{plain}"),
        Tls::Host => format!("-{plain}-shared"),
    })
}

fn pages(tls: Tls) -> Body {
    let mut body = body! {
        name = name("pages", tls);
        comment = "Pages, APIs and dashboards.";
        /// The server software is not disclosed.
        remove_headers_config {
            for header in ["server", "x-powered-by"] => items {
                header = header;
            }
        }
    };
    body.block(None, "security_headers_config", security(FOR_PAGES, false, "SAMEORIGIN", tls));
    body
}

fn media(design: &Design, account: AccountId, tls: Tls) -> Body {
    let mut body = body! {
        name = name("media", tls);
        comment = "Uploaded files.";
        /// A file that is opened directly is downloaded: an uploaded page must not run on the shop's domain.
        custom_headers_config {
            items {
                header = "content-disposition";
                value = "attachment";
                override = true;
            }
        }
    };
    body.block(None, "cors_config", cors(design, account));
    body.block(None, "security_headers_config", security(FOR_FILES, true, "DENY", tls));
    body
}

fn statics(design: &Design, account: AccountId, tls: Tls) -> Body {
    let mut body = body! {
        name = name("static", tls);
        comment = "Saleor's own files.";
    };
    body.block(None, "cors_config", cors(design, account));
    body.block(None, "security_headers_config", security(FOR_PAGES, true, "SAMEORIGIN", tls));
    body
}

/// Shops and dashboards load pictures and fonts from another host than their own.
fn cors(design: &Design, account: AccountId) -> Body {
    let markets = design.cells_of(account).flat_map(Cell::page_origins);
    let dashboards = design.cells_of(account).filter_map(|cell| cell.dashboard_host.as_deref());
    let origins = markets.chain(dashboards.map(|host| format!("https://{host}")));
    body! {
        access_control_allow_credentials = false;
        access_control_max_age_sec = 3600;
        origin_override = true;
        access_control_allow_headers {
            items = list!["*"];
        }
        access_control_allow_methods {
            items = list!["GET", "HEAD"];
        }
        access_control_allow_origins {
            items = origins.collect::<Vec<_>>();
        }
    }
}

fn security(content: &'static str, content_wins: bool, frames: &'static str, tls: Tls) -> Body {
    let below = tls == Tls::Below;
    body! {
        strict_transport_security {
            access_control_max_age_sec = HSTS_SECONDS;
            include_subdomains = below;
            preload = below;
            override = true;
        }
        content_type_options {
            override = true;
        }
        content_security_policy {
            content_security_policy = content;
            override = content_wins;
        }
        frame_options {
            frame_option = frames;
            override = content_wins;
        }
        referrer_policy {
            referrer_policy = "strict-origin-when-cross-origin";
            override = false;
        }
    }
}
