//! The table is sound: its kinds, attributes and blocks are the provider's, and its codes are those of Service Quotas.

use std::collections::BTreeSet;

use polder_cloud::Mode;
use polder_cloud::schema::{Block, Schema};

use super::quotas;
use crate::quota::{By, Raised, Weight};

/// Kinds that the embedded schema does not carry: they occur in the plans of others only.
const ELSEWHERE: &[&str] = &[
    "aws_alb_listener",
    "aws_alb_listener_certificate",
    "aws_alb_listener_rule",
    "aws_alb_target_group",
    "aws_alb_target_group_attachment",
    "aws_cloudfront_continuous_deployment_policy",
    "aws_customer_gateway",
    "aws_db_option_group",
    "aws_docdb_cluster",
    "aws_docdb_cluster_instance",
    "aws_ec2_transit_gateway",
    "aws_ec2_transit_gateway_route_table",
    "aws_elb",
    "aws_guardduty_threatintelset",
    "aws_iam_saml_provider",
    "aws_iam_server_certificate",
    "aws_launch_configuration",
    "aws_neptune_cluster",
    "aws_neptune_cluster_instance",
    "aws_s3_access_point",
    "aws_ssm_document",
    "aws_ssm_maintenance_window",
    "aws_ssm_patch_baseline",
    "aws_vpn_connection",
    "aws_vpn_gateway",
];

#[test]
fn there_are_quotas_of_all_services_that_estates_use() {
    let services: BTreeSet<&str> = quotas().map(|quota| quota.service).collect();
    assert!(quotas().count() >= 150 && services.len() >= 30, "{} of {}", quotas().count(), services.len());
}

#[test]
fn names_are_unique_and_sources_are_pages() {
    let mut names = BTreeSet::new();
    for quota in quotas() {
        assert!(names.insert((quota.service, quota.name)), "{} twice", quota.name);
        assert!(quota.source.address.starts_with("https://") && !quota.source.document.is_empty());
        assert!(!quota.rules.is_empty() && quota.parts > 0, "{} counts nothing", quota.name);
    }
}

#[test]
fn codes_have_the_form_of_service_quotas() {
    for quota in quotas() {
        assert!(quota.raised != Raised::Request || !quota.code.is_empty(), "{} has no code", quota.name);
        let digits = quota.code.strip_prefix("L-");
        let form = digits.is_some_and(|it| {
            it.len() == 8 && it.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        });
        assert!(quota.code.is_empty() || form, "{}", quota.code);
    }
}

/// Quotas with one code are one quota that AWS counts for parts, and have one default.
#[test]
fn a_code_has_one_default() {
    for quota in quotas().filter(|quota| !quota.code.is_empty()) {
        let same = quotas().filter(|it| (it.service, it.code) == (quota.service, quota.code));
        for other in same {
            assert_eq!((other.default, other.scope), (quota.default, quota.scope), "{}", quota.name);
        }
    }
}

#[test]
fn a_new_account_has_less() {
    for quota in quotas() {
        assert!(quota.new_account.is_none_or(|most| most < quota.default), "{}", quota.name);
    }
}

#[test]
fn rules_use_kinds_and_attributes_of_the_provider() {
    let schema = Schema::aws();
    let mut elsewhere = BTreeSet::new();
    for (quota, rule) in quotas().flat_map(|quota| quota.rules.iter().map(move |rule| (quota, rule))) {
        let Some(block) = schema.block(Mode::Managed, rule.kind) else {
            elsewhere.insert(rule.kind);
            continue;
        };
        if let By::Attribute(attribute) = rule.by {
            assert!(block.has(attribute), "{}: {} has no `{attribute}`", quota.name, rule.kind);
        }
        match rule.weight {
            Weight::Items(path) => {
                assert!(has_path(schema, block, path), "{}: {} has no `{path}`", quota.name, rule.kind);
            }
            Weight::Number(attribute) => assert!(block.has(attribute), "{} has no `{attribute}`", rule.kind),
            Weight::One | Weight::Of(_) | Weight::With(_) => {}
        }
    }
    assert_eq!(elsewhere.into_iter().collect::<Vec<_>>(), ELSEWHERE);
}

fn has_path(schema: &Schema, block: &Block, path: &str) -> bool {
    match path.split_once('.') {
        None => block.has(path),
        Some((first, rest)) => {
            block.nested(first).is_some_and(|nested| has_path(schema, schema.inside(nested), rest))
        }
    }
}
