//! Texts that refer to a resource of the platform say so: they are references or mentions, so that the graph
//! contains the relation. What stays text is listed here with its reason.

use std::collections::{BTreeMap, BTreeSet};

use polder_cloud::index::Piece;
use polder_cloud::{Cloud, Content, Index, ResourceId, Stack, Value, View};
use polder_design::Design;

use crate::examples::{self, EXAMPLES};

/// Prefixes of ARNs that are written as text and refer to no single resource of the platform, and why.
/// Accounts, regions and the platform's name are replaced by `{account}`, `{region}` and `{platform}`.
const OUTSIDE: [(&str, &str); 61] = [
    ("arn:aws:iam::aws:policy/", "managed by AWS"),
    ("arn:aws:eks::aws:cluster-access-policy/", "managed by AWS"),
    ("arn:aws:securityhub:{region}::standards/", "managed by AWS"),
    ("arn:aws:scheduler:::aws-sdk:", "an API call"),
    (
        "arn:aws:s3:::prod-{region}-starport-layer-bucket/*",
        "image layers of the registry, in a bucket of AWS",
    ),
    ("arn:aws:ecr:{region}:*:repository/", "images of AWS, in accounts that differ by region"),
    (
        "arn:aws:ecr:{region}:{agent}:repository/aws-guardduty-agent-fargate",
        "the image of GuardDuty's agent, in an account of AWS",
    ),
    ("arn:aws:macie2:*:{account}:export-configuration:*", "settings of Macie, which have no resource"),
    (
        "arn:aws:macie2:*:{account}:classification-job/*",
        "all jobs: created after the bucket of their results",
    ),
    (
        "arn:aws:iam::{account}:role/aws-service-role/macie.amazonaws.com/",
        "created with Macie, after the keys",
    ),
    (
        "arn:aws:iam::{account}:role/aws-service-role/backup.amazonaws.com/",
        "created with the first backup, after the keys",
    ),
    ("arn:aws:iam::{account}:root", "all principals that the account's own policies allow"),
    ("arn:aws:iam::*:root", "the root user of any account"),
    ("arn:aws:iam::{account}:user/break-glass-", "users are created by hand"),
    (
        "arn:aws:iam::{account}:role/OrganizationAccountAccessRole",
        "Organizations creates it with the account",
    ),
    ("arn:aws:iam::*:role/OrganizationAccountAccessRole", "the same, of any account"),
    (
        "arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com/*",
        "Identity Center creates them and generates their names",
    ),
    ("arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*", "the same, of any account"),
    ("arn:aws:iam::{account}:role/aws-service-role/*", "service-linked roles"),
    ("arn:aws:iam::*:role/aws-service-role/*", "the same, of any account"),
    (
        "arn:aws:iam::{account}:role/{platform}-*",
        "all roles of the platform in the account, also those of later releases",
    ),
    ("arn:aws:iam::{account}:policy/{platform}-*", "all policies of the platform in the account"),
    ("arn:aws:iam::{account}:instance-profile/{platform}-*", "all profiles of the platform in the account"),
    ("arn:aws:iam::*:role/{platform}-*", "the same of roles, of any account"),
    ("arn:aws:iam::*:policy/{platform}-*", "the same of policies, of any account"),
    ("arn:aws:iam::*:instance-profile/{platform}-*", "the same of profiles, of any account"),
    ("arn:aws:iam::*:role/{platform}-plan", "the role of every account, also of those to come"),
    ("arn:aws:iam::*:role/{platform}-apply", "the same"),
    ("arn:aws:iam::*:role/{platform}-break-glass", "the same"),
    ("arn:aws:iam::*:policy/{platform}-boundary", "the same of the policy"),
    ("arn:aws:iam::*:oidc-provider/", "the same of the provider"),
    ("arn:aws:kms:{region}:*:key/*", "AWS generates the IDs of keys; a condition restricts the service"),
    ("arn:aws:kms:*:{account}:key/*", "the same"),
    ("arn:aws:secretsmanager:*:{account}:secret:{platform}/*", "all secrets of the platform in the account"),
    ("arn:aws:secretsmanager:{region}:{account}:secret:*", "all secrets: policies of roles restrict them"),
    (
        "arn:aws:autoscaling:{region}:{account}:autoScalingGroup:*",
        "EKS creates the groups; a condition restricts the cluster",
    ),
    ("arn:aws:cloudfront::{account}:distribution/*", "all distributions: created after what trusts them"),
    ("arn:aws:cloudwatch:{region}:{account}:alarm:*", "all alarms: created after the topic"),
    (
        "arn:aws:cloudwatch:*:*:alarm:{platform}-trail-*",
        "all alarms on the trail, in the account that has it: also those of later releases",
    ),
    ("arn:aws:events:*:*:rule/{platform}*-findings*", "the same of the rules on findings"),
    ("arn:aws:logs:*:*:log-group:/{platform}/trail*", "the same of the log group"),
    ("arn:aws:sns:*:*:{platform}-security*", "the same of the topic and its subscriptions"),
    (
        "arn:aws:events:{region}:{account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*",
        "GuardDuty creates the rule",
    ),
    ("arn:aws:securityhub:{region}:{account}:hub/default", "every account has one hub in a region"),
    ("arn:aws:states:::aws-sdk:securityhub:batchUpdateFindings", "an operation of AWS"),
    ("arn:aws:apigateway:*::/", "paths of all APIs, of any account"),
    ("arn:aws:ec2:*:*:instance/*", "all instances, of any account"),
    ("arn:aws:ec2:{region}:{account}:*/*", "interfaces and subnets of functions, which have no names"),
    ("arn:aws:ec2:{region}:{account}:vpc-flow-log/*", "all flow logs: created after the role"),
    ("arn:aws:ecr:{region}:{account}:repository/*", "all repositories: policies of roles restrict them"),
    ("arn:aws:ecs:{region}:{account}:*", "all clusters and tasks: created after the role"),
    (
        "arn:aws:ecs:{region}:{account}:container-instance/\u{1}/*",
        "instances register themselves; the cluster is mentioned",
    ),
    (
        "arn:aws:eks:{region}:{account}:nodegroup/\u{1}/*",
        "AWS generates the suffixes of the names; the cluster is mentioned",
    ),
    (
        "arn:aws:iam::{account}:role/aws-service-role/config.amazonaws.com/*",
        "the recorder's role: AWS gives it its name",
    ),
    ("arn:aws:iam::{account}:user/*", "all users: created by hand, before everything else"),
    ("arn:aws:logs:{region}:{account}:delivery-source:*", "all sources: created after what they write to"),
    (
        "arn:aws:logs:{region}:{account}:log-group:",
        "all log groups, or all of a cluster, whose agent creates some itself",
    ),
    ("arn:aws:route53:::hostedzone/*", "all zones: created after the log"),
    (
        "arn:aws:scheduler:{region}:{account}:schedule/\u{1}/*",
        "all schedules of a group; the group is mentioned",
    ),
    ("arn:aws:ssm:*::parameter/aws/service/*", "AWS publishes them"),
    ("arn:aws:sqs:{region}:{account}:*", "all queues: policies of roles restrict them"),
];

