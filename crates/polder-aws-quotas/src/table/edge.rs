//! CloudFront, WAF, certificates, Route 53.

use super::source::{ACM, CLOUDFRONT, ROUTE_53, WAF};
use crate::measure::{edge, web_acl};
use crate::quota::{Quota, Unit, account, each, items, of, own, region, sum};

pub(super) static QUOTAS: &[Quota] = &[
    account("cloudfront", "L-24B04930", "Web distributions per AWS account", 500, &CLOUDFRONT, &[
        each("aws_cloudfront_distribution"),
    ]),
    account("cloudfront", "L-AAD4943E", "Alternate domain names (CNAMEs) per distribution", 100, &CLOUDFRONT, &[
        items("aws_cloudfront_distribution", "aliases"),
    ]),
    account("cloudfront", "L-F432D044", "Cache behaviors per distribution", 75, &CLOUDFRONT, &[
        items("aws_cloudfront_distribution", "ordered_cache_behavior"),
        items("aws_cloudfront_distribution", "default_cache_behavior"),
    ]),
    account("cloudfront", "L-B4048FB4", "Origins per distribution", 100, &CLOUDFRONT, &[
        items("aws_cloudfront_distribution", "origin"),
    ]),
    account("cloudfront", "L-1B2BD627", "Origin groups per distribution", 10, &CLOUDFRONT, &[
        items("aws_cloudfront_distribution", "origin_group"),
    ]),
    account("cloudfront", "L-7D134442", "Cache policies per AWS account", 20, &CLOUDFRONT, &[
        each("aws_cloudfront_cache_policy"),
    ]),
    account("cloudfront", "L-C3659C43", "Origin request policies per AWS account", 20, &CLOUDFRONT, &[
        each("aws_cloudfront_origin_request_policy"),
    ]),
    account("cloudfront", "", "Response headers policies per AWS account", 20, &CLOUDFRONT, &[
        each("aws_cloudfront_response_headers_policy"),
    ]).support(),
    account("cloudfront", "", "Custom headers per response headers policy", 10, &CLOUDFRONT, &[
        items("aws_cloudfront_response_headers_policy", "custom_headers_config.items"),
    ]).support(),
    account("cloudfront", "L-4C99C1B4", "Headers per cache policy", 10, &CLOUDFRONT, &[
        items(
            "aws_cloudfront_cache_policy",
            "parameters_in_cache_key_and_forwarded_to_origin.headers_config.headers.items",
        ),
    ]),
    account("cloudfront", "L-BEBABC60", "Cookies per cache policy", 10, &CLOUDFRONT, &[
        items(
            "aws_cloudfront_cache_policy",
            "parameters_in_cache_key_and_forwarded_to_origin.cookies_config.cookies.items",
        ),
    ]),
    account("cloudfront", "L-50C9D326", "Query strings per cache policy", 10, &CLOUDFRONT, &[
        items(
            "aws_cloudfront_cache_policy",
            "parameters_in_cache_key_and_forwarded_to_origin.query_strings_config.query_strings.items",
        ),
    ]),
    account("cloudfront", "L-C646B44B", "Headers per origin request policy", 10, &CLOUDFRONT, &[
        items("aws_cloudfront_origin_request_policy", "headers_config.headers.items"),
    ]),
    account("cloudfront", "L-68CBA03E", "Cookies per origin request policy", 10, &CLOUDFRONT, &[
        items("aws_cloudfront_origin_request_policy", "cookies_config.cookies.items"),
    ]),
    account("cloudfront", "L-E47A582D", "Query strings per origin request policy", 10, &CLOUDFRONT, &[
        items("aws_cloudfront_origin_request_policy", "query_strings_config.query_strings.items"),
    ]),
    account("cloudfront", "L-D64DA6E2", "Key groups per AWS account", 10, &CLOUDFRONT, &[
        each("aws_cloudfront_key_group"),
    ]),
    account("cloudfront", "L-9EBD26CA", "Public keys in a single key group", 5, &CLOUDFRONT, &[
        items("aws_cloudfront_key_group", "items"),
    ]),
    account("cloudfront", "", "Origin access controls per AWS account", 100, &CLOUDFRONT, &[
        each("aws_cloudfront_origin_access_control"),
    ]).support(),
    account("cloudfront", "L-08884E5C", "Origin access identities per account", 100, &CLOUDFRONT, &[
        each("aws_cloudfront_origin_access_identity"),
    ]),
    account("cloudfront", "", "Functions per AWS account", 100, &CLOUDFRONT, &[each("aws_cloudfront_function")]),
    account("cloudfront", "", "Maximum function size", 10 * 1024, &CLOUDFRONT, &[
        own("aws_cloudfront_function", edge::code),
    ]).unit(Unit::Bytes),
    account("cloudfront", "", "Key value stores per function", 1, &CLOUDFRONT, &[
        items("aws_cloudfront_function", "key_value_store_associations"),
    ]),
    account("cloudfront", "", "Key value stores per account", 50, &CLOUDFRONT, &[
        each("aws_cloudfront_key_value_store"),
    ]).support(),
    account("cloudfront", "", "VPC origins per AWS account", 25, &CLOUDFRONT, &[
        each("aws_cloudfront_vpc_origin"),
    ]).support(),
    account("cloudfront", "", "Continuous deployment policies per AWS account", 20, &CLOUDFRONT, &[
        each("aws_cloudfront_continuous_deployment_policy"),
    ]).support(),
    region("wafv2", "L-2EC3DE7B", "Maximum web ACLs per account in WAF for regional", 100, &WAF, &[
        sum("aws_wafv2_web_acl", edge::regional),
    ]),
    account("wafv2", "L-24189897", "Maximum web ACLs per account in WAF for CloudFront", 100, &WAF, &[
        sum("aws_wafv2_web_acl", edge::cloudfront),
    ]),
    region("wafv2", "L-C5BCD850", "Maximum rule groups per account in WAF for regional", 100, &WAF, &[
        sum("aws_wafv2_rule_group", edge::regional),
    ]),
    account("wafv2", "L-9E2A3B2D", "Maximum rule groups per account in WAF for CloudFront", 100, &WAF, &[
        sum("aws_wafv2_rule_group", edge::cloudfront),
    ]),
    region("wafv2", "L-D6DA96AE", "Maximum IP sets per account in WAF for regional", 100, &WAF, &[
        sum("aws_wafv2_ip_set", edge::regional),
    ]),
    account("wafv2", "", "Maximum IP sets per account in WAF for CloudFront", 100, &WAF, &[
        sum("aws_wafv2_ip_set", edge::cloudfront),
    ]).support(),
    region("wafv2", "L-BF0029B0", "Maximum regex pattern sets per account in WAF for regional", 10, &WAF, &[
        sum("aws_wafv2_regex_pattern_set", edge::regional),
    ]),
    region("wafv2", "", "Addresses per IP set", 10_000, &WAF, &[items("aws_wafv2_ip_set", "addresses")]),
    region("wafv2", "", "Patterns per regex pattern set", 10, &WAF, &[
        items("aws_wafv2_regex_pattern_set", "regular_expression"),
    ]),
    region("wafv2", "", "Web ACL capacity units per web ACL", 5000, &WAF, &[own("aws_wafv2_web_acl", web_acl::capacity)]),
    region("wafv2", "", "Web ACL capacity units per rule group", 5000, &WAF, &[
        own("aws_wafv2_rule_group", web_acl::capacity),
    ]),
    region("wafv2", "L-71C2E81B", "Custom response bodies per web ACL or rule group", 50, &WAF, &[
        items("aws_wafv2_web_acl", "custom_response_body"),
        items("aws_wafv2_rule_group", "custom_response_body"),
    ]),
    region("wafv2", "", "Logging destinations per web ACL", 1, &WAF, &[
        items("aws_wafv2_web_acl_logging_configuration", "log_destination_configs"),
    ]),
    region("acm", "L-F141DD1D", "ACM certificates", 2500, &ACM, &[sum("aws_acm_certificate", edge::issued)]),
    region("acm", "L-D2CB7DE9", "Imported certificates", 2500, &ACM, &[
        sum("aws_acm_certificate", edge::imported_certificate),
    ]),
    region("acm", "L-FB94F0B0", "Domain names per ACM certificate", 10, &ACM, &[
        own("aws_acm_certificate", edge::names),
    ]),
    account("route53", "L-4EA4796A", "Hosted zones", 500, &ROUTE_53, &[each("aws_route53_zone")]),
    // A zone has its own records NS and SOA.
    account("route53", "L-E209CC9F", "Records per hosted zone", 10_000, &ROUTE_53, &[
        of("aws_route53_record", "zone_id"),
    ]).standing(2),
    account("route53", "L-ACB674F3", "Health checks", 200, &ROUTE_53, &[each("aws_route53_health_check")]),
    account("route53", "", "Health checks that a calculated health check monitors", 255, &ROUTE_53, &[
        items("aws_route53_health_check", "child_healthchecks"),
    ]),
    account("route53", "L-A72C7724", "Reusable delegation sets", 100, &ROUTE_53, &[
        each("aws_route53_delegation_set"),
    ]),
    account("route53", "L-84B40094", "Amazon VPCs that you can associate with a private hosted zone", 300, &ROUTE_53, &[
        own("aws_route53_zone", edge::zone_networks),
        of("aws_route53_zone_association", "zone_id"),
    ]),
    account("route53", "", "Key-signing keys per hosted zone", 2, &ROUTE_53, &[
        of("aws_route53_key_signing_key", "hosted_zone_id"),
    ]),
    account("route53", "", "Query logging configurations per hosted zone", 1, &ROUTE_53, &[
        of("aws_route53_query_log", "zone_id"),
    ]),
];
