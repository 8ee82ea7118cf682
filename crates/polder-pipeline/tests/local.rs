//! Applying all stacks from a terminal: the script of the build against a stand-in for OpenTofu.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "runs the script, and says if a program that it needs is missing"
)]

use std::collections::BTreeSet;
use std::process::{Command, Output};

use polder_cloud::{Cloud, Links, link};
use polder_facts::Facts;
use polder_pipeline::local;

/// Four accounts, whose stacks need stacks of other accounts.
const OWNER: &str = include_str!("../../../examples/saleor-eu/polder.toml");

/// Two accounts.
const SMALL: &str = include_str!("../../../examples/kubernetes/polder.toml");

/// A stack has changes until it is applied, as the file `applied` says. The one that the file `breaks` names cannot be applied, and
/// the one that the file `waits` names reads the state of a stack that has none.
const TOFU: &str = r#"#!/usr/bin/env bash
stack=${PWD#"$FOLDER"/build/stacks/}
case "$*" in
  *init*) exit 0 ;;
  plan*)
    if grep -qxF "$stack" "$FOLDER/waits"; then echo "Error: Unable to find remote state" >&2; exit 1; fi
    grep -qxF "$stack" "$FOLDER/applied" && exit 0; : > "${*##*-out=}"; exit 2 ;;
  "show -json"*) cat "$FOLDER/plan.json" ;;
  apply*)
    if grep -qxF "$stack" "$FOLDER/breaks"; then echo "Error: refused" >&2; exit 1; fi
    echo "$stack $TF_VAR_account_id ${AWS_PROFILE-} ${TF_VAR_secret-}" >> "$FOLDER/log"
    echo "$stack" >> "$FOLDER/applied"
    ;;
  *) echo "unknown: $*" >&2; exit 9 ;;
esac
"#;

/// A build with the script and no more of the stacks than their folders.
struct Build {
    folder: tempfile::TempDir,
    stacks: Vec<String>,
}

fn compiled(platform: &str) -> (polder_design::Design, Cloud, Links) {
    let facts = Facts::embedded();
    let read = polder_spec::read(platform, facts);
    let design = read.and_then(|platform| polder_design::design(&platform, facts)).sound().expect("sound");
    let cloud = polder_aws::lower(&design).cloud;
    let links = link(&cloud);
    (design, cloud, links)
}

impl Build {
    /// `None` without `jq`.
    fn new() -> Option<Build> {
        if Command::new("jq").arg("--version").output().is_err() {
            assert!(std::env::var_os("CI").is_none(), "CI must have jq");
            eprintln!("SKIPPED: jq is missing, so nothing was applied");
            return None;
        }
        let (design, cloud, links) = compiled(SMALL);
        let folder = tempfile::tempdir().expect("a folder");
        let build = Build { stacks: vec![], folder };
        let script = local(&design, &cloud, &links);
        build.write(&format!("build/{}", script.path), &script.content);
        build.write("plan.json", r#"{"resource_changes": []}"#);
        for empty in ["applied", "breaks", "waits", "log"] {
            build.write(empty, "");
        }
        for program in ["tofu", "aws", "dig"] {
            build.program(program, if program == "tofu" { TOFU } else { "#!/usr/bin/env bash\nexit 9\n" });
        }
        let listed = build.run(&["--list"]);
        let stacks: Vec<String> = text(&listed.stdout).lines().map(str::to_owned).collect();
        for stack in &stacks {
            build.write(&format!("build/stacks/{stack}/.terraform.lock.hcl"), "");
        }
        for account in stacks.iter().filter_map(|stack| stack.split('/').next()).collect::<BTreeSet<_>>() {
            let values = format!(
                "# Values\n\naccount_id=id-of-{account}\r\nAWS_PROFILE={account}\nsecret=$(echo no) \"'=\n"
            );
            build.write(&format!("build/{account}.env"), &values);
        }
        Some(Build { stacks, ..build })
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn program(&self, name: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        self.write(&format!("bin/{name}"), text);
        let path = self.folder.path().join("bin").join(name);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("a program");
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path)).expect("a file")
    }

