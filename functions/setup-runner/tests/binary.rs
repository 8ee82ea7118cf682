//! The setup runner's binary, as Lambda runs it: against a stand-in for Secrets Manager and the Saleor of `polder-shop-setup`'s
//! tests, which is generated from Saleor's schema.
#![expect(clippy::disallowed_methods, reason = "the test reads the binary that cargo has built")]

#[path = "../../../crates/polder-shop-setup/tests/setup/mutations.rs"]
mod mutations;
#[path = "../../../crates/polder-shop-setup/tests/setup/stand_in.rs"]
mod stand_in;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;

use polder_facts::Facts;
use polder_lambda_stand_in::{Answer, Function, needs};
use serde_json::{Value, json};

use self::stand_in::StandIn;

const BINARY: &str = env!("CARGO_BIN_EXE_polder-setup-runner");
const TOKEN: &str = "TOKEN-OF-POLDER";
const QUEUE: &str = "https://sqs.eu-west-1.amazonaws.com/123456789012/saleor-eu-benelux-eu-west-1-events";

/// The brief of a cell of the built-in example.
fn brief(cell: &str) -> String {
    let facts = Facts::embedded();
    let read = polder_spec::read(include_str!("../../../examples/saleor-eu/polder.toml"), facts);
    let design = read.and_then(|platform| polder_design::design(&platform, facts)).sound().expect("sound");
    let cell = design.cells.iter().find(|it| it.name == cell).expect("the cell");
    polder_shop::brief(&polder_shop::shop(&design, cell)).to_string()
}

/// Secrets Manager and Saleor at one address, for as long as the test runs. Without a token, the secret has no value.
fn open(token: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let saleor = StandIn::fresh();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that disconnects does not need the answer.
            let _ = answer(&stream, &saleor, token);
        }
    });
    url
}

fn answer(stream: &TcpStream, saleor: &StandIn, token: Option<&str>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut first, mut head) = (String::new(), String::new());
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        head.push_str(&line.to_ascii_lowercase());
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let (status, text) = if first.starts_with("POST / ") {
        assert!(head.contains("x-amz-target: secretsmanager.getsecretvalue"), "{head}");
        assert!(head.contains("content-type: application/x-amz-json-1.1"), "{head}");
        match token {
            Some(token) => (200, json!({ "SecretString": format!("{token}\n") })),
            None => (400, json!({ "__type": "ResourceNotFoundException" })),
        }
    } else {
        assert!(first.starts_with("POST /graphql/ "), "{first}");
        let known = head.contains(&format!("authorization: bearer {}", TOKEN.to_ascii_lowercase()));
        assert!(known, "{head}");
        (200, saleor.execute(body["query"].as_str().unwrap_or_default(), &body["variables"]))
    };
    let text = text.to_string();
    let mut output = stream.try_clone()?;
    write!(output, "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len())
}

fn start(url: &str, brief: &str) -> Function {
    let variables = [
        ("AWS_ENDPOINT_URL", url),
        ("POLDER_PUBLIC_URL", url),
        ("POLDER_SHOP", brief),
        ("POLDER_SHOP_TOKEN_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-token"),
        ("POLDER_EVENTS_QUEUE_URL", QUEUE),
    ];
    Function::start(Path::new(BINARY), &variables).expect("a function")
}

fn failed(answer: Option<Answer>) -> String {
    match answer {
        Some(Answer::Failed(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn done(answer: Option<Answer>) -> Value {
    match answer {
        Some(Answer::Done(text)) => serde_json::from_str(&text).expect("JSON"),
        other => panic!("{other:?}"),
    }
}

const VERIFY: &str = r#"{"format_version":1,"action":"verify"}"#;
const SETUP: &str = r#"{"format_version":1,"action":"setup"}"#;

#[test]
fn starts_with_the_c_library_of_lambda() {
    let needs = needs(&std::fs::read(BINARY).expect("a binary")).expect("an ELF file");
    assert!(needs.glibc().is_some(), "the test has looked at a binary that uses it");
    assert_eq!(needs.missing_on_lambda(), [""; 0]);
}

#[test]
fn a_new_shop_is_set_up_once_and_the_rest_is_named() {
    let function = start(&open(Some(TOKEN)), &brief("benelux"));
    // After the migrations, anybody can pay with the test payment: the scheduled verification fails, which raises the alarm.
    let error = failed(function.invoke(VERIFY, 60));
    assert!(error.contains("not ready for customers") && error.contains("SETUP002"), "{error}");

    let first = done(function.invoke(SETUP, 60));
    assert!(first["steps"].as_array().is_some_and(|steps| steps.len() > 10), "{first}");
    // What only people can do is left: nothing can be shipped, and no app takes payments.
    let open: Vec<&str> =
        first["open"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(first["ready"], json!(open.is_empty()));
    assert!(open.iter().any(|line| line.starts_with("SETUP012")), "{open:?}");
    assert!(
        !open.iter().any(|line| line.starts_with("SETUP002") || line.starts_with("SETUP010")),
        "{open:?}"
    );

    let second = done(function.invoke(SETUP, 60));
    assert_eq!(second["steps"], json!([]), "a second setup changes nothing");
    assert_eq!(second["checks"], first["checks"]);
    let (log, messages) = function.end();
    assert!(log.contains(r#""message":"step","number":1"#), "{log}");
    assert!(!log.contains(TOKEN) && !messages.contains(TOKEN), "{log}{messages}");
}

#[test]
fn without_a_token_it_says_what_to_do() {
    let function = start(&open(None), &brief("de"));
    let error = failed(function.invoke(SETUP, 60));
    assert!(error.contains("create the app in the dashboard"), "{error}");
    let function = start(&open(Some("two words")), &brief("de"));
    let error = failed(function.invoke(VERIFY, 60));
    assert!(error.contains("characters that no token has") && !error.contains("two words"), "{error}");
}

#[test]
fn other_orders_are_refused() {
    let function = start(&open(Some(TOKEN)), &brief("de"));
    for order in [
        "{}",
        r#"{"format_version":1}"#,
        r#"{"format_version":1,"action":"delete"}"#,
        r#"{"format_version":2,"action":"setup"}"#,
    ] {
        failed(function.invoke(order, 60));
    }
}

#[test]
fn does_not_start_without_settings() {
    let error = Function::start(Path::new(BINARY), &[]).map(|_| ()).expect_err("no settings");
    assert!(error.to_string().contains("`POLDER_SHOP` is not set"), "{error}");
}
