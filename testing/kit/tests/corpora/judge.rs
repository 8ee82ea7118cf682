//! What Polder says about a case.

use polder_cloud::Index;
use polder_cloud::schema::Schema;
use polder_iam::estate::Estate;
use polder_iam::language::{Caller, Context, Document, Glob, Policies, Request, Target};
use polder_iam::literal::{Answer, decide};
use polder_iam::symbolic::{Fixed, Question, Reply, ask};
use polder_inventory::EntryId;
use polder_inventory::access::{PolicyRole, PrincipalKind};
use polder_testkit::plan_of;
use serde_json::{Map, Value, json};

use crate::table::Case;

const REGION: &str = "eu-west-1";

/// The answer to a question: `check`, `administrator`, `request`, or the identifier of a property. Whether somebody is an administrator is
/// known where `access.administrators` is proved; its verdict is the answer elsewhere.
pub(crate) fn answer(case: &Case, question: &str) -> String {
    if let Some(request) = &case.request {
        return decided(request);
    }
    let plan = plan_of(REGION, case.plan.as_ref().expect("a plan"));
    let plans = [("plan".to_owned(), plan)];
    if question == "check" {
        let found = polder::check_plans(&plans).expect("a plan").findings();
        return if found.is_empty() { "accepted" } else { "refused" }.to_owned();
    }
    let all = polder::prove_plans(&plans).expect("a plan");
    if question == "administrator" {
        let property = all.iter().find(|it| it.id == "access.administrators").expect("the property");
        let polder_verdict::Verdict::Proved(evidence) = &property.verdict else {
            return property.verdict.label().to_string();
        };
        let is_one = evidence.iter().any(|it| it.text.contains("/app is an administrator"));
        return if is_one { "yes" } else { "no" }.to_owned();
    }
    let property = all.iter().find(|it| it.id == question);
    property.map_or_else(|| "not asked".to_owned(), |it| it.verdict.label().to_string())
}

/// The answer to a request: by the literal evaluator if all of its condition keys are given, and otherwise by the symbolic one.
fn decided(request: &Value) -> String {
    let lists = ["identity", "boundary", "policies"].map(|key| documents(&request[key]));
    let levels: Vec<Vec<Document>> =
        request["service_control"].as_array().into_iter().flatten().map(documents).collect();
    let [identity, boundary, resource] = &lists;
    let text = |key: &str| request[key].as_str().unwrap_or_default();
    let account = text("caller").split(':').nth(4).unwrap_or_default();
    let policies = Policies {
        identity: identity.iter().collect(),
        boundary: request.get("boundary").map(|_| boundary.iter().collect()),
        resource: resource.iter().collect(),
        service_control: levels.iter().map(|level| level.iter().collect()).collect(),
        target: Target::Plain,
        owner: Some(request["owner"].as_str().unwrap_or(account).to_owned()),
        ..Policies::default()
    };
    let make = if text("caller").contains(":user/") { Caller::user } else { Caller::role };
    let caller = make(text("caller"), account);
    if request["free"] == json!(true) {
        let (resource, fixed) = (Glob::literal(text("resource")), Fixed::new());
        let question =
            Question { caller: &caller, action: text("action"), resource: &resource, fixed: &fixed };
        return match ask(&question, &policies) {
            Reply::Witness(_) => "allowed",
            Reply::Never => "not allowed",
            Reply::Undecided(_) => "undecided",
        }
        .to_owned();
    }
    let keys = request["context"].as_object().into_iter().flatten();
    let context = keys.fold(Context::default(), |all, (key, value)| all.with(key, value.as_str()));
    let request =
        Request { caller, action: text("action").to_owned(), resource: text("resource").to_owned(), context };
    match decide(&request, &policies).answer {
        Answer::Allow => "allowed",
        Answer::ExplicitDeny | Answer::ImplicitDeny => "not allowed",
        Answer::Undecided => "undecided",
    }
    .to_owned()
}

/// Policies as the engines have them: they are read from a plan in which each one belongs to something of its own.
fn documents(policies: &Value) -> Vec<Document> {
    let mut resources = Map::new();
    for (at, policy) in policies.as_array().into_iter().flatten().enumerate() {
        let text = policy.to_string();
        if text.contains("\"Principal\"") {
            let secret = json!({"name": format!("d{at}"), "policy": text});
            resources.insert(format!("aws_secretsmanager_secret.d{at}"), secret);
        } else {
            resources.insert(format!("aws_iam_user.d{at}"), json!({"name": format!("d{at}")}));
            let own = json!({"name": "own", "user": format!("d{at}"), "policy": text});
            resources.insert(format!("aws_iam_user_policy.d{at}"), own);
        }
    }
    let bytes = plan_of(REGION, &resources);
    let document = polder_plan::Document { name: "plan", bytes: &bytes, state_key: None };
    let cloud = polder_plan::read(&[document], Schema::aws()).expect("a plan");
    let inventory = polder_aws_inventory::read(&Index::new(&cloud), &|_| None);
    let estate = Estate::of(&inventory);
    let users =
        inventory.access.principals.iter().filter(|(_, it)| matches!(it.kind, PrincipalKind::User { .. }));
    let of_users = users.flat_map(|(id, _)| estate.attached(EntryId::Principal(id), PolicyRole::Identity));
    let stores = inventory.stores.stores.iter();
    let of_stores = stores.flat_map(|(id, _)| estate.attached(EntryId::Store(id), PolicyRole::Resource));
    of_users.chain(of_stores).cloned().collect()
}