/// Kinds whose names are searched for, and the attribute with the name. Kinds whose names are common words
/// (`api`) are not among them, nor are hosts: those are found by looking them up.
const NAMED: [(&str, &str); 26] = [
    ("aws_autoscaling_group", "name"),
    ("aws_backup_vault", "name"),
    ("aws_cloudtrail", "name"),
    ("aws_cloudwatch_composite_alarm", "alarm_name"),
    ("aws_cloudwatch_event_rule", "name"),
    ("aws_cloudwatch_log_group", "name"),
    ("aws_cloudwatch_metric_alarm", "alarm_name"),
    ("aws_db_instance", "identifier"),
    ("aws_dynamodb_table", "name"),
    ("aws_ecr_repository", "name"),
    ("aws_ecs_cluster", "name"),
    ("aws_eks_cluster", "name"),
    ("aws_elasticache_replication_group", "replication_group_id"),
    ("aws_iam_instance_profile", "name"),
    ("aws_iam_policy", "name"),
    ("aws_iam_role", "name"),
    ("aws_kms_alias", "name"),
    ("aws_lambda_function", "function_name"),
    ("aws_rds_cluster", "cluster_identifier"),
    ("aws_rds_cluster_instance", "identifier"),
    ("aws_rds_global_cluster", "global_cluster_identifier"),
    ("aws_s3_bucket", "bucket"),
    ("aws_scheduler_schedule_group", "name"),
    ("aws_secretsmanager_secret", "name"),
    ("aws_sns_topic", "name"),
    ("aws_sqs_queue", "name"),
];

/// Replaces references and mentions in a text that is compared.
const COVERED: &str = "\u{1}";

/// Where a text contains the name of a resource but does not refer to it, and why.
const COINCIDENCES: [(&str, &str, &str); 2] = [
    ("aws_eks_pod_identity_association", "namespace", "the namespace has the cluster's name"),
    ("aws_iam_role", "assume_role_policy", "the same, in the condition on the namespace"),
];

