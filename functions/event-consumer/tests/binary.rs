//! The event consumer's binary, as Lambda runs it.
#![expect(clippy::disallowed_methods, reason = "the test reads the binary that cargo has built")]

use std::path::Path;

use polder_lambda_stand_in::{Answer, Function, needs};

const BINARY: &str = env!("CARGO_BIN_EXE_polder-event-consumer");

#[test]
fn starts_with_the_c_library_of_lambda() {
    let needs = needs(&std::fs::read(BINARY).unwrap()).unwrap();
    assert!(needs.glibc().is_some(), "the test has looked at a binary that uses it");
    assert_eq!(needs.missing_on_lambda(), [""; 0]);
}

const SETTINGS: [(&str, &str); 5] = [
    ("POLDER_CELL", "de"),
    ("POLDER_PUBLIC_URL", "https://de.example.com"),
    ("POLDER_TOPIC_ARN", "arn:aws:sns:eu-west-1:123456789012:events"),
    // Nobody listens there, so no dead letter can be sent.
    ("POLDER_DEAD_LETTER_QUEUE_URL", "http://127.0.0.1:9/dead"),
    ("POLDER_EVENTS_TABLE", "events"),
];

#[test]
fn answers_for_each_message() {
    let nobody = ("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    let variables: Vec<_> = SETTINGS.into_iter().chain([nobody]).collect();
    let function = Function::start(Path::new(BINARY), &variables).unwrap();
    let answer = function.invoke(r#"{"Records":[]}"#, 30);
    assert_eq!(answer, Some(Answer::Done(r#"{"batchItemFailures":[]}"#.to_owned())));
    let answer = function.invoke(r#"{"Records":[{"messageId":"m1","body":"order 1042"}]}"#, 30);
    let again = r#"{"batchItemFailures":[{"itemIdentifier":"m1"}]}"#;
    assert_eq!(answer, Some(Answer::Done(again.to_owned())), "what cannot be set aside comes again");
    let (log, _) = function.end();
    assert!(log.contains(r#""message":"handed back","cell":"de","message_id":"m1""#), "{log}");
    assert!(!log.contains("1042"), "nothing of a message is in the log: {log}");
}

#[test]
fn does_not_start_without_settings() {
    let error = Function::start(Path::new(BINARY), &SETTINGS[..2]).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("`POLDER_TOPIC_ARN` is not set"), "{error}");
}
