//! What AWS requires in a document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::problem::{Problem, statements, texts, wrong};
use super::{arn, conditions, dashboard, patterns, principal, shape, states};

/// The kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// A policy of a user, group or role.
    Identity,
    /// A policy of a resource.
    Resource,
    /// Who may assume a role.
    Trust,
    /// A state machine.
    States,
    /// A lifecycle policy of images.
    Lifecycle,
    /// The dead-letter queue of a queue, and after how many receives a message goes there.
    Redrive,
    /// A service control policy.
    Control,
    /// A resource control policy.
    ResourceControl,
    /// Which events a rule matches.
    Events,
    /// Which messages a subscription delivers.
    Filter,
    /// Which messages a subscription delivers, by their attributes.
    Attributes,
    /// Widgets of a dashboard.
    Dashboard,
    /// Any JSON.
    Json,
    /// Any text.
    Text,
}

impl Document {
    /// The page on what the document has to contain, if that is not the page on its size.
    pub(super) fn page(self) -> Option<&'static str> {
        match self {
            Document::Identity | Document::Resource | Document::Trust => {
                Some("docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html")
            }
            Document::Control | Document::ResourceControl => Some(
                "docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html",
            ),
            Document::States => {
                Some("docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html")
            }
            _ => None,
        }
    }

    /// Whether white space does not count.
    pub(super) fn is_iam(self) -> bool {
        matches!(self, Document::Identity | Document::Trust)
    }
}

/// The first problem of a document.
pub(super) fn problem(document: Document, json: &Value) -> Option<Problem> {
    match document {
        Document::Identity | Document::Resource | Document::Trust => policy(document, json),
        Document::States => states::problem(json),
        Document::Lifecycle => lifecycle(json),
        Document::Redrive => redrive(json),
        Document::Control | Document::ResourceControl => policy(document, json),
        Document::Events => patterns::problem(json, true),
        Document::Filter => patterns::problem(json, true).or_else(|| patterns::keys(json)),
        Document::Attributes => patterns::problem(json, false).or_else(|| patterns::keys(json)),
        Document::Dashboard => dashboard::problem(json),
        Document::Json | Document::Text => {
            (!json.is_object()).then(|| wrong("it is not a JSON object", "an object"))
        }
    }
}

fn policy(document: Document, json: &Value) -> Option<Problem> {
    const TOP: [&str; 3] = ["Version", "Id", "Statement"];
    let Some(object) = json.as_object() else {
        return Some(wrong("it is not a JSON object", "an object with `Version` and `Statement`"));
    };
    if let Some(key) = object.keys().find(|key| !TOP.contains(&key.as_str())) {
        return Some(wrong(format!("it has `{key}`"), TOP.map(|key| format!("`{key}`")).join(", ")));
    }
    let version = json.get("Version").map(|version| version.as_str().unwrap_or_default());
    if let Some(version) = version.filter(|version| !["2012-10-17", "2008-10-17"].contains(version)) {
        return Some(wrong(format!("`Version` is `{version}`"), "`2012-10-17`"));
    }
    if let Some(problem) = shape::identifier(json, "Id") {
        return Some(problem);
    }
    let statements = match json.get("Statement") {
        Some(Value::Array(statements)) if !statements.is_empty() => statements.iter().collect(),
        Some(statement @ Value::Object(_)) => vec![statement],
        _ => return Some(wrong("it has no statement", "at least one statement")),
    };
    let mut sids = BTreeSet::new();
    for statement in statements {
        if let Some(problem) = shape::identifier(statement, "Sid") {
            return Some(problem);
        }
        if let Some(sid) = statement["Sid"].as_str().filter(|sid| !sid.is_empty()) {
            if !sids.insert(sid) {
                return Some(wrong(
                    format!("two statements have the `Sid` `{sid}`"),
                    "a `Sid` of its own for each",
                ));
            }
            if document.is_iam() && !sid.chars().all(|letter| letter.is_ascii_alphanumeric()) {
                return Some(wrong(format!("a `Sid` is `{sid}`"), "letters and digits"));
            }
        }
        if let Some(problem) = in_statement(document, statement) {
            return Some(problem);
        }
    }
    None
}

/// What a statement can have.
const KEYS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

