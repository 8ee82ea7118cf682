//! Metrics and what they measure.

use polder_cloud::{Body, Content, ResourceId, Value, View};
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Set, Text};
use polder_inventory::observability::{Dimension, Metric};
use polder_inventory::outside::Owner;

use crate::access::account_of_value;
use crate::link::ByName;
use crate::pattern::{Syntax, is_empty, local};
use crate::reader::Reader;
use crate::value::{given_text, reason};

/// Dimensions whose values identify an entry, the most specific first. The subject of a metric with several
/// of them is the first.
const SUBJECTS: &[(&str, &[ByName])] = &[
    ("TargetGroup", &[("aws_lb_target_group", "arn_suffix")]),
    ("ServiceName", &[("aws_ecs_service", "name")]),
    ("FunctionName", &[("aws_lambda_function", "function_name")]),
    ("QueueName", &[("aws_sqs_queue", "name")]),
    ("TopicName", &[("aws_sns_topic", "name")]),
    (
        "DBInstanceIdentifier",
        &[("aws_db_instance", "identifier"), ("aws_rds_cluster_instance", "identifier")],
    ),
    ("DBClusterIdentifier", &[("aws_rds_cluster", "cluster_identifier")]),
    ("CacheClusterId", &[("aws_elasticache_cluster", "cluster_id")]),
    ("ReplicationGroupId", &[("aws_elasticache_replication_group", "replication_group_id")]),
    ("BucketName", &[("aws_s3_bucket", "bucket")]),
    ("SourceBucket", &[("aws_s3_bucket", "bucket")]),
    ("TableName", &[("aws_dynamodb_table", "name")]),
    ("StreamName", &[("aws_kinesis_stream", "name")]),
    ("DeliveryStreamName", &[("aws_kinesis_firehose_delivery_stream", "name")]),
    ("RuleName", &[("aws_cloudwatch_event_rule", "name")]),
    ("HealthCheckId", &[("aws_route53_health_check", "id")]),
    ("DistributionId", &[("aws_cloudfront_distribution", "id")]),
    ("WebACL", &[("aws_wafv2_web_acl", "name")]),
    ("Stage", &[("aws_api_gateway_stage", "stage_name")]),
    ("ApiName", &[("aws_api_gateway_rest_api", "name")]),
    ("ApiId", &[("aws_apigatewayv2_api", "id")]),
    ("LoadBalancer", &[("aws_lb", "arn_suffix")]),
    ("LoadBalancerName", &[("aws_elb", "name")]),
    ("AutoScalingGroupName", &[("aws_autoscaling_group", "name")]),
    ("InstanceId", &[("aws_instance", "id")]),
    ("VolumeId", &[("aws_ebs_volume", "id")]),
    ("NatGatewayId", &[("aws_nat_gateway", "id")]),
    ("FileSystemId", &[("aws_efs_file_system", "id")]),
    ("BackupVaultName", &[("aws_backup_vault", "name")]),
    ("LogGroupName", &[("aws_cloudwatch_log_group", "name")]),
    ("CertificateArn", &[("aws_acm_certificate", "arn")]),
    ("StateMachineArn", &[("aws_sfn_state_machine", "arn")]),
    ("ClusterName", &[("aws_ecs_cluster", "name"), ("aws_eks_cluster", "name")]),
    ("ClusterIdentifier", &[("aws_redshift_cluster", "cluster_identifier")]),
    ("DomainName", &[("aws_opensearch_domain", "domain_name")]),
];

/// The metric that a resource or a block of one describes by `namespace`, `metric_name`, `dimensions` and a statistic.
pub(crate) fn metric<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, statistic: Known<Text>) -> Metric {
    let subject = subject(reader, view);
    let account = view.body().get("account_id").filter(|value| !is_empty(value));
    Metric {
        namespace: given_text(view, "namespace"),
        name: given_text(view, "metric_name"),
        dimensions: dimensions(reader, view),
        statistic,
        subject,
        account: account.map(|value| account_of_value(reader, view, value)),
    }
}