/// Attributes for humans.
const FOR_PEOPLE: [&str; 2] = ["tags", "tag"];

#[test]
fn arns_of_the_platform_are_references_or_mentions() {
    let (mut spelled, mut unknown, mut met) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for ((name, _), (design, cloud)) in EXAMPLES.iter().zip(examples::all()) {
        let index = Index::new(cloud);
        let arns = Arns::of(&index);
        for text in index.ids().flat_map(|id| texts(&index, id)) {
            let Some(at) = text.text.find("arn:") else { continue };
            let arn = &text.text[at..];
            if let Some(address) = arns.named_by(arn) {
                spelled.insert(format!("{name}: {arn} of {address} in {} of {}", text.attribute, text.owner));
                continue;
            }
            let shape = shape(design, cloud, arn);
            match OUTSIDE.iter().find(|(beginning, _)| shape.starts_with(beginning)) {
                Some((beginning, _)) => _ = met.insert(*beginning),
                None => _ = unknown.insert(format!("{name}: {shape}")),
            }
        }
    }
    assert_eq!(spelled, BTreeSet::new(), "texts that refer to a resource without a reference or mention");
    assert_eq!(unknown, BTreeSet::new(), "texts that refer to nothing of the platform, without a reason");
    let stale: Vec<_> = OUTSIDE.iter().filter(|(beginning, _)| !met.contains(beginning)).collect();
    assert!(stale.is_empty(), "no text has these prefixes: {stale:?}");
}

#[test]
fn names_of_the_platform_are_references_or_mentions() {
    let (mut spelled, mut met) = (BTreeSet::new(), BTreeSet::new());
    for ((name, _), (_, cloud)) in EXAMPLES.iter().zip(examples::all()) {
        let index = Index::new(cloud);
        let names = names(&index);
        for id in index.ids() {
            let view = index.view(id).expect("a resource");
            for text in texts(&index, id) {
                let (attribute, account) = (text.attribute, view.stack().key.account.to_string());
                // The resource's own name, and texts for humans.
                let own = attribute == "name" || NAMED.contains(&(view.kind(), attribute));
                let own = own || FOR_PEOPLE.contains(&attribute);
                let Some(meant) = names.get(&(account, text.text)).filter(|_| !own) else { continue };
                let coincidence =
                    COINCIDENCES.iter().find(|(kind, of, _)| *kind == view.kind() && *of == attribute);
                match coincidence {
                    Some(coincidence) => _ = met.insert(*coincidence),
                    None => _ = spelled.insert(format!("{name}: {meant} in {attribute} of {}", text.owner)),
                }
            }
        }
    }
    assert_eq!(spelled, BTreeSet::new(), "texts that refer to a resource without a reference or mention");
    assert_eq!(met, BTreeSet::from(COINCIDENCES));
}

/// The texts of every mention are those that their resources will have, and there is a rule for each.
#[test]
fn mentions_refer_to_the_resources_that_they_name() {
    let mut kinds = BTreeSet::new();
    for (_, cloud) in examples::all() {
        let index = Index::new(cloud);
        for stack in &cloud.stacks {
            polder_cloud::walk(stack, &mut |value| {
                let Value::Mention(mention) = value else { return };
                let target = index.target(stack, &mention.of).expect("mentioned resources are written");
                let expected = index.identifier(target, &mention.of.attribute).expect("a rule");
                assert!(expected.admits(&index.spelled(stack, &mention.text)), "{mention:?}");
                kinds.insert((mention.of.address.kind.to_string(), mention.of.attribute.to_string()));
            });
        }
    }
    let found: Vec<(&str, &str)> = kinds.iter().map(|(kind, of)| (kind.as_str(), of.as_str())).collect();
    let expected = [
        ("aws_backup_vault", "arn"),
        ("aws_cloudtrail", "arn"),
        ("aws_cloudwatch_composite_alarm", "arn"),
        ("aws_cloudwatch_metric_alarm", "alarm_name"),
        ("aws_dynamodb_table", "arn"),
        ("aws_ecs_cluster", "name"),
        ("aws_eks_cluster", "arn"),
        ("aws_eks_cluster", "name"),
        ("aws_iam_openid_connect_provider", "arn"),
        ("aws_iam_policy", "arn"),
        ("aws_iam_role", "arn"),
        ("aws_kms_alias", "name"),
        ("aws_lambda_function", "arn"),
        ("aws_s3_bucket", "arn"),
        ("aws_s3_bucket", "bucket"),
        ("aws_scheduler_schedule_group", "name"),
        ("aws_sesv2_configuration_set", "arn"),
        ("aws_sesv2_configuration_set", "configuration_set_name"),
        ("aws_sesv2_email_identity", "arn"),
        ("aws_sqs_queue", "name"),
    ];
    assert_eq!(found, expected);
}

