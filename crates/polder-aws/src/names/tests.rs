//! Every name in every example follows the rule: it begins with the platform, is valid for the service, and
//! unique.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{Cloud, Index, Stack, View};
use polder_design::Design;
use polder_facts::Facts;

use super::fitted;
use crate::examples;

/// The prefix of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begins {
    /// The platform's name.
    Platform,
    /// The cell's name, because there is no room for more.
    Cell,
    /// The domain, or the owner's name for the state, because the name is globally unique.
    World,
    /// Anything: the name is inside another named resource, or is a host.
    Inside,
}

use Begins::{Cell, Inside, Platform, World};

/// Attributes that hold the name of a resource.
const ATTRIBUTES: [&str; 12] = [
    "name",
    "identifier",
    "bucket",
    "replication_group_id",
    "family",
    "cluster_identifier",
    "global_cluster_identifier",
    "function_name",
    "alarm_name",
    "dashboard_name",
    "plan_name",
    "name_prefix",
];

/// Limits of the services, and names with other prefixes. The others may have 255 characters.
const RULES: [(&str, usize, Begins); 71] = [
    ("aws_account_alternate_contact", 64, Inside),
    ("aws_acm_certificate", 255, Inside),
    ("aws_api_gateway_api_key", 255, Platform),
    ("aws_api_gateway_model", 255, Inside),
    ("aws_api_gateway_request_validator", 255, Inside),
    ("aws_api_gateway_rest_api", 255, Platform),
    ("aws_appautoscaling_policy", 256, Inside),
    ("aws_appautoscaling_scheduled_action", 256, Inside),
    ("aws_autoscaling_group", 255, Platform),
    ("aws_backup_plan", 50, Platform),
    ("aws_backup_restore_testing_plan", 50, Inside),
    ("aws_backup_restore_testing_selection", 50, Inside),
    ("aws_backup_selection", 50, Platform),
    ("aws_backup_vault", 50, Platform),
    ("aws_budgets_budget", 100, Platform),
    ("aws_cloudfront_cache_policy", 128, Platform),
    ("aws_cloudfront_function", 64, Platform),
    ("aws_cloudfront_origin_access_control", 64, Platform),
    ("aws_cloudfront_origin_request_policy", 128, Platform),
    ("aws_cloudfront_response_headers_policy", 128, Platform),
    ("aws_cloudwatch_composite_alarm", 255, Platform),
    ("aws_cloudwatch_dashboard", 255, Platform),
    ("aws_cloudwatch_event_rule", 64, Platform),
    ("aws_cloudwatch_log_delivery_destination", 60, Platform),
    ("aws_cloudwatch_log_delivery_source", 60, Inside),
    ("aws_cloudwatch_log_group", 512, Inside),
    ("aws_cloudwatch_log_metric_filter", 512, Platform),
    ("aws_cloudwatch_metric_alarm", 255, Platform),
    ("aws_cloudwatch_query_definition", 255, Platform),
    ("aws_config_configuration_recorder", 256, Inside),
    ("aws_config_delivery_channel", 256, Inside),
    ("aws_db_instance", 63, Platform),
    ("aws_db_parameter_group", 255, Platform),
    ("aws_db_subnet_group", 255, Platform),
    ("aws_ecr_repository", 256, Platform),
    ("aws_ecs_account_setting_default", 255, Inside),
    // AWS rejects names that begin with `aws`, `ecs` or `fargate`, which are valid names of a platform.
    ("aws_ecs_capacity_provider", 255, Inside),
    ("aws_ecs_cluster", 255, Platform),
    ("aws_ecs_cluster_setting", 255, Inside),
    ("aws_ecs_service", 255, Inside),
    ("aws_ecs_task_definition", 255, Platform),
    ("aws_eks_cluster", 100, Platform),
    ("aws_elasticache_parameter_group", 255, Platform),
    ("aws_elasticache_replication_group", 40, Cell),
    ("aws_elasticache_subnet_group", 255, Platform),
    ("aws_guardduty_detector_feature", 255, Inside),
    ("aws_guardduty_organization_configuration_feature", 255, Inside),
    ("aws_iam_policy", 128, Platform),
    ("aws_iam_role", 64, Platform),
    ("aws_iam_role_policy", 128, Inside),
    ("aws_kms_alias", 256, Inside),
    ("aws_lambda_function", 64, Platform),
    ("aws_lb", 32, Cell),
    ("aws_lb_target_group", 32, Cell),
    ("aws_organizations_account", 50, Platform),
    ("aws_organizations_organizational_unit", 128, Inside),
    ("aws_organizations_policy", 128, Inside),
    ("aws_rds_cluster", 63, Platform),
    ("aws_rds_cluster_instance", 63, Platform),
    ("aws_rds_global_cluster", 63, Platform),
    ("aws_route53_key_signing_key", 128, Inside),
    ("aws_route53_record", 255, Inside),
    ("aws_route53_zone", 255, Inside),
    ("aws_s3_bucket", 63, World),
    ("aws_scheduler_schedule", 64, Inside),
    ("aws_security_group", 255, Platform),
    ("aws_sesv2_configuration_set", 64, Platform),
    ("aws_sesv2_configuration_set_event_destination", 64, Inside),
    ("aws_signer_signing_profile", 38, Inside),
    ("aws_ssoadmin_permission_set", 32, Inside),
    ("aws_wafv2_web_acl", 128, Platform),
];

