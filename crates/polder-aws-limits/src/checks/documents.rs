//! Documents in attributes: their sizes, and what AWS requires in policies.

mod problem;
mod dashboard;
mod patterns;
mod principal;
mod policy;

use serde_json::Value;

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};

use policy::Document;
use problem::Problem;

/// An attribute that holds a document.
struct Place {
    kind: &'static str,
    attribute: &'static str,
    document: Document,
    /// The most characters, without white space if it is a policy of IAM.
    most: usize,
    page: &'static str,
}

const IAM: &str = "docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const S3: &str = "docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html";

const fn place(
    kind: &'static str,
    attribute: &'static str,
    document: Document,
    most: usize,
    page: &'static str,
) -> Place {
    Place { kind, attribute, document, most, page }
}

static PLACES: &[Place] = &[
    place("aws_iam_role", "assume_role_policy", Document::Trust, 4096, IAM),
    place("aws_iam_role", "inline_policy.policy", Document::Identity, 10240, IAM),
    place("aws_iam_policy", "policy", Document::Identity, 6144, IAM),
    place("aws_iam_role_policy", "policy", Document::Identity, 10240, IAM),
    place("aws_iam_user_policy", "policy", Document::Identity, 2048, IAM),
    place("aws_iam_group_policy", "policy", Document::Identity, 5120, IAM),
    place("aws_ssoadmin_permission_set_inline_policy", "inline_policy", Document::Identity, 32768, IAM),
    place("aws_s3_bucket_policy", "policy", Document::Resource, 20480, S3),
    place("aws_s3_access_point", "policy", Document::Resource, 20480, S3),
    place(
        "aws_kms_key",
        "policy",
        Document::Resource,
        32768,
        "docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html",
    ),
    place(
        "aws_kms_key_policy",
        "policy",
        Document::Resource,
        32768,
        "docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html",
    ),
    place(
        "aws_sqs_queue",
        "policy",
        Document::Resource,
        8192,
        "docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html",
    ),
    place(
        "aws_sqs_queue_policy",
        "policy",
        Document::Resource,
        8192,
        "docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html",
    ),
    place(
        "aws_sns_topic",
        "policy",
        Document::Resource,
        30720,
        "docs.aws.amazon.com/general/latest/gr/sns.html",
    ),
    place(
        "aws_sns_topic_policy",
        "policy",
        Document::Resource,
        30720,
        "docs.aws.amazon.com/general/latest/gr/sns.html",
    ),
    place(
        "aws_secretsmanager_secret_policy",
        "policy",
        Document::Resource,
        20480,
        "docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html",
    ),
    place(
        "aws_ecr_repository_policy",
        "policy",
        Document::Resource,
        10240,
        "docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html",
    ),
    place(
        "aws_vpc_endpoint",
        "policy",
        Document::Resource,
        20480,
        "docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html",
    ),
    place(
        "aws_vpc_endpoint_policy",
        "policy",
        Document::Resource,
        20480,
        "docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html",
    ),
    place("aws_s3control_access_point_policy", "policy", Document::Resource, 20480, S3),
    place(
        "aws_sns_topic_data_protection_policy",
        "policy",
        Document::Json,
        30720,
        "docs.aws.amazon.com/general/latest/gr/sns.html",
    ),
    place(
        "aws_sqs_queue_redrive_allow_policy",
        "redrive_allow_policy",
        Document::Json,
        1024,
        "docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    ),
    place(
        "aws_backup_vault_policy",
        "policy",
        Document::Resource,
        10240,
        "docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html",
    ),
    place(
        "aws_efs_file_system_policy",
        "policy",
        Document::Resource,
        20000,
        "docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html",
    ),
    place(
        "aws_cloudwatch_log_resource_policy",
        "policy_document",
        Document::Resource,
        5120,
        "docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html",
    ),
    place(
        "aws_cloudwatch_event_bus_policy",
        "policy",
        Document::Resource,
        10240,
        "docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
    ),
    place(
        "aws_api_gateway_rest_api_policy",
        "policy",
        Document::Resource,
        8192,
        "docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
    ),
    place(
        "aws_opensearch_domain",
        "access_policies",
        Document::Resource,
        102_400,
        "docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html",
    ),
    place(
        "aws_organizations_policy",
        "content",
        Document::Control,
        10240,
        "docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html",
    ),
    place(
        "aws_sfn_state_machine",
        "definition",
        Document::States,
        1_048_576,
        "docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
    ),
    place(
        "aws_cloudwatch_dashboard",
        "dashboard_body",
        Document::Dashboard,
        1_048_576,
        "docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
    ),
    place(
        "aws_cloudwatch_event_rule",
        "event_pattern",
        Document::Events,
        4096,
        "docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
    ),
    place(
        "aws_cloudwatch_event_target",
        "input",
        Document::Json,
        8192,
        "docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html",
    ),
    place(
        "aws_lambda_event_source_mapping",
        "filter_criteria.filter.pattern",
        Document::Events,
        4096,
        "docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
    ),
    place(
        "aws_sns_topic",
        "delivery_policy",
        Document::Json,
        30720,
        "docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html",
    ),
    place(
        "aws_ecr_lifecycle_policy",
        "policy",
        Document::Lifecycle,
        30720,
        "docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    ),
    place(
        "aws_sqs_queue",
        "redrive_policy",
        Document::Redrive,
        1024,
        "docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    ),
    place(
        "aws_sqs_queue_redrive_policy",
        "redrive_policy",
        Document::Redrive,
        1024,
        "docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    ),
    place(
        "aws_sns_topic_subscription",
        "filter_policy",
        Document::Attributes,
        153_600,
        "docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html",
    ),
    place(
        "aws_instance",
        "user_data",
        Document::Text,
        16384,
        "docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
    ),
    place(
        "aws_launch_template",
        "user_data",
        Document::Text,
        21848,
        "docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
    ),
    place(
        "aws_launch_configuration",
        "user_data",
        Document::Text,
        16384,
        "docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
    ),
    place(
        "aws_cloudfront_function",
        "code",
        Document::Text,
        10240,
        "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    ),
    place(
        "aws_cloudfrontkeyvaluestore_key",
        "value",
        Document::Text,
        1024,
        "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    ),
    place(
        "aws_secretsmanager_secret_version",
        "secret_string",
        Document::Text,
        65536,
        "docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html",
    ),
    place(
        "aws_cloudformation_stack",
        "template_body",
        Document::Text,
        51200,
        "docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    ),
    place(
        "aws_config_conformance_pack",
        "template_body",
        Document::Text,
        51200,
        "docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html",
    ),
];

/// Reports documents that AWS does not accept.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    for place in PLACES.iter().filter(|place| place.kind == subject.kind()) {
        for tree in subject.tree.at(place.attribute) {
            match tree.text() {
                Some(text) => judge(subject, report, place, &text),
                None if tree.is_absent() => {}
                None => subject.undecided(report, &codes::DOCUMENT, place.attribute),
            }
        }
    }
}

fn judge(subject: &Subject<'_, '_>, report: &mut Report, place: &Place, text: &str) {
    let counts = |letter: &char| !letter.is_whitespace() || !place.document.is_iam();
    let size = text.chars().filter(counts).count();
    if size > place.most {
        let message = format!("`{}` has {size} characters", place.attribute);
        return find(
            subject,
            report,
            &codes::DOCUMENT_SIZE,
            place,
            message,
            format!("at most {} characters", place.most),
        );
    }
    if place.document == Document::Text {
        return;
    }
    let Ok(json) = serde_json::from_str::<Value>(text) else {
        let message = format!("`{}` is not JSON", place.attribute);
        return find(subject, report, &codes::DOCUMENT, place, message, "a JSON document".to_owned());
    };
    let Some(document) = actual(subject, place.document) else {
        return subject.undecided(report, &codes::DOCUMENT, place.attribute);
    };
    let found = policy::problem(document, &json).or_else(|| of_service(subject, &json));
    if let Some((problem, accepts)) = found {
        let message = format!("`{}`: {problem}", place.attribute);
        find(subject, report, &codes::DOCUMENT, place, message, accepts);
    }
}

/// The kind of a document that another attribute determines. `None` if that is not known.
fn actual(subject: &Subject<'_, '_>, document: Document) -> Option<Document> {
    match document {
        Document::Control => Some(match &*subject.text_or("type", "SERVICE_CONTROL_POLICY")? {
            "SERVICE_CONTROL_POLICY" => Document::Control,
            "RESOURCE_CONTROL_POLICY" => Document::ResourceControl,
            _ => Document::Json,
        }),
        Document::Attributes => {
            Some(match &*subject.text_or("filter_policy_scope", "MessageAttributes")? {
                "MessageBody" => Document::Filter,
                _ => Document::Attributes,
            })
        }
        other => Some(other),
    }
}

/// What the service of the resource requires of its policies.
fn of_service(subject: &Subject<'_, '_>, json: &Value) -> Option<Problem> {
    match subject.kind() {
        "aws_kms_key" | "aws_kms_key_policy" => {
            let bypasses = subject.text("bypass_policy_lockout_safety_check").as_deref() == Some("true");
            if bypasses { None } else { policy::locks_out(json) }
        }
        "aws_s3_bucket_policy" => policy::foreign_action(json, "s3"),
        "aws_sqs_queue" | "aws_sqs_queue_policy" => {
            json.get("Statement").and_then(|_| policy::foreign_action(json, "sqs"))
        }
        "aws_sns_topic" | "aws_sns_topic_policy" => {
            json.get("Statement").and_then(|_| policy::foreign_action(json, "sns"))
        }
        "aws_secretsmanager_secret_policy" => policy::foreign_action(json, "secretsmanager"),
        "aws_ecr_repository_policy" => policy::foreign_action(json, "ecr"),
        _ => None,
    }
}

fn find(
    subject: &Subject<'_, '_>,
    report: &mut Report,
    code: &'static polder_diag::Code,
    place: &Place,
    message: String,
    accepts: String,
) {
    let fault =
        Fault { attribute: place.attribute.to_owned(), message, accepts, source: place.page.to_owned() };
    subject.find(report, code, fault);
}
