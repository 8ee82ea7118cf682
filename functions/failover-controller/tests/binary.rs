//! The failover controller's binary, as Lambda runs it.
#![expect(clippy::disallowed_methods, reason = "the test reads the binary that cargo has built")]

use std::path::Path;

use polder_lambda_stand_in::{Answer, Function, needs};

const BINARY: &str = env!("CARGO_BIN_EXE_polder-failover-controller");

#[test]
fn starts_with_the_c_library_of_lambda() {
    let needs = needs(&std::fs::read(BINARY).unwrap()).unwrap();
    assert!(needs.glibc().is_some(), "the test has looked at a binary that uses it");
    assert_eq!(needs.missing_on_lambda(), [""; 0]);
}

#[test]
fn says_what_it_would_do_and_refuses_to_do_it() {
    let function = Function::start(Path::new(BINARY), &[("POLDER_CELL", "de")]).unwrap();
    let order = |more: &str| format!(r#"{{"format_version":1,"cell":"de","switch":"on"{more}}}"#);
    let answer = function.invoke(&order(""), 30);
    assert!(matches!(&answer, Some(Answer::Done(steps)) if steps.contains("put-metric")), "{answer:?}");
    let answer = function.invoke(&order(r#","dry_run":false"#), 30);
    assert!(
        matches!(&answer, Some(Answer::Failed(error)) if error.contains("does not do it yet")),
        "{answer:?}"
    );
}

#[test]
fn does_not_start_without_its_cell() {
    let error = Function::start(Path::new(BINARY), &[]).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("`POLDER_CELL` is not set"), "{error}");
}