/// A mention of a resource that is renamed or removed is found.
#[test]
fn a_mention_of_what_is_renamed_is_found() {
    let (_, cloud) = &examples::all()[0];
    assert!(polder_cloud::check(cloud).is_empty());
    let mut renamed = cloud.clone();
    let resources = renamed.stacks.iter_mut().flat_map(|stack| &mut stack.resources);
    for resource in resources.filter(|it| it.address.to_string() == "aws_iam_policy.boundary") {
        let body = std::sync::Arc::make_mut(&mut resource.body);
        body.items.retain(|item| item.key != "name");
        body.set(None, "name", "another");
    }
    let found = polder_cloud::check(&renamed);
    let roles =
        |stack: &Stack| stack.managed().filter(|it| it.body.get("permissions_boundary").is_some()).count();
    assert!(found.len() >= cloud.stacks.iter().map(roles).sum::<usize>(), "{}", found.len());
    assert!(found.iter().all(|finding| finding.code.id == "CLOUD029"), "{found:?}");
}

/// The resources that refer to the boundary and to the switch can be queried.
#[test]
fn mentions_can_be_queried_by_resource() {
    let (_, cloud) = &examples::all()[0];
    let index = Index::new(cloud);
    let referrers = |view: View<'_, '_>| {
        let found = index.referrers(view.id()).iter().filter_map(|it| Some((index.view(it.from)?, &it.path)));
        found.map(|(from, path)| format!("{}.{path}", from.kind())).collect::<BTreeSet<_>>()
    };
    for id in index.of_kind("aws_iam_policy") {
        let boundary = index.view(*id).expect("a policy");
        assert!(
            referrers(boundary).contains("aws_iam_role.permissions_boundary"),
            "{}",
            boundary.stack().key
        );
    }
    let alarms = index.of_kind("aws_cloudwatch_metric_alarm").iter().filter_map(|id| index.view(*id));
    let switches: Vec<_> = alarms.filter(|alarm| alarm.address().name == "switch").collect();
    assert!(!switches.is_empty());
    for switch in switches {
        assert!(referrers(switch).contains("aws_route53_health_check.cloudwatch_alarm_name"));
    }
}

/// AWS looks these up when it creates a resource. No reference orders the stacks: the order of layers has to.
#[test]
fn what_is_looked_up_by_name_is_created_before() {
    let mut count = 0;
    for ((_, cloud), (name, _)) in examples::all().iter().zip(EXAMPLES) {
        let (index, links) = (Index::new(cloud), polder_cloud::link(cloud));
        let wave = |id: ResourceId| links.waves[id.stack.index()];
        let named = ["aws_iam_policy", "aws_cloudwatch_metric_alarm"];
        for of in named.iter().flat_map(|kind| index.of_kind(kind)) {
            for by in index.referrers(*of) {
                let looked_up =
                    ["permissions_boundary", "cloudwatch_alarm_name"].contains(&&*by.path.to_string());
                if looked_up && by.from.stack != of.stack {
                    let address = index.view(by.from).map(|it| it.address().clone());
                    assert!(
                        wave(*of) < wave(by.from),
                        "{name}: {address:?} is created before its {}",
                        by.path
                    );
                    count += 1;
                }
            }
        }
    }
    assert!(count > 0, "no example looks up anything in another stack");
}

/// A text of a resource as written.
struct Text<'a> {
    owner: String,
    attribute: &'a str,
    text: String,
}

/// All texts of a resource.
fn texts<'a>(index: &Index<'a>, id: ResourceId) -> Vec<Text<'a>> {
    let view = index.view(id).expect("a resource");
    let owner = format!("{} in {}", view.address(), view.stack().key);
    let mut found = vec![];
    for item in &view.body().items {
        // The content of a template is a part of its text.
        let mut parts: BTreeSet<*const Value> = BTreeSet::new();
        let mut visit = |value: &'a Value| {
            if parts.contains(&std::ptr::from_ref(value)) {
                return;
            }
            if matches!(value, Value::Template(_) | Value::Mention(_) | Value::Call(_)) {
                value.walk(&mut |part| _ = parts.insert(std::ptr::from_ref(part)));
            }
            if matches!(value, Value::Text(_) | Value::Template(_) | Value::Local(_)) {
                let text = spelled(index, view.stack(), value);
                found.push(Text { owner: owner.clone(), attribute: &item.key, text });
            }
        };
        match &item.content {
            Content::Attribute(value) => value.walk(&mut visit),
            Content::Block(body) => body.walk(&mut visit),
        }
    }
    found
}

