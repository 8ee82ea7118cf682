//! Security services of one region: Security Hub, Inspector, Macie, Access Analyzer, and the encryption of disks.

use polder_cloud::{Value, body, text};
use polder_design::{AccountId, Design, Party};

use crate::detection::cloudtrail::is_personal;
use crate::detection::offered::Regions;
use crate::draft::Draft;
use crate::handles::accounts::Logging;
use crate::names::{account, local, named};
use crate::tags::data_class;

/// Standards of Security Hub: name in the stack, path, regions. Security Hub User Guide, "Regional limits on controls", read
/// 2026-11: regions lack controls, and none that Polder knows lacks one of these standards.
const STANDARDS: [(&str, &str, Regions); 3] = [
    ("fsbp", "aws-foundational-security-best-practices/v/1.0.0", Regions::All),
    ("cis", "cis-aws-foundations-benchmark/v/3.0.0", Regions::All),
    ("pci_dss", "pci-dss/v/4.0.1", Regions::All),
];

/// Writes Security Hub with its standards.
pub(crate) fn security_hub(s: &Draft, region: &str) {
    s.file("securityhub", "Findings of all security services, and checks of three standards.");
    let hub = s.resource(
        "aws_securityhub_account",
        "main",
        body! {
            /// The standards are enabled below, each by name.
            enable_default_standards = false;
            auto_enable_controls = true;
            control_finding_generator = "SECURITY_CONTROL";
        },
    );
    for (name, path, _) in STANDARDS.iter().filter(|(_, _, regions)| regions.include(region)) {
        s.resource(
            "aws_securityhub_standards_subscription",
            name,
            body! {
                standards_arn = text!["arn:aws:securityhub:", local("region"), format!("::standards/{path}")];
                depends_on = [Value::expression("aws_securityhub_account.main")];
            },
        );
    }
    s.expect("new controls must be enabled", hub.get("auto_enable_controls"), true);
}

/// Writes Inspector for instances, images and functions.
pub(crate) fn inspector(s: &Draft) {
    s.file(
        "inspector",
        "Known vulnerabilities in instances, images and functions, scanned again whenever a new one is published.",
    );
    let inspector = s.resource(
        "aws_inspector2_enabler",
        "main",
        body! {
            account_ids = [account()];
            resource_types = ["EC2", "ECR", "LAMBDA"];
        },
    );
    s.expect("not everything is scanned", Value::call("length", vec![inspector.get("resource_types")]), 3);
}

/// Writes Macie, and its scope: the buckets of the region whose flows carry personal data. Where a region does not offer
/// Macie, the design reports it.
pub(crate) fn macie(s: &Draft, design: &Design, account: AccountId, region: &str, logging: &Logging) {
    if !design.region_has(region, |traits| traits.finds_personal_data) {
        return;
    }
    s.file(
        "macie",
        "Looks for personal data where it should not be. The buckets are selected by their tag, so that new\n\
         ones are included.",
    );
    let macie = s.resource(
        "aws_macie2_account",
        "main",
        body! {
            status = "ENABLED";
            finding_publishing_frequency = "FIFTEEN_MINUTES";
        },
    );
    s.expect("Macie must be enabled", macie.get("status"), "ENABLED");
    let classes = personal_tags(design, account, region);
    if classes.is_empty() {
        return;
    }
    if keeps_discoveries(design, region) {
        s.resource(
            "aws_macie2_classification_export_configuration",
            "main",
            body! {
                s3_destination {
                    bucket_name = logging.discoveries.id();
                    /// The accounts and regions share the bucket: Macie separates them below the prefix.
                    key_prefix = "macie/";
                    kms_key_arn = logging.key.arn();
                }
                depends_on = [Value::expression("aws_macie2_account.main")];
            },
        );
    }
    s.resource(
        "aws_macie2_classification_job",
        "personal",
        body! {
            name = named("-personal");
            description = "Every week: new objects in buckets with personal data.";
            job_type = "SCHEDULED";
            initial_run = true;
            sampling_percentage = 100;
            schedule_frequency {
                weekly_schedule = "SUNDAY";
            }
            s3_job_definition {
                bucket_criteria {
                    includes {
                        and {
                            tag_criterion {
                                comparator = "EQ";
                                for class in classes => tag_values {
                                    key = "data-class";
                                    value = class;
                                }
                            }
                        }
                    }
                }
            }
            depends_on = [Value::expression("aws_macie2_account.main")];
        },
    );
}

/// Whether Macie can keep its results in the bucket of the archive. In a region that must be enabled it needs a bucket of
/// that region, and such a bucket accepts no results of other regions (Macie API Reference, "Classification Results -
/// Export Configuration").
fn keeps_discoveries(design: &Design, region: &str) -> bool {
    let opt_in = |region: &str| design.region_has(region, |traits| traits.must_be_enabled);
    let archive = design.state.region.as_str();
    region == archive || !(opt_in(region) || opt_in(archive))
}

/// The values of the tag `data-class` on buckets with personal data in a region of an account.
fn personal_tags(design: &Design, account: AccountId, region: &str) -> Vec<String> {
    let sites = design.sites.iter().filter(|site| site.account == account && site.region == region);
    let mut values: Vec<String> = sites
        .flat_map(|site| {
            let buckets = site.buckets.iter().filter(|bucket| is_personal(site, bucket.kind));
            buckets.filter_map(|bucket| data_class::of(site, &Party::Bucket(bucket.kind)))
        })
        .collect();
    values.sort();
    values.dedup();
    values
}

/// Writes the analyzers: external access, and unused access once for the organization.
pub(crate) fn access_analyzers(s: &Draft, home: bool, administers: bool) {
    s.file("access_analyzer", "External access, and unused permissions.");
    let outside = if administers { "ORGANIZATION" } else { "ACCOUNT" };
    let analyzer = s.resource(
        "aws_accessanalyzer_analyzer",
        "external",
        body! {
            analyzer_name = named("-external");
            type = outside;
        },
    );
    s.expect("the analyzer must cover external access", analyzer.get("type"), outside);
    // IAM is global: one region is enough. It is paid for by role and user, and covers those of all accounts: an analyzer
    // in each account would be paid a second time.
    if home && administers {
        s.resource(
            "aws_accessanalyzer_analyzer",
            "unused",
            body! {
                analyzer_name = named("-unused");
                type = "ORGANIZATION_UNUSED_ACCESS";
                configuration {
                    unused_access {
                        unused_access_age = 90;
                    }
                }
            },
        );
    }
}

/// Writes the encryption of all disks of the region, also of those created by hand. Where sites are, the layer `base` of
/// the region sets it. The organization sets the rest for all accounts and regions, see [`declarative_policy`]. The default
/// VPC of a region is left as it is: it is not used, and those settings apply to it, too.
///
/// [`declarative_policy`]: crate::organization::declarative_policy
pub(crate) fn encrypted_disks(s: &Draft) {
    s.file("region_defaults", "Settings of all disks of the region, also of those created by hand.");
    let disks = s.resource("aws_ebs_encryption_by_default", "main", body! { enabled = true; });
    s.expect("new disks must be encrypted", disks.get("enabled"), true);
}
