//! Which kinds of resources are in no region.

/// Beginnings of the kinds of services that AWS runs once for all regions of a partition.
const SERVICES: [&str; 16] = [
    "aws_account_",
    "aws_budgets_",
    "aws_ce_",
    "aws_cloudfront_",
    "aws_cur_",
    "aws_globalaccelerator_",
    "aws_iam_",
    "aws_networkmanager_",
    "aws_organizations_",
    "aws_route53_",
    "aws_route53domains_",
    "aws_route53recoverycontrolconfig_",
    "aws_route53recoveryreadiness_",
    "aws_savingsplans_",
    "aws_shield_",
    "aws_waf_",
];

/// Beginnings of kinds that look like those above and are in a region.
const REGIONAL: [&str; 1] = ["aws_route53_resolver_"];

/// Whether resources of a kind are in no region, whatever region their provider has.
pub(crate) fn is_worldwide(kind: &str) -> bool {
    let is_of = |starts: &[&str]| starts.iter().any(|start| kind.starts_with(start));
    is_of(&SERVICES) && !is_of(&REGIONAL)
}
