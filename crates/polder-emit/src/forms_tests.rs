//! Every form of an expression that depends on a condition, as Terraform itself evaluates it.
//!
//! `terraform_data` and outputs suffice, so that no provider has to be downloaded.
#![expect(clippy::disallowed_methods, reason = "runs Terraform itself")]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use polder_cloud::{Address, Mode};
use polder_module::expression::{
    Access, Body, Condition, Content, Element, Expression, Item, ResourceReference,
};

use crate::hcl;

fn text(text: &str) -> Expression {
    Expression::text(text)
}

fn when(negated: bool) -> Condition {
    Condition { variable: "x".into(), negated }
}

/// An element that is always there.
fn always(value: Expression) -> Element {
    Element { value, when: None }
}

/// An element that is there when `x` is true, or when it is not.
fn sometimes(value: Expression, negated: bool) -> Element {
    Element { value, when: Some(when(negated)) }
}

fn field(key: &str, value: Expression, condition: Option<bool>) -> Item {
    Item { key: key.into(), comment: None, content: Content::Attribute(value), when: condition.map(when) }
}

fn object(fields: Vec<Item>) -> Expression {
    Expression::Object(Body { items: fields })
}

fn choice(then: Expression, otherwise: Expression) -> Expression {
    Expression::choice(when(false), then, otherwise)
}

fn json(value: Expression) -> Expression {
    Expression::call("jsonencode", vec![value])
}

/// `terraform_data.sometimes`, which exists when `x` is true.
fn resource(access: Access) -> Expression {
    let address = Arc::new(Address::in_root(Mode::Managed, "terraform_data", "sometimes"));
    Expression::Resource(Box::new(ResourceReference { address, attribute: "output".into(), access }))
}

