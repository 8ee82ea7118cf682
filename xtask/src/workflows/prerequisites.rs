//! Runs the script that lists what a plan needs and no stack creates, with commands that answer from a list of what exists.
#![expect(clippy::disallowed_methods, reason = "tasks of the workspace access the operating system directly")]

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

/// A plan with a certificate, a task with an image of the registry and one of another, a secret, and a function. What is
/// deleted needs nothing.
const PLAN: &str = r#"{"resource_changes":[
{"type":"aws_acm_certificate_validation","change":{"actions":["create"],"after":{}}},
{"type":"aws_route53_record","change":{"actions":["create"],"after":{"zone_id":"Z1"}}},
{"type":"aws_ecs_task_definition","change":{"actions":["delete","create"],"after":{"container_definitions":
"[{\"image\":\"111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.2\",\"secrets\":[{\"valueFrom\":\"arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop/key-a1b2c3:url::\"}]},{\"image\":\"public.ecr.aws/x/y:1\"}]"}}},
{"type":"aws_ecs_task_definition","change":{"actions":["delete"],"after":null}},
{"type":"aws_lambda_function","change":{"actions":["update"],"after":{"s3_bucket":"packages","s3_key":"r1/auditor.zip"}}}
]}"#;

/// A plan that destroys databases, one of them a copy from another region, and a bucket, which it replaces. A reader beside its
/// source, a queue, and what is only forgotten are no loss.
const DESTROYS: &str = r#"{"resource_changes":[
{"address":"aws_db_instance.main","type":"aws_db_instance","change":{"actions":["delete"],"before":{"replicate_source_db":""}}},
{"address":"aws_db_instance.copy","type":"aws_db_instance","change":{"actions":["delete"],"before":{"replicate_source_db":"arn:aws:rds:eu-west-1:1:db:main"}}},
{"address":"aws_db_instance.reader","type":"aws_db_instance","change":{"actions":["delete"],"before":{"replicate_source_db":"main"}}},
{"address":"aws_s3_bucket.media","type":"aws_s3_bucket","change":{"actions":["delete","create"],"before":{}}},
{"address":"aws_sqs_queue.events","type":"aws_sqs_queue","change":{"actions":["delete"],"before":{}}},
{"address":"aws_s3_bucket.kept","type":"aws_s3_bucket","change":{"actions":["forget"],"before":{}}}
]}"#;

/// In place of the commands: what exists is in the variable `EXISTS`.
const SCRIPT: &str = r#"set -euo pipefail
source "$0"
fails() { [[ " ${FAILS:-} " == *" $1 "* ]]; }
tofu() { ! fails tofu && cat "$3"; }
has() { [[ " $EXISTS " == *" $1 "* ]]; }
dig() { has delegation && echo ns-1.example.org. || true; }
aws() {
  if fails "$2"; then return 254; fi
  case "$1 $2" in
    "route53 get-hosted-zone") echo '{"HostedZone":{"Name":"shop.example."},"DelegationSet":{"NameServers":["ns-1.example.org"]}}' ;;
    "ecr describe-images") has image ;;
    "s3api list-objects-v2") has package && echo 1 || echo 0 ;;
    "secretsmanager describe-secret") has secret && echo 1 || echo 0 ;;
  esac
}
lacks=$(prerequisites "$1" production/eu-west-1/main/app)
echo "$lacks""#;

/// Calls without whose answer nothing is known.
const CALLS: [&str; 4] = ["tofu", "get-hosted-zone", "list-objects-v2", "describe-secret"];

/// What the plan needs, and what the script says where it is missing.
const NEEDS: [(&str, &str); 4] = [
    ("delegation", "the domain shop.example is not delegated"),
    ("image", "the image shop/api:1.2 is not in the registry of eu-west-1"),
    ("package", "the package r1/auditor.zip is not in the bucket packages"),
    ("secret", "the secret shop/key-a1b2c3 in eu-west-1 has no value"),
];

/// Leaves out each of the needs, all, and none.
pub(super) fn check(root: &Path) -> Result<usize> {
    let file = root.join("target/xtask/prerequisites.json");
    fs::write(&file, PLAN)?;
    let missing = |exists: &[&str]| -> Result<Vec<String>> {
        let mut bash = Command::new("bash");
        bash.args(["-c", SCRIPT]).arg(root.join("crates/polder-aws/scripts/prerequisites.sh")).arg(&file);
        let output = bash.env("EXISTS", exists.join(" ")).output()?;
        ensure!(output.status.success(), "it fails: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.lines().filter(|it| !it.is_empty()).map(str::to_owned).collect())
    };
    let all = NEEDS.map(|(name, _)| name);
    fs::write(&file, DESTROYS)?;
    let lost = missing(&all)?;
    let names: Vec<&str> = lost.iter().filter_map(|line| line.split([' ', ',']).nth(3)).collect();
    ensure!(names == ["aws_db_instance.main", "aws_db_instance.copy", "aws_s3_bucket.media"], "{lost:?}");
    fs::write(&file, PLAN)?;
    ensure!(missing(&all)?.is_empty(), "something is missing where everything exists");
    ensure!(missing(&[])?.len() == NEEDS.len(), "not everything is missing where nothing exists");
    for call in CALLS {
        let mut bash = Command::new("bash");
        bash.args(["-c", SCRIPT]).arg(root.join("crates/polder-aws/scripts/prerequisites.sh")).arg(&file);
        let output = bash.env("EXISTS", all.join(" ")).env("FAILS", call).output()?;
        ensure!(!output.status.success(), "a failure of {call} passes for a complete plan");
    }
    for (name, message) in NEEDS {
        let others: Vec<&str> = all.into_iter().filter(|it| *it != name).collect();
        let found = missing(&others)?;
        ensure!(found.len() == 1 && found[0].starts_with(message), "without {name}: {found:?}");
    }
    Ok(NEEDS.len() + names.len())
}