/// Kinds whose names are unique in the account, whichever the region.
const WORLDWIDE: [&str; 5] =
    ["aws_iam_", "aws_cloudfront_", "aws_budgets_", "aws_organizations_", "aws_s3_bucket"];

#[test]
fn names_begin_with_the_platform_and_fit_their_service() {
    let mut wrong = BTreeSet::new();
    for (design, cloud) in examples::all() {
        let index = Index::new(cloud);
        for stack in &cloud.stacks {
            for (kind, attribute, name) in names(&index, stack) {
                let (limit, begins) = rule(kind);
                let right = match begins {
                    Platform => begins_with(&name, &design.name),
                    Cell => cell_of(design, stack)
                        .is_some_and(|cell| begins_with(&name, cell) || name == format!("web-{cell}")),
                    World => {
                        let domain = design.domain.replace('.', "-");
                        [&design.name, &domain, &design.state.bucket]
                            .iter()
                            .any(|start| begins_with(&name, start))
                    }
                    Inside => true,
                };
                if !right || name.chars().count() > limit {
                    wrong.insert(format!("{kind}.{attribute} = {name}"));
                }
            }
        }
    }
    assert_eq!(wrong, BTreeSet::new());
}

#[test]
fn names_are_unique_in_an_account_and_region() {
    // The region of global services can have sites, too.
    let at_the_edge = lowered_in(super::GLOBAL_REGION);
    let examples = examples::all().iter().map(|(_, cloud)| cloud);
    for cloud in examples.chain([&at_the_edge]) {
        let mut known: BTreeMap<(String, String, &str, String), String> = BTreeMap::new();
        let index = Index::new(cloud);
        for stack in &cloud.stacks {
            for (kind, attribute, name) in names(&index, stack) {
                let inside =
                    rule(kind).1 == Inside && kind != "aws_cloudwatch_log_group" && kind != "aws_kms_alias";
                if inside || attribute == "name_prefix" {
                    continue;
                }
                let worldwide = WORLDWIDE.iter().any(|start| kind.starts_with(start));
                let region = if worldwide { String::new() } else { stack.region.to_string() };
                let key = (stack.key.account.to_string(), region, kind, name);
                let here = stack.key.to_string();
                assert_eq!(known.get(&key), None, "{key:?} in {here}");
                known.insert(key, here);
            }
        }
    }
}

