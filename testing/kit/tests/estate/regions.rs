//! Every pair of regions as primary and backup: no stack has a resource that its region does not offer, lost guarantees are
//! reported, and a region that must be enabled is enabled before any stack in it is applied.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use polder::Compiled;
use polder_cloud::{Body, Cloud, Document, Resource, Stack, StackScope, Value};
use polder_facts::{Facts, ids};
use polder_testkit::{EXAMPLES, compiled};

/// A platform whose sites are in two regions.
struct Pair {
    regions: [&'static str; 2],
    compiled: Compiled,
    /// The messages of the findings.
    found: Vec<String>,
}

/// All ordered pairs of European regions, and us-east-1, which also has the global services, with each other one.
fn pairs() -> &'static [Pair] {
    static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
        let regions: Vec<&str> =
            Facts::embedded().regions().iter().map(|region| region.id.as_str()).collect();
        let all = regions.iter().flat_map(|one| regions.iter().map(move |other| [*one, *other]));
        let near = |pair: &[&str; 2]| {
            pair.contains(&"us-east-1") || pair.iter().all(|region| region.starts_with("eu-"))
        };
        all.filter(|[one, other]| one != other).filter(near).map(Pair::of).collect()
    });
    &PAIRS
}

impl Pair {
    fn of(regions: [&'static str; 2]) -> Pair {
        let [primary, backup] = regions;
        let text = format!(
            "version = 1\n[platform]\nname = \"pair\"\nowner = \"team\"\ndomain = \"example.com\"\n\
             residency = [\"EU\", \"UK\", \"CH\", \"US\", \"CA\", \"BR\", \"JP\", \"AU\"]\n[accounts]\nproduction = {{}}\nmanagement = {{}}\n\
             [cells.main]\nprimary = \"{primary}\"\nbackup = \"{backup}\"\n[markets.DE]\n"
        );
        let outcome = polder::compile(&text);
        let found = outcome.findings.iter().map(|finding| finding.message.clone()).collect();
        let compiled = outcome.value.unwrap_or_else(|| panic!("{primary} and {backup}: {found:?}"));
        Pair { regions, compiled, found }
    }

    fn cloud(&self) -> &Cloud {
        &self.compiled.cloud
    }

    /// All resources with their stacks.
    fn resources(&self) -> impl Iterator<Item = (&Stack, &Resource)> {
        let stacks = self.cloud().stacks.iter();
        stacks.flat_map(|stack| stack.managed().map(move |resource| (stack, resource)))
    }

    fn name(&self) -> String {
        self.regions.join(" and ")
    }
}

/// The service of a kind, by the longest prefix that fits. `None` for services without regions.
const SERVICES: &[(&str, Option<&str>)] = &[
    ("aws_accessanalyzer_", Some("access-analyzer")),
    ("aws_account_", None),
    ("aws_acm_", Some("acm")),
    ("aws_api_gateway_", Some("apigateway")),
    ("aws_appautoscaling_", Some("application-autoscaling")),
    ("aws_backup_", Some("backup")),
    ("aws_budgets_", None),
    ("aws_ce_", None),
    ("aws_cloudfront_", None),
    ("aws_cloudfrontkeyvaluestore_", None),
    ("aws_cloudtrail", Some("cloudtrail")),
    ("aws_cloudwatch_", Some("monitoring")),
    ("aws_cloudwatch_event_", Some("events")),
    ("aws_cloudwatch_log_", Some("logs")),
    ("aws_computeoptimizer_", Some("compute-optimizer")),
    ("aws_config_", Some("config")),
    ("aws_db_", Some("rds")),
    ("aws_default_", Some("ec2")),
    ("aws_dynamodb_", Some("dynamodb")),
    ("aws_ebs_", Some("ec2")),
    ("aws_ec2_", Some("ec2")),
    ("aws_ecr_", Some("api.ecr")),
    ("aws_ecs_", Some("ecs")),
    ("aws_eip", Some("ec2")),
    ("aws_elasticache_", Some("elasticache")),
    ("aws_flow_log", Some("ec2")),
    ("aws_guardduty_", Some("guardduty")),
    ("aws_iam_", None),
    ("aws_inspector2_", Some("inspector2")),
    ("aws_internet_gateway", Some("ec2")),
    ("aws_kms_", Some("kms")),
    ("aws_lambda_", Some("lambda")),
    ("aws_lambda_code_signing_config", Some(ids::CODE_SIGNING)),
    ("aws_lb", Some("elasticloadbalancing")),
    ("aws_macie2_", Some(ids::DATA_DISCOVERY)),
    ("aws_nat_gateway", Some("ec2")),
    ("aws_network_acl", Some("ec2")),
    ("aws_oam_", Some("oam")),
    ("aws_organizations_", None),
    ("aws_rds_", Some("rds")),
    ("aws_route53_", None),
    ("aws_route53_resolver_", Some("route53resolver")),
    ("aws_route", Some("ec2")),
    ("aws_s3_", Some("s3")),
    ("aws_scheduler_", Some("scheduler")),
    ("aws_secretsmanager_", Some("secretsmanager")),
    ("aws_security_group", Some("ec2")),
    ("aws_securityhub_", Some("securityhub")),
    ("aws_securityhub_finding_aggregator", Some(ids::FINDING_AGGREGATION)),
    ("aws_servicequotas_", Some("servicequotas")),
    ("aws_sfn_", Some("states")),
    ("aws_signer_", Some(ids::CODE_SIGNING)),
    ("aws_sns_", Some("sns")),
    ("aws_sqs_", Some("sqs")),
    ("aws_ssoadmin_", Some("sso")),
    ("aws_subnet", Some("ec2")),
    ("aws_vpc", Some("ec2")),
    ("aws_wafv2_", Some("wafv2")),
];

/// The service of a kind; `None` if it has no regions.
fn service(kind: &str) -> Option<&'static str> {
    let fitting = SERVICES.iter().filter(|(prefix, _)| kind.starts_with(prefix));
    let longest = fitting.max_by_key(|(prefix, _)| prefix.len());
    longest.unwrap_or_else(|| panic!("no service of {kind}")).1
}

