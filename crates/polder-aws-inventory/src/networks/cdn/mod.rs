//! CloudFront: distributions, policies and functions.

pub(super) mod behaviour;
pub(super) mod cloudfront_cache_policy;
pub(super) mod cloudfront_distribution;
pub(super) mod cloudfront_function;
pub(super) mod cloudfront_response_headers_policy;
pub(super) mod managed_headers;
pub(super) mod managed_policy;
pub(super) mod origin;
