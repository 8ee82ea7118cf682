//! The auditor's binary, as Lambda runs it.
#![expect(clippy::disallowed_methods, reason = "the test reads the binary that cargo has built")]

use std::path::Path;

use polder_lambda_stand_in::{Answer, Function, needs};

const BINARY: &str = env!("CARGO_BIN_EXE_polder-auditor");

#[test]
fn starts_with_the_c_library_of_lambda() {
    let needs = needs(&std::fs::read(BINARY).unwrap()).unwrap();
    assert!(needs.glibc().is_some(), "the test has looked at a binary that uses it");
    assert_eq!(needs.missing_on_lambda(), [""; 0]);
}

#[test]
fn fails_while_nothing_is_checked() {
    let function = Function::start(Path::new(BINARY), &[]).unwrap();
    let answer = function.invoke(r#"{"format_version":1,"cell":"de"}"#, 30);
    let Some(Answer::Failed(error)) = answer else { panic!("{answer:?}") };
    assert!(error.contains("the audit is undecided"), "{error}");
}