/// A form with its name, and with what it is when `x` is true and when it is false, as JSON.
type Form = (&'static str, Expression, &'static str, &'static str);

fn forms() -> Vec<Form> {
    [pieces(), choices()].concat()
}

/// Lists and objects that are joined.
fn pieces() -> Vec<Form> {
    let statement = |sid: &str, resource: Expression| {
        object(vec![field("Sid", text(sid), None), field("Resource", resource, None)])
    };
    vec![
        (
            "texts",
            json(Expression::List(vec![always(text("a")), sometimes(text("b"), false), always(text("c"))])),
            r#"["a","b","c"]"#,
            r#"["a","c"]"#,
        ),
        (
            "neighbours",
            json(Expression::List(vec![
                sometimes(text("a"), true),
                sometimes(Expression::Template(vec![text("b"), Expression::Variable("word".into())]), true),
            ])),
            "[]",
            r#"["a","b-w"]"#,
        ),
        // Different objects, each of which keeps its type: a list of one type would convert all values to strings.
        (
            "objects",
            json(Expression::List(vec![
                sometimes(statement("A", text("one")), false),
                sometimes(statement("B", Expression::list([text("one"), text("two")])), false),
                always(statement("C", Expression::Integer(3))),
                sometimes(object(vec![field("Other", Expression::Bool(true), None)]), true),
            ])),
            r#"[{"Resource":"one","Sid":"A"},{"Resource":["one","two"],"Sid":"B"},{"Resource":3,"Sid":"C"}]"#,
            r#"[{"Resource":3,"Sid":"C"},{"Other":true}]"#,
        ),
        (
            "fields",
            json(object(vec![
                field("a", Expression::Integer(1), None),
                field("b", object(vec![field("deep", Expression::Bool(false), None)]), Some(false)),
                field("c", text("x"), Some(false)),
                field("d", Expression::Integer(2), Some(true)),
            ])),
            r#"{"a":1,"b":{"deep":false},"c":"x"}"#,
            r#"{"a":1,"d":2}"#,
        ),
        (
            "one_field_of_two_types",
            json(object(vec![
                field("Principal", text("*"), Some(false)),
                field(
                    "Principal",
                    object(vec![field("AWS", Expression::list([text("a")]), None)]),
                    Some(true),
                ),
            ])),
            r#"{"Principal":"*"}"#,
            r#"{"Principal":{"AWS":["a"]}}"#,
        ),
    ]
}

/// One of two values, and optional resources.
fn choices() -> Vec<Form> {
    vec![
        ("choice", json(choice(Expression::Integer(35), Expression::Integer(7))), "35", "7"),
        ("null", json(choice(text("a"), Expression::Null)), r#""a""#, "null"),
        ("truth", json(choice(Expression::Bool(true), Expression::Bool(false))), "true", "false"),
        ("untruth", json(choice(Expression::Bool(false), Expression::Bool(true))), "false", "true"),
        (
            "lists",
            json(choice(Expression::list([text("a")]), Expression::list([text("a"), text("b")]))),
            r#"["a"]"#,
            r#"["a","b"]"#,
        ),
        (
            "long_lists",
            json(object(vec![field("AWS", choice(long_list("one"), long_list("two")), None)])),
            LONG_ONE,
            LONG_TWO,
        ),
        (
            "long_objects",
            json(choice(
                object(vec![field("AWS", long_list("one"), None)]),
                object(vec![field("AWS", long_list("two"), None)]),
            )),
            LONG_ONE,
            LONG_TWO,
        ),
        ("nested", json(choice(text("a"), choice(text("never"), text("c")))), r#""a""#, r#""c""#),
        // An absent resource is not evaluated: Terraform ignores errors of the branch that is not taken.
        ("first", json(choice(resource(Access::First), text("none"))), r#""made""#, r#""none""#),
        (
            "first_in_a_list",
            json(Expression::List(vec![sometimes(resource(Access::First), false)])),
            r#"["made"]"#,
            "[]",
        ),
        (
            "first_in_a_field",
            json(object(vec![field("a", resource(Access::First), Some(false))])),
            r#"{"a":"made"}"#,
            "{}",
        ),
        ("one", json(resource(Access::One)), r#""made""#, "null"),
        (
            "dollar",
            json(Expression::Template(vec![
                text("$"),
                text("{x}$$"),
                Expression::Variable("word".into()),
                text("%"),
                Expression::Variable("word".into()),
            ])),
            r#""${x}$$-w%-w""#,
            r#""${x}$$-w%-w""#,
        ),
        (
            "escapes",
            json(text("${x} %{y} \"q\" \\ \n ü")),
            "\"${x} %{y} \\\"q\\\" \\\\ \\n ü\"",
            "\"${x} %{y} \\\"q\\\" \\\\ \\n ü\"",
        ),
    ]
}

/// What the long lists are, in an object.
const LONG_ONE: &str =
    r#"{"AWS":["one of two texts that do not fit in one line, together with the name in front","one"]}"#;
const LONG_TWO: &str =
    r#"{"AWS":["two of two texts that do not fit in one line, together with the name in front","two"]}"#;

/// A list of several lines.
fn long_list(word: &str) -> Expression {
    let long = format!("{word} of two texts that do not fit in one line, together with the name in front");
    Expression::list([text(&long), text(word)])
}

/// The module that has all forms as outputs.
fn module() -> String {
    let mut out = String::from(
        "variable \"x\" {\n  type = bool\n}\n\nvariable \"word\" {\n  type    = string\n  default = \"-w\"\n}\n",
    );
    let mut made = Body::default();
    made.set("input", text("made"));
    hcl::block_when(
        &mut out,
        format_args!("resource \"terraform_data\" \"sometimes\""),
        Some(&when(false)),
        &made,
    );
    for (name, form, ..) in forms() {
        let mut body = Body::default();
        body.set("value", form);
        hcl::block(&mut out, format_args!("output \"{name}\""), &body);
    }
    out
}

/// Runs Terraform in a folder. `None` if it is not installed.
fn terraform(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("terraform");
    command
        .args(arguments)
        .current_dir(folder)
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_ARGS", "-no-color");
    command.env("TF_CLI_CONFIG_FILE", folder.join("terraform.rc")).env_remove("TF_DATA_DIR");
    let Ok(output) = command.output() else {
        assert!(std::env::var_os("CI").is_none(), "terraform is not on the PATH");
        eprintln!("SKIPPED: terraform is not on the PATH, so no form was evaluated");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&[output.stdout, output.stderr].concat()));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn forms_mean_to_terraform_what_they_mean_here() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::fs::write(folder.join("terraform.rc"), "").expect("a file");
    std::fs::write(folder.join("main.tf"), module()).expect("a file");
    let Some(_) = terraform(folder, &["init", "-input=false"]) else { return };
    terraform(folder, &["fmt", "-check", "-diff"]);
    for x in [true, false] {
        terraform(folder, &["apply", "-input=false", "-auto-approve", "-var", &format!("x={x}")]);
        let said = terraform(folder, &["output", "-json"]).expect("it was there a moment ago");
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        for (name, _, yes, no) in forms() {
            let expected = if x { yes } else { no };
            assert_eq!(said[name]["value"].as_str(), Some(expected), "{name}, with x = {x}");
        }
    }
}
