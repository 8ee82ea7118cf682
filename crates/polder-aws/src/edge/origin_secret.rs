//! Secret header values with which CloudFront authenticates to load balancers, and API Gateway and storefronts to
//! CloudFront.
//!
//! They are sensitive variables and stored in the encrypted state: whoever may read the state may also read
//! the load balancer's rules.

use polder_cloud::{Value, Variable};

use crate::draft::Draft;

/// Long enough not to be guessed, and without characters that have a meaning in a rule: `*` and `?` are
/// wildcards there.
const PATTERN: (&str, &str) =
    ("^[A-Za-z0-9]{32,128}$", "A secret has 32 to 128 letters and digits: `openssl rand -hex 32` makes one.");

/// The header that CloudFront sends to load balancers.
pub(crate) const ORIGIN_HEADER: &str = "X-Origin-Secret";

/// The header that the managed API sends to CloudFront.
pub(crate) const GATEWAY_HEADER: &str = "x-gateway-secret";

/// The header in which a storefront or the managed API names the address of its client to CloudFront.
pub(crate) const CLIENT_HEADER: &str = "x-client-address";

/// The header with the secret that proves that the caller may name the address of its client.
pub(crate) const PROOF_HEADER: &str = "x-client-proof";

/// What CloudFront sends to load balancers: without it they answer 403, also to distributions of other
/// accounts, whose requests come from the same addresses.
pub(crate) fn origin(s: &Draft) -> Value {
    secret(s, "origin_secret", "Header value by which the load balancers recognize requests of CloudFront.")
}

/// What the load balancers accept beside [`origin`], so that it can be rotated without downtime.
pub(crate) fn origin_next(s: &Draft) -> Value {
    s.variable(Variable {
        name: "origin_secret_next".into(),
        kind: "string".into(),
        description:
            "A second secret that the load balancers accept while `origin_secret` is rotated: apply it here, \
             then send it from CloudFront, then make it `origin_secret`."
                .into(),
        default: "".into(),
        sensitive: true,
        pattern: Some(("^([A-Za-z0-9]{32,128})?$", PATTERN.1)),
        example: "".into(),
    })
}

/// What the managed API sends to CloudFront: all partners share its addresses, so rate limits by address
/// exempt them.
pub(crate) fn gateway(s: &Draft) -> Value {
    secret(s, "gateway_secret", "Header value by which CloudFront recognizes requests of the managed API.")
}

/// What storefronts send to CloudFront with the address of a shopper: one for all storefronts of the account.
pub(crate) fn client(s: &Draft) -> Value {
    secret(
        s,
        "client_secret",
        "Header value by which CloudFront recognizes that a storefront names the address of a shopper. Each \
         cell's secret `client-proof` has the same value.",
    )
}

/// What CloudFront accepts beside [`client`], so that it can be rotated without downtime.
pub(crate) fn client_next(s: &Draft) -> Value {
    s.variable(Variable {
        name: "client_secret_next".into(),
        kind: "string".into(),
        description:
            "A second secret that CloudFront accepts while `client_secret` is rotated: apply it here, \
                      then give it to the storefronts, then make it `client_secret`."
                .into(),
        default: "".into(),
        sensitive: true,
        pattern: Some(("^([A-Za-z0-9]{32,128})?$", PATTERN.1)),
        example: "".into(),
    })
}

fn secret(s: &Draft, name: &'static str, description: &'static str) -> Value {
    s.variable(Variable {
        name: name.into(),
        kind: "string".into(),
        description: description.into(),
        default: Value::Null,
        sensitive: true,
        pattern: Some(PATTERN),
        example: "0123456789abcdef0123456789abcdef".into(),
    })
}
