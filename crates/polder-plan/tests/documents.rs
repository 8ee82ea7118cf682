//! Invalid documents: the error says what the document is, and what to do instead.

mod shown;

use polder_cloud::schema::Schema;
use polder_plan::{Document, Limits, Problem, read, read_within};
use shown::{cloud, problem};

const PLAN: &str = include_str!("fixtures/network/plan.json");

/// The error, without the name of the document.
fn said(bytes: impl AsRef<[u8]>) -> String {
    problem(bytes.as_ref()).to_string()
}

#[test]
fn other_files_of_terraform_are_recognized() {
    assert_eq!(problem(b"PK\x03\x04\x14\x00"), Problem::BinaryPlan);
    let state =
        r#"{"version": 4, "terraform_version": "1.11.4", "serial": 3, "lineage": "x", "resources": []}"#;
    assert_eq!(problem(state.as_bytes()), Problem::RawState);
    let log = "{\"@level\":\"info\",\"@message\":\"Terraform 1.11.4\"}\n{\"@level\":\"info\"}\n";
    assert_eq!(problem(log.as_bytes()), Problem::Log);
    assert_eq!(problem(log.lines().next().unwrap_or_default().as_bytes()), Problem::Log);
    let text = "\nTerraform used the selected providers to generate the following execution\nplan.";
    assert_eq!(problem(text.as_bytes()), Problem::ForPeople);
    let schemas = r#"{"format_version": "1.0", "provider_schemas": {}}"#;
    assert_eq!(problem(schemas.as_bytes()), Problem::NotAPlan);
}

