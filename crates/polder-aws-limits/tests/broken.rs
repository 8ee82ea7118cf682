//! Small plans that are broken in one way: exactly the expected check reports it, and no other.

mod plan;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use polder_aws_limits::codes;

use plan::Plan;

/// How many plans each check has at least.
const PLANS_MIN: usize = 10;

/// The plans of a code, without comments.
#[expect(clippy::disallowed_methods, reason = "a test reads its own cases")]
fn lines(code: &str) -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken").join(format!("{code}.txt"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn each_broken_plan_is_found_by_its_check_alone() {
    let mut wrong = vec![];
    for code in codes() {
        let lines = lines(code.id);
        assert!(lines.len() >= PLANS_MIN, "{} has {} plans", code.id, lines.len());
        for line in lines {
            let report = Plan::parse(&line).report();
            let found: BTreeSet<&str> = report.findings.iter().map(|finding| finding.code.id).collect();
            if found != BTreeSet::from([code.id]) {
                let texts: Vec<String> =
                    report.findings.iter().map(|it| format!("{} {}", it.code.id, it.message)).collect();
                wrong.push(format!("{} {line}\n    found {texts:?}", code.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} plans:\n{}", wrong.len(), wrong.join("\n"));
}

/// What the broken plans are without their faults. Nothing is found in them.
#[test]
fn sound_plans_have_no_findings() {
    for line in lines("sound") {
        let report = Plan::parse(&line).report();
        let texts: Vec<String> =
            report.findings.iter().map(|it| format!("{} {}", it.code.id, it.message)).collect();
        assert!(texts.is_empty(), "{line}\n    found {texts:?}");
    }
}

#[test]
fn a_value_that_is_not_known_is_undecided() {
    for (line, code) in [
        (r#"aws_sqs_queue.a {"name":"a","delay_seconds":"?"}"#, "AWS004"),
        (
            r#"aws_lambda_function.a {"function_name":"a","role":"@aws_iam_role.a.arn","runtime":"?","handler":"a.b","filename":"a.zip"} ; aws_iam_role.a {"name":"a","assume_role_policy":"?"}"#,
            "AWS009",
        ),
        (
            r#"aws_db_instance.a {"engine":"postgres","instance_class":"?","allocated_storage":20,"username":"shop","password":"correct-horse"}"#,
            "AWS007",
        ),
        (r#"aws_cloudwatch_event_rule.a {"name":"a","schedule_expression":"?"}"#, "AWS015"),
        (r#"aws_iam_policy.a {"name":"a","policy":"?"}"#, "AWS021"),
    ] {
        let report = Plan::parse(line).report();
        assert!(report.findings.is_empty(), "{line}: {:?}", report.findings);
        assert!(report.undecided.iter().any(|it| it.code.id == code), "{line}: {:?}", report.undecided);
    }
}

/// What a message takes from a document is in backticks, as everything that users write.
#[test]
fn messages_have_no_quotes_outside_of_backticks() {
    for code in codes() {
        for line in lines(code.id) {
            for finding in Plan::parse(&line).report().findings {
                let outside: String = finding.message.split('`').step_by(2).collect();
                assert!(!outside.contains('"'), "{}", finding.message);
            }
        }
    }
}

#[test]
fn secrets_are_not_in_messages() {
    for line in [
        r#"aws_db_instance.a {"engine":"postgres","instance_class":"db.t4g.medium","allocated_storage":20,"username":"shop","password":"qwerty"}"#,
        r#"aws_db_instance.a {"engine":"postgres","instance_class":"db.t4g.medium","allocated_storage":20,"username":"shop","password":"qwerty@12/3"}"#,
        r#"aws_elasticache_replication_group.a {"replication_group_id":"a","description":"a","node_type":"cache.t4g.small","engine":"valkey","transit_encryption_enabled":true,"auth_token":"qwerty"}"#,
        r#"aws_elasticache_replication_group.a {"replication_group_id":"a","description":"a","node_type":"cache.t4g.small","engine":"redis","transit_encryption_enabled":false,"auth_token":"qwerty-qwerty-qwerty"}"#,
    ] {
        let report = Plan::parse(line).report();
        assert!(!report.findings.is_empty(), "{line}");
        for finding in &report.findings {
            assert!(!format!("{finding:?}").contains("qwerty"), "{finding:?}");
        }
    }
}
