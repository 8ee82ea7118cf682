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

/// Actions that a phase does not need, each with its reason: the table of the check that users have. The two have no code
/// in common but that of the table.
const NOT_NEEDED: &str = include_str!("../../../../crates/polder-aws-rights/data/not-needed.txt");

/// The patterns of a phase.
fn not_needed(phase: Phase) -> impl Iterator<Item = &'static str> + Clone {
    let lines = NOT_NEEDED.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rows = lines.filter_map(|line| line.split_once(" | ")?.0.split_once(' '));
    rows.filter(move |(of, _)| *of == phase.word()).map(|(_, pattern)| pattern)
}

/// The missing actions that no row of the table explains, and the rows that explain none.
fn unexplained(phase: Phase) -> (BTreeSet<String>, BTreeSet<&'static str>) {
    let mut missing = missing(phase);
    let rows = not_needed(phase);
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