#[test]
fn what_is_not_json_is_told_where() {
    assert_eq!(problem(b" \n"), Problem::Empty);
    assert_eq!(problem(b"[1]"), Problem::NotAPlan);
    assert_eq!(problem(b"{}"), Problem::NotAPlan);
    assert_eq!(problem(b"\xff\xfe{\x00"), Problem::Encoding);
    assert_eq!(problem(b"{\"a\": \"\xe9\"}"), Problem::Encoding);
    insta::assert_snapshot!(said("{\n  \"a\": nil}"), @"the file is not JSON: expected ident, at line 2, column 9");
    insta::assert_snapshot!(said(&PLAN[..10_000]), @"the file ends in the middle of the document, after 10000 bytes");
    let values = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let resource = format!(
        r#"{{"address": "a.b", "mode": "managed", "type": "a", "name": "b", "values": {{"x": {values}}}}}"#
    );
    let of =
        |root: &str| format!(r#"{{"format_version": "1.2", "planned_values": {{"root_module": {root}}}}}"#);
    assert_eq!(problem(of(&format!(r#"{{"resources": [{resource}]}}"#)).as_bytes()), Problem::TooDeep);
    let modules = format!("{}{}", r#"{"child_modules": ["#.repeat(100), "]}".repeat(100));
    assert_eq!(problem(of(&modules).as_bytes()), Problem::TooDeep);
}

#[test]
fn versions_and_failures_are_checked() {
    let of = |version: &str| format!(r#"{{"format_version": {version}, "planned_values": {{}}}}"#);
    insta::assert_snapshot!(said(of("\"2.0\"")), @"the format has version `2.0`; versions 0.1 to 1.x can be read");
    insta::assert_snapshot!(said(of("7")), @"the format has version `7`; versions 0.1 to 1.x can be read");
    // The content of the next version may be anything.
    assert_eq!(
        problem(br#"{"format_version": "2.0", "planned_values": [], "resource_changes": 1}"#),
        Problem::Version("2.0".to_owned())
    );
    for version in ["\"0.1\"", "\"1.0\"", "\"1.17\""] {
        assert!(cloud(&of(version)).stacks[0].resources.is_empty());
    }
    let failed = br#"{"format_version": "1.2", "planned_values": {}, "errored": true}"#;
    assert_eq!(problem(failed), Problem::Errored);
    // An empty state.
    assert!(cloud(r#"{"format_version": "1.0"}"#).stacks[0].resources.is_empty());
    assert!(
        cloud("\u{feff}{\"format_version\": \"1.0\", \"terraform_version\": \"1.11.4\"}\n")
            .outputs_are_empty()
    );
}

trait Outputs {
    fn outputs_are_empty(&self) -> bool;
}

impl Outputs for polder_cloud::Cloud {
    fn outputs_are_empty(&self) -> bool {
        self.stacks.iter().all(|stack| stack.outputs.is_empty())
    }
}

#[test]
fn wrong_types_are_reported_with_their_location() {
    let of = |resource: &str| {
        format!(
            "{{\"format_version\": \"1.2\",\n\"planned_values\": {{\"root_module\": {{\"resources\": [{resource}]}}}}}}"
        )
    };
    let resource = |rest: &str| {
        of(&format!(r#"{{"address": "a.b", "mode": "managed", "type": "a", "name": "b"{rest}}}"#))
    };
    assert_eq!(cloud(&resource("")).resource_count(), 1);
    insta::assert_snapshot!(said(of("7")), @"the document is not in the format of `terraform show -json`: found integer `7`, expected a resource, at line 2, column 50");
    insta::assert_snapshot!(said(of(r#"{"address": "a.b"}"#)), @"the document is not in the format of `terraform show -json`: there is no `mode`, at line 2, column 67");
    insta::assert_snapshot!(said(of(r#"{"address": "a.b", "mode": "odd", "type": "a", "name": "b"}"#)), @"the document is not in the format of `terraform show -json`: the mode `odd` is neither `managed` nor `data`, at line 2, column 81");
    insta::assert_snapshot!(said(resource(r#", "index": 1.5"#)), @"the document is not in the format of `terraform show -json`: found number `1.5`, expected a whole number or text, at line 2, column 125");
    insta::assert_snapshot!(said(resource(r#", "values": [1]"#)), @"the document is not in the format of `terraform show -json`: found a list, expected an object, at line 2, column 123");
    insta::assert_snapshot!(said(resource(r#", "sensitive_values": {"a": "x"}"#)), @r#"the document is not in the format of `terraform show -json`: found string "x", expected `true`, `false`, or a list or object of them, at line 2, column 142"#);
    insta::assert_snapshot!(said(resource(r#", "values": {"b": 1, "a": 2, "b": 3}"#)), @"the document is not in the format of `terraform show -json`: the name `b` occurs twice, at line 2, column 147");
    // A document cannot inject terminal escape sequences.
    insta::assert_snapshot!(said(resource("").replace("\"managed\"", "\"\\u001b[2J\"")), @r"the document is not in the format of `terraform show -json`: the mode `\u{1b}[2J` is neither `managed` nor `data`, at line 2, column 87");
}

#[test]
fn addresses_must_fit() {
    let resource = r#"{"address": "a.b", "mode": "managed", "type": "a", "name": "b"}"#;
    let module = |address: &str, inside: &str| {
        format!(r#"{{"address": {address:?}, "resources": [{resource}], "child_modules": [{inside}]}}"#)
    };
    let plan = |modules: &str, resources: &str| {
        format!(
            r#"{{"format_version": "1.2", "planned_values": {{"root_module": {{"resources": [{resources}], "child_modules": [{modules}]}}}}}}"#
        )
    };
    let nested = module("module.a", &module("module.a.module.b[0]", ""));
    assert_eq!(cloud(&plan(&nested, resource)).resource_count(), 3);
    let twice = [resource, resource].join(",");
    insta::assert_snapshot!(said(plan("", &twice)), @"the resource `a.b` occurs twice");
    insta::assert_snapshot!(said(plan(&module("module.a", &module("module.b.module.c", "")), "")), @"`module.b.module.c` is not the address of a module inside this one");
    insta::assert_snapshot!(said(plan(&module("module.a", &module("module.a", "")), "")), @"`module.a` is not the address of a module inside this one");
    insta::assert_snapshot!(said(plan(&module("module.a[", ""), "")), @"`module.a[` is not the address of a module inside this one");
    let deep = format!("module.a{}", ".module.a".repeat(1000));
    assert_eq!(problem(plan(&module(&deep, ""), "").as_bytes()), Problem::TooDeep);
    // The same module twice is accepted; the same resource is not.
    let same = [module("module.a", ""), module("module.a", "")].join(",");
    assert_eq!(problem(plan(&same, "").as_bytes()), Problem::TwiceThere("a.b".to_owned()));
}

#[test]
fn documents_are_told_apart() {
    let document = |name, state_key| Document { name, bytes: br#"{"format_version": "1.0"}"#, state_key };
    let said = |documents: &[Document<'_>]| {
        read(documents, Schema::aws()).map(|cloud| cloud.stacks.len()).map_err(|error| error.to_string())
    };
    assert_eq!(said(&[]), Ok(0));
    assert_eq!(said(&[document("a", Some("x")), document("b", Some("y"))]), Ok(2));
    assert_eq!(
        said(&[document("a", None), document("a", None)]),
        Err("`a`: another document has the same name".to_owned())
    );
    let twice = said(&[document("a", Some("x")), document("b", Some("x"))]);
    assert_eq!(twice, Err("`b`: another document has the same state key `x`".to_owned()));
}

#[test]
fn sizes_are_limited() {
    let document = |name| Document { name, bytes: PLAN.as_bytes(), state_key: None };
    let both = [document("a"), document("b")];
    let first = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        let error = read_within(&both, Schema::aws(), &limits).map(|_| ()).expect_err("it is too much");
        (error.document, error.problem)
    };
    assert_eq!(first(|it| it.bytes = 50_000), ("b".to_owned(), Problem::TooLarge(50_000)));
    assert_eq!(first(|it| it.resources = 30), ("b".to_owned(), Problem::TooManyResources(30)));
    assert_eq!(first(|it| it.references = 40), ("b".to_owned(), Problem::TooManyReferences(40)));
    assert_eq!(first(|it| it.steps = 10), ("a".to_owned(), Problem::TooEntangled));
}
