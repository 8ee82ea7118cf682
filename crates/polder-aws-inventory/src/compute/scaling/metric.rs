//! Metrics of scaling policies.

use polder_cloud::View;
use polder_inventory::EntryId;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::observability::{Dimension, Metric};

use crate::reader::Reader;
use crate::value::{given_text, is_set, known_blocks};

/// The metric of a block with a predefined or a customized specification. `scaled` is what predefined metrics
/// measure.
pub(super) fn metric<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>, scaled: Link<EntryId>) -> Metric {
    if let Some(own) = view.block("predefined_metric_specification") {
        return predefined(own, scaled);
    }
    let Some(custom) = view.block("customized_metric_specification") else {
        return unknown(Reason::NotUnderstood);
    };
    if !custom.blocks("metrics").is_empty() || is_set(custom, "metrics") {
        // An expression of several metrics.
        return unknown(Reason::AttributeNotModelled);
    }
    let mut names = ["dimensions", "metric_dimension"].into_iter();
    let blocks = names.find(|name| !custom.blocks(name).is_empty());
    let mut subject = None;
    let dimensions = blocks.map_or(Known::Value(vec![]), |name| known_blocks(custom, name));
    let dimensions = dimensions.and_then(|blocks| {
        let mut all = vec![];
        for block in blocks {
            subject =
                subject.or_else(|| block.targets("value").into_iter().find_map(|it| reader.entry(it.id())));
            match given_text(block, "name") {
                Known::Value(name) => {
                    all.push(Dimension { name, value: reader.text_pattern(&block.get("value")) });
                }
                Known::Unknown(reason) => return Known::Unknown(reason),
            }
        }
        Known::Value(Set::from(all))
    });
    Metric {
        namespace: given_text(custom, "namespace"),
        name: given_text(custom, "metric_name"),
        dimensions,
        statistic: given_text(custom, "statistic"),
        subject: subject.map(Link::To),
        account: None,
    }
}

/// A predefined metric by its type. Source: AWS, Application Auto Scaling API Reference,
/// `PredefinedMetricSpecification`, and Amazon EC2 Auto Scaling API Reference, of the same name.
fn predefined(view: View<'_, '_>, scaled: Link<EntryId>) -> Metric {
    let word = given_text(view, "predefined_metric_type");
    let known = word.as_ref().and_then(|word| match of_word(word) {
        Some((namespace, name)) => Known::Value((Text::new_static(namespace), Text::new_static(name))),
        None => Known::Unknown(Reason::NotUnderstood),
    });
    Metric {
        namespace: known.clone().map(|(namespace, _)| namespace),
        name: known.map(|(_, name)| name),
        dimensions: Known::Value(Set::default()),
        statistic: Known::Value(Text::new_static("Average")),
        subject: Some(scaled),
        account: None,
    }
}

fn of_word(word: &str) -> Option<(&'static str, &'static str)> {
    Some(match word {
        "ECSServiceAverageCPUUtilization" => ("AWS/ECS", "CPUUtilization"),
        "ECSServiceAverageMemoryUtilization" => ("AWS/ECS", "MemoryUtilization"),
        "ALBRequestCountPerTarget" => ("AWS/ApplicationELB", "RequestCountPerTarget"),
        "ASGAverageCPUUtilization" => ("AWS/EC2", "CPUUtilization"),
        "ASGAverageNetworkIn" => ("AWS/EC2", "NetworkIn"),
        "ASGAverageNetworkOut" => ("AWS/EC2", "NetworkOut"),
        "RDSReaderAverageCPUUtilization" => ("AWS/RDS", "CPUUtilization"),
        "RDSReaderAverageDatabaseConnections" => ("AWS/RDS", "DatabaseConnections"),
        "DynamoDBReadCapacityUtilization" => ("AWS/DynamoDB", "ConsumedReadCapacityUnits"),
        "DynamoDBWriteCapacityUtilization" => ("AWS/DynamoDB", "ConsumedWriteCapacityUnits"),
        "ElastiCachePrimaryEngineCPUUtilization" | "ElastiCacheReplicaEngineCPUUtilization" => {
            ("AWS/ElastiCache", "EngineCPUUtilization")
        }
        "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage" => {
            ("AWS/ElastiCache", "DatabaseMemoryUsageCountedForEvictPercentage")
        }
        "LambdaProvisionedConcurrencyUtilization" => ("AWS/Lambda", "ProvisionedConcurrencyUtilization"),
        _ => return None,
    })
}

pub(super) fn unknown(reason: Reason) -> Metric {
    Metric {
        namespace: Known::Unknown(reason),
        name: Known::Unknown(reason),
        dimensions: Known::Unknown(reason),
        statistic: Known::Unknown(reason),
        subject: None,
        account: None,
    }
}