    /// Runs the script from another folder, with no terminal.
    fn run(&self, arguments: &[&str]) -> Output {
        let path = std::env::var("PATH").expect("a path");
        let script = self.folder.path().join("build/apply.sh");
        let mut bash = Command::new("bash");
        bash.arg(script).args(arguments).current_dir("/").stdin(std::process::Stdio::null());
        bash.env("PATH", format!("{}:{path}", self.folder.path().join("bin").display()));
        bash.env("FOLDER", self.folder.path()).env("TMPDIR", self.folder.path()).env_remove("TERRAFORM");
        bash.output().expect("bash")
    }

    fn log(&self) -> Vec<String> {
        self.read("log").lines().map(str::to_owned).collect()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn stacks_come_after_what_they_need_and_those_applied_by_hand_are_left_out() {
    let (design, cloud, links) = compiled(OWNER);
    let script = local(&design, &cloud, &links).content;
    let place = |stack: &polder_cloud::Stack| {
        let path = stack.key.to_string();
        script.lines().position(|line| line == path)
    };
    for stack in &cloud.stacks {
        assert_eq!(place(stack).is_none(), stack.key.layer.is_applied_by_hand(), "{}", stack.key);
        let Some(at) = place(stack) else { continue };
        for before in links.before(&cloud, stack.id).into_iter().filter_map(|id| cloud.stack(id)) {
            assert!(place(before).is_none_or(|it| it < at), "{} before {}", before.key, stack.key);
        }
    }
}

#[test]
fn an_interrupted_run_goes_on_where_it_ended() {
    let Some(build) = Build::new() else { return };
    let third = &build.stacks[2];
    build.write("breaks", third);
    let broken = build.run(&["--yes"]);
    assert_eq!(broken.status.code(), Some(1), "{}", text(&broken.stdout));
    assert!(text(&broken.stderr).contains(&format!("error: {third} is not as it should be")));
    assert_eq!(build.log().len(), 2);

    build.write("breaks", "");
    let continued = build.run(&["--yes"]);
    assert!(continued.status.success(), "{}", text(&continued.stderr));
    let applied: Vec<String> =
        build.log().iter().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect();
    assert_eq!(applied, build.stacks);
    assert!(text(&continued.stdout).ends_with(&format!("all {} stacks are applied\n", applied.len())));

    let again = build.run(&["--yes"]);
    assert!(again.status.success());
    assert_eq!(build.log().len(), applied.len());
    // No plan is left, which would have secrets.
    let left: Vec<_> = std::fs::read_dir(build.folder.path()).expect("a folder").flatten().collect();
    let left = left.iter().filter(|entry| entry.file_name().to_string_lossy().starts_with("tmp."));
    assert_eq!(left.count(), 0);
}

#[test]
fn values_belong_to_an_account_and_are_not_run() {
    let Some(build) = Build::new() else { return };
    assert!(build.run(&["--yes"]).status.success());
    for line in build.log() {
        let (account, _) = line.split_once('/').expect("a path");
        assert!(line.ends_with(&format!(" id-of-{account} {account} $(echo no) \"'=")), "{line}");
    }
    let account = build.stacks[0].split('/').next().expect("a name").to_owned();
    build.write(&format!("build/{account}.env"), "account_id=1\nnot a value\n");
    let wrong = build.run(&["--plan"]);
    assert_eq!(wrong.status.code(), Some(1));
    let message = text(&wrong.stderr);
    assert!(message.contains(&format!("line 2 of {account}.env is not NAME=VALUE")), "{message}");
    assert!(!message.contains("not a value"), "{message}");
}

#[test]
fn nothing_is_applied_unasked() {
    let Some(build) = Build::new() else { return };
    let asked = build.run(&[]);
    assert_eq!(asked.status.code(), Some(1));
    assert!(text(&asked.stderr).contains("there is no terminal to ask on"));
    let planned = build.run(&["--plan"]);
    assert_eq!(planned.status.code(), Some(2));
    let count = build.stacks.len();
    assert!(
        text(&planned.stdout)
            .ends_with(&format!("{count} of {count} stacks have changes or wait for others\n"))
    );
    assert_eq!(build.log(), Vec::<String>::new());
    assert_eq!(build.run(&["--wrong"]).status.code(), Some(64));
    let help = build.run(&["--help"]);
    assert!(text(&help.stdout).starts_with("Applies the stacks of this build"));
}

/// Before anything is applied, most stacks read states that do not exist.
#[test]
fn a_plan_goes_on_past_stacks_that_wait_for_others() {
    let Some(build) = Build::new() else { return };
    let second = &build.stacks[1];
    build.write("waits", second);
    let planned = build.run(&["--plan"]);
    assert_eq!(planned.status.code(), Some(2), "{}", text(&planned.stderr));
    let shown = text(&planned.stdout);
    let after: Vec<&str> = shown.lines().skip_while(|line| !line.ends_with(second)).collect();
    assert_eq!(after[1], "waits for a stack that is not applied yet", "{shown}");
    assert!(shown.contains(build.stacks.last().expect("a stack")), "{shown}");
    // Where it is to be applied, it is an error.
    let applied = build.run(&["--yes"]);
    assert_eq!((applied.status.code(), build.log().len()), (Some(1), 1));
    assert!(text(&applied.stderr).contains("Unable to find remote state"));
}

/// An image is missing: the registry does not answer.
#[test]
fn a_plan_names_what_people_have_to_do_and_goes_on() {
    let Some(build) = Build::new() else { return };
    let plan = r#"{"resource_changes": [{"type": "aws_ecs_task_definition", "address": "x", "change": {"actions": ["create"],
        "after": {"container_definitions": "[{\"image\": \"1.dkr.ecr.eu-central-1.amazonaws.com/shop/saleor:3.23\"}]"}}}]}"#;
    build.write("plan.json", plan);
    let planned = build.run(&["--plan"]);
    assert_eq!(planned.status.code(), Some(2), "{}", text(&planned.stderr));
    let missing = "error: the image shop/saleor:3.23 is not in the registry of eu-central-1: push it";
    let named = text(&planned.stderr).lines().filter(|line| *line == missing).count();
    assert_eq!(named, build.stacks.len());
    let applied = build.run(&["--yes"]);
    assert_eq!((applied.status.code(), build.log().len()), (Some(1), 0));
}

