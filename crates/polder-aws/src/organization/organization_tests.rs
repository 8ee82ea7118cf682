//! Invariants of accounts, security and billing, on the example platforms.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::{
    Body, Cloud, Content, Document, Effect, Layer, Policy, Principals, Resource, Stack, StackScope,
    Statement, Value,
};
use polder_design::{Design, Environment};

use crate::detection::cloudtrail_alarms::{BENCHMARK, PIPELINES, POWERFUL};
use crate::examples::{self, EXAMPLES};
use crate::organization::accounts;
use crate::organization::organizations_policy::POLICY_MAX;

/// The layers of these tests.
const OURS: [Layer; 10] = [
    Layer::Bootstrap,
    Layer::Organization,
    Layer::State,
    Layer::Identity,
    Layer::Account,
    Layer::Logging,
    Layer::Security,
    Layer::Oversight,
    Layer::Backup,
    Layer::Billing,
];

fn all() -> impl Iterator<Item = (&'static str, &'static Design, &'static Cloud)> {
    EXAMPLES.iter().zip(examples::all()).map(|((name, _), (design, cloud))| (*name, design, cloud))
}

fn owner() -> (&'static Design, &'static Cloud) {
    let (_, design, cloud) = all().next().expect("the owner's platform comes first");
    (design, cloud)
}

fn stack<'a>(cloud: &'a Cloud, path: &str) -> &'a Stack {
    cloud.by_path(path).unwrap_or_else(|| panic!("a stack {path}"))
}

fn find<'a>(stack: &'a Stack, address: &str) -> &'a Resource {
    stack.find(address).unwrap_or_else(|| panic!("{address} in {}", stack.key))
}

fn ours(cloud: &Cloud) -> impl Iterator<Item = &Stack> {
    cloud.stacks.iter().filter(|stack| OURS.contains(&stack.key.layer))
}

fn policy_of<'a>(resource: &'a Resource, attribute: &str) -> &'a Policy {
    match resource.body.get(attribute) {
        Some(Value::Document(document)) => match document.as_ref() {
            Document::Policy(policy) => policy,
            other => panic!("a policy, not {other:?}"),
        },
        other => panic!("a policy, not {other:?}"),
    }
}

fn statement<'a>(policy: &'a Policy, sid: &str) -> &'a Statement {
    policy
        .statements
        .iter()
        .find(|statement| statement.sid == sid)
        .unwrap_or_else(|| panic!("a statement {sid}"))
}

fn texts<'a>(values: &'a [Value]) -> Vec<&'a str> {
    let text = |value: &'a Value| if let Value::Text(text) = value { Some(text.as_ref()) } else { None };
    values.iter().filter_map(text).collect()
}

