//! `aws_cloudtrail`: audit log of all accounts and regions.

use polder_cloud::{Handle, Policy, Principals, Value, allow, body, deny, text};
use polder_design::{Bucket, BucketKind, Component, DataClass, Design, Party, Site};

use crate::detection::log_archive::{Archive, trail_arn, trail_role};
use crate::draft::Draft;
use crate::names::{account, named};
use crate::observability::cloudwatch_log_group;
use crate::pipeline::bootstrap_arns;
use crate::storage::s3_bucket;

/// Writes the trail of the organization and the log group that alarms read, with its `key`. `together` is whether the archive
/// is in the same stack.
pub(crate) fn trail(s: &Draft, design: &Design, archive: &Archive, key: &Handle, together: bool) -> Handle {
    s.file(
        "cloudtrail",
        "API calls in every account and every region, with digest files that show whether a log file was\n\
         changed afterwards. Reads and writes of objects are recorded in buckets with personal data, and in the\n\
         buckets of Terraform's state, which contains secrets.",
    );
    let _trail = s.part(Component::named("trail"));
    let group = read_by_alarms(s, design, key);
    let role = trail_role(s, design, &group);
    let spelled = |(site, bucket)| text![s3_bucket::spelled_arn(s, design, site, bucket), "/"];
    let states = bootstrap_arns::state_buckets(s, design).into_iter().map(|bucket| text![bucket, "/"]);
    let objects: Vec<Value> = personal_buckets(design).map(spelled).chain(states).collect();
    let trail = s.resource(
        "aws_cloudtrail",
        "organization",
        body! {
            name = named("-trail");
            s3_bucket_name = archive.trail.id();
            kms_key_id = archive.key.arn();
            sns_topic_name = deliveries(s, design, key);
            is_organization_trail = true;
            is_multi_region_trail = true;
            include_global_service_events = true;
            enable_log_file_validation = true;
            enable_logging = true;
            cloud_watch_logs_group_arn = text![group.arn(), ":*"];
            cloud_watch_logs_role_arn = role.arn();
            advanced_event_selector {
                name = "management events";
                field_selector {
                    field = "eventCategory";
                    equals = ["Management"];
                }
            }
            advanced_event_selector {
                name = "objects with personal data, and the state";
                field_selector {
                    field = "eventCategory";
                    equals = ["Data"];
                }
                field_selector {
                    field = "resources.type";
                    equals = ["AWS::S3::Object"];
                }
                field_selector {
                    field = "resources.ARN";
                    starts_with = objects;
                }
            }
            insight_selector {
                insight_type = "ApiCallRateInsight";
            }
            insight_selector {
                insight_type = "ApiErrorRateInsight";
            }
            depends_on = together.then(|| vec![Value::expression("aws_s3_bucket_policy.trail")]);
        },
    );
    for (message, flag) in [
        ("the trail covers one account only", "is_organization_trail"),
        ("the trail covers one region only", "is_multi_region_trail"),
        ("log file validation must be enabled", "enable_log_file_validation"),
    ] {
        s.expect(message, trail.get(flag), true);
    }
    group
}

/// The buckets that flows carry personal data to or from.
pub(crate) fn personal_buckets(design: &Design) -> impl Iterator<Item = (&Site, &Bucket)> {
    design.sites.iter().flat_map(|site| {
        let personal = site.buckets.iter().filter(|bucket| is_personal(site, bucket.kind));
        personal.map(move |bucket| (site, bucket))
    })
}

/// Whether personal data go to or from a kind of bucket in a site.
pub(crate) fn is_personal(site: &Site, kind: BucketKind) -> bool {
    let party = Party::Bucket(kind);
    let flows = site.flows.iter().filter(|flow| flow.to == party || flow.from == party);
    flows.flat_map(|flow| &flow.carries).any(|class| *class == DataClass::Personal)
}

fn read_by_alarms(s: &Draft, design: &Design, key: &Handle) -> Handle {
    s.resource(
        "aws_cloudwatch_log_group",
        "trail",
        body! {
            name = text!["/", named("/trail")];
            kms_key_id = key.arn();
            retention_in_days = cloudwatch_log_group::days(design.retention.audit_logs);
            tags = { "data-class" = "operational"; };
        },
    )
}

/// The topic for delivered log files. It notifies no users: programs that read the archive subscribe to it,
/// and users read the alarms.
fn deliveries(s: &Draft, design: &Design, key: &Handle) -> Value {
    let topic = s.resource(
        "aws_sns_topic",
        "trail",
        body! {
            name = named("-trail");
            kms_master_key_id = key.arn();
        },
    );
    let policy = s.resource(
        "aws_sns_topic_policy",
        "trail",
        body! {
            arn = topic.arn();
            policy = Policy::of([
                allow("Trail")
                    .to_service("cloudtrail.amazonaws.com")
                    .actions(["sns:Publish"])
                    .on(topic.arn())
                    .when("StringEquals", "aws:SourceArn", [trail_arn(s, design, &account())]),
                deny("OnlyOverTls")
                    .to(Principals::everyone())
                    .actions(["sns:Publish", "sns:Subscribe"])
                    .on(topic.arn())
                    .when("Bool", "aws:SecureTransport", ["false"]),
            ]);
        },
    );
    // Through the policy: CloudTrail tests its access to the topic when it is configured.
    policy.get("arn")
}
