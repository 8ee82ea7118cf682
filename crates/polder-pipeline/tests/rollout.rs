//! A release of a site's services: the script of the workflow against a stand-in for AWS and OpenTofu.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "runs the script, and says if a program that it needs is missing"
)]

use std::path::Path;
use std::process::{Command, Output};

use polder_cloud::{Cloud, link};
use polder_facts::Facts;
use polder_pipeline::{Repository, github};

const OWNER: &str = include_str!("../../../examples/saleor-eu/polder.toml");

/// The folder of the stacks of a site.
const SITE: &str = "production/eu-west-1/de";

/// What changes something is written to a log; answers are in files.
const AWS: &str = r#"#!/usr/bin/env bash
all=$(tr '\n' ' ' <<< "$*")
all=${all% }
after() { sed -E "s/.*--$1 ([^ ]*).*/\1/" <<< "$all"; }
case "$all" in
  *describe-scalable-targets*MinCapacity*) [[ $all == */worker* ]] && echo 2 || echo None ;;
  *describe-scalable-targets*) [[ $all == */worker* ]] && echo 1 || echo 0 ;;
  *register-scalable-target*) echo "suspended=${all##*ScheduledScalingSuspended=}" >> "$FOLDER/log" ;;
  *list-tasks*migrate*) cat "$FOLDER/running" ;;
  *list-tasks*) echo None ;;
  *lambda\ invoke*) echo "setup $(after function-name)" >> "$FOLDER/log"; cp "$FOLDER/setup" "${all##* }"; cat "$FOLDER/setup-error" ;;
  *run-task*) name=$(after task-definition); name=${name##*/}; echo "run ${name%:*}" >> "$FOLDER/log"; echo "task-${name%:*}" ;;
  *describe-tasks*) echo "wait $(after tasks)" >> "$FOLDER/log"; cat "$FOLDER/ended-$(after tasks)" ;;
  *services*desiredCount\ --output\ text) echo 0 ;;
  *describe-services*) cat "$FOLDER/service-$(after services)" ;;
  *update-service*) echo "$(after service)=$(after desired-count)" >> "$FOLDER/log" ;;
  *wait\ services-stable*) echo stable >> "$FOLDER/log" ;;
  *) echo "unknown: $all" >&2; exit 9 ;;
esac
"#;

/// The plan, the state and the outputs are files. The outputs of the functions can be unreadable.
const TOFU: &str = r#"#!/usr/bin/env bash
case "$*" in
  *functions*output*) cat "$FOLDER/runner" ;;
  *output*) cat "$FOLDER/outputs" ;;
  "show -json") cat "$FOLDER/state" ;;
  "show -json"*) cat "$FOLDER/plan.json" ;;
  apply*) echo apply >> "$FOLDER/log" ;;
esac
"#;

/// The newest commit.
const GH: &str = "#!/usr/bin/env bash\necho commit\n";

/// What differs between releases.
struct Release<'a> {
    /// The kind of resource that the plan changes.
    changes: &'a str,
    /// The jobs of the site.
    jobs: &'a str,
    /// The image of the plan's services.
    image: &'a str,
    /// The exit code of the migration.
    exit: u8,
    /// Tasks of an earlier migration.
    running: &'a str,
    /// The task definition of the API's primary deployment.
    runs: &'a str,
    /// The deployment of beat.
    beat: &'a str,
    /// The layer of the stack that is applied.
    layer: &'a str,
    /// The outputs of the stack of functions; none if they cannot be read.
    runner: Option<&'a str>,
    /// What Lambda says about an error of the setup of the shop, and the answer.
    setup: (&'a str, &'a str),
}