#[test]
fn every_stack_is_valid() {
    for (name, _, cloud) in all() {
        let findings = polder_cloud::check(cloud);
        let mine = OURS.map(|layer| format!("/{}`", layer.name()));
        let found: Vec<String> = findings.iter().map(|it| format!("{} {:?}", it.message, it.notes)).collect();
        let found: Vec<&String> =
            found.iter().filter(|text| mine.iter().any(|layer| text.contains(layer))).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn without_a_management_account_there_is_nothing_organization_wide() {
    for (name, design, cloud) in all() {
        let layers: BTreeSet<Layer> = ours(cloud).map(|stack| stack.key.layer).collect();
        let expected: BTreeSet<Layer> = if accounts::management(design).is_some() {
            let copies = design.backup_account().is_some();
            OURS.into_iter().filter(|layer| copies || *layer != Layer::Backup).collect()
        } else {
            [Layer::Bootstrap, Layer::State].into_iter().collect()
        };
        assert_eq!(layers, expected, "{name}");
    }
}

#[test]
fn every_region_of_every_account_is_monitored() {
    let (design, cloud) = owner();
    for region in &design.regions {
        let account = &design.accounts[region.account].name;
        let watch = stack(cloud, &format!("{account}/{}/shared/security", region.region));
        for address in [
            "aws_config_configuration_recorder_status.main",
            "aws_config_conformance_pack.cis",
            "aws_config_conformance_pack.pci_dss",
            "aws_securityhub_standards_subscription.cis",
            "aws_securityhub_standards_subscription.fsbp",
            "aws_securityhub_standards_subscription.pci_dss",
            "aws_inspector2_enabler.main",
            "aws_macie2_account.main",
            "aws_accessanalyzer_analyzer.external",
            "aws_oam_link.main",
        ] {
            find(watch, address);
        }
        // The findings of a region are administered from the same region of the management account.
        let oversight = stack(cloud, &format!("management/{}/shared/oversight", region.region));
        for kind in
            ["guardduty_member", "securityhub_member", "inspector2_member_association", "macie2_member"]
        {
            find(oversight, &format!("aws_{kind}.{account}"));
        }
    }
    for account in &design.accounts {
        let world =
            stack(cloud, &format!("{}/{}/shared/security", account.name, crate::names::GLOBAL_REGION));
        find(world, "aws_securityhub_account.main");
        // GuardDuty creates the detectors of member accounts: an existing one would be in its way.
        let manages = account.environment == Environment::Management;
        assert_eq!(world.find("aws_guardduty_detector.main").is_some(), manages, "{}", account.name);
        let oversight = format!("{}/{}/shared/oversight", account.name, crate::names::GLOBAL_REGION);
        let settings = cloud
            .by_path(&oversight)
            .map(|it| it.find("aws_guardduty_organization_configuration.main").is_some());
        assert_eq!(settings, manages.then_some(true), "{}", account.name);
        find(
            stack(cloud, &format!("{}/global/account", account.name)),
            "aws_iam_account_password_policy.main",
        );
    }
}

/// The policy on regions would otherwise deny a stack in the region that CloudFront requires.
#[test]
fn stacks_in_the_region_of_global_services_are_allowed_there() {
    let (design, cloud) = owner();
    let organization = stack(cloud, "management/global/organization");
    let policy = policy_of(find(organization, "aws_organizations_policy.regions"), "content");
    let allowed: BTreeSet<&str> = statement(policy, "OnlyTheEdgeWhereTheEdgeIs")
        .not_actions
        .iter()
        .filter_map(|action| action.split(':').next())
        .collect();
    let guarded = cloud.stacks.iter().filter(|stack| *stack.region == *"us-east-1");
    let manages = |name: &str| {
        let account = design.accounts.iter().find(|account| account.name == name);
        account.is_some_and(|account| account.environment == Environment::Management)
    };
    for stack in guarded.filter(|stack| !manages(&stack.key.account)) {
        for resource in stack.managed() {
            let kind = resource.address.kind.trim_start_matches("aws_");
            let service = match kind.split('_').next().unwrap_or_default() {
                "cloudwatch" if kind.starts_with("cloudwatch_log") => "logs",
                "cloudwatch" if kind.starts_with("cloudwatch_event") => "events",
                "accessanalyzer" => "access-analyzer",
                "cloudfrontkeyvaluestore" => "cloudfront-keyvaluestore",
                "ebs" => "ec2",
                service => service,
            };
            assert!(allowed.contains(service), "{} {}: {service}", stack.key, resource.address);
        }
    }
}

/// The length of a policy of the organization, written without spaces.
#[test]
fn policies_of_the_organization_are_short_enough() {
    for (name, _, cloud) in all() {
        let policies = cloud.stacks.iter().flat_map(Stack::managed);
        for policy in policies.filter(|it| it.address.kind == "aws_organizations_policy") {
            let Some(Value::Document(document)) = policy.body.get("content") else { panic!("a document") };
            let length = match document.as_ref() {
                Document::Policy(policy) => length_of_policy(policy),
                Document::Json(body) => length_of_body(body),
                other => panic!("a policy, not {other:?}"),
            };
            assert!(length <= POLICY_MAX, "{name}: {} has {length} characters", policy.address);
        }
    }
}

/// A role's own policies have 10,240 characters together, a policy of the account 6,144, a bucket's 20,480.
#[test]
fn other_policies_are_short_enough() {
    for (name, _, cloud) in all() {
        for stack in &cloud.stacks {
            let mut of_roles: BTreeMap<String, usize> = BTreeMap::new();
            for resource in stack.managed() {
                let most = match resource.address.kind.as_str() {
                    "aws_iam_role_policy" => 10_240,
                    "aws_iam_policy" => 6_144,
                    "aws_s3_bucket_policy" => 20_480,
                    _ => continue,
                };
                let length = length_of_policy(policy_of(resource, "policy"));
                let role = resource.body.get("role").map(|role| format!("{role:?}"));
                let all = of_roles.entry(role.unwrap_or_else(|| resource.address.to_string())).or_default();
                *all += length;
                assert!(*all <= most, "{name}: {} in {} has {all} characters", resource.address, stack.key);
            }
        }
    }
}

/// Longer than the real one: names of elements are counted whether they occur or not.
fn length_of_policy(policy: &Policy) -> usize {
    let one = |statement: &Statement| {
        let names = statement.actions.iter().chain(&statement.not_actions).map(|name| name.len() + 3);
        let values = |values: &[Value]| values.iter().map(|value| length(value) + 1).sum::<usize>();
        let conditions = statement.conditions.iter();
        let conditions = conditions.map(|it| it.operator.len() + it.key.len() + values(&it.values) + 12);
        let frame =
            r#"{"Sid":"","Effect":"Allow","Principal":"*","NotAction":[],"Resource":[],"Condition":{}},"#;
        frame.len()
            + statement.sid.len()
            + names.sum::<usize>()
            + values(&statement.resources)
            + conditions.sum::<usize>()
    };
    r#"{"Version":"2012-10-17","Statement":[]}"#.len() + policy.statements.iter().map(one).sum::<usize>()
}

fn length_of_body(body: &Body) -> usize {
    let item = |item: &polder_cloud::Item| match &item.content {
        Content::Attribute(value) => item.key.len() + 4 + length(value),
        Content::Block(body) => item.key.len() + 4 + length_of_body(body),
    };
    2 + body.items.iter().map(item).sum::<usize>()
}

/// References become IDs, none of which is longer than that of an organizational unit: `ou-` and 41
/// characters.
fn length(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len() + 2,
        Value::Template(parts) => parts.iter().map(length).sum(),
        Value::List(items) => 2 + items.iter().map(|item| length(item) + 1).sum::<usize>(),
        Value::Object(body) => length_of_body(body),
        _ => 46,
    }
}

#[test]
fn every_external_trust_has_a_condition() {
    for (name, _, cloud) in all() {
        for stack in ours(cloud) {
            polder_cloud::walk(stack, &mut |value| {
                let Value::Document(document) = value else { return };
                let Document::Policy(policy) = document.as_ref() else { return };
                for statement in &policy.statements {
                    let anyone = statement.principals == Some(Principals::everyone());
                    let open = statement.effect == Effect::Allow && anyone && statement.conditions.is_empty();
                    assert!(!open, "{name}: {} in {}", statement.sid, stack.key);
                }
            });
        }
    }
}

#[test]
fn the_trail_is_retained_and_its_events_raise_alarms() {
    let (design, cloud) = owner();
    let logging = stack(cloud, &format!("management/{}/shared/logging", design.state.region));
    let trail = &find(logging, "aws_cloudtrail.organization").body;
    for flag in ["is_organization_trail", "is_multi_region_trail", "enable_log_file_validation"] {
        assert_eq!(trail.get(flag), Some(&Value::Bool(true)), "{flag}");
    }
    assert!(trail.get("kms_key_id").is_some());
    find(logging, "aws_s3_bucket_object_lock_configuration.trail");
    // AWS Config cannot deliver to a bucket with Object Lock.
    assert!(logging.find("aws_s3_bucket_object_lock_configuration.config").is_none());
    let filters =
        logging.managed().filter(|it| it.address.kind == "aws_cloudwatch_log_metric_filter").count();
    let alarms = logging.managed().filter(|it| it.address.kind == "aws_cloudwatch_metric_alarm");
    let alarms = alarms.filter(|it| !it.address.name.ends_with("_not_copied")).count();
    let expected = BENCHMARK + POWERFUL + PIPELINES;
    assert_eq!((filters, alarms), (expected, expected));
    for name in ["break_glass", "organization_role", "administrator"] {
        find(logging, &format!("aws_cloudwatch_metric_alarm.{name}"));
    }
    let objects = format!("{trail:?}");
    for (_, bucket) in crate::detection::cloudtrail::personal_buckets(design) {
        let name = bucket.name.as_str();
        assert!(objects.contains(name), "reads of {name} are recorded");
    }
    assert!(crate::detection::cloudtrail::personal_buckets(design).count() > 0);
}

#[test]
fn nobody_is_an_administrator_of_everything() {
    for (name, _, cloud) in all() {
        for resource in cloud.stacks.iter().flat_map(Stack::managed) {
            for attribute in ["policy_arn", "managed_policy_arn"] {
                let text = format!("{:?}", resource.body.get(attribute));
                assert!(
                    !text.contains("AdministratorAccess") && !text.contains("IAMFullAccess"),
                    "{name}: {text}"
                );
            }
        }
    }
}

/// `ReadOnlyAccess` of AWS reads logs, messages and objects, too.
#[test]
fn who_may_only_read_the_configuration_reads_no_contents() {
    let (_, cloud) = owner();
    let identity = cloud.stacks.iter().find(|stack| stack.key.layer == Layer::Identity).expect("a stack");
    let set = find(identity, "aws_ssoadmin_permission_set_inline_policy.readonly");
    let denied = &statement(policy_of(set, "inline_policy"), "NoContents").actions;
    for action in [
        "dynamodb:Scan",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:GetQueryResults",
        "logs:StartLiveTail",
        "logs:StartQuery",
        "rds:DownloadDBLogFilePortion",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "secretsmanager:GetSecretValue",
        "sqs:ReceiveMessage",
        "ssm:GetParameter",
        "wafv2:GetSampledRequests",
    ] {
        let covers = |pattern: &str| match pattern.split_once('*') {
            Some((start, rest)) => rest.is_empty() && action.starts_with(start),
            None => pattern == action,
        };
        assert!(denied.iter().any(|pattern| covers(pattern)), "{action}");
    }
}

/// AWS itself keeps these in every account: a stack that sets one of them fails.
#[test]
fn what_the_organization_sets_no_stack_sets() {
    const SET: [&str; 6] = [
        "aws_ebs_snapshot_block_public_access",
        "aws_ec2_image_block_public_access",
        "aws_ec2_instance_metadata_defaults",
        "aws_ec2_serial_console_access",
        "aws_vpc_block_public_access_exclusion",
        "aws_vpc_block_public_access_options",
    ];
    for (name, design, cloud) in all().filter(|(_, design, _)| accounts::management(design).is_some()) {
        for (stack, resource) in
            cloud.stacks.iter().flat_map(|stack| stack.managed().map(move |it| (stack, it)))
        {
            assert!(
                !SET.contains(&resource.address.kind.as_str()),
                "{name}: {} {}",
                stack.key,
                resource.address
            );
        }
        let organization =
            cloud.stacks.iter().find(|it| it.key.layer == Layer::Organization).expect("a stack");
        let content = |policy: &str| {
            let policy = find(organization, &format!("aws_organizations_policy.{policy}"));
            match policy.body.get("content") {
                Some(Value::Document(document)) => format!("{document:?}"),
                other => panic!("{name}: {other:?}"),
            }
        };
        for setting in ["block_new_sharing", "block_all_sharing", "required", "disabled"] {
            assert!(content("machines").contains(setting), "{name}: {setting}");
        }
        assert!(
            content("opt_out").contains("optOut") && content("no_internet").contains("block_bidirectional")
        );
        for (policy, to) in [
            ("machines", "root"),
            ("opt_out", "root"),
            ("no_internet", "security"),
            ("no_internet", "quarantine"),
            ("quarantine", "quarantine"),
        ] {
            find(organization, &format!("aws_organizations_policy_attachment.{policy}_{to}"));
        }
        // The accounts in that unit have no network that the policy would cut off.
        let closed = organization.managed().filter(|it| {
            let unit = format!("{:?}", it.body.get("parent_id"));
            it.address.kind == "aws_organizations_account" && unit.contains("\"security\"")
        });
        let closed: Vec<String> = closed.map(|it| it.address.name.replace('_', "-")).collect();
        let gateways =
            cloud.stacks.iter().filter(|it| it.managed().any(|it| it.address.kind == "aws_internet_gateway"));
        let mut accounts = gateways.map(|stack| &*stack.key.account);
        assert!(accounts.all(|account| !closed.iter().any(|it| it == account)), "{name}: {closed:?}");
        assert!(design.accounts.len() > closed.len());
    }
}

/// The kinds of resources with a sensitive variable among their settings, and a request that returns it. Requests of API
/// Gateway have paths instead of actions. Secrets Manager has an action for the value alone.
const SECRET_SETTINGS: [(&str, &str, &str); 7] = [
    ("aws_api_gateway_api_key", "apigateway:GET", "arn:aws:apigateway:eu-central-1::/apikeys/1"),
    (
        "aws_api_gateway_integration",
        "apigateway:GET",
        "arn:aws:apigateway:eu-central-1::/restapis/1/resources/2",
    ),
    (
        "aws_api_gateway_usage_plan_key",
        "apigateway:GET",
        "arn:aws:apigateway:eu-central-1::/usageplans/1/keys/2",
    ),
    ("aws_cloudfront_distribution", "cloudfront:GetDistributionConfig", "*"),
    ("aws_lb_listener_rule", "elasticloadbalancing:DescribeRules", "*"),
    ("aws_secretsmanager_secret_version", "secretsmanager:GetSecretValue", "*"),
    ("aws_wafv2_web_acl", "wafv2:GetWebACL", "*"),
];

/// Whoever has the secret of an origin gets around the edge, and whoever has the key of a partner is that partner.
#[test]
fn who_may_only_read_the_configuration_reads_no_secret_in_it() {
    let mut kinds = BTreeSet::from(["aws_api_gateway_api_key", "aws_api_gateway_usage_plan_key"]);
    for (_, _, cloud) in all() {
        for stack in &cloud.stacks {
            let sensitive = |name: &str| stack.variables.iter().any(|it| it.sensitive && *it.name == *name);
            // The code of a function has digests of secrets: the test `the_edge_knows_digests_of_proofs_only`.
            for resource in stack.managed().filter(|it| it.address.kind != "aws_cloudfront_function") {
                resource.body.walk(&mut |value| {
                    if matches!(value, Value::Variable(name) if sensitive(name)) {
                        kinds.insert(resource.address.kind.as_str());
                    }
                });
            }
        }
    }
    let (_, cloud) = owner();
    let identity = cloud.stacks.iter().find(|stack| stack.key.layer == Layer::Identity).expect("a stack");
    let set = find(identity, "aws_ssoadmin_permission_set_inline_policy.readonly");
    let statements = &policy_of(set, "inline_policy").statements;
    for kind in kinds {
        let row = SECRET_SETTINGS.iter().find(|(of, ..)| *of == kind);
        let (_, action, resource) = row.unwrap_or_else(|| panic!("{kind} has a secret among its settings"));
        let denies = |statement: &Statement| {
            let on = texts(&statement.resources);
            let mut actions = statement.actions.iter();
            actions.any(|pattern| glob(pattern, action)) && on.iter().any(|pattern| glob(pattern, resource))
        };
        let denied = statements.iter().any(|it| it.effect == Effect::Deny && denies(it));
        assert!(denied, "{kind}: {action} on {resource}");
    }
}

/// Whether a text matches a pattern with `*`.
fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => {
            let ends =
                |end: &str| (0..=end.len()).any(|at| end.is_char_boundary(at) && glob(rest, &end[at..]));
            text.strip_prefix(start).is_some_and(ends)
        }
    }
}

