//! Settings of buckets that exclude each other, although they are resources of their own.

use serde_json::Value;

use super::super::documents::{statements, texts};
use super::{Rule, each};
use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject, shown};
use crate::tree::Tree;

const BUCKET: &[&str] = &["aws_s3_bucket"];

/// The rules in order.
const RULES: [(&str, Rule); 6] = [
    ("aws_s3_bucket", created),
    ("aws_s3_bucket_acl", list),
    ("aws_s3_bucket_policy", policy),
    ("aws_s3_bucket_replication_configuration", replication),
    ("aws_s3_bucket_notification", notification),
    ("aws_s3_bucket_lifecycle_configuration", lifecycle),
];

/// Reports settings that S3 refuses because of another one.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    each(context, &RULES, report);
}

/// The resource of a kind that configures the same bucket.
enum Configures<'c, 'a> {
    This(Subject<'c, 'a>),
    /// None does.
    Nothing,
    /// Of one that may, the bucket is not known.
    Unknown,
}

fn of_bucket<'c, 'a>(context: &'c Context<'_, 'a>, kind: &str, item: &Subject<'_, '_>) -> Configures<'c, 'a> {
    let bucket = context.target(&item.view, "bucket", BUCKET).map(|bucket| bucket.view.id());
    let name = item.text("bucket");
    let mut found = Configures::Nothing;
    for other in context.of_kind(kind) {
        let of_other = context.target(&other.view, "bucket", BUCKET).map(|bucket| bucket.view.id());
        let name_of_other = other.text("bucket");
        if bucket.is_some() && of_other == bucket || name.is_some() && name_of_other == name {
            return Configures::This(other);
        }
        if of_other.is_none() && name_of_other.is_none() {
            found = Configures::Unknown;
        }
    }
    found
}

/// A bucket is created with its owner alone in its access control list: one that names others is refused before its ownership
/// can be set.
fn created(_: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html";
    let Some(list) = item.text("acl").filter(|list| !list.is_empty() && list != "private") else { return };
    if item.exists() {
        return;
    }
    let message = format!("`acl` is {}, and new buckets have no access control lists", shown(&list));
    let accepts = "no `acl`: a resource `aws_s3_bucket_acl` after one of `aws_s3_bucket_ownership_controls`";
    item.find(report, &codes::REFERENCE, Fault::new("acl", message, accepts, page));
}

/// A bucket that this plan creates has no access control lists, unless its ownership says so.
fn list(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html";
    let Some(bucket) = context.target(&item.view, "bucket", BUCKET) else { return };
    let ownership = match of_bucket(context, "aws_s3_bucket_ownership_controls", item) {
        Configures::This(controls) => controls.text("rule.object_ownership"),
        Configures::Nothing if !bucket.exists() => Some("BucketOwnerEnforced".to_owned()),
        Configures::Nothing | Configures::Unknown => None,
    };
    match ownership.as_deref() {
        Some("BucketOwnerEnforced") => {
            let message = format!("`{}` has no access control lists", bucket.view.address());
            let accepts = "ownership `BucketOwnerPreferred` or `ObjectWriter`, or no list";
            item.find(report, &codes::REFERENCE, Fault::new("acl", message, accepts, page));
        }
        Some(_) => {}
        None => item.undecided(report, &codes::REFERENCE, "acl"),
    }
}

/// A policy is about its bucket, and not public where that is blocked.
fn policy(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html";
    let Some(text) = item.text("policy") else { return };
    let Ok(json) = serde_json::from_str::<Value>(&text) else { return };
    let block = of_bucket(context, "aws_s3_bucket_public_access_block", item);
    let blocks = matches!(block, Configures::This(block) if block.text("block_public_policy").as_deref() == Some("true"));
    if blocks && statements(&json).any(is_public) {
        let message = "a statement is public, and the bucket blocks public policies".to_owned();
        return item.find(
            report,
            &codes::REFERENCE,
            Fault::new("policy", message, "a policy that names its principals", page),
        );
    }
    let bucket = context.target(&item.view, "bucket", BUCKET);
    let Some(name) = item.text("bucket").or_else(|| bucket?.text("bucket")) else { return };
    let resources = statements(&json).flat_map(|statement| texts(&statement["Resource"]));
    let other = resources.filter_map(|arn| Some((arn, arn.split(":s3:::").nth(1)?))).find(|(_, path)| {
        let of = path.split('/').next().unwrap_or_default();
        !of.is_empty() && of != name && !of.contains(['*', '?', '$'])
    });
    if let Some((arn, _)) = other {
        let message = format!("a resource is {}, and the bucket `{name}`", shown(arn));
        item.find(
            report,
            &codes::REFERENCE,
            Fault::new("policy", message, "the bucket, and objects of it", page),
        );
    }
}