const GOOD: Release<'_> = Release {
    changes: "aws_ecs_task_definition",
    jobs: "migrate static",
    image: "saleor:2",
    exit: 0,
    running: "None",
    runs: "api:2",
    beat: "COMPLETED",
    layer: "app",
    runner: Some(r#"{"setup_runner": {"value": "x-setup-runner"}}"#),
    setup: ("None", r#"{"steps": ["a", "b"], "open": ["SETUP012 apps: none, and not one"]}"#),
};

/// A service in a state.
fn service(name: &str, version: u8, count: u8) -> String {
    format!(
        r#"{{"mode": "managed", "type": "aws_ecs_service", "values": {{"name": "{name}", "desired_count": {count},
        "cluster": "arn:aws:ecs:r:1:cluster/c", "task_definition": "arn:aws:ecs:r:1:task-definition/{name}:{version}"}}}}"#
    )
}

/// The module of the services, with a number of tasks of beat.
fn module(version: u8, beat: u8) -> String {
    let all = [("api", 3), ("worker", 2), ("beat", beat)];
    let all = all.map(|(name, count)| service(name, version, count)).join(",");
    format!(r#"{{"root_module": {{"child_modules": [{{"resources": [{all}]}}]}}}}"#)
}

fn state(version: u8, beat: u8) -> String {
    format!(r#"{{"values": {}}}"#, module(version, beat))
}

/// The end of a task.
fn ended(exit: u8) -> String {
    format!(
        r#"{{"status": "STOPPED", "reason": "end", "containers": [{{"name": "x", "exitCode": {exit}}}]}}"#
    )
}

/// A service with one deployment.
fn deployed(definition: &str, state: &str) -> String {
    format!(
        r#"{{"desired": 1, "running": 1, "deployments": [{{"status": "PRIMARY", "state": "{state}", "reason": "why",
        "definition": "arn:aws:ecs:r:1:task-definition/{definition}"}}]}}"#
    )
}

impl Release<'_> {
    fn plan(&self) -> String {
        let containers = format!(r#"[{{\"name\": \"api\", \"image\": \"{}\"}}]"#, self.image);
        format!(
            r#"{{"prior_state": {}, "planned_values": {}, "resource_changes": [{{"address": "a", "type": "{}", "change": {{"actions": ["create"],
            "after": {{"family": "x-api", "container_definitions": "{containers}"}}}}}}]}}"#,
            state(1, 1),
            module(2, 1),
            self.changes
        )
    }

    /// The outputs of the stack of jobs.
    fn outputs(&self) -> String {
        let job = |name: &str| {
            let task = format!(r#""{name}_task": {{"value": "arn:aws:ecs:r:1:task-definition/{name}:2"}}"#);
            format!(r#"{task}, "{name}_security_groups": {{"value": ["sg"]}}"#)
        };
        format!(
            r#"{{"cluster": {{"value": "jobs"}}, "subnets": {{"value": ["subnet"]}}, "image": {{"value": "saleor:2"}},
            "release": {{"value": "{}"}}, {}, {}}}"#,
            self.jobs,
            job("migrate"),
            job("static")
        )
    }

    /// The world of the script, in a folder.
    fn prepare(&self, folder: &Path) {
        let facts = Facts::embedded();
        let read = polder_spec::read(OWNER, facts);
        let design = read.and_then(|it| polder_design::design(&it, facts)).sound().expect("sound");
        let cloud = Cloud { provider: &polder_aws::AWS, ..Cloud::default() };
        for file in github(&design, &cloud, &link(&cloud), &Repository::default()) {
            write(&folder.join(&file.path), &file.content);
        }
        for layer in ["app", "functions", "jobs"] {
            let stack = folder.join("build/stacks").join(SITE).join(layer);
            write(&stack.join(".terraform.lock.hcl"), "");
        }
        for (name, text) in [("aws", AWS), ("tofu", TOFU), ("gh", GH)] {
            write(&folder.join("bin").join(name), text);
        }
        for (name, text) in [
            ("plan.json", self.plan().as_str()),
            // The workers were stopped while it was applied.
            ("state", &state(2, 0)),
            ("outputs", &self.outputs()),
            ("running", self.running),
            ("ended-task-migrate", &ended(self.exit)),
            ("ended-task-static", &ended(0)),
            ("ended-earlier", &ended(1)),
            ("service-api", &deployed(self.runs, "COMPLETED")),
            ("service-worker", &deployed("worker:2", "COMPLETED")),
            ("service-beat", &deployed("beat:2", self.beat)),
            ("setup", self.setup.1),
            ("setup-error", self.setup.0),
            ("log", ""),
        ] {
            write(&folder.join(name), text);
        }
        if let Some(runner) = self.runner {
            write(&folder.join("runner"), runner);
        }
        let done = Command::new("chmod").args(["-R", "+x", "bin"]).current_dir(folder).status();
        assert!(done.expect("chmod").success());
    }

    /// Applies the stack as the workflow does: what was done, with errors, and whether it succeeded. `None` without `jq`.
    fn run(&self) -> Option<(String, bool)> {
        if Command::new("jq").arg("--version").output().is_err() {
            assert!(std::env::var_os("CI").is_none(), "CI must have jq");
            eprintln!("SKIPPED: jq is missing, so no release was run");
            return None;
        }
        let temporary = tempfile::tempdir().expect("a folder");
        let folder = temporary.path();
        self.prepare(folder);
        // What was approved.
        let stack = format!("{SITE}/{}", self.layer);
        let print = bash(folder, "source .github/polder/common.sh; fingerprint plan", (&stack, ""));
        let print = String::from_utf8(print.stdout).expect("text");
        let output = bash(folder, "bash .github/polder/apply.sh", (&stack, print.trim()));
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        eprintln!("{shown}{}", String::from_utf8_lossy(&output.stderr));
        let log = std::fs::read_to_string(folder.join("log")).expect("a log");
        let told = |line: &&str| line.starts_with("::error::") || line.starts_with("::warning::");
        let lines: Vec<&str> = log.lines().chain(shown.lines().filter(told)).collect();
        Some((lines.join("\n"), output.status.success()))
    }
}

