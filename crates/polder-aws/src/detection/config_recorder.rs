//! `aws_config_configuration_recorder`: the configuration history of every resource, and the rules that are
//! evaluated.

use std::collections::BTreeSet;

use polder_cloud::{Body, Document, Handle, Value, body, text};
use polder_design::{Design, EnvironmentValue};

use crate::detection::managed_rule::{Framework, ManagedRule, RULES};
use crate::draft::Draft;
use crate::handles::accounts::Logging;
use crate::names::{account, named};

/// Writes the recorder of a region and its delivery channel. `role` is its role in the account; `identities` is
/// whether AWS Config records IAM resources in the region.
pub(crate) fn recorder(s: &Draft, role: &Handle, logging: &Logging, identities: bool) -> Handle {
    s.file(
        "config_recorder",
        "The configuration history of every resource. IAM resources are recorded in every region that can\n\
         record them, so that the history of each region is complete; they change rarely and cost little.",
    );
    let recorder = s.resource(
        "aws_config_configuration_recorder",
        "main",
        body! {
            name = "main";
            role_arn = role.arn();
            recording_group {
                all_supported = true;
                include_global_resource_types = s.local("records_iam", identities);
            }
            recording_mode {
                recording_frequency = "CONTINUOUS";
            }
        },
    );
    s.resource(
        "aws_config_delivery_channel",
        "main",
        body! {
            name = "main";
            s3_bucket_name = logging.configurations.id();
            s3_kms_key_arn = logging.key.arn();
            snapshot_delivery_properties {
                delivery_frequency = "TwentyFour_Hours";
            }
            depends_on = [Value::expression("aws_config_configuration_recorder.main")];
        },
    );
    let on = s.resource(
        "aws_config_configuration_recorder_status",
        "main",
        body! {
            name = recorder.name();
            is_enabled = true;
            depends_on = [Value::expression("aws_config_delivery_channel.main")];
        },
    );
    s.resource(
        "aws_config_retention_configuration",
        "main",
        body! {
            /// Seven years, the maximum: the history may be needed long after.
            retention_period_in_days = 2557;
        },
    );
    s.expect("the recorder does not run", on.get("is_enabled"), true);
    on
}

/// Writes the rules of the region. `secrets` are the [`secret_variables`] of the platform.
pub(crate) fn conformance_packs(s: &Draft, region: &str, secrets: &str) {
    s.file(
        "conformance_pack",
        "Rules that AWS evaluates whenever something changes, one conformance pack for each framework.\n\
         Security Hub checks more; a pack is what an auditor asks for by name. Rules about IAM and CloudFront\n\
         are in us-east-1 alone.",
    );
    for (name, framework) in [("cis", Framework::Cis), ("pci_dss", Framework::Pci)] {
        pack(s, name, RULES.iter().filter(|rule| rule.belongs(framework, region)), secrets);
    }
}

/// The names of environment variables of containers that hold a secret, and of those with AWS credentials, which Security
/// Hub checks as well: separated by commas, as a parameter of a rule.
pub(crate) fn secret_variables(design: &Design) -> String {
    let all = design.sites.iter().flat_map(|site| site.services.iter().chain(&site.jobs));
    let variables = all.flat_map(|service| &service.environment);
    let secret = variables.filter(|(_, value)| matches!(value, EnvironmentValue::Secret(_)));
    let credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"];
    let names: BTreeSet<&str> = secret.map(|(name, _)| name.as_str()).chain(credentials).collect();
    names.into_iter().collect::<Vec<_>>().join(",")
}

fn pack<'a>(s: &Draft, name: &'static str, rules: impl Iterator<Item = &'a ManagedRule>, secrets: &str) {
    let dashed = name.replace('_', "-");
    let mut resources = Body::default();
    for rule in rules {
        let id: String = rule.name.split('-').map(capitalized).collect();
        let body = body! {
            Type = "AWS::Config::ConfigRule";
            Properties = {
                ConfigRuleName = format!("{dashed}-{}", rule.name);
                InputParameters = rule.input(secrets);
                Source = { Owner = "AWS"; SourceIdentifier = rule.identifier; };
            };
        };
        resources.set(None, id, body);
    }
    s.resource(
        "aws_config_conformance_pack",
        name,
        body! {
            name = named(format!("-{dashed}"));
            template_body = Document::Json(body! { Resources = resources; });
            depends_on = [Value::expression("aws_config_configuration_recorder_status.main")];
        },
    );
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// Writes the aggregator for all accounts and regions.
pub(crate) fn aggregator(s: &Draft) {
    s.file("config_aggregator", "Configuration of all accounts and regions.");
    let role = s.resource(
        "aws_iam_role",
        "aggregator",
        body! {
            name = crate::names::named_worldwide("-gather");
            description = "Lets the aggregator list the accounts of the organization";
            assume_role_policy = polder_cloud::Policy::of([
                polder_cloud::allow("Aggregator")
                    .to_service("config.amazonaws.com")
                    .actions(["sts:AssumeRole"])
                    .when("StringEquals", "aws:SourceAccount", [account()]),
            ]);
        },
    );
    s.resource(
        "aws_iam_role_policy_attachment",
        "aggregator",
        body! {
            role = role.name();
            policy_arn = "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations";
        },
    );
    let aggregator = s.resource(
        "aws_config_configuration_aggregator",
        "main",
        body! {
            name = text![named("-organization")];
            organization_aggregation_source {
                all_regions = true;
                role_arn = role.arn();
            }
            depends_on = [Value::expression("aws_iam_role_policy_attachment.aggregator")];
        },
    );
    let source = aggregator.get("organization_aggregation_source").at(0).field("all_regions");
    s.expect("the aggregator must include all regions", source, true);
}
