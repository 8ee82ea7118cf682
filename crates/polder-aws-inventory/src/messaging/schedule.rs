//! `aws_scheduler_schedule`.

use polder_cloud::{Body, Document, Value, View, json};
use polder_inventory::EntryId;
use polder_inventory::compute::{ActionKind, ScheduledAction};
use polder_inventory::model::{Known, Link, Reason, ScheduleExpression, Text};
use polder_inventory::outside::Owner;
use polder_units::Duration;

use crate::link::ByName;
use crate::reader::Reader;
use crate::time;
use crate::value::{text, text_or, whole};

/// The prefix of universal targets, which are API calls: `arn:aws:scheduler:::aws-sdk:rds:startDBInstance`.
const CALL: &str = ":scheduler:::aws-sdk:";

/// The resource of an API call, by the parameter that names it.
const ABOUT: &[(&str, &str, &[ByName])] = &[
    ("DbInstanceIdentifier", "database", &[("aws_db_instance", "identifier")]),
    ("DBInstanceIdentifier", "database", &[("aws_db_instance", "identifier")]),
    ("DbClusterIdentifier", "database", &[("aws_rds_cluster", "cluster_identifier")]),
    ("DBClusterIdentifier", "database", &[("aws_rds_cluster", "cluster_identifier")]),
    ("AutoScalingGroupName", "scaling group", &[("aws_autoscaling_group", "name")]),
    ("Service", "service", &[("aws_ecs_service", "name")]),
    ("FunctionName", "function", &[("aws_lambda_function", "function_name")]),
    ("QueueUrl", "queue", &[("aws_sqs_queue", "url")]),
    ("TopicArn", "topic", &[]),
    ("StateMachineArn", "state machine", &[]),
    ("ClusterIdentifier", "data warehouse", &[("aws_redshift_cluster", "cluster_identifier")]),
];

/// A schedule.
pub(crate) fn read<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let target = view.block("target");
    let identity = target.and_then(|target| reader.link(target, "role_arn", "role"));
    let dead = target.and_then(|target| target.block("dead_letter_config"));
    let dead_letters = dead.and_then(|dead| reader.link(dead, "arn", "queue"));
    let (action, about) = match target {
        Some(target) => action(reader, target),
        None => (ActionKind::Call(Known::Unknown(Reason::NotGiven)), Link::Unknown(Reason::NotGiven)),
    };
    let scheduled = ScheduledAction {
        source: reader.source(view),
        schedule: at(view),
        flexible_window: flexible(view),
        // Source: provider documentation, `state`: the default is `ENABLED`.
        enabled: text_or(view, "state", "ENABLED").map(|state| state == "ENABLED"),
        action,
        target: about,
        identity,
        retries: retries(target),
        dead_letters,
    };
    reader.inventory.compute.scheduled_actions.push(scheduled);
}

