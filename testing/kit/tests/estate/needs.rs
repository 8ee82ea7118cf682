//! The pipeline may do what its stacks need: the actions that the resources of each role take, evaluated against its own
//! policies and those of the organization.

use std::collections::{BTreeMap, BTreeSet};

use polder::design::delivery::Phase;
use polder_aws_limits::{Operation, actions};
use polder_cloud::Mode;
use polder_inventory::access::{Actions, Effect};
use polder_inventory::model::Known;

use crate::evaluator::Request;
use crate::guardrails::{Organization, careful, organizations};
use crate::pipeline::{Role, roles};

/// The region of services without regions.
const GLOBAL_REGION: &str = "us-east-1";

/// Services without regions.
const GLOBAL: [&str; 7] = ["account", "budgets", "ce", "cloudfront", "iam", "organizations", "route53"];

/// Each kind in an account's stacks, with the operations that a phase takes and a region in which it is.
fn used(role: &Role<'_>, phase: Phase) -> BTreeMap<(String, Operation), String> {
    let name = &role.estate.inventory.access.accounts[role.account].name;
    let mut used = BTreeMap::new();
    let stacks = role.estate.compiled.cloud.stacks.iter();
    let own = stacks.filter(|stack| *stack.key.account == **name && !stack.key.layer.is_applied_by_hand());
    for (stack, resource) in own.flat_map(|stack| stack.resources.iter().map(move |it| (stack, it))) {
        for operation in Operation::ALL {
            let reads = phase == Phase::Plan || resource.address.mode != Mode::Managed;
            if operation == Operation::Read || !reads {
                let kind = resource.address.kind.to_string();
                used.insert((kind, operation), stack.region.to_string());
            }
        }
    }
    used
}

/// Requests of an action on resources of the platform, with all condition keys. One of them must be allowed.
fn requests(role: &Role<'_>, action: &str, region: &str) -> Vec<Request> {
    let service = action.split_once(':').map_or("", |(service, _)| service);
    let region = if GLOBAL.contains(&service) { GLOBAL_REGION } else { region };
    let (platform, number) = (role.platform(), role.policies.account(role.account));
    let resources = match service {
        "iam" => ["role", "policy", "instance-profile", "role/aws-service-role/config.amazonaws.com"]
            .map(|kind| role.iam(&format!("{kind}/{platform}-a")))
            .into_iter()
            .chain(["*".to_owned()])
            .collect(),
        "secretsmanager" => {
            vec![
                format!("arn:aws:secretsmanager:{region}:{number}:secret:{platform}/a/cache-token-a1b2c3"),
                "*".to_owned(),
            ]
        }
        "kms" => vec![format!("arn:aws:kms:{region}:{number}:key/a")],
        "ssm" => vec![format!("arn:aws:ssm:{region}::parameter/aws/service/a")],
        "s3" => pages(role).chain(["*".to_owned()]).collect(),
        _ => vec!["*".to_owned()],
    };
    // A wildcard in the table: any action with this prefix.
    let action = action.replace('*', "");
    let request = |resource: String| {
        careful(&action, &resource, region)
            .with("iam:PermissionsBoundary", [role.iam(&format!("policy/{platform}-boundary"))])
            .with("iam:PassedToService", ["config.amazonaws.com"])
            .with("organizations:ServicePrincipal", ["guardduty.amazonaws.com"])
            .with("kms:ViaService", [format!("secretsmanager.{region}.amazonaws.com")])
    };
    resources.into_iter().map(request).collect()
}

/// Objects of the buckets with static files, which Terraform writes.
fn pages<'a>(role: &'a Role<'_>) -> impl Iterator<Item = String> + use<'a> {
    let inventory = &role.estate.inventory;
    let objects = inventory.stores.stores.iter().filter(|(_, it)| {
        let source = &inventory.sources[it.source];
        source.address.contains("static") && role.estate.account_of(it.source) == role.account
    });
    objects.map(|(id, _)| format!("{}/a", role.policies.arn(id)))
}

/// Whether the policies of the role, and those of its organization, allow one of the requests.
fn allowed(role: &Role<'_>, organization: Option<&Organization<'_>>, phase: Phase, all: &[Request]) -> bool {
    let name = format!("role/{}-{}", role.platform(), phase.word());
    let member = organization.and_then(|org| org.members().into_iter().find(|it| it.id == role.account));
    let scp = |request: &Request| match (organization, member) {
        (Some(org), Some(member)) => org.scp(member, &name, request.clone()),
        _ => true,
    };
    all.iter().any(|request| role.may(request) && scp(request))
}