#[test]
fn no_region_has_a_resource_of_a_service_that_it_lacks() {
    let facts = Facts::embedded();
    let mut seen = BTreeSet::new();
    for pair in pairs() {
        for (stack, resource) in pair.resources() {
            let kind = resource.address.kind.as_str();
            let Some(service) = service(kind) else { continue };
            let offered = facts.offers(&stack.region, service);
            assert_eq!(offered, Ok(true), "{}: {}:{}", pair.name(), stack.key, resource.address);
            seen.insert(service);
        }
    }
    for service in [ids::CODE_SIGNING, ids::DATA_DISCOVERY, ids::FINDING_AGGREGATION] {
        assert!(seen.contains(service), "{service} is left out everywhere");
    }
}

#[test]
fn what_is_lost_with_a_service_is_reported_and_nothing_else() {
    let facts = Facts::embedded();
    let lacks = |region: &str, service| facts.offers(region, service) == Ok(false);
    for pair in pairs() {
        let mut expected = BTreeSet::new();
        for region in pair.regions {
            if lacks(region, ids::CODE_SIGNING) {
                expected.insert(format!("packages of functions are not signed in `{region}`"));
            }
            if lacks(region, ids::DATA_DISCOVERY) {
                expected.insert(format!("buckets in `{region}` are not searched for personal data"));
            }
        }
        let home = pair.compiled.design.state.region.as_str();
        if lacks(home, ids::FINDING_AGGREGATION) {
            expected.insert(format!("security findings of other regions are not collected in `{home}`"));
        }
        let found: BTreeSet<String> = pair.found.iter().cloned().collect();
        assert_eq!(found, expected, "{}", pair.name());
    }
}

/// The rules of the conformance packs of a region, with their input parameters.
fn rules(stack: &Stack) -> BTreeMap<String, Option<&Body>> {
    let packs = stack.managed().filter(|resource| resource.address.kind == "aws_config_conformance_pack");
    let mut found = BTreeMap::new();
    for pack in packs {
        let Some(Value::Document(template)) = pack.body.get("template_body") else { panic!("{}", stack.key) };
        let Document::Json(template) = &**template else { panic!("{}", stack.key) };
        let Some(Value::Object(all)) = template.get("Resources") else { panic!("{}", stack.key) };
        for rule in &all.items {
            let field = |path: &[&str]| at(all, &[&[rule.key.as_str()], path].concat());
            let Some(Value::Text(identifier)) = field(&["Properties", "Source", "SourceIdentifier"]) else {
                panic!("{}: {}", stack.key, rule.key)
            };
            let input = field(&["Properties", "InputParameters"]);
            let input = input.map(|input| match input {
                Value::Object(input) => &**input,
                other => panic!("{other:?}"),
            });
            found.insert(identifier.to_string(), input);
        }
    }
    found
}

/// The value at a path of keys.
fn at<'a>(body: &'a Body, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    let value = body.get(first)?;
    if rest.is_empty() {
        return Some(value);
    }
    let Value::Object(inner) = value else { return None };
    at(inner, rest)
}

