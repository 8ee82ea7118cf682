//! Monitoring can read what it must monitor, records it, and notifies.

use polder::design::BucketKind;
use polder_cloud::{Resource, Stack, Value};
use polder_inventory::access::PolicyRole;
use polder_inventory::model::Link;
use polder_inventory::stores::{Encryption, StoreKind};

use crate::estates::{Estate, all};
use crate::evaluator::{Policies, Request};

/// All estates with an organization: only they have security services.
fn watched() -> impl Iterator<Item = &'static Estate> {
    all().iter().filter(|estate| !estate.inventory.access.organizations.is_empty())
}

/// All resources of a kind with their stacks.
fn made<'a>(estate: &'a Estate, kind: &'a str) -> impl Iterator<Item = (&'a Stack, &'a Resource)> {
    let stacks = estate.compiled.cloud.stacks.iter();
    let all = stacks.flat_map(|stack| stack.managed().map(move |resource| (stack, resource)));
    all.filter(move |(_, resource)| resource.address.kind == kind)
}

/// Macie reads objects with its service-linked role, and none that it cannot decrypt.
#[test]
fn macie_can_decrypt_what_it_searches() {
    let mut seen = 0;
    for estate in watched() {
        let (policies, inventory) = (Policies::of(&estate.inventory), &estate.inventory);
        for (id, store) in inventory.stores.stores.iter() {
            let personal = [BucketKind::Media, BucketKind::Private];
            let of = personal.map(|kind| crate::estates::label(polder::design::Party::Bucket(kind)));
            let is_searched = matches!(store.kind, StoreKind::Bucket(_))
                && of.iter().any(|of| estate.component(store.source) == of);
            let Some(region) = region(estate, store.source).filter(|_| is_searched) else { continue };
            let Encryption::Key(Link::To(key)) = store.encryption else { panic!("{}", estate.address(id)) };
            let account = policies.account(estate.account_of(store.source));
            let statements = policies.statements(key, PolicyRole::Key);
            let ask = |account: &str, role: &str| {
                let request = Request::new("kms:Decrypt", policies.arn(key))
                    .with("aws:PrincipalArn", [format!("arn:aws:iam::{account}:role/{role}")])
                    .with("kms:CallerAccount", [account]);
                // The statement for the whole account defers to IAM policies, and the policies of this role are not ours.
                let conditional: Vec<_> =
                    statements.iter().copied().filter(|it| !it.conditions.is_empty()).collect();
                policies.allow(&conditional, &request)
            };
            let role = "aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie";
            let offered = estate.compiled.design.region_has(&region, |traits| traits.finds_personal_data);
            assert_eq!(ask(&account, role), offered, "{}", estate.address(id));
            assert!(!ask(&account, "another"), "{}", estate.address(id));
            assert!(!ask("999999999999", role), "{}", estate.address(id));
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

fn region(estate: &Estate, source: polder_inventory::SourceId) -> Option<String> {
    let location = &estate.inventory.locations[estate.inventory.sources[source].location];
    location.region.value().and_then(|region| region.as_deref()).map(str::to_owned)
}

/// Macie itself deletes its results after 90 days.
#[test]
fn macie_keeps_what_it_finds() {
    for estate in watched() {
        let design = &estate.compiled.design;
        for (stack, job) in made(estate, "aws_macie2_classification_job") {
            let opt_in = |region: &str| design.region_has(region, |traits| traits.must_be_enabled);
            let can = *stack.region == *design.state.region
                || !(opt_in(&stack.region) || opt_in(&design.state.region));
            let export = stack.find("aws_macie2_classification_export_configuration.main");
            assert_eq!(export.is_some(), can, "{}:{}", stack.key, job.address);
        }
        for (stack, export) in made(estate, "aws_macie2_classification_export_configuration") {
            let destination = export.body.blocks("s3_destination").next().expect("a destination");
            let Some(Value::Reference(bucket)) = destination.get("bucket_name") else {
                panic!("{}", stack.key)
            };
            let home = stack.target(bucket).and_then(|id| estate.compiled.cloud.stack(id)).expect("a stack");
            assert!(home.find("aws_s3_bucket_policy.macie").is_some(), "{}", stack.key);
        }
    }
}

/// PCI DSS 10.2.1: accesses to what has secrets are recorded. State has passwords of databases.
#[test]
fn accesses_to_the_state_are_recorded() {
    let mut seen = 0;
    for estate in watched() {
        let state = format!("arn:aws:s3:::{}", estate.compiled.design.state.bucket);
        for (stack, trail) in made(estate, "aws_cloudtrail") {
            let selectors: Vec<String> = trail
                .body
                .blocks("advanced_event_selector")
                .map(|selector| format!("{selector:?}"))
                .filter(|selector| selector.contains("AWS::S3::Object"))
                .collect();
            let recorded = selectors.iter().any(|selector| selector.contains(&state));
            assert!(recorded, "{}: {state}", stack.key);
            seen += 1;
        }
    }
    assert!(seen > 0);
}

/// Unused access is paid for by role and user. The analyzer of the organization covers those of all accounts.
#[test]
fn unused_access_is_analyzed_once() {
    for estate in watched() {
        let unused: Vec<String> = made(estate, "aws_accessanalyzer_analyzer")
            .filter_map(|(_, analyzer)| match analyzer.body.get("type") {
                Some(Value::Text(kind)) if kind.ends_with("UNUSED_ACCESS") => Some(kind.to_string()),
                _ => None,
            })
            .collect();
        assert_eq!(unused, ["ORGANIZATION_UNUSED_ACCESS"], "{}", estate.name);
    }
}

/// Roles that can do nearly everything.
#[test]
fn uses_of_powerful_roles_raise_an_alarm() {
    let powerful =
        ["*-break-glass", "*:role/OrganizationAccountAccessRole", "*/AWSReservedSSO_Administrator_*"];
    for estate in watched() {
        for role in powerful {
            let uses =
                format!(r#"{{ ($.eventName = "AssumeRole*") && ($.requestParameters.roleArn = "{role}") }}"#);
            let mut filters = made(estate, "aws_cloudwatch_log_metric_filter");
            let (stack, filter) = filters
                .find(|(_, filter)| filter.body.get("pattern") == Some(&Value::Text(uses.as_str().into())))
                .unwrap_or_else(|| panic!("{}: no filter on {role}", estate.name));
            let name = format!("aws_cloudwatch_metric_alarm.{}", filter.address.name);
            let alarm = stack.find(&name).unwrap_or_else(|| panic!("{}: {name}", stack.key));
            assert!(matches!(alarm.body.get("alarm_actions"), Some(Value::List(all)) if all.len() == 1));
            assert_eq!(alarm.body.get("threshold"), Some(&Value::Integer(0)), "{name}");
        }
    }
}

/// Roles that somebody else creates or changes are how an attacker stays in an account.
#[test]
fn changes_of_roles_and_of_alarms_by_others_than_the_pipeline_raise_an_alarm() {
    for estate in watched() {
        let pipeline = format!("\"{}-apply\"", estate.compiled.design.name);
        for event in [
            "AttachRolePolicy",
            "CreatePolicyVersion",
            "CreateRole",
            "DeleteAlarms",
            "DeleteMetricFilter",
            "DisableAlarmActions",
            "DisableRule",
            "PutRolePolicy",
            "RemoveTargets",
            "SetDefaultPolicyVersion",
            "Unsubscribe",
            "UpdateAssumeRolePolicy",
        ] {
            let noticed = made(estate, "aws_cloudwatch_log_metric_filter").any(|(_, filter)| {
                let Some(Value::Text(pattern)) = filter.body.get("pattern") else { return false };
                // CloudWatch Logs accepts no longer pattern.
                assert!(pattern.len() <= 1024, "{pattern}");
                pattern.contains(&format!("= {event})")) && pattern.contains(&pipeline)
            });
            assert!(noticed, "{}: {event}", estate.name);
        }
    }
}

/// Accounts are members of the organization before its settings are made: these must not be for later ones alone.
#[test]
fn guardduty_protects_accounts_that_exist_already() {
    let mut seen = 0;
    for estate in watched() {
        for (stack, whole) in made(estate, "aws_guardduty_organization_configuration") {
            let members = whole.body.get("auto_enable_organization_members");
            assert_eq!(members, Some(&Value::Text("ALL".into())), "{}", stack.key);
        }
        let settings = made(estate, "aws_guardduty_organization_configuration_feature");
        for (stack, feature) in settings {
            assert_eq!(feature.body.get("auto_enable"), Some(&Value::Text("ALL".into())), "{}", stack.key);
            let parts = feature.body.blocks("additional_configuration");
            let mut states = parts.map(|part| part.get("auto_enable"));
            assert!(states.all(|it| it == Some(&Value::Text("ALL".into()))), "{}", stack.key);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

/// What does not run by design has no data, and must not raise an alarm each night.
#[test]
fn missing_data_raise_no_alarm_where_they_are_expected() {
    let (mut ignored, mut breaching) = (0, 0);
    for estate in all() {
        let design = &estate.compiled.design;
        for (stack, alarm) in made(estate, "aws_cloudwatch_metric_alarm") {
            let name = alarm.address.name.as_str();
            let of_tasks = name.strip_suffix("_tasks");
            let of_database = name.ends_with("_cpu") && name.starts_with("database");
            if stack.key.layer != polder_cloud::Layer::Observability || (of_tasks.is_none() && !of_database) {
                continue;
            }
            let site = estate.site_of(stack).unwrap_or_else(|| panic!("{}", stack.key));
            let mut services = site.services.iter();
            let stopped = |of: &str| {
                let found = services.find(|service| service.process.name().replace('-', "_") == of);
                found.is_some_and(|service| service.scaling.desired == 0)
            };
            let expected = design.cells[site.cell].hours.is_some() || of_tasks.is_some_and(stopped);
            let breaches = alarm.body.get("treat_missing_data") == Some(&Value::Text("breaching".into()));
            assert_eq!(breaches, !expected, "{}:{}", stack.key, alarm.address);
            *if breaches { &mut breaching } else { &mut ignored } += 1;
        }
    }
    assert!(breaching > 50 && ignored > 5, "{breaching} and {ignored}");
}

/// One cause sends one email: the alarms of an objective notify, and the composite alarm shows its state only.
#[test]
fn composite_alarms_notify_nobody() {
    let mut seen = 0;
    for estate in all() {
        for (stack, alarm) in made(estate, "aws_cloudwatch_composite_alarm") {
            let notified = ["alarm_actions", "ok_actions"].map(|actions| alarm.body.get(actions));
            assert_eq!(notified, [None, None], "{}:{}", stack.key, alarm.address);
            seen += 1;
        }
        let silent = made(estate, "aws_cloudwatch_metric_alarm")
            .filter(|(_, alarm)| alarm.body.get("alarm_actions").is_none())
            .map(|(stack, alarm)| format!("{}:{}", stack.key, alarm.address))
            .filter(|alarm| !alarm.ends_with(".switch"));
        assert_eq!(silent.collect::<Vec<_>>(), [""; 0], "{}", estate.name);
    }
    assert!(seen > 20, "{seen}");
}