/// The pipeline and administrators may only create IAM resources whose names begin with the platform's: so do
/// all.
#[test]
fn every_role_and_policy_has_the_prefix_of_the_platform() {
    for (name, design, cloud) in all() {
        for stack in &cloud.stacks {
            let kinds = ["aws_iam_role", "aws_iam_policy", "aws_iam_instance_profile"];
            for it in stack.managed().filter(|it| kinds.contains(&it.address.kind.as_str())) {
                let shown = crate::edge::edge_tests::attribute(stack, &it.body, "name");
                assert!(shown.starts_with(&format!("{}-", design.name)), "{name}: {}: {shown}", stack.key);
            }
        }
    }
}

#[test]
fn every_account_and_cell_has_a_budget_and_tags_are_for_cost_allocation() {
    let (design, cloud) = owner();
    let billing = stack(cloud, "management/global/billing");
    for account in &design.accounts {
        find(billing, &format!("aws_budgets_budget.{}", account.name));
    }
    for cell in &design.cells {
        find(billing, &format!("aws_budgets_budget.cell_{}", cell.name));
    }
    let chosen = find(billing, "aws_ce_cost_allocation_tag.active").body.get("for_each");
    let Some(Value::Call(chosen)) = chosen else { panic!("{chosen:?}") };
    let Some(Value::List(known)) = chosen.arguments.first() else { panic!("{chosen:?}") };
    let active: BTreeSet<String> = texts(known).into_iter().map(str::to_owned).collect();
    let site =
        cloud.stacks.iter().find(|stack| matches!(stack.key.scope, StackScope::Site { .. })).expect("a site");
    let Some(Value::Object(tags)) = site.locals.iter().find(|it| it.name == "tags").map(|it| &it.value)
    else {
        panic!("tags of a site")
    };
    for item in tags.items.iter().filter(|item| item.key != "managed-by") {
        assert!(active.contains(item.key.as_str()), "{}", item.key);
    }
}