fn at(view: View<'_, '_>) -> Known<ScheduleExpression> {
    // Source: provider documentation, `schedule_expression_timezone`: the default is `UTC`.
    let zone = match text_or(view, "schedule_expression_timezone", "UTC") {
        Known::Value(zone) => zone,
        Known::Unknown(reason) => return Known::Unknown(reason),
    };
    match text(view, "schedule_expression") {
        Known::Value(Some(text)) => time::schedule(&text, Some(&zone)),
        Known::Value(None) => Known::Unknown(Reason::NotGiven),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

fn flexible(view: View<'_, '_>) -> Known<Option<Duration>> {
    let Some(window) = view.block("flexible_time_window") else { return Known::Value(None) };
    match text(window, "mode") {
        Known::Value(Some(mode)) if mode == "FLEXIBLE" => match whole(window, "maximum_window_in_minutes") {
            Known::Value(Some(minutes)) => Known::Value(Some(Duration::minutes(u64::from(minutes)))),
            Known::Value(None) => Known::Unknown(Reason::NotGiven),
            Known::Unknown(reason) => Known::Unknown(reason),
        },
        Known::Value(_) => Known::Value(None),
        Known::Unknown(reason) => Known::Unknown(reason),
    }
}

/// Source: AWS, EventBridge Scheduler API Reference, `RetryPolicy`: 185 retries by default.
fn retries(target: Option<View<'_, '_>>) -> Known<Option<u32>> {
    let policy = target.and_then(|target| target.block("retry_policy"));
    match policy.map_or(Known::Value(None), |policy| whole(policy, "maximum_retry_attempts")) {
        Known::Value(None) => Known::Value(Some(185)),
        Known::Value(Some(0)) => Known::Value(None),
        other => other,
    }
}

/// The action, and the resource that it is applied to.
fn action<'a>(reader: &mut Reader<'_, 'a>, target: View<'_, 'a>) -> (ActionKind, Link<EntryId>) {
    let call = target.text("arn").and_then(|arn| arn.split_once(CALL).map(|(_, call)| call.to_owned()));
    if let Some(call) = call {
        let about = about(reader, target).unwrap_or(Link::Unknown(Reason::AttributeNotModelled));
        return (kind_of_call(&call), about);
    }
    let to = reader
        .entry_link(target, "arn", "target of a schedule", &[])
        .unwrap_or(Link::Unknown(Reason::NotGiven));
    let kind = match to {
        Link::To(EntryId::Store(_)) => ActionKind::Send,
        Link::To(EntryId::Function(_) | EntryId::Cluster(_) | EntryId::Process(_)) => ActionKind::Run,
        _ => match target.text("arn").as_deref().and_then(|arn| arn.split(':').nth(2)) {
            Some("lambda" | "ecs" | "states" | "batch" | "codebuild") => ActionKind::Run,
            Some("sqs" | "sns" | "kinesis" | "events") => ActionKind::Send,
            _ => ActionKind::Call(Known::Unknown(Reason::NotUnderstood)),
        },
    };
    (kind, to)
}

fn kind_of_call(call: &str) -> ActionKind {
    match call {
        "rds:startDBInstance" | "rds:startDBCluster" | "ec2:startInstances" | "redshift:resumeCluster" => {
            ActionKind::Start
        }
        "rds:stopDBInstance" | "rds:stopDBCluster" | "ec2:stopInstances" | "redshift:pauseCluster" => {
            ActionKind::Stop
        }
        "lambda:invoke" | "ecs:runTask" | "sfn:startExecution" => ActionKind::Run,
        "sqs:sendMessage" | "sns:publish" => ActionKind::Send,
        other => ActionKind::Call(Known::Value(Text::new(other))),
    }
}

/// The resource that the input of an API call names.
fn about<'a>(reader: &mut Reader<'_, 'a>, target: View<'_, 'a>) -> Option<Link<EntryId>> {
    let input = target.body().get("input")?;
    match input {
        Value::Document(document) => match document.as_ref() {
            Document::Json(body) => in_graph(reader, target, body),
            _ => None,
        },
        Value::Text(text) => match json::read(text) {
            Ok(Value::Object(body)) => in_text(reader, target, &body),
            _ => None,
        },
        _ => None,
    }
}

fn in_graph<'a>(reader: &mut Reader<'_, 'a>, target: View<'_, 'a>, input: &'a Body) -> Option<Link<EntryId>> {
    let (value, kind, names) =
        ABOUT.iter().find_map(|(name, kind, names)| Some((input.get(name)?, *kind, *names)))?;
    if let Some(entry) = reader.value_entry(target.stack(), value) {
        return Some(Link::To(entry));
    }
    match target.resolve(value).as_plain() {
        Some(text) => Some(by_name(reader, target, &text, kind, names)),
        None => Some(reader.outside(target.stack(), value, kind)),
    }
}

fn in_text<'a>(reader: &mut Reader<'_, 'a>, target: View<'_, 'a>, input: &Body) -> Option<Link<EntryId>> {
    let (text, kind, names) =
        ABOUT.iter().find_map(|(name, kind, names)| Some((input.get(name)?.as_text()?, *kind, *names)))?;
    Some(by_name(reader, target, text, kind, names))
}

fn by_name<'a>(
    reader: &mut Reader<'_, 'a>,
    view: View<'_, 'a>,
    text: &str,
    kind: &'static str,
    names: &[ByName],
) -> Link<EntryId> {
    let mut entry = None;
    for (kind, name) in names {
        entry = entry.or_else(|| reader.named(view, kind, name, text).and_then(|id| reader.entry(id)));
    }
    match entry {
        Some(entry) => Link::To(entry),
        None => Link::Outside(reader.external(text, kind, Owner::Unknown)),
    }
}