/// AWS refuses a whole pack for one rule that its region lacks, or that lacks a parameter.
#[test]
fn conformance_packs_have_the_rules_of_their_region_with_their_parameters() {
    // Rules on IAM and CloudFront are in us-east-1 only; those of IAM exist neither in Zurich nor in Zaragoza.
    let worldwide = ["ACCESS_KEYS_ROTATED", "CLOUDFRONT_VIEWER_POLICY_HTTPS", "IAM_ROOT_ACCESS_KEY_CHECK"];
    let everywhere =
        ["CMK_BACKING_KEY_ROTATION_ENABLED", "S3_BUCKET_SSL_REQUESTS_ONLY", "SECURITYHUB_ENABLED"];
    let required = [("ACCESS_KEYS_ROTATED", "maxAccessKeyAge"), ("ECS_NO_ENVIRONMENT_SECRETS", "secretKeys")];
    for pair in pairs() {
        let stacks = pair.cloud().stacks.iter();
        for stack in stacks.filter(|stack| stack.key.layer == polder_cloud::Layer::Security) {
            let (rules, edge) = (rules(stack), &*stack.region == "us-east-1");
            for rule in worldwide {
                assert_eq!(rules.contains_key(rule), edge, "{}: {rule} in {}", pair.name(), stack.key);
            }
            for rule in everywhere {
                assert!(rules.contains_key(rule), "{}: {rule} in {}", pair.name(), stack.key);
            }
            for (rule, parameter) in required {
                let input = rules.get(rule).map(|input| input.and_then(|input| input.get(parameter)));
                assert!(
                    input.is_none_or(|value| value.is_some()),
                    "{}: {rule} without {parameter} in {}",
                    pair.name(),
                    stack.key
                );
            }
            assert!(rules.contains_key("ECS_NO_ENVIRONMENT_SECRETS"));
        }
    }
}

/// Identities cannot be recorded in regions that AWS Config came to after February 2022.
#[test]
fn identities_are_recorded_where_the_region_can() {
    for pair in pairs() {
        let recorders =
            pair.resources().filter(|(_, it)| it.address.kind == "aws_config_configuration_recorder");
        for (stack, _) in recorders {
            let recorded =
                stack.locals.iter().find(|local| local.name == "records_iam").map(|local| &local.value);
            let can = Facts::embedded().offers(&stack.region, ids::IDENTITY_HISTORY);
            assert_eq!(recorded, Some(&Value::Bool(can == Ok(true))), "{}: {}", pair.name(), stack.key);
        }
    }
}

/// A request to a region that is not enabled is refused.
#[test]
fn a_region_is_enabled_before_anything_is_in_it() {
    let facts = Facts::embedded();
    let mut seen = 0;
    for pair in pairs() {
        let (design, links) = (&pair.compiled.design, &pair.compiled.links);
        let enabled: BTreeMap<(String, String), u32> = pair
            .resources()
            .filter(|(_, resource)| resource.address.kind == "aws_account_region")
            .map(|(stack, resource)| {
                let account = match resource.body.get("account_id") {
                    Some(Value::Reference(member)) => member.address.name.to_string(),
                    None => stack.key.account.to_string(),
                    other => panic!("{other:?}"),
                };
                let Some(Value::Text(region)) = resource.body.get("region_name") else { panic!("a region") };
                ((account, region.to_string()), links.waves[stack.id.index()])
            })
            .collect();
        let opt_in = |region: &str| facts.region(region).is_some_and(|region| region.opt_in);
        for stack in pair.cloud().stacks.iter().filter(|stack| stack.key.scope != StackScope::Global) {
            // People enable the region of the state in the account that holds it, before the first stack.
            let by_hand = &*stack.key.account == "management" && *stack.region == *design.state.region;
            let key = (stack.key.account.to_string(), stack.region.to_string());
            if !opt_in(&stack.region) || by_hand {
                assert!(!enabled.contains_key(&key), "{}: {}", pair.name(), stack.key);
                continue;
            }
            let before = enabled.get(&key).unwrap_or_else(|| panic!("{}: {}", pair.name(), stack.key));
            assert!(*before < links.waves[stack.id.index()], "{}: {}", pair.name(), stack.key);
            seen += 1;
        }
        let state = &pair.cloud().backend;
        assert_eq!(!state.enable_first.is_empty(), opt_in(&design.state.region), "{}", pair.name());
    }
    assert!(seen > 100, "{seen}");
}

/// Without an organization an account enables its own regions, in the stack that people apply first. The region of the
/// replica of the state is enabled by hand, before that.
#[test]
fn an_account_without_an_organization_enables_its_own_regions() {
    let (_, text) = EXAMPLES.iter().find(|(name, _)| *name == "no-backup").expect("an example");
    for replica in ["false", "\"eu-south-2\""] {
        let compiled = compiled("no-backup", &with_replica(text, replica));
        let (cloud, links) = (&compiled.cloud, &compiled.links);
        let enabling = cloud.stacks.iter().filter(|stack| {
            stack.managed().any(|resource| {
                resource.address.kind == "aws_account_region"
                    && resource.body.get("region_name") == Some(&Value::Text("eu-south-2".into()))
            })
        });
        let enabling: Vec<_> = enabling.collect();
        let there = cloud.stacks.iter().filter(|other| &*other.region == "eu-south-2");
        assert!(there.clone().count() > 5);
        if replica == "false" {
            let [stack] = enabling[..] else { panic!("one stack enables the region") };
            assert!(cloud.backend.enable_first.is_empty());
            for other in there {
                assert!(links.waves[stack.id.index()] < links.waves[other.id.index()], "{}", other.key);
            }
        } else {
            assert!(enabling.is_empty());
            assert_eq!(cloud.backend.enable_first, ["eu-south-2".into()]);
        }
    }
}

fn with_replica(text: &str, replica: &str) -> String {
    format!("{text}\n[state]\nreplica_region = {replica}\n")
}