fn missing(phase: Phase) -> BTreeSet<String> {
    let organizations = organizations();
    let mut missing = BTreeSet::new();
    for role in roles(phase) {
        let organization = organizations.iter().find(|org| org.estate.name == role.estate.name);
        let mut known: BTreeMap<(&str, String), bool> = BTreeMap::new();
        for ((kind, operation), region) in used(&role, phase) {
            for action in actions(&kind, operation) {
                let may = *known.entry((action, region.clone())).or_insert_with(|| {
                    allowed(&role, organization, phase, &requests(&role, action, &region))
                });
                if !may {
                    missing.insert(format!("{kind} {} {action}", operation.name()));
                }
            }
        }
    }
    missing
}

/// Actions that a phase does not need, each with its reason: `TYPE OPERATION ACTION`, with wildcards. The actions of a kind
/// are those of CloudFormation's handlers, which include some for features that the platform does not configure.
const NOT_NEEDED: [(Phase, &str, &str); 44] = [
    (Phase::Apply, "aws_accessanalyzer_analyzer create organizations:*", "for analyzers of an organization"),
    (Phase::Apply, "aws_acm_certificate * acm-pca:*", "certificates are public"),
    (Phase::Apply, "aws_autoscaling_group * ssm:Get*", "launch templates name their image"),
    (Phase::Apply, "aws_autoscaling_group * managed-fleets:*", "no managed fleets"),
    (Phase::Apply, "aws_autoscaling_group * vpc-lattice:*", "no VPC Lattice"),
    (
        Phase::Apply,
        "aws_config_configuration_aggregator * organizations:EnableAWSServiceAccess",
        "in the management account: a delegated administrator finds it enabled",
    ),
    (
        Phase::Apply,
        "aws_cloudwatch_log_delivery_source * *:AllowVendedLogDeliveryForResource",
        "sources of other services",
    ),
    (Phase::Apply, "aws_dynamodb_table * kinesis:*", "no streams to Kinesis"),
    (Phase::Apply, "aws_cloudwatch_log_group * firehose:*", "log groups deliver nothing"),
    (Phase::Apply, "aws_elasticache_replication_group * firehose:*", "logs are written to log groups"),
    (Phase::Apply, "aws_iam_role update iam:DeleteRolePermissionsBoundary", "a role keeps its boundary"),
    (Phase::Apply, "aws_kms_key create kms:DisableKey", "keys are enabled"),
    (Phase::Apply, "aws_kms_key update kms:DisableKey", "keys are enabled"),
    (Phase::Apply, "aws_lambda_function * elasticfilesystem:*", "functions mount nothing"),
    (Phase::Apply, "aws_lambda_function * s3files:*", "functions mount nothing"),
    (Phase::Apply, "aws_lb_listener* * cognito-idp:*", "listeners sign nobody in"),
    (Phase::Apply, "aws_oam_link * *:Link", "links share metrics, logs and traces"),
    (Phase::Apply, "aws_route53_health_check * route53-recovery-control-config:*", "no routing controls"),
    (Phase::Apply, "aws_s3_bucket* * s3tables:*", "no table buckets"),
    (
        Phase::Apply,
        "aws_securityhub_standards_subscription * securityhub:UpdateStandardsControl",
        "no control is disabled",
    ),
    (Phase::Apply, "aws_vpc_endpoint * vpc-lattice:*", "no VPC Lattice"),
    (Phase::Apply, "aws_vpc_endpoint * vpce:AllowMultiRegion", "endpoints are of their own region"),
    (Phase::Apply, "aws_wafv2_web_acl * payments:*", "no rule groups of vendors"),
    (
        Phase::Apply,
        "aws_wafv2_web_acl_association * *:*",
        "load balancers and gateways have web ACLs, nothing else",
    ),
    (Phase::Apply, "aws_wafv2_web_acl_logging_configuration * firehose:*", "to log groups"),
    (Phase::Apply, "aws_wafv2_web_acl_logging_configuration * iam:DescribeOrganization", "no such action"),
    // Engineers do it when they take something down: see the policies of the organization.
    (Phase::Apply, "* delete access-analyzer:DeleteAnalyzer", "ends monitoring"),
    (Phase::Apply, "* update access-analyzer:*ArchiveRule", "hides findings"),
    (Phase::Apply, "* * backup:DeleteBackupVault*", "deletes backups"),
    (Phase::Apply, "* delete config:*", "ends monitoring"),
    (Phase::Apply, "* delete ec2:Disable*", "opens to the public"),
    (Phase::Apply, "* delete cloudtrail:DeleteTrail", "ends monitoring"),
    (Phase::Apply, "* update cloudtrail:StopLogging", "ends monitoring"),
    (Phase::Apply, "* delete guardduty:*", "ends monitoring"),
    (Phase::Apply, "aws_guardduty_member update guardduty:*", "members stay members"),
    (Phase::Apply, "* * inspector2:Dis*", "ends monitoring"),
    (Phase::Apply, "* delete kms:ScheduleKeyDeletion", "deletes data"),
    (Phase::Apply, "* delete macie2:DisableMacie", "ends monitoring"),
    (Phase::Apply, "* delete oam:DeleteLink", "ends monitoring"),
    (Phase::Apply, "* delete securityhub:*", "ends monitoring"),
    (Phase::Plan, "aws_autoscaling_group read managed-fleets:*", "no managed fleets"),
    (Phase::Plan, "aws_vpc_endpoint read vpc-lattice:*", "no VPC Lattice"),
    (Phase::Plan, "aws_cloudwatch_event_* read iam:PassRole", "a read passes no role"),
    (Phase::Plan, "aws_wafv2_web_acl_association read *:*", "the provider reads the web ACL only"),
];