/// Whether a statement allows everybody. Conditions may make it not public.
fn is_public(statement: &Value) -> bool {
    let principal = &statement["Principal"];
    let is_anybody =
        principal == "*" || principal["AWS"] == "*" || texts(&principal["AWS"]).any(|text| text == "*");
    statement["Effect"] == "Allow" && is_anybody && statement.get("Condition").is_none()
}

/// Replication needs versions.
fn replication(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html";
    let bucket = context.target(&item.view, "bucket", BUCKET);
    let status = match of_bucket(context, "aws_s3_bucket_versioning", item) {
        Configures::This(versioning) => versioning.text("versioning_configuration.status"),
        Configures::Nothing
            if bucket.is_some_and(|bucket| !bucket.exists() && bucket.tree.get("versioning").is_absent()) =>
        {
            Some("Disabled".to_owned())
        }
        Configures::Nothing | Configures::Unknown => None,
    };
    match status.as_deref() {
        Some("Enabled") => {}
        Some(status) => {
            let message = format!("versioning of the bucket is `{status}`");
            item.find(
                report,
                &codes::REFERENCE,
                Fault::new("bucket", message, "a bucket with versioning `Enabled`", page),
            );
        }
        None => item.undecided(report, &codes::REFERENCE, "bucket"),
    }
}

/// Two notifications of an event do not have overlapping filters.
fn notification(_: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let page = "docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html";
    let blocks: Vec<&Tree<'_>> = ["queue", "topic", "lambda_function"]
        .iter()
        .flat_map(|name| item.tree.get(name).elements())
        .collect();
    for (at, block) in blocks.iter().enumerate() {
        if blocks[..at].iter().any(|other| share(block, other)) {
            let message = "two notifications have events in common, and overlapping filters".to_owned();
            let accepts = "filters that do not overlap, or one notification to a topic";
            return item.find(report, &codes::REFERENCE, Fault::new("events", message, accepts, page));
        }
    }
}

fn share(one: &Tree<'_>, other: &Tree<'_>) -> bool {
    let events = |tree: &Tree<'_>| -> Vec<String> {
        tree.get("events").elements().iter().filter_map(Tree::text).collect()
    };
    let matches = |one: &str, other: &str| {
        let (one, other) = (one.trim_end_matches('*'), other.trim_end_matches('*'));
        one == other || one.ends_with(':') && other.starts_with(one)
    };
    let common = events(one)
        .iter()
        .any(|left| events(other).iter().any(|right| matches(left, right) || matches(right, left)));
    let filter = |tree: &Tree<'_>, name: &str| {
        let tree = tree.get(name);
        tree.is_set().map(|is_set| if is_set { tree.text().unwrap_or_default() } else { String::new() })
    };
    let overlap =
        |name: &str, contains: fn(&str, &str) -> bool| match (filter(one, name), filter(other, name)) {
            (Some(one), Some(other)) => contains(&one, &other) || contains(&other, &one),
            _ => false,
        };
    common
        && overlap("filter_prefix", |one, other| one.starts_with(other))
        && overlap("filter_suffix", |one, other| one.ends_with(other))
}

/// Storage classes in the order in which objects move through them.
const CLASSES: [&str; 6] =
    ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

/// How many days objects stay in the classes for infrequent access before they are archived.
const INFREQUENT_DAYS: f64 = 30.0;

/// The rules of a lifecycle.
fn lifecycle(_: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    for rule in item.tree.get("rule").elements() {
        transitions(item, rule, report);
    }
}

/// Objects move in one direction.
fn transitions(item: &Subject<'_, '_>, rule: &Tree<'_>, report: &mut Report) {
    let page =
        "docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html";
    let mut moves: Vec<(usize, String, f64)> = vec![];
    for transition in rule.get("transition").elements() {
        let class = transition.get("storage_class").text();
        let (Some(class), Some(days)) = (class, transition.get("days").number()) else { return };
        let Some(rank) = CLASSES.iter().position(|name| *name == class) else { return };
        moves.push((rank, class, days));
    }
    moves.sort_by_key(|(rank, ..)| *rank);
    for pair in moves.windows(2) {
        let [(_, from, earlier), (_, to, later)] = pair else { continue };
        let is_infrequent = from == "STANDARD_IA" || from == "ONEZONE_IA";
        let least = if is_infrequent { earlier + INFREQUENT_DAYS } else { earlier + 1.0 };
        if *later < least {
            let message =
                format!("objects move to `{from}` after {earlier} days and to `{to}` after {later}");
            let accepts = format!("`{to}` after at least {least} days");
            let fault = Fault::new("rule.transition.days", message, accepts, page);
            return item.find(report, &codes::RELATION, fault);
        }
    }
}
