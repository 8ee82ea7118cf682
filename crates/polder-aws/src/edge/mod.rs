//! Traffic from the internet: CloudFront, WAF, Route 53, certificates, load balancers.

pub(crate) mod cloudfront_routing; // origins and cache behaviors of the distributions
pub(crate) mod cloudfront_distribution;
pub(crate) mod cloudfront_cache_policy;
pub(crate) mod cloudfront_response_headers_policy;
pub(crate) mod cloudfront_function;
pub(crate) mod cloudfront_key_value;
pub(crate) mod wafv2_web_acl;
pub(crate) mod web_exceptions; // of its managed rules
pub(crate) mod web_statement;
pub(crate) mod rate_limits; // by path and kind of caller
pub(crate) mod wafv2_ip_set;
pub(crate) mod hosts; // the public host names
pub(crate) mod former_hosts; // `moved` blocks of hosts that changed
pub(crate) mod route53_zone;
pub(crate) mod own_zones; // of the other domains of markets
pub(crate) mod route53_record;
pub(crate) mod acm_certificate;
pub(crate) mod route53_health_check;
pub(crate) mod origin_secret; // the secret headers between CloudFront, API Gateway and load balancers
pub(crate) mod lb;
pub(crate) mod lb_listener;
pub(crate) mod lb_target_group;
#[cfg(test)]
pub(crate) mod edge_tests;
#[cfg(test)]
mod error_page_tests;
