//! Tags: their keys, values and number.

use polder_cloud::index::Resolved;

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject, shown};
use crate::tree::Tree;

const SOURCE: &str = "docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html";
const COUNT_MAX: usize = 50;
/// S3 has its own limit for objects.
const OF_OBJECT_MAX: usize = 10;
const KEY_MAX: usize = 128;
const VALUE_MAX: usize = 256;

/// Reports tags that AWS does not accept.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    let all = subject.tree.get("tags_all");
    let tree = if matches!(all, Tree::Object(_)) { all } else { subject.tree.get("tags") };
    let Tree::Object(tags) = tree else {
        if tree.is_set().is_none() {
            subject.undecided(report, &codes::TAG, "tags");
        }
        return;
    };
    let is_object = ["aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"].contains(&subject.kind());
    let most = if is_object { OF_OBJECT_MAX } else { COUNT_MAX };
    if tags.len() > most {
        find(subject, report, format!("there are {} tags", tags.len()), format!("at most {most}"));
    }
    for (key, value) in tags {
        one(subject, report, key, value);
    }
}

fn one(subject: &Subject<'_, '_>, report: &mut Report, key: &str, value: &Tree<'_>) {
    if key.to_ascii_lowercase().starts_with("aws:") {
        let message = format!("the tag {} has a reserved prefix", shown(key));
        return find(subject, report, message, "keys that do not start with `aws:`".to_owned());
    }
    if key.is_empty() || key.chars().count() > KEY_MAX {
        let message = format!("the key of the tag {} has {} characters", shown(key), key.chars().count());
        return find(subject, report, message, format!("keys of 1 to {KEY_MAX} characters"));
    }
    let is_letter =
        |letter: char| letter.is_alphanumeric() || letter.is_whitespace() || "_.:/=+-@".contains(letter);
    // S3 and EC2 accept any character; most other services accept only these.
    let is_lenient =
        ["aws_s3", "aws_ec2", "aws_instance", "aws_ebs", "aws_vpc", "aws_subnet", "aws_ami", "aws_eip"];
    let is_lenient = is_lenient.iter().any(|start| subject.kind().starts_with(start));
    if !is_lenient && !key.chars().all(is_letter) {
        let message = format!("the key of the tag {} has characters that AWS does not accept", shown(key));
        return find(subject, report, message, "letters, digits, spaces and `_.:/=+-@`".to_owned());
    }
    let Tree::Leaf(Resolved::Text(text)) = value else {
        if value.is_set().is_none() {
            subject.undecided(report, &codes::TAG, "tags");
        }
        return;
    };
    if text.chars().count() > VALUE_MAX {
        let message = format!("the value of the tag {} has {} characters", shown(key), text.chars().count());
        find(subject, report, message, format!("values of at most {VALUE_MAX} characters"));
    } else if !is_lenient && !text.chars().all(is_letter) {
        let message = format!("the value of the tag {} is {}", shown(key), shown(text));
        find(subject, report, message, "letters, digits, spaces and `_.:/=+-@`".to_owned());
    }
}

fn find(subject: &Subject<'_, '_>, report: &mut Report, message: String, accepts: String) {
    let fault = Fault { attribute: "tags".to_owned(), message, accepts, source: SOURCE.to_owned() };
    subject.find(report, &codes::TAG, fault);
}
