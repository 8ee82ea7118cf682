//! The tables: one file for each corpus, with cases in our own words and documents.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// A corpus.
pub(crate) struct Corpus {
    /// Its repository; or what the own cases are about.
    pub(crate) name: String,
    /// Its licence; none of own cases.
    pub(crate) licence: Option<String>,
    /// What is taken from it.
    pub(crate) about: String,
    pub(crate) cases: Vec<Case>,
}

/// A case: a plan or a request, and what the corpus says about it.
pub(crate) struct Case {
    pub(crate) name: String,
    /// The file of the corpus that it is about.
    pub(crate) file: String,
    /// Resources by their addresses.
    pub(crate) plan: Option<Map<String, Value>>,
    /// Who does what, and the policies that apply.
    pub(crate) request: Option<Value>,
    /// The answer of the corpus to each question.
    pub(crate) expect: BTreeMap<String, String>,
    /// Answers of Polder that differ.
    pub(crate) polder: BTreeMap<String, String>,
    /// Why they differ.
    pub(crate) because: Option<String>,
}

const FILES: [&str; 8] = [
    include_str!("data/moto.json"),
    include_str!("data/iam-dataset.json"),
    include_str!("data/iamspy.json"),
    include_str!("data/iam-vulnerable.json"),
    include_str!("data/pathfinding-labs.json"),
    include_str!("data/terragoat.json"),
    include_str!("data/batfish.json"),
    include_str!("data/own.json"),
];

/// All corpora.
pub(crate) fn all() -> Vec<Corpus> {
    FILES.iter().map(|text| corpus(&serde_json::from_str(text).expect("a table"))).collect()
}

fn corpus(json: &Value) -> Corpus {
    let text = |key: &str| json[key].as_str().map(str::to_owned);
    Corpus {
        name: text("name").expect("a name"),
        licence: text("licence"),
        about: text("about").expect("what it is about"),
        cases: json["cases"].as_array().expect("cases").iter().map(case).collect(),
    }
}

fn case(json: &Value) -> Case {
    let answers = |key: &str| -> BTreeMap<String, String> {
        let given = json[key].as_object().into_iter().flatten();
        given
            .map(|(question, answer)| (question.clone(), answer.as_str().expect("an answer").to_owned()))
            .collect()
    };
    let text = |key: &str| json[key].as_str().map(str::to_owned);
    let policy = |policy: &Value| json!({"aws_iam_policy.a": {"name": "a", "policy": policy}});
    let plan = json.get("policy").map(policy).or_else(|| json.get("plan").cloned());
    Case {
        name: text("name").expect("a name"),
        file: text("file").unwrap_or_default(),
        plan: plan.map(|plan| spelled(&plan).as_object().expect("resources").clone()),
        request: json.get("request").cloned(),
        expect: answers("expect"),
        polder: answers("polder"),
        because: text("because"),
    }
}

/// Documents are objects in the tables, and texts in plans.
fn spelled(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| match value {
                Value::Object(_) if is_document(key) => (key.clone(), Value::String(value.to_string())),
                _ => (key.clone(), spelled(value)),
            })
            .collect::<Map<String, Value>>()
            .into(),
        Value::Array(items) => items.iter().map(spelled).collect(),
        other => other.clone(),
    }
}

fn is_document(key: &str) -> bool {
    matches!(key, "policy" | "assume_role_policy" | "access_policies" | "access_policy")
}