/// The missing actions that no row of the table explains, and the rows that explain none.
fn unexplained(phase: Phase) -> (BTreeSet<String>, BTreeSet<&'static str>) {
    let mut missing = missing(phase);
    let rows = NOT_NEEDED.iter().filter(|(of, ..)| *of == phase).map(|(_, pattern, _)| *pattern);
    let mut idle: BTreeSet<&str> = rows.clone().collect();
    missing.retain(|need| {
        let row = rows.clone().find(|pattern| matches(pattern, need));
        row.is_none_or(|pattern| {
            idle.remove(pattern);
            false
        })
    });
    (missing, idle)
}

/// Whether a text matches a pattern word by word.
fn matches(pattern: &str, text: &str) -> bool {
    let words = pattern.split([' ', ':']).zip(text.split([' ', ':']));
    words.into_iter().all(|(pattern, word)| match pattern.split_once('*') {
        Some((start, end)) => word.starts_with(start) && word.ends_with(end),
        None => pattern == word,
    })
}

#[test]
fn an_apply_may_do_what_its_stacks_need() {
    let (missing, idle) = unexplained(Phase::Apply);
    assert!(missing.is_empty() && idle.is_empty(), "{missing:#?}\nexplain nothing: {idle:#?}");
}

#[test]
fn a_plan_may_read_what_its_stacks_need() {
    let (missing, idle) = unexplained(Phase::Plan);
    assert!(missing.is_empty() && idle.is_empty(), "{missing:#?}\nexplain nothing: {idle:#?}");
}

/// All actions of a service that no resource needs would be unnecessary permissions.
#[test]
fn an_apply_uses_no_service_that_no_stack_needs() {
    let (mut granted, mut needed) = (BTreeSet::new(), BTreeSet::new());
    for role in roles(Phase::Apply) {
        for statement in role.statements.iter().filter(|it| it.effect == Effect::Allow) {
            let Actions::Only(Known::Value(patterns)) = &statement.actions else {
                panic!("{}: {:?}", role.name(), statement.actions)
            };
            granted.extend(patterns.iter().filter_map(|it| it.strip_suffix(":*")).map(str::to_owned));
        }
        for (kind, operation) in used(&role, Phase::Apply).into_keys() {
            let services = actions(&kind, operation).filter_map(|action| action.split_once(':'));
            needed.extend(services.map(|(service, _)| service));
        }
    }
    assert!(granted.len() > 30, "{granted:?}");
    granted.retain(|service| !needed.contains(service.as_str()));
    assert!(granted.is_empty(), "{granted:?}");
}

/// Otherwise the tests above would not test a kind.
#[test]
fn the_actions_of_every_kind_in_use_are_known() {
    for estate in crate::estates::all() {
        for resource in estate.compiled.cloud.stacks.iter().flat_map(|stack| &stack.resources) {
            let kind = resource.address.kind.as_str();
            let known = |operation| actions(kind, operation).next().is_some();
            assert!(known(Operation::Read), "{kind} read");
            assert!(resource.address.mode != Mode::Managed || known(Operation::Create), "{kind} create");
        }
    }
}