#[test]
fn only_stacks_below_a_path_are_applied() {
    let Some(build) = Build::new() else { return };
    let path = build.stacks[0].rsplit_once('/').expect("a path").0.to_owned();
    assert!(build.run(&["--yes", &format!("stacks/{path}/")]).status.success());
    let below = build.stacks.iter().filter(|stack| stack.starts_with(&format!("{path}/"))).count();
    assert_eq!((build.log().len(), below > 0), (below, true));
    // The beginning of a name is no path.
    let none = build.run(&["--yes", &path[..path.len() - 1]]);
    assert_eq!(none.status.code(), Some(1));
}

#[test]
fn a_plan_that_destroys_a_database_is_refused() {
    let Some(build) = Build::new() else { return };
    let plan = r#"{"resource_changes": [{"type": "aws_db_instance", "address": "module.data.aws_db_instance.main",
        "change": {"actions": ["delete", "create"], "before": {}, "after": {}}}]}"#;
    build.write("plan.json", plan);
    let refused = build.run(&["--yes"]);
    assert_eq!(refused.status.code(), Some(1));
    let message = text(&refused.stderr);
    assert!(message.contains("error: the plan destroys module.data.aws_db_instance.main"), "{message}");
    assert!(!message.contains("::error::"), "{message}");
    assert_eq!(build.log(), Vec::<String>::new());
}
