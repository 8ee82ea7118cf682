//! Texts in a graph that Polder wrote: documents and `jsonencode`, whose size is that of what they become.

use polder_aws_limits::{Report, check};
use polder_cloud::{Cloud, Document, Draft, Index, Layer, StackKey, StackScope, Value, body};

fn report(write: impl Fn(&Draft)) -> Report {
    let mut cloud = Cloud::default();
    let scope = StackScope::Site { region: "eu-west-1".into(), cell: "de".into() };
    let key = StackKey { account: "production".into(), scope, layer: Layer::Functions };
    let draft = cloud.draft(key, "eu-west-1", "Test.");
    write(&draft);
    cloud.add(draft);
    check(&Index::new(&cloud))
}

fn found(report: &Report) -> Vec<String> {
    report.findings.iter().map(|it| format!("{} {}", it.code.id, it.message)).collect()
}

/// Channels as a list, of which each takes six characters as JSON.
fn channels(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:03}")).collect()
}

/// A function with what `jsonencode` writes of `count` channels and a key, `"key":"`, and the name of the variable.
fn function(s: &Draft, count: usize, key: impl Into<Value>) {
    let shop = s.local("shop", Value::Object(Box::new(body! { channels = channels(count); key = key; })));
    s.resource(
        "aws_lambda_function",
        "a",
        body! {
            function_name = "a";
            role = "arn:aws:iam::123456789012:role/a";
            runtime = "provided.al2023";
            handler = "bootstrap";
            filename = "a.zip";
            environment {
                variables = body! { SHOP = Value::call("jsonencode", vec![shop]); };
            }
        },
    );
}

#[test]
fn what_jsonencode_writes_is_part_of_the_environment() {
    assert_eq!(found(&report(|s| function(s, 675, "x"))), [""; 0]);
    // {"channels":["000",...],"key":"<"}, in which the bracket takes six bytes; the name of the variable, and what is around it.
    let bytes = (13 + 677 * 6 - 1) + (9 + 6 + 2) + (4 + 6);
    assert_eq!(
        found(&report(|s| function(s, 677, "<"))),
        [format!("AWS014 the environment has {bytes} bytes")]
    );
    let unknown = report(|s| function(s, 677, Value::expression("timestamp()")));
    assert_eq!(found(&unknown), [""; 0]);
    assert!(unknown.undecided.iter().any(|it| it.code.id == "AWS014"), "{:?}", unknown.undecided);
}

#[test]
fn a_value_of_the_key_value_store_has_a_kilobyte() {
    let key = |s: &Draft, count: usize| {
        s.resource(
            "aws_cloudfrontkeyvaluestore_key",
            "a",
            body! {
                key_value_store_arn = "arn:aws:cloudfront::123456789012:key-value-store/a";
                key = "host/a";
                value = Document::Json(body! { others = channels(count); });
            },
        );
    };
    // {"others":["000",...]}
    assert_eq!(found(&report(|s| key(s, 168))), [""; 0]);
    let characters = 13 + 169 * 6 - 1;
    assert_eq!(found(&report(|s| key(s, 169))), [format!("AWS014 `value` has {characters} characters")]);
}