fn in_statement(document: Document, statement: &Value) -> Option<Problem> {
    let Some(object) = statement.as_object() else {
        return Some(wrong(format!("a statement is `{statement}`"), "an object"));
    };
    if let Some(key) = object.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Some(wrong(
            format!("a statement has `{key}`"),
            KEYS.map(|key| format!("`{key}`")).join(", "),
        ));
    }
    let effect = statement["Effect"].as_str().unwrap_or_default();
    if !["Allow", "Deny"].contains(&effect) {
        return Some(wrong(format!("an `Effect` is `{effect}`"), "`Allow`, `Deny`"));
    }
    let has = |key: &str| object.contains_key(key);
    if has("Action") == has("NotAction") {
        return Some(wrong("a statement needs one of `Action` and `NotAction`", "one of the two"));
    }
    if let Some(key) = ["Resource", "Principal"].into_iter().find(|key| has(key) && has(&format!("Not{key}")))
    {
        return Some(wrong(format!("a statement has `{key}` and `Not{key}`"), "one of the two"));
    }
    let has_principal = has("Principal") || has("NotPrincipal");
    let has_resource = has("Resource") || has("NotResource");
    match document {
        Document::Trust if has_resource => {
            return Some(wrong(
                "a trust policy has a `Resource`",
                "no `Resource`, since the policy applies to its role",
            ));
        }
        Document::Trust | Document::Resource if !has_principal => {
            return Some(wrong("a statement has no `Principal`", "a `Principal` in each statement"));
        }
        Document::Control if has_principal => {
            return Some(wrong(
                "a statement has a `Principal`",
                "no `Principal` in a service control policy",
            ));
        }
        Document::ResourceControl if effect != "Deny" || statement["Principal"] != "*" => {
            return Some(wrong(
                "a statement of a resource control policy is not a `Deny` for all principals",
                "`Deny` with the `Principal` `*`",
            ));
        }
        Document::Control | Document::ResourceControl if !has_resource => {
            return Some(wrong("a statement has no `Resource`", "a `Resource` in each statement"));
        }
        Document::Identity if has_principal => {
            return Some(wrong(
                "a statement has a `Principal`",
                "no `Principal`, since the policy applies to the identity that has it",
            ));
        }
        Document::Identity if !has_resource => {
            return Some(wrong("a statement has no `Resource`", "a `Resource` in each statement"));
        }
        _ => {}
    }
    shape::lists(statement)
        .or_else(|| actions(document, statement))
        .or_else(|| resources(document, statement))
        .or_else(|| principal::problem(statement))
        .or_else(|| conditions::problem(statement))
}

fn actions(document: Document, statement: &Value) -> Option<Problem> {
    let given = texts(&statement["Action"]).chain(texts(&statement["NotAction"]));
    for action in given {
        let is_action = action == "*"
            || action.split_once(':').is_some_and(|(service, name)| {
                let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-.".contains(letter);
                let is_pattern = |letter: char| is_letter(letter) || "*?".contains(letter);
                let is_named = !service.is_empty() && service.chars().all(is_letter);
                (service, name) == ("*", "*") || is_named && !name.is_empty() && name.chars().all(is_pattern)
            });
        if !is_action {
            return Some(wrong(format!("an action is `{action}`"), "the form `service:Action`"));
        }
        if document == Document::Trust && !action.starts_with("sts:") && !["*", "*:*"].contains(&action) {
            return Some(wrong(format!("a trust policy has the action `{action}`"), "actions of `sts`"));
        }
    }
    None
}

fn resources(document: Document, statement: &Value) -> Option<Problem> {
    if document != Document::Identity {
        return None;
    }
    let mut given = texts(&statement["Resource"]).chain(texts(&statement["NotResource"]));
    given.find_map(arn::problem)
}

/// Whether a managed policy has the version that IAM requires of it. Policies of a single identity may have the older one.
pub(super) fn old_version(json: &Value) -> Option<Problem> {
    const REQUIRED: &str = "2012-10-17";
    let problem = match json.get("Version") {
        Some(version) if *version == REQUIRED => return None,
        Some(version) => {
            format!("`Version` of a managed policy is `{}`", version.as_str().unwrap_or_default())
        }
        None => "a managed policy has no `Version`".to_owned(),
    };
    Some(wrong(problem, format!("`{REQUIRED}`")))
}