fn dimensions<'a>(reader: &Reader<'_, 'a>, view: View<'_, 'a>) -> Known<Set<Dimension>> {
    match view.body().get("dimensions") {
        None | Some(Value::Null) => Known::Value(Set::default()),
        Some(value) => match body(view, value) {
            Some(body) => {
                let items = body.items.iter().filter_map(|item| match &item.content {
                    Content::Attribute(value) => Some((&item.key, value)),
                    Content::Block(_) => None,
                });
                let dimension = |(name, value): (&Text, &'a Value)| {
                    let value = Known::Value(reader.value_pattern(view.stack(), value, Syntax::PLAIN));
                    Dimension { name: name.clone(), value }
                };
                Known::Value(items.map(dimension).collect())
            }
            None => Known::Unknown(reason(&view.resolve(value))),
        },
    }
}

fn subject<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) -> Option<Link<EntryId>> {
    let body = body(view, view.body().get("dimensions")?)?;
    for (name, names) in SUBJECTS {
        let Some(value) = body.get(name) else { continue };
        if let Some(entry) = reader.value_entry(view.stack(), value).or_else(|| referred(reader, view, value))
        {
            return Some(Link::To(entry));
        }
        let pattern = reader.value_pattern(view.stack(), value, Syntax::PLAIN);
        if let Some(text) = pattern.as_literal() {
            let found = names.iter().find_map(|(kind, attribute)| reader.named(view, kind, attribute, text));
            let found = found.or_else(|| node_of_cache(reader, view, name, text));
            if let Some(entry) = found.and_then(|id| reader.entry(id)) {
                return Some(Link::To(entry));
            }
            // Stages of several APIs may have the same name; then the subject is the API.
            if *name != "Stage" {
                return Some(Link::Outside(reader.external(text, name, Owner::Unknown)));
            }
        }
    }
    // Other dimensions can refer to an entry, too. Plans sort them.
    let mut items: Vec<_> = body.items.iter().collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let mut values = items.into_iter().filter_map(|item| match &item.content {
        Content::Attribute(value) => Some(value),
        Content::Block(_) => None,
    });
    values.find_map(|value| reader.value_entry(view.stack(), value)).map(Link::To)
}

/// The replication group of a node. Source: AWS, Amazon ElastiCache User Guide, "Finding connection
/// endpoints": the group's name is followed by the number of the shard, where there are several, and that of
/// the node.
fn node_of_cache(
    reader: &mut Reader<'_, '_>,
    view: View<'_, '_>,
    name: &str,
    text: &str,
) -> Option<ResourceId> {
    let number = |text: &str, digits: usize| {
        let (before, number) = text.rsplit_once('-')?;
        let is_number = number.len() == digits && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| before.to_owned())
    };
    let group = number(text, 3).filter(|_| name == "CacheClusterId")?;
    let shard = number(&group, 4);
    let mut groups = [Some(group), shard].into_iter().flatten();
    groups.find_map(|group| {
        reader.named(view, "aws_elasticache_replication_group", "replication_group_id", &group)
    })
}

/// The entry that a part of a value refers to: names of the nodes of a cache begin with the name of the cache.
fn referred<'a>(reader: &Reader<'_, 'a>, view: View<'_, 'a>, value: &'a Value) -> Option<EntryId> {
    let mut found = None;
    let mut visit = |inner: &'a Value| {
        let Value::Reference(reference) = inner else { return };
        let target = reader.index.target(view.stack(), reference).and_then(|id| reader.entry(id));
        found = found.or(target);
    };
    match value {
        Value::Local(name) => local(view.stack(), name)?.walk(&mut visit),
        other => other.walk(&mut visit),
    }
    found
}

/// An object, directly or in a local.
fn body<'a>(view: View<'_, 'a>, value: &'a Value) -> Option<&'a Body> {
    match value {
        Value::Object(body) => Some(body),
        Value::Local(name) => match local(view.stack(), name)? {
            Value::Object(body) => Some(body),
            _ => None,
        },
        _ => None,
    }
}