#[test]
fn a_name_that_is_too_long_is_cut_and_stays_unique() {
    assert_eq!(fitted("shop-de", 32), "shop-de");
    let (one, other) =
        (fitted("a-platform-with-a-long-name-one", 20), fitted("a-platform-with-a-long-name-two", 20));
    assert!(one.len() <= 20 && one.starts_with("a-platform-") && one != other, "{one} {other}");
    assert_eq!(one, fitted("a-platform-with-a-long-name-one", 20));
}

fn rule(kind: &str) -> (usize, Begins) {
    RULES
        .iter()
        .find(|(known, _, _)| *known == kind)
        .map_or((255, Platform), |(_, limit, begins)| (*limit, *begins))
}

fn begins_with(name: &str, start: &str) -> bool {
    let rest = name.strip_prefix(start);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '/', ' ', '_']))
}

fn cell_of<'a>(design: &'a Design, stack: &Stack) -> Option<&'a str> {
    let polder_cloud::StackScope::Site { cell, .. } = &stack.key.scope else { return None };
    design.cells.iter().map(|cell| cell.name.as_str()).find(|name| **name == **cell)
}

/// The built-in example with the sites of Frankfurt in another region.
fn lowered_in(region: &str) -> Cloud {
    let text = examples::EXAMPLES[0].1.replace("\"eu-central-1\"", &format!("\"{region}\""));
    let text = text.replace("[\"EU\"]", "[\"EU\", \"US\"]");
    let facts = Facts::embedded();
    let outcome =
        polder_spec::read(&text, facts).and_then(|platform| polder_design::design(&platform, facts));
    let design = outcome.value.unwrap_or_else(|| panic!("{:?}", outcome.findings));
    crate::lower(&design).cloud
}

/// Services with one setting in each region of an account: a second resource fails, or they undo each other's changes.
#[test]
fn a_region_of_sites_and_of_global_services_has_each_setting_once() {
    let single = [
        "aws_guardduty_detector",
        "aws_config_configuration_recorder",
        "aws_securityhub_account",
        "aws_macie2_account",
        "aws_ebs_encryption_by_default",
        "aws_accessanalyzer_analyzer",
        "aws_api_gateway_account",
        "aws_inspector2_enabler",
    ];
    let cloud = lowered_in(super::GLOBAL_REGION);
    let mut known = BTreeSet::new();
    for stack in cloud.stacks.iter().filter(|stack| &*stack.region == super::GLOBAL_REGION) {
        for resource in stack.managed().filter(|resource| single.contains(&resource.address.kind.as_ref())) {
            let key = (stack.key.account.to_string(), resource.address.to_string());
            assert!(known.insert(key), "{} in {}", resource.address, stack.key);
        }
    }
    assert!(!known.is_empty());
    assert!(polder_cloud::check(&cloud).is_empty(), "{:?}", polder_cloud::check(&cloud));
}

/// All names that are known before apply: kind, attribute, name.
fn names<'a>(index: &Index<'a>, stack: &Stack) -> Vec<(&'a str, &'static str, String)> {
    let mut names = vec![];
    let own = index.ids().filter(|id| id.stack == stack.id).filter_map(|id| index.view(id));
    for resource in own.filter(View::is_managed) {
        for attribute in ATTRIBUTES {
            // A reference names the other resource, whose name is checked there.
            let name = resource.text(attribute).filter(|_| resource.target(attribute).is_none());
            names.extend(name.map(|name| (resource.kind(), attribute, name.into_owned())));
        }
    }
    // `bucket` names a bucket only where it is made.
    names.retain(|(kind, attribute, _)| *attribute != "bucket" || *kind == "aws_s3_bucket");
    names.retain(|(kind, attribute, _)| *attribute != "family" || *kind == "aws_ecs_task_definition");
    names
}

#[test]
fn the_region_of_global_services_has_facts() {
    assert!(Facts::embedded().region(super::GLOBAL_REGION).is_some());
}
