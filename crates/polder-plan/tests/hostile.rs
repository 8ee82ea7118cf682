//! Malicious or damaged documents: nothing panics, and everything terminates quickly.
#![expect(clippy::needless_pass_by_value, reason = "JSON is made where it is passed on")]

mod shown;

use polder_cloud::schema::Schema;
use polder_cloud::{Cloud, Index};
use polder_plan::{Document, Limits, PlanError, Problem, read, read_within};
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use shown::{attribute, cloud, dependencies};

const FIXTURES: [&str; 5] = [
    include_str!("fixtures/modules/plan.json"),
    include_str!("fixtures/modules/state.json"),
    include_str!("fixtures/reader/plan.json"),
    include_str!("fixtures/network/plan.json"),
    include_str!("fixtures/network/targeted.json"),
];

/// A plan with one resource whose attribute `vpc_id` is unknown, in a root module that is made by hand.
fn one(references: &[&str], module_calls: Json) -> String {
    let planned =
        json!({"address": "x_thing.a", "mode": "managed", "type": "x_thing", "name": "a", "values": {}});
    let change = json!({"address": "x_thing.a", "change": {"actions": ["create"], "after_unknown": {"vpc_id": true, "id": true}}});
    let configured = json!({"mode": "managed", "type": "x_thing", "name": "a",
        "expressions": {"vpc_id": {"references": references}}});
    json!({"format_version": "1.2", "planned_values": {"root_module": {"resources": [planned]}},
        "resource_changes": [change],
        "configuration": {"root_module": {"resources": [configured], "module_calls": module_calls}}})
    .to_string()
}

fn expression(references: &[&str]) -> Json {
    json!({"expression": {"references": references}})
}

#[test]
fn references_in_circles_end() {
    // Each module gets the output of the other.
    let module = |other: &str| {
        json!({"expressions": {"in": {"references": [format!("module.{other}.out"), format!("module.{other}")]}},
            "module": {"outputs": {"out": expression(&["var.in"]), "both": expression(&["var.in", "module.self.out"])},
                "module_calls": {"self": {"expressions": {"in": {"references": ["module.self.out"]}},
                    "module": {"outputs": {"out": expression(&["var.in", "var.in.more"])}}}}}})
    };
    let calls = json!({"a": module("b"), "b": module("a")});
    for reference in ["module.a.out", "module.a.both", "module.a", "module.b.out.more"] {
        let cloud = cloud(&one(&[reference], calls.clone()));
        let value = attribute(&cloud, "x_thing.a", "vpc_id");
        assert!(
            ["unknown(Expression)", "unknown(TooLarge)"].contains(&value.as_str()),
            "{reference}: {value}"
        );
        assert!(dependencies(&cloud, "x_thing.a").is_empty());
    }
    let itself = cloud(&one(&["x_thing.a.vpc_id", "x_thing.a"], json!({})));
    assert_eq!(dependencies(&itself, "x_thing.a"), ["vpc_id: only x_thing.a.vpc_id"]);
}

/// Each module has two outputs for each of the next one: followed naively, that is 2^60 references.
#[test]
fn references_that_double_in_each_module_end() {
    let mut calls = json!({});
    for _ in 0..30 {
        let both = expression(&["module.next.one", "module.next.other"]);
        let outputs = json!({"one": both, "other": expression(&["module.next.other", "module.next.one"])});
        calls = json!({"next": {"module": {"outputs": outputs, "module_calls": calls}}});
    }
    let cloud = cloud(&one(&["module.next.one", "module.next.other"], calls));
    assert_eq!(attribute(&cloud, "x_thing.a", "vpc_id"), "unknown(Expression)");
}

/// Modules in a chain, each of which gets the output of the previous.
#[test]
fn chains_are_followed_for_some_length_only() {
    let chain = |length: usize| {
        let mut calls = Map::new();
        for at in 0..length {
            let given = if at == 0 { "x_thing.a.id".to_owned() } else { format!("module.m{}.out", at - 1) };
            let module = json!({"outputs": {"out": expression(&["var.in"])}});
            calls.insert(
                format!("m{at}"),
                json!({"expressions": {"in": {"references": [given]}}, "module": module}),
            );
        }
        let last = format!("module.m{}.out", length - 1);
        attribute(&cloud(&one(&[&last], Json::Object(calls))), "x_thing.a", "vpc_id")
    };
    assert_eq!(chain(20), "-> x_thing.a.id");
    assert_eq!(chain(20_000), "unknown(TooLarge)");
}

