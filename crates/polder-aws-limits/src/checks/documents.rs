//! Documents in attributes: their sizes, and what AWS requires in policies.

mod problem;
mod shape;
mod arn;
mod dashboard;
mod patterns;
mod principal;
mod conditions;
mod states;
mod objects;
mod policy;
mod places;

use serde_json::Value;

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};

use places::{PLACES, Place};
use policy::Document;
use problem::Problem;
pub(super) use problem::{statements, texts};

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
        let source = document.page().unwrap_or(place.page);
        subject.find(report, &codes::DOCUMENT, Fault::new(place.attribute, message, accepts, source));
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
        "aws_iam_policy" => policy::old_version(json),
        "aws_kms_key" | "aws_kms_key_policy" => {
            let bypasses = subject.text("bypass_policy_lockout_safety_check").as_deref() == Some("true");
            if bypasses { None } else { policy::locks_out(json) }
        }
        "aws_sfn_state_machine" if subject.text("type").as_deref() == Some("EXPRESS") => states::waits(json),
        "aws_s3_bucket_policy" => {
            policy::foreign_action(json, of_bucket(subject)).or_else(|| objects::problem(json))
        }
        "aws_sqs_queue" | "aws_sqs_queue_policy" => {
            json.get("Statement").and_then(|_| policy::foreign_action(json, &["sqs"]))
        }
        "aws_sns_topic" | "aws_sns_topic_policy" => {
            json.get("Statement").and_then(|_| policy::foreign_action(json, &["sns"]))
        }
        "aws_secretsmanager_secret_policy" => policy::foreign_action(json, &["secretsmanager"]),
        "aws_ecr_repository_policy" => policy::foreign_action(json, &["ecr"]),
        _ => None,
    }
}

/// The services of the actions in a bucket's policy: directory buckets have one of their own.
fn of_bucket(subject: &Subject<'_, '_>) -> &'static [&'static str] {
    let is_directory = match subject.text("bucket") {
        Some(name) => name.ends_with("--x-s3"),
        None => !subject.view.targets("bucket").iter().any(|it| it.kind() == "aws_s3_bucket"),
    };
    if is_directory { &["s3", "s3express"] } else { &["s3"] }
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
