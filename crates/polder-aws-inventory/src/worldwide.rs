//! Which kinds of resources are in no region.

/// Global services, by the prefixes of their kinds: `aws_<service>_`. Sorted.
const SERVICES: [&str; 16] = [
    "account",
    "budgets",
    "ce",
    "cloudfront",
    "cur",
    "globalaccelerator",
    "iam",
    "networkmanager",
    "organizations",
    "route53",
    "route53domains",
    "route53recoverycontrolconfig",
    "route53recoveryreadiness",
    "savingsplans",
    "shield",
    "waf",
];

/// Prefixes of kinds that match those above and are regional.
const REGIONAL: [&str; 1] = ["aws_route53_resolver_"];

/// Whether resources of a kind are global, regardless of the region of their provider.
pub(crate) fn is_worldwide(kind: &str) -> bool {
    let service = kind.strip_prefix("aws_").and_then(|rest| rest.split_once('_')).map(|(service, _)| service);
    let runs_once = service.is_some_and(|service| SERVICES.binary_search(&service).is_ok());
    runs_once && !REGIONAL.iter().any(|start| kind.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{SERVICES, is_worldwide};

    #[test]
    fn a_service_is_worldwide_and_not_one_that_begins_like_it() {
        assert!(SERVICES.is_sorted());
        assert!(is_worldwide("aws_iam_role") && is_worldwide("aws_waf_web_acl"));
        assert!(!is_worldwide("aws_wafv2_web_acl") && !is_worldwide("aws_vpc"));
        assert!(is_worldwide("aws_route53_zone") && !is_worldwide("aws_route53_resolver_rule"));
    }
}