#[test]
fn references_that_multiply_are_counted() {
    let planned = |at: usize| json!({"address": format!("x_thing.a[{at}]"), "mode": "managed", "type": "x_thing", "name": "a", "index": at});
    let other = |at: usize| json!({"address": format!("x_other.o{at}"), "mode": "managed", "type": "x_other", "name": format!("o{at}")});
    let references: Vec<String> = (0..400).map(|at| format!("x_other.o{at}")).collect();
    let configured = json!({"mode": "managed", "type": "x_thing", "name": "a",
        "expressions": {"all": {"references": references}}});
    let resources: Vec<Json> = (0..400).map(planned).chain((0..400).map(other)).collect();
    let plan = json!({"format_version": "1.2", "planned_values": {"root_module": {"resources": resources}},
        "configuration": {"root_module": {"resources": [configured]}}})
    .to_string();
    let within = |limits: &Limits| -> Result<Cloud, PlanError> {
        let document = Document { name: "plan", bytes: plan.as_bytes(), state_key: None };
        read_within(&[document], Schema::aws(), limits)
    };
    let found = within(&Limits::default()).expect("it is within the limits");
    assert_eq!(dependencies(&found, "x_thing.a[399]").len(), 400);
    let few = within(&Limits { references: 100_000, ..Limits::default() }).map(|_| ());
    assert_eq!(few.map_err(|error| error.problem), Err(Problem::TooManyReferences(100_000)));
    let slow = within(&Limits { steps: 100_000, ..Limits::default() }).map(|_| ());
    assert_eq!(slow.map_err(|error| error.problem), Err(Problem::TooEntangled));
}

#[test]
fn an_index_can_be_any_number() {
    let resource = |index: u64| json!({"address": format!("x_thing.a[{index}]"), "mode": "managed", "type": "x_thing", "name": "a", "index": index});
    let resources: Vec<Json> = [0, u64::MAX, u64::from(u32::MAX) + 1].into_iter().map(resource).collect();
    let plan = json!({"format_version": "1.2", "planned_values": {"root_module": {"resources": resources}}});
    let cloud = cloud(&plan.to_string());
    assert_eq!(cloud.stacks[0].resources[1].address.to_string(), "x_thing.a[18446744073709551615]");
}

/// Reads a document with small limits, and queries its references.
fn survives(bytes: &[u8]) {
    let limits = Limits { bytes: 1 << 20, resources: 1_000, references: 20_000, steps: 200_000 };
    let document = |name| Document { name, bytes, state_key: Some(name) };
    match read_within(&[document("a"), document("b")], Schema::aws(), &limits) {
        Ok(cloud) => {
            let index = Index::new(&cloud);
            for (id, stack) in index.ids().filter_map(|id| Some((id, cloud.stack(id.stack)?))) {
                for dependency in index.dependencies(id) {
                    assert!(!index.all_targets(stack, &dependency.reference).is_empty());
                }
                index.referrers(id);
            }
        }
        Err(error) => assert!(error.to_string().len() < 2_000),
    }
}

/// Puts a value at a random location of a document.
fn mutate(document: &mut Json, way: &[usize], value: Json) {
    let mut here = document;
    for step in way {
        if here.as_object().is_some_and(Map::is_empty) || here.as_array().is_some_and(Vec::is_empty) {
            break;
        }
        here = match here {
            Json::Object(fields) => {
                let at = step % fields.len();
                fields.values_mut().nth(at).expect("a field")
            }
            Json::Array(items) => {
                let at = step % items.len();
                &mut items[at]
            }
            _ => break,
        };
    }
    *here = value;
}

/// Values of all types, including words with a meaning.
fn any_json() -> impl Strategy<Value = Json> {
    let words = [
        "module.vpc",
        "module.vpc.vpc_id",
        "each.value",
        "aws_vpc.main.id",
        "count.index",
        "delete",
        "data",
        "\u{0}[",
        "var.x",
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        ".{0,8}".prop_map(Json::from),
        prop::sample::select(words.to_vec()).prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let keys = prop::sample::select(vec![
            "references",
            "constant_value",
            "resources",
            "address",
            "values",
            "a",
            "module",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((keys, inner), 0..4).prop_map(|fields| {
                Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn no_value_in_no_place_panics(
        fixture in 0..FIXTURES.len(),
        changes in prop::collection::vec((prop::collection::vec(any::<usize>(), 1..12), any_json()), 1..4),
    ) {
        let mut document: Json = serde_json::from_str(FIXTURES[fixture]).expect("a fixture is JSON");
        for (way, value) in changes {
            mutate(&mut document, &way, value);
        }
        survives(document.to_string().as_bytes());
    }

    #[test]
    fn no_damaged_byte_panics(
        fixture in 0..FIXTURES.len(),
        end in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
    ) {
        let mut bytes = FIXTURES[fixture].as_bytes().to_vec();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        survives(&bytes);
        bytes.truncate(end.index(bytes.len()));
        survives(&bytes);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,200}") {
        survives(&bytes);
        survives(text.as_bytes());
        survives(format!("{{\"format_version\":\"1.0\",{text}").as_bytes());
    }
}

#[test]
fn a_document_twice_gives_two_stacks() {
    for text in FIXTURES {
        let document = |name| Document { name, bytes: text.as_bytes(), state_key: None };
        let cloud = read(&[document("a"), document("b")], Schema::aws()).expect("both are sound");
        let [first, second] = cloud.stacks.as_slice() else { panic!("two stacks") };
        assert_eq!(first.resources.len(), second.resources.len());
        assert!(
            first
                .resources
                .iter()
                .zip(&second.resources)
                .all(|(a, b)| a.body == b.body && a.foreign == b.foreign)
        );
    }
}