/// The text of a value as far as it is literal: account IDs by the accounts' names, and references and
/// mentions as [`COVERED`].
fn spelled<'a>(index: &Index<'a>, stack: &'a Stack, value: &'a Value) -> String {
    match value {
        Value::Template(parts) => parts.iter().map(|part| spelled(index, stack, part)).collect(),
        Value::Local(name) => {
            let local = stack.locals.iter().find(|local| local.name == *name).expect("a local");
            spelled(index, stack, &local.value)
        }
        Value::Text(_) | Value::Variable(_) => index.spelled(stack, value).to_string(),
        other => {
            let spelled = index.spelled(stack, other);
            match spelled.pieces() {
                [Piece::Account(_)] => spelled.to_string(),
                _ => COVERED.to_owned(),
            }
        }
    }
}

/// The ARNs of a platform.
struct Arns {
    whole: BTreeMap<String, String>,
    /// The separator before a suffix that AWS generates.
    begun: BTreeMap<String, String>,
}

/// Kinds whose ARNs end in a suffix that AWS generates.
const ENDS_MADE: [&str; 3] = ["aws_eks_node_group", "aws_lb_target_group", "aws_secretsmanager_secret"];

impl Arns {
    fn of(index: &Index<'_>) -> Arns {
        let mut arns = Arns { whole: BTreeMap::new(), begun: BTreeMap::new() };
        for view in index.ids().filter_map(|id| index.view(id)).filter(View::is_managed) {
            let Some(arn) = index.identifier(view.id(), "arn") else { continue };
            let address = format!("{} in {}", view.address(), view.stack().key);
            let made = arn.pieces().contains(&Piece::Made);
            let arn = arn.to_string();
            if !made {
                arns.whole.insert(arn, address);
            } else if ENDS_MADE.contains(&view.kind()) {
                let begin = arn.split("{generated}").next().unwrap_or_default();
                arns.begun.insert(begin.to_owned(), address);
            }
        }
        arns
    }

    /// The resource that a text refers to: it begins with the ARN, and the name does not go on after it.
    fn named_by(&self, text: &str) -> Option<&String> {
        let in_name = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | '.' | '*');
        text.char_indices().map(|(at, next)| at + next.len_utf8()).find_map(|end| {
            let (arn, rest) = text.split_at(end);
            let whole = self.whole.get(arn).filter(|_| !rest.starts_with(in_name));
            whole.or_else(|| self.begun.get(arn))
        })
    }
}

/// The names of a platform, by account.
fn names(index: &Index<'_>) -> BTreeMap<(String, String), String> {
    let mut names = BTreeMap::new();
    for (kind, attribute) in NAMED {
        for view in index.of_kind(kind).iter().filter_map(|id| index.view(*id)).filter(View::is_managed) {
            let name = index.identifier(view.id(), attribute).map(|name| name.to_string());
            let address = format!("{} in {}", view.address(), view.stack().key);
            names.extend(name.map(|name| ((view.stack().key.account.to_string(), name), address)));
        }
    }
    names
}

/// An ARN without what differs between accounts, regions and platforms.
fn shape(design: &Design, cloud: &Cloud, arn: &str) -> String {
    let accounts: BTreeSet<&str> = cloud.stacks.iter().map(|stack| &*stack.key.account).collect();
    let regions: BTreeSet<&str> = cloud.stacks.iter().map(|stack| &*stack.region).collect();
    let mut shape = arn.to_owned();
    for account in accounts {
        shape = shape.replace(&format!("{{account ID of {}}}", account.replace('-', "_")), "{account}");
    }
    for region in regions {
        shape = shape.replace(region, "{region}");
    }
    for traits in design.region_traits.values() {
        shape = shape.replace(&traits.agent_account, "{agent}");
    }
    shape
        .replace(&format!("/{}-", design.name), "/{platform}-")
        .replace(&format!("/{}*", design.name), "/{platform}*")
        .replace(&format!(":{}/", design.name), ":{platform}/")
        .replace(&format!(":/{}/", design.name), ":/{platform}/")
        .replace(&format!(":{}-", design.name), ":{platform}-")
}