/// Runs a command with the stand-ins.
fn bash(folder: &Path, command: &str, (stack, expected): (&str, &str)) -> Output {
    let path = std::env::var("PATH").expect("a path");
    let mut bash = Command::new("bash");
    bash.args(["-c", command]).current_dir(folder);
    bash.env("PATH", format!("{}:{path}", folder.join("bin").display()));
    bash.env("FOLDER", folder).env("RUNNER_TEMP", folder).env("BUILD", folder.join("build"));
    bash.envs([
        ("STACK", stack),
        ("EXPECTED", expected),
        ("ACCOUNT_ID", "1"),
        ("POLL_SECONDS", "0"),
        ("ROLLOUT_SECONDS", "0"),
    ]);
    bash.envs([("GITHUB_SHA", "commit"), ("GITHUB_REPOSITORY", "o/r")]).output().expect("bash")
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

#[test]
fn workers_stop_then_migrate_then_static_then_roll_out_then_verify() {
    let Some((done, good)) = GOOD.run() else { return };
    insta::assert_snapshot!(done);
    assert!(good);
}

#[test]
fn a_migration_that_fails_stops_the_release_before_the_services() {
    let Some((done, good)) = (Release { exit: 1, ..GOOD }).run() else { return };
    insta::assert_snapshot!(done);
    assert!(!good);
}

#[test]
fn services_that_were_rolled_back_are_no_release() {
    let Some((done, good)) = (Release { runs: "api:1", ..GOOD }).run() else { return };
    insta::assert_snapshot!(done);
    assert!(!good);
}

#[test]
fn services_do_not_get_an_image_that_the_jobs_did_not_have() {
    let Some((done, good)) = (Release { image: "saleor:3", ..GOOD }).run() else { return };
    insta::assert_snapshot!(done);
    assert!(!good);
}

/// Of a release that was interrupted.
#[test]
fn a_migration_that_runs_already_is_waited_for() {
    let Some((done, good)) = (Release { running: "earlier", ..GOOD }).run() else { return };
    assert!(done.contains("wait earlier\nrun migrate"), "{done}");
    assert!(good);
}

#[test]
fn a_site_with_a_replica_keeps_its_workers() {
    let Some((done, good)) = (Release { jobs: "static", ..GOOD }).run() else { return };
    assert!(done.starts_with("run static\nwait task-static\napply"), "{done}");
    assert!(good);
}

#[test]
fn a_change_of_something_else_runs_no_job() {
    let Some((done, good)) = (Release { changes: "aws_cloudwatch_log_group", ..GOOD }).run() else { return };
    assert!(done.starts_with("apply"), "{done}");
    assert!(good);
}

/// It has task definitions, and before its first apply no outputs.
#[test]
fn the_stack_of_the_jobs_is_applied_without_them() {
    let Some((done, good)) = (Release { layer: "jobs", ..GOOD }).run() else { return };
    assert_eq!(done, "apply");
    assert!(good);
}

#[test]
fn a_service_that_does_not_get_ready_is_no_release() {
    let Some((done, good)) = (Release { beat: "IN_PROGRESS", ..GOOD }).run() else { return };
    assert!(done.contains("::error::beat does not run beat:2 completely"), "{done}");
    assert!(!good);
}

/// The services run the release, and the scheduled verification raises an alarm.
#[test]
fn a_shop_that_cannot_be_set_up_is_a_warning() {
    let setup = ("Unhandled", r#"{"errorMessage": "the secret has no value"}"#);
    let Some((done, good)) = (Release { setup, ..GOOD }).run() else { return };
    assert!(
        done.contains("::warning::the shop was not set up (Unhandled): the secret has no value"),
        "{done}"
    );
    assert!(good);
}

/// Services and database are those of the release already: a run that is repeated would release nothing.
#[test]
fn nothing_about_the_setup_of_the_shop_fails_a_release() {
    let (none, text) = ("None", "not JSON");
    for (release, warning) in [
        (Release { runner: None, ..GOOD }, ": the outputs of the stack functions cannot be read"),
        (Release { runner: Some(text), ..GOOD }, ": the outputs of the stack functions cannot be read"),
        (Release { runner: Some("{}"), ..GOOD }, ": the stack functions is not applied yet"),
        (Release { setup: (none, text), ..GOOD }, ": the answer of the function cannot be read"),
        (Release { setup: (none, "[]"), ..GOOD }, ": the answer of the function cannot be read"),
        (Release { setup: ("Unhandled", text), ..GOOD }, " (Unhandled): see the log of the function"),
    ] {
        let Some((done, good)) = release.run() else { return };
        assert!(done.contains(&format!("::warning::the shop was not set up{warning}")), "{done}");
        assert!(good, "{done}");
    }
}

/// Whoever may change a name in the shop must not give commands to the workflow.
#[test]
fn what_the_shop_answers_stays_on_its_line() {
    let open = r#"{"steps": [], "open": ["SETUP014 a\n::error::forged\u2028\u001b[31m"]}"#;
    let failed = r#"{"errorMessage": "a\r\n::error::forged"}"#;
    for (setup, line) in [
        (("None", open), "::warning::to do in the shop: SETUP014 a ::error::forged [31m"),
        (("Unhandled", failed), "::warning::the shop was not set up (Unhandled): a ::error::forged"),
    ] {
        let Some((done, good)) = (Release { setup, ..GOOD }).run() else { return };
        assert!(done.lines().any(|it| it == line), "{done}");
        assert!(!done.lines().any(|line| line.starts_with("::error::")), "{done}");
        assert!(good);
    }
}

#[test]
fn a_shop_is_set_up_where_its_database_is_written() {
    let Some((done, _)) = GOOD.run() else { return };
    assert!(done.contains("setup x-setup-runner"), "{done}");
    assert!(done.contains("::warning::to do in the shop: SETUP012 apps"), "{done}");
    for other in [Release { jobs: "static", ..GOOD }, Release { changes: "aws_cloudwatch_log_group", ..GOOD }]
    {
        let Some((done, good)) = other.run() else { return };
        assert!(good && !done.contains("setup"), "{done}");
    }
}