/// Whether a policy of a key allows somebody to change it, which KMS requires.
pub(super) fn locks_out(json: &Value) -> Option<Problem> {
    let allows = |statement: &Value| {
        let is_allowed = statement["Effect"] == "Allow";
        let all = statement.get("NotAction").is_some();
        let matches = |action: &str| {
            let action = action.to_ascii_lowercase();
            match action.split_once('*') {
                Some((start, _)) => "kms:putkeypolicy".starts_with(start),
                None => action == "kms:putkeypolicy",
            }
        };
        is_allowed && (all || texts(&statement["Action"]).any(matches))
    };
    (!statements(json).any(allows))
        .then(|| wrong("nobody may change it later", "a statement that allows `kms:PutKeyPolicy`"))
}

/// An action that the services of the policy do not have.
pub(super) fn foreign_action(json: &Value, services: &[&str]) -> Option<Problem> {
    let mut actions = statements(json).flat_map(|it| texts(&it["Action"]).chain(texts(&it["NotAction"])));
    let is_own = |of: &str| services.iter().any(|service| of.eq_ignore_ascii_case(service));
    let other = actions.find(|action| action.split_once(':').is_some_and(|(of, _)| !is_own(of)))?;
    let services: Vec<String> = services.iter().map(|service| format!("`{service}`")).collect();
    Some(wrong(format!("an action is `{other}`"), format!("actions of {}", services.join(" or "))))
}

fn lifecycle(json: &Value) -> Option<Problem> {
    let Some(rules) = json["rules"].as_array().filter(|rules| !rules.is_empty()) else {
        return Some(wrong("it has no `rules`", "at least one rule"));
    };
    let mut seen = BTreeSet::new();
    for rule in rules {
        let Some(priority) = rule["rulePriority"].as_u64().filter(|priority| *priority > 0) else {
            return Some(wrong("a rule has no `rulePriority`", "a priority from 1 on"));
        };
        if !seen.insert(priority) {
            return Some(wrong(
                format!("two rules have the priority {priority}"),
                "a priority of its own for each",
            ));
        }
        let selection = &rule["selection"];
        let status = selection["tagStatus"].as_str().unwrap_or_default();
        if !["tagged", "untagged", "any"].contains(&status) {
            return Some(wrong(format!("a `tagStatus` is `{status}`"), "`tagged`, `untagged`, `any`"));
        }
        let has_tags = !selection["tagPrefixList"].is_null() || !selection["tagPatternList"].is_null();
        if status == "tagged" && !has_tags {
            return Some(wrong(
                "a rule for tagged images has no tags",
                "`tagPrefixList` or `tagPatternList`",
            ));
        }
        let count = selection["countType"].as_str().unwrap_or_default();
        let counts = ["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"];
        if !counts.contains(&count) {
            return Some(wrong(
                format!("a `countType` is `{count}`"),
                "`imageCountMoreThan`, `sinceImagePushed`",
            ));
        }
        if count == "sinceImagePushed" && selection["countUnit"] != "days" {
            return Some(wrong("a rule by age has no `countUnit`", "`days`"));
        }
        let is_last = rules.iter().all(|other| other["rulePriority"].as_u64() <= Some(priority));
        if status == "any" && !is_last {
            return Some(wrong(
                "a rule for any image is not the last one",
                "the highest `rulePriority` for it",
            ));
        }
        if selection["countNumber"].as_u64().is_none_or(|number| number == 0) {
            return Some(wrong("a rule has no `countNumber`", "a number from 1 on"));
        }
    }
    None
}

fn redrive(json: &Value) -> Option<Problem> {
    let count = &json["maxReceiveCount"];
    let number = count.as_u64().or_else(|| count.as_str()?.parse().ok());
    if !number.is_some_and(|number| (1..=1000).contains(&number)) {
        return Some(wrong(format!("`maxReceiveCount` is `{count}`"), "from 1 to 1000"));
    }
    let target = json["deadLetterTargetArn"].as_str().unwrap_or_default();
    (!target.contains(":sqs:"))
        .then(|| wrong(format!("`deadLetterTargetArn` is `{target}`"), "the ARN of a queue"))
}