/// The provider can set the address when it creates an account. A changed one would replace the account.
#[test]
fn no_change_of_an_address_replaces_an_account() {
    let (design, cloud) = owner();
    let organization = stack(cloud, "management/global/organization");
    for account in design.accounts.iter().filter(|it| it.environment != Environment::Management) {
        let body = &find(organization, &format!("aws_organizations_account.{}", account.name)).body;
        let lifecycle = body.blocks("lifecycle").next().and_then(|it| it.get("ignore_changes"));
        let Some(Value::List(ignored)) = lifecycle else { panic!("{}", account.name) };
        for attribute in ["email", "role_name", "iam_user_access_to_billing"] {
            assert!(ignored.contains(&Value::expression(attribute)), "{attribute} of {}", account.name);
        }
    }
}

/// The provider compares the text with what Cost Explorer returns, which has every field of an expression
/// (docs of `aws_ce_anomaly_monitor`, example of a custom monitor).
#[test]
fn a_monitor_spells_every_field_of_its_expression() {
    let (_, cloud) = owner();
    let monitor = find(stack(cloud, "management/global/billing"), "aws_ce_anomaly_monitor.environments");
    let Some(Value::Document(document)) = monitor.body.get("monitor_specification") else { panic!("a text") };
    let Document::Json(expression) = &**document else { panic!("an expression") };
    let keys: Vec<&str> = expression.items.iter().map(|item| item.key.as_str()).collect();
    assert_eq!(keys, ["And", "CostCategories", "Dimensions", "Not", "Or", "Tags"]);
}

#[test]
fn no_role_can_act_outside_the_regions_even_without_service_control_policies() {
    let (_, cloud) = owner();
    for account in ["management", "production", "staging", "development"] {
        let bootstrap = stack(cloud, &format!("{account}/global/bootstrap"));
        let boundary = policy_of(find(bootstrap, "aws_iam_policy.boundary"), "policy");
        let services = statement(boundary, "ServicesOfThePlatform");
        assert!(services.conditions.iter().any(|it| it.key == "aws:RequestedRegion"), "{account}");
    }
}
