//! The rate limits of the edge: by path and kind of caller.

use polder_cloud::Body;

use crate::edge::wafv2_web_acl::{CountedBy, Rate};
use crate::edge::web_statement::{all, any, below, below_decoded, not};

/// A page has dozens of files, and a visitor of the back office loads hundreds of pictures.
const FILES_PER_REQUEST: u64 = 10;

/// A person signs in a few times in five minutes; a program that guesses passwords, thousands of times.
const REQUESTS_PER_SIGN_IN: u64 = 20;

/// WAF accepts no lower limit.
const LIMIT_MIN: u64 = 10;

/// WAF accepts no higher limit.
const LIMIT_MAX: u64 = 2_000_000_000;

/// Where the reference storefront signs shoppers in.
const SIGN_IN: &str = "/api/auth/";

/// Files that pages load: of the storefront's build, its resized pictures, and Saleor's first thumbnails.
const FILES: [&str; 2] = ["/_next/", "/thumbnail/"];

/// The limits. `shared` are statements for callers whose addresses many clients share: storefronts and the managed API.
pub(crate) fn of_edge(limit: u64, shared: Vec<Body>) -> Vec<Rate> {
    let files = || any(FILES.map(below).to_vec());
    let own: Vec<Body> = shared.iter().cloned().map(not).collect();
    let with_own = |scope: Vec<Body>| all(scope.into_iter().chain(own.iter().cloned()).collect());
    let clamped = |limit: u64| limit.clamp(LIMIT_MIN, LIMIT_MAX);
    let mut rates = vec![
        Rate {
            name: "rate-limit-sign-in",
            limit: clamped(limit / REQUESTS_PER_SIGN_IN).into(),
            by: CountedBy::Address,
            scope: Some(("Where shoppers sign in.", below_decoded(SIGN_IN))),
        },
        Rate {
            name: "rate-limit-files",
            limit: clamped(limit.saturating_mul(FILES_PER_REQUEST)).into(),
            by: CountedBy::Address,
            scope: Some(("Files that pages load. Offices share an address.", with_own(vec![files()]))),
        },
        Rate {
            name: "rate-limit",
            limit: limit.into(),
            by: CountedBy::Address,
            scope: Some((
                "Everything else. Many users share the exempted addresses: a limit would affect all of them.",
                // Not one statement around both: the provider's schema nests three levels.
                with_own(FILES.map(|path| not(below(path))).to_vec()),
            )),
        },
    ];
    if !shared.is_empty() {
        rates.push(Rate {
            name: "rate-limit-clients",
            limit: limit.into(),
            by: CountedBy::NamedClient,
            scope: Some((
                "The exempted callers name their clients: each client is counted alone.",
                any(shared),
            )),
        });
    }
    rates
}
