//! Whole commands in memory.

mod certificates;
mod differences;
mod explain;
mod files;
mod readme;

use std::path::Path;

use clap::Parser;
use polder_world::{MemoryWorld, World};

use crate::arguments::{Arguments, Colour};
use crate::run;
use crate::streams::{Status, Streams};
use crate::{failed, verbosity};

/// What a command did.
struct Done {
    status: Status,
    out: String,
    messages: String,
}

/// Runs `polder …` in a world.
fn polder(world: &dyn World, arguments: &str) -> Done {
    let words = std::iter::once("polder").chain(arguments.split_whitespace());
    let arguments = Arguments::try_parse_from(words).expect("the arguments are right");
    let (mut out, mut messages) = (vec![], vec![]);
    let verbosity = verbosity(&arguments.global);
    let mut streams = Streams { out: &mut out, messages: &mut messages, colour: false, verbosity };
    let status = run(&arguments.command, world, &mut streams).unwrap_or_else(|error| {
        streams.error(&format!("{error:#}")).expect("memory takes everything");
        failed(&error)
    });
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Done { status, out: text(out), messages: text(messages) }
}

#[test]
fn the_definitions_are_consistent() {
    <Arguments as clap::CommandFactory>::command().debug_assert();
}

#[test]
fn a_file_that_is_not_there_is_told_with_the_way_out() {
    let done = polder(&MemoryWorld::new(), "check");
    assert_eq!(done.status, Status::Error);
    assert_eq!(
        done.messages,
        "error: there is no file `polder.toml`; `polder init` writes one to start from\n"
    );
}

/// A platform whose market has no backup region, which is a warning, and no account for backups, which is accepted.
const WARNED: &str = "version = 1\nplatform.domain = \"example.com\"\ncells.main = { primary = \"eu-west-1\" }\n\
                      [markets.IE]\n[accepted.DESIGN015]\nreason = \"a pilot\"\nuntil = \"2999-12-31\"\n";

/// After the last day of an exception the web ACLs do not have it, a warning says so, and a build with it is not compared.
#[test]
fn an_exception_of_a_web_acl_ends() {
    let world = MemoryWorld::new();
    // 2026-11-29
    world.set_clock(1_795_910_400);
    let text = format!(
        "{WARNED}[edge.exceptions.contact]\nrule = \"SQLi_BODY\"\npaths = [\"/en/ie/contact\"]\nreason = \"a form\"\n\
         until = \"2026-11-29\"\n"
    );
    world.write(Path::new(""), Path::new("polder.toml"), text.as_bytes()).expect("memory");
    let excepts = || {
        let file = world.read(Path::new("build/modules/edge/wafv2_web_acl.tf")).expect("a web ACL");
        String::from_utf8(file).expect("UTF-8").contains("exception-contact")
    };
    let done = polder(&world, "compile");
    assert!(!done.messages.contains("SPEC123") && excepts(), "{}", done.messages);
    assert!(polder(&world, "diff build").status != Status::Error);
    world.set_clock(1_795_910_400 + 86_400);
    let done = polder(&world, "diff build");
    assert!(done.messages.contains("older than the last day of an exception"), "{}", done.messages);
    let done = polder(&world, "compile");
    assert!(done.messages.contains("SPEC123") && !excepts(), "{}", done.messages);
}

/// A warning that is accepted is not reported before its last day; `--strict` fails for the others.
#[test]
fn a_warning_is_accepted_with_a_reason_for_a_time() {
    let world = MemoryWorld::new();
    // 2026-11-29
    world.set_clock(1_795_910_400);
    let write =
        |text: &str| world.write(Path::new(""), Path::new("polder.toml"), text.as_bytes()).expect("memory");
    let accepted = |code: &str, until: &str| {
        format!("{WARNED}[accepted.{code}]\nreason = \"a pilot\"\nuntil = \"{until}\"\n")
    };
    write(WARNED);
    assert_eq!(polder(&world, "check").status, Status::Findings);
    assert_eq!(polder(&world, "check --strict").status, Status::Error);
    assert_eq!(polder(&world, "up --strict").status, Status::Error);
    assert_eq!(polder(&world, "compile --strict").status, Status::Error);
    assert!(world.read(Path::new("build/README.md")).is_err(), "nothing is written");
    write(&accepted("SPEC056", "2026-11-29"));
    for command in ["check --strict", "price", "prove", "commitments --terms 1", "up", "graph"] {
        let done = polder(&world, command);
        assert_eq!(done.status, Status::Fine, "{command}: {}", done.messages);
        assert!(!done.messages.contains("warning"), "{command}: {}", done.messages);
    }
    assert_eq!(polder(&world, "compile --strict").status, Status::Fine);
    write(&accepted("SPEC056", "2026-11-28"));
    let done = polder(&world, "check");
    assert_eq!(done.status, Status::Findings);
    assert!(done.messages.contains("SPEC152") && done.messages.contains("SPEC056"), "{}", done.messages);
    write(&format!(
        "{}\n[accepted.SPEC141]\nreason = \"none\"\nuntil = \"2027-01-01\"\n",
        accepted("SPEC056", "2027-01-01")
    ));
    let done = polder(&world, "check");
    assert_eq!(done.status, Status::Error);
    assert!(done.messages.contains("there is no finding `SPEC141` to accept"), "{}", done.messages);
}

#[test]
fn up_works_without_a_file_and_twice_changes_nothing() {
    let world = MemoryWorld::new();
    let first = polder(&world, "up");
    assert_eq!(first.status, Status::Fine, "{}", first.messages);
    // The README shows exactly what the command prints.
    let readme = include_str!("../../../README.md");
    let shown = first.out.trim_matches('\n');
    assert!(readme.contains(shown), "paste this between the marks of README.md:\n{shown}");
    let files = world.files();
    let second = polder(&world, "up");
    assert!(second.out.contains("(0 new, 0 changed, 0 removed)"), "{}", second.out);
    let changed = world.files().into_iter().filter(|(path, bytes)| files.get(path) != Some(bytes));
    let changed: Vec<_> = changed.map(|(path, _)| path).collect();
    assert_eq!(changed, [std::path::Path::new("build/.polder-lock")], "what a run locks");
}

#[test]
fn the_pictures_of_the_documentation_are_those_of_the_example() {
    let world = MemoryWorld::new();
    let done = polder(&world, "price --svg pictures");
    assert_eq!(done.status, Status::Fine, "{}", done.messages);
    let files = world.files();
    for (name, shown) in [
        ("bill", include_str!("../../../docs/pictures/bill.svg")),
        ("transfer", include_str!("../../../docs/pictures/transfer.svg")),
    ] {
        let drawn = files.get(&std::path::PathBuf::from(format!("pictures/{name}.svg")));
        assert_eq!(
            drawn.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).as_deref(),
            Some(shown),
            "`polder price --svg docs/pictures` renews it"
        );
    }
}

/// A plan of one queue, as `terraform show -json` prints it.
fn plan(seconds: &str) -> String {
    format!(
        r#"{{"format_version":"1.2","configuration":{{}},"planned_values":{{"root_module":{{"resources":[{{
        "address":"aws_sqs_queue.q","mode":"managed","type":"aws_sqs_queue","name":"q",
        "provider_name":"registry.terraform.io/hashicorp/aws",
        "values":{{"name":"q","visibility_timeout_seconds":{seconds}}}}}]}}}}}}"#
    )
}

#[test]
fn plans_of_others_are_checked() {
    let world = MemoryWorld::new()
        .with_file("bad.json", plan("50000"))
        .with_file("good.json", plan("50"))
        .with_file("polder.toml", "not a plan");
    let good = polder(&world, "check --plan good.json");
    assert_eq!(good.status, Status::Fine, "{}", good.messages);
    let expected = "resources: 1, findings: 0, undecided because a value is known after apply only: 0\n";
    assert_eq!(good.messages, expected);
    let bad = polder(&world, "check --plan good.json bad.json --format json");
    assert_eq!(bad.status, Status::Error, "{}", bad.messages);
    assert_eq!(bad.out.matches("\"address\": \"aws_sqs_queue.q\"").count(), 1, "{}", bad.out);
    assert!(bad.out.contains("\"plan\": \"bad.json\""), "{}", bad.out);
    assert_eq!(polder(&world, "check --plan good.json -q").messages, "");
    let none = polder(&world, "check --plan polder.toml");
    assert_eq!(none.status, Status::Error);
    assert!(none.messages.contains("give the output of `terraform show -json`"), "{}", none.messages);
    assert!(polder(&world, "check --plan missing.json").messages.contains("cannot read `missing.json`"));
}

/// More VPCs than AWS allows by default, which is a warning.
#[test]
fn a_warning_on_a_plan_fails_a_strict_check() {
    let vpc = |at: usize| {
        format!(
            r#"{{"address":"aws_vpc.v{at}","mode":"managed","type":"aws_vpc","name":"v{at}",
            "provider_name":"registry.terraform.io/hashicorp/aws","values":{{"cidr_block":"10.{at}.0.0/16"}}}}"#
        )
    };
    let plan = format!(
        r#"{{"format_version":"1.2","configuration":{{"provider_config":{{"aws":{{"name":"aws","expressions":
        {{"region":{{"constant_value":"eu-west-1"}}}}}}}}}},"planned_values":{{"root_module":{{"resources":[{}]}}}}}}"#,
        (0..6).map(vpc).collect::<Vec<_>>().join(",")
    );
    let world = MemoryWorld::new().with_file("plan.json", plan);
    let done = polder(&world, "check --plan plan.json");
    assert_eq!(done.status, Status::Findings, "{}", done.messages);
    assert!(done.messages.contains("warning[QUOTA002]"), "{}", done.messages);
    assert_eq!(polder(&world, "check --plan plan.json --strict").status, Status::Error);
}

#[test]
fn what_init_writes_is_sound() {
    let world = MemoryWorld::new();
    assert_eq!(polder(&world, "init").status, Status::Fine);
    assert_eq!(polder(&world, "up").status, Status::Fine);
    let again = polder(&world, "init");
    assert_eq!(again.messages, "error: `polder.toml` already exists; use `--force` to overwrite it\n");
}

#[test]
fn a_build_removes_its_own_old_files_and_nothing_else() {
    let world = MemoryWorld::new();
    polder(&world, "init --example");
    polder(&world, "up");
    let world = world.with_file("build/notes.txt", "mine");
    let all = world.files().len();
    // Another platform, which has settled nothing.
    polder(&world, "init --force");
    world
        .remove(std::path::Path::new(""), std::path::Path::new("polder.lock"))
        .expect("memory removes everything");
    polder(&world, "up");
    let files = world.files();
    assert!(files.len() < all);
    assert!(files.contains_key(std::path::Path::new("build/notes.txt")));
    assert!(!files.keys().any(|path| path.to_string_lossy().contains("benelux")));
}

#[test]
fn a_folder_of_others_is_refused_without_force() {
    let world = MemoryWorld::new().with_file("build/README.md", "mine");
    let refused = polder(&world, "up");
    assert_eq!(refused.status, Status::Error);
    // After the remarks on the example.
    let error = "error: cannot write `build`: it has files, and none says that Polder wrote them; choose another folder \
                 with `--out`, or take it over with `--force`\n";
    assert!(refused.messages.ends_with(error), "{}", refused.messages);
    assert_eq!(world.files().len(), 1);
    assert_eq!(polder(&world, "up --force").status, Status::Fine);
    assert_ne!(world.files()[std::path::Path::new("build/README.md")], b"mine");
}

#[test]
fn edits_are_kept_and_reported_and_overrides_survive() {
    let world = MemoryWorld::new();
    polder(&world, "init");
    let own = "polder-overrides/modules/data/own_override.tf";
    let world = world.with_file(own, "# mine\n");
    assert_eq!(polder(&world, "up").status, Status::Fine);
    let copied = std::path::Path::new("build/modules/data/own_override.tf");
    assert_eq!(world.files().get(copied).map(Vec::as_slice), Some(b"# mine\n".as_slice()));

    let world = world.with_file("build/README.md", "mine");
    let kept = polder(&world, "compile");
    assert_eq!(kept.status, Status::Findings);
    assert!(kept.messages.contains("warning: `build/README.md` was edited and is kept"), "{}", kept.messages);
    assert!(kept.messages.contains("below `polder-overrides/`"), "{}", kept.messages);
    assert_eq!(world.files()[std::path::Path::new("build/README.md")], b"mine");
    let forced = polder(&world, "compile --force");
    assert_eq!(
        (forced.status, forced.messages.contains("1 changed")),
        (Status::Fine, true),
        "{}",
        forced.messages
    );

    world.remove(std::path::Path::new(""), std::path::Path::new(own)).expect("memory removes everything");
    assert!(polder(&world, "compile").messages.contains("1 removed"));
    assert!(!world.files().contains_key(copied));
    let wrong = world.with_file("polder-overrides/modules/none/x.tf", "");
    let refused = polder(&wrong, "compile");
    assert!(
        refused.messages.contains("`polder-overrides/modules/none/x.tf` does not fit"),
        "{}",
        refused.messages
    );
}

#[test]
fn a_network_is_settled_anew_with_its_subnets_as_the_message_says() {
    let world = MemoryWorld::new();
    polder(&world, "init --example");
    polder(&world, "lock");
    let read = |path: &str| {
        String::from_utf8(world.read(std::path::Path::new(path)).expect("a file")).expect("text")
    };
    let moved = read("polder.toml").replace("10.100.0.0/16", "10.110.0.0/16");
    let world = world.with_file("polder.toml", moved);
    let refused = polder(&world, "check").messages;
    let way_out = "polder lock --upgrade cells.de.primary.network`";
    assert_eq!(refused.matches("error[LOCK003]").count(), refused.matches(way_out).count(), "{refused}");
    assert!(refused.contains("subnets"), "{refused}");
    let upgraded = polder(&world, "lock --upgrade cells.de.primary.network");
    assert_eq!(upgraded.status, Status::Fine, "{}", upgraded.messages);
    assert_eq!(polder(&world, "check").status, Status::Fine);
}

#[test]
fn other_ends_of_lines_change_no_lock() {
    let world = MemoryWorld::new();
    polder(&world, "init --example");
    polder(&world, "up");
    let lock = world.read(std::path::Path::new("polder.lock")).expect("a lock");
    let other = format!("# Mine.\n{}", String::from_utf8(lock).expect("text")).replace('\n', "\r\n");
    let world = world.with_file("polder.lock", other.clone());
    let done = polder(&world, "up --locked");
    assert_eq!(done.status, Status::Fine, "{}", done.messages);
    assert_eq!(world.read(std::path::Path::new("polder.lock")).expect("a lock"), other.into_bytes());
}

#[test]
fn a_cell_above_another_moves_nothing_and_the_lock_says_what_would() {
    let world = MemoryWorld::new();
    polder(&world, "init --example");
    assert_eq!(polder(&world, "up --locked").status, Status::Error, "there is no lock yet");
    let first = polder(&world, "up");
    assert!(first.messages.contains("note: settled networks and names in polder.lock"), "{}", first.messages);
    let read = |world: &MemoryWorld, path: &str| {
        String::from_utf8(world.read(std::path::Path::new(path)).expect("a file")).expect("text")
    };
    let (lock, text) = (read(&world, "polder.lock"), read(&world, "polder.toml"));
    assert!(lock.contains("[cells.de.primary]\nnetwork = \"10.100.0.0/16\"\n"), "{lock}");
    assert_eq!(polder(&world, "up --locked").status, Status::Fine);

    let above = text.replacen(
        "[cells.de]",
        "[cells.fr]\naccount = \"production\"\nprimary.region = \"eu-west-3\"\n\n[cells.de]",
        1,
    );
    let above = format!("{above}\n[markets.FR]\ncell = \"fr\"\n");
    let world = world.with_file("polder.toml", above);
    assert_eq!(polder(&world, "compile --locked").status, Status::Error);
    let done = polder(&world, "compile");
    assert_eq!(done.status, Status::Fine, "{}", done.messages);
    let new = read(&world, "polder.lock");
    assert!(lock.lines().all(|line| new.contains(line)), "{new}");
    assert_eq!(polder(&world, "lock").out, "");

    let moved = read(&world, "polder.toml").replace("10.100.0.0/16", "10.110.0.0/16");
    let world = world.with_file("polder.toml", moved);
    let before = world.files();
    let refused = polder(&world, "up");
    assert_eq!(refused.status, Status::Error);
    assert!(refused.messages.contains("error[LOCK003]"), "{}", refused.messages);
    assert_eq!(world.files(), before, "nothing was written");
    let upgraded = polder(&world, "lock --upgrade cells.de.primary");
    assert!(
        upgraded.out.starts_with("cells.de.primary.network: 10.100.0.0/16 -> 10.110.0.0/16\n"),
        "{}{}",
        upgraded.out,
        upgraded.messages
    );
    assert_eq!(polder(&world, "up --locked").status, Status::Fine);
    assert!(polder(&world, "lock --upgrade cells.xx").messages.contains("no entry `cells.xx`"));
}

#[test]
fn workflows_are_written_beside_the_platform_file_and_replaced_only_by_force() {
    let world = MemoryWorld::new();
    let first = polder(&world, "init --ci github");
    assert_eq!(first.status, Status::Fine, "{}", first.messages);
    let expected = [
        "polder.toml",
        ".github/workflows/polder-plan.yml",
        ".github/workflows/polder-apply.yml",
        ".github/workflows/polder-functions.yml",
    ];
    for file in expected {
        assert!(first.messages.contains(&format!("wrote {file}\n")), "{}", first.messages);
    }
    let files = world.files();
    let named = first.messages.lines().filter(|line| line.starts_with("wrote ")).count();
    assert_eq!(files.len(), named, "every file is named: {}", first.messages);
    let again = polder(&world, "init --ci github");
    let expected =
        "error: `.github/workflows/polder-plan.yml` already exists; use `--force` to overwrite it\n";
    assert!(again.messages.ends_with(expected), "{}", again.messages);
    assert_eq!(polder(&world, "init --ci github --force").status, Status::Fine);
    assert_eq!(files, world.files());
}

#[test]
fn workflows_find_only_files_of_the_repository() {
    for file in ["/polder.toml", "../polder.toml", "-"] {
        let done = polder(&MemoryWorld::new(), &format!("init {file} --ci github"));
        assert_eq!(done.status, Status::Error);
        assert!(done.messages.contains("is not in this folder"), "{}", done.messages);
    }
}

#[test]
fn requirements_are_listed_with_the_resources_that_speak_to_them() {
    let world = MemoryWorld::new();
    polder(&world, "init");
    let all = polder(&world, "check --requirements");
    assert_eq!(all.status, Status::Fine, "{}", all.messages);
    // The number of resources depends on the lowering.
    let lines: Vec<&str> = all.out.lines().collect();
    assert_eq!(lines.first(), Some(&"REGION-1    Frankfurt (`eu-central-1`) is primary for NL"));
    let counted = lines
        .get(1)
        .is_some_and(|line| line.contains(" resources: aws_db_instance.main, aws_ecs_service.api"));
    assert!(counted, "{}", all.out);
    assert!(all.out.contains(
        "PORT-AZURE  Azure as the second choice\n            no resources; shown by the lowering to Azure\n"
    ));
    assert!(lines.last().is_some_and(|line| line.starts_with("38 requirements, ")), "{}", all.out);
    assert!(all.out.lines().all(|line| line.chars().count() <= 100), "{}", all.out);
    let one = polder(&world, "check --requirements=region-2");
    insta::assert_snapshot!("requirement", one.out);
}

#[test]
fn a_requirement_that_is_none_is_told_with_the_way_out() {
    let world = MemoryWorld::new();
    polder(&world, "init");
    let done = polder(&world, "check --requirements=REGION-77");
    assert_eq!(done.status, Status::Error);
    // After the remarks on the platform file.
    let expected = "error: there is no requirement `REGION-77`; `--requirements` lists all\n";
    assert!(done.messages.ends_with(expected), "{}", done.messages);
    let done = polder(&world, "check --requirements --format sarif");
    assert_eq!(done.messages, "error: `--requirements` supports `--format full` and `json`\n");
    let done = polder(&world, "check --requirements --format json");
    assert!(done.out.starts_with("{\n  \"format_version\": 1,\n  \"requirements\": ["), "{}", done.out);
}

#[test]
fn the_list_of_files_is_not_believed() {
    let world = MemoryWorld::new()
        .with_file("build/mine/deep/file", "mine")
        .with_file("victim/file", "not yours")
        .with_file("build/.polder-files", "mine\n../victim/file\n/victim/file\nstacks/gone/main.tf\n")
        .with_file("build/stacks/gone/main.tf", "old");
    let done = polder(&world, "up");
    assert_eq!(done.status, Status::Fine, "{}", done.messages);
    let files = world.files();
    for kept in ["build/mine/deep/file", "victim/file"] {
        assert!(files.contains_key(std::path::Path::new(kept)), "{kept}");
    }
    assert!(!files.contains_key(std::path::Path::new("build/stacks/gone/main.tf")));
    assert!(done.messages.contains("`gone`"), "{}", done.messages);
}

#[test]
fn properties_are_printed_with_their_verdicts() {
    let world = MemoryWorld::new()
        .with_file("polder.toml", include_str!("../../../examples/one-region/polder.toml"))
        .with_file("plan.json", plan("50"));
    let own = polder(&world, "prove");
    assert_eq!(own.status, Status::Fine, "{}", own.messages);
    assert!(own.out.contains("proved      network.data-tier\n"), "{}", own.out);
    let foreign = polder(&world, "prove --plan plan.json --format json");
    // A queue whose policy does not deny requests without TLS.
    assert_eq!(foreign.status, Status::Findings, "{}", foreign.messages);
    assert!(foreign.out.contains("\"format_version\": 1"), "{}", foreign.out);
    assert!(!foreign.out.contains("network.flows"), "{}", foreign.out);
    assert_eq!(polder(&world, "prove --plan polder.toml").status, Status::Error);
}

#[test]
fn a_refuted_property_has_pictures_and_can_be_accepted_in_the_platform_file_only() {
    let world = MemoryWorld::new().with_file("plan.json", plan("50"));
    let drawn = polder(&world, "prove --plan plan.json --format concise --picture drawn");
    let refuted = drawn.out.lines().find(|line| line.starts_with("refuted ")).expect("the queue");
    let id = refuted.split_whitespace().nth(1).expect("an identifier").trim_end_matches(':');
    let picture = format!("drawn/{id}-1.svg");
    assert!(world.files().contains_key(std::path::Path::new(&picture)), "{picture}");
    assert!(drawn.messages.contains(&format!("wrote {picture}")), "{}", drawn.messages);

    let example = include_str!("../../../examples/one-region/polder.toml");
    let entry = "[accepted.\"network.edge\"]\nreason = \"a pilot\"\nuntil = \"2999-12-31\"\n";
    let unused = MemoryWorld::new().with_file("polder.toml", format!("{example}\n{entry}"));
    let done = polder(&unused, "prove");
    assert_eq!(done.status, Status::Error);
    assert!(done.messages.contains("error[SPEC151]"), "{}", done.messages);
    // `polder check` proves nothing, and cannot know.
    assert!(!polder(&unused, "check").messages.contains("SPEC151"));
}

#[test]
fn the_first_screen_counts_what_is_accepted_apart_from_what_is_refuted() {
    let example = include_str!("../../../examples/own-services/polder.toml");
    let entry = "[accepted.\"network.surplus\"]\nreason = \"until the services name their stores\"\nuntil = \"2999-12-31\"\n";
    let proofs = |text: String| {
        let screen = polder(&MemoryWorld::new().with_file("polder.toml", text), "up --dry-run").out;
        screen.lines().find(|line| line.contains("properties proved")).expect("a line").to_owned()
    };
    let open = proofs(example.to_owned());
    assert!(open.contains(" proved, 2 refuted (`network.surplus"), "{open}");
    let accepted = proofs(format!("{example}\n{entry}"));
    assert!(accepted.contains(" proved, 0 refuted, 2 accepted, "), "{accepted}");
}

#[test]
fn requirements_are_printed_with_their_verdicts() {
    let world = MemoryWorld::new()
        .with_file("polder.toml", include_str!("../../../examples/one-region/polder.toml"))
        .with_file("plan.json", plan("50"));
    let own = polder(&world, "prove --requirements");
    assert_eq!(own.status, Status::Fine, "{}", own.messages);
    assert!(own.out.contains("proved      SEC-NET\n"), "{}", own.out);
    assert!(own.out.contains("procedural  GDPR-33\n"), "{}", own.out);
    assert!(own.out.contains("proved      CIS-2.3.1\n"), "{}", own.out);
    assert!(own.out.contains("procedural  CIS-1.5\n"), "{}", own.out);
    let json = polder(&world, "prove --requirements --format json").out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let rows = json["requirements"].as_array().expect("a list");
    let network = rows.iter().find(|row| row["id"] == "SEC-NET").expect("a row");
    assert_eq!(network["verdict"], "proved");
    assert!(network["evidence"].as_array().is_some_and(|all| all.len() == 3));
    assert_eq!(json["model_version"], 1);
    // Without a design there are no requirements of its owner.
    let foreign = polder(&world, "prove --plan plan.json --requirements --format json").out;
    assert!(foreign.contains("\"PCI-4.2.1\"") && !foreign.contains("\"SEC-NET\""), "{foreign}");
}

#[test]
fn plans_of_others_are_priced_with_the_users_own_prices_and_usage() {
    let world = MemoryWorld::new()
        .with_file("plan.json", plan("50"))
        .with_file("usage.yml", "resource_usage:\n  aws_sqs_queue.q:\n    monthly_requests: 3000000\n")
        .with_file("other.yml", "resource_usage:\n  aws_sqs_queue.other:\n    monthly_requests: 1\n")
        .with_file("own.toml", "[[discount]]\nservice = \"sqs\"\npercent = 50\n")
        .with_file("wrong.toml", "[[discount]]\npercent = 200\n");
    // The region of the plan is not known, and nothing is guessed.
    let unknown = polder(&world, "price --plan plan.json --usage usage.yml");
    assert!(
        unknown.out.contains("1 × sqs.standard per million-requests: the region is not known"),
        "{}",
        unknown.out
    );
    let price = |more: &str| polder(&world, &format!("price --plan plan.json --region eu-west-1 {more}"));
    let list = price("--usage usage.yml");
    assert_eq!(list.status, Status::Fine, "{}", list.messages);
    assert!(list.out.contains("total       $1.20"), "{}", list.out);
    assert!(price("--usage usage.yml --prices own.toml").out.contains("total       $0.60"));
    assert!(price("--usage usage.yml --format json").out.contains("\"pico_usd\": 1200000000000"));
    assert!(price("--usage usage.yml --format markdown").out.contains("| total | $1.20 |"));
    let unused = price("--usage other.yml");
    assert_eq!(unused.status, Status::Findings);
    assert!(unused.messages.contains("no usage of `aws_sqs_queue.other` is billed"), "{}", unused.messages);
    let wrong = price("--prices wrong.toml");
    assert_eq!((wrong.status, wrong.out.as_str()), (Status::Error, ""));
    assert!(wrong.messages.contains("PRICE003"), "{}", wrong.messages);
    assert_eq!(
        price("--by colour").messages,
        "error: there is no `--by colour`; `polder price --help` lists what there is\n"
    );
}

#[test]
fn commitments_are_listed_drawn_and_limited() {
    let world = MemoryWorld::new()
        .with_file("polder.toml", include_str!("../../../examples/solo-market/polder.toml"))
        .with_file("wrong.toml", "[[owned]]\nkind = \"x\"\n")
        .with_file(
            "owned.toml",
            "[[owned]]\nkind = \"compute-plan\"\ncommitment = \"0.1\"\nyears = 1\npayment = \"No Upfront\"\n\
             until = \"2026-01-01\"\n",
        );
    let list = |more: &str| polder(&world, &format!("commitments --start 2026-12-01 --terms 1 {more}"));
    let json = list("--format json --svg pictures/demand.svg --owned owned.toml");
    assert_eq!(json.status, Status::Findings, "{}", json.messages);
    assert!(json.messages.contains("COMMIT004") && json.messages.contains("wrote pictures/demand.svg"));
    assert!(json.out.contains("\"format_version\": 1") && json.out.contains("\"start\": \"2026-12-01\""));
    assert!(world.files().contains_key(std::path::Path::new("pictures/demand.svg")));
    assert_eq!(too_long(&list("").out), [""; 0]);
    let wrong = list("--owned wrong.toml");
    assert_eq!((wrong.status, wrong.out.as_str()), (Status::Error, ""));
    assert!(wrong.messages.contains("COMMIT003"), "{}", wrong.messages);
    for (argument, message) in [
        ("--start 2026-02-30", "error: `--start` is a date such as `2026-12-01`\n"),
        ("--upfront-max -1", "error: `--upfront-max` is an amount of dollars such as `5000`\n"),
    ] {
        let argument = argument.replacen(' ', "=", 1);
        assert_eq!(polder(&world, &format!("commitments {argument}")).messages, message);
    }
}

#[test]
fn a_shop_is_not_asked_without_a_token_or_a_cell() {
    let world = MemoryWorld::new().with_file("token", "secret\n").with_file("bad", "two words");
    let cases = [
        ("shop verify https://nl.example.com/", "`POLDER_SHOP_TOKEN` is not set"),
        ("shop verify https://nl.example.com/ --token-file bad", "characters that no token has"),
        ("shop setup http://nl.example.com/ --token-file token", "has no TLS"),
        ("shop setup nl.example.com --token-file token", "not a URL"),
        (
            "shop verify https://nl.example.org/ --token-file token",
            "no host of a cell; name the cell with `--cell`: de,",
        ),
        ("shop verify https://nl.example.com/ --token-file token --cell nl", "there is no cell `nl`"),
        (
            "shop setup https://nl.example.com/ --token-file token --events-queue q",
            "not the URL of an SQS queue",
        ),
    ];
    for (command, said) in cases {
        let done = polder(&world, command);
        assert_eq!((done.status, done.out.as_str()), (Status::Error, ""), "{command}");
        assert!(done.messages.contains(said), "{command}: {}", done.messages);
        assert!(!done.messages.contains("secret"), "{command}");
    }
}

#[test]
fn remarks_are_for_check_and_for_those_who_ask() {
    let world = MemoryWorld::new().with_file("polder.toml", polder::EXAMPLE);
    let up = polder(&world, "up --dry-run");
    assert!(up.messages.contains("note: 2 remarks, which `polder check` prints"), "{}", up.messages);
    assert!(!up.messages.contains("DESIGN016"), "{}", up.messages);
    assert!(polder(&world, "check").messages.contains("DESIGN016"));
    assert!(polder(&world, "up --dry-run -v").messages.contains("DESIGN016"));
    assert_eq!(polder(&world, "up --dry-run -q").messages, "");
    let broken = MemoryWorld::new().with_file("polder.toml", "version = 2");
    assert!(polder(&broken, "up -q").messages.contains("error["), "errors are never quiet");
}

#[test]
fn wrong_usage_has_a_status_of_its_own() {
    let world = MemoryWorld::new();
    for wrong in ["price --by nothing", "commitments --start tomorrow", "commitments --upfront-max much"] {
        let done = polder(&world, wrong);
        assert_eq!((done.status, done.out.as_str()), (Status::Usage, ""), "{wrong}");
    }
    assert!(Arguments::try_parse_from(["polder", "price", "--no-such"]).is_err_and(|it| it.use_stderr()));
    assert!(Arguments::try_parse_from(["polder", "--help"]).is_err_and(|it| !it.use_stderr()));
    assert!(Arguments::try_parse_from(["polder", "up", "-q", "-v"]).is_err());
    let anywhere =
        Arguments::try_parse_from(["polder", "up", "-C", "shop", "--color", "never"]).expect("global");
    assert_eq!(anywhere.global.directory.as_deref(), Some(std::path::Path::new("shop")));
}

#[test]
fn colour_is_decided_by_the_option_then_the_environment_then_the_terminal() {
    let plain = MemoryWorld::new();
    let terminal = MemoryWorld::new().with_terminal(polder_world::Stream::Messages);
    let forced = MemoryWorld::new().with_env("FORCE_COLOR", "1");
    let neither = MemoryWorld::new().with_env("FORCE_COLOR", "1").with_env("NO_COLOR", "1");
    let auto = |world: &MemoryWorld| crate::is_coloured(Colour::Auto, world);
    assert_eq!([&plain, &terminal, &forced, &neither].map(auto), [false, true, true, false]);
    assert!(!auto(&MemoryWorld::new().with_env("FORCE_COLOR", "0")));
    assert!(crate::is_coloured(Colour::Always, &neither) && !crate::is_coloured(Colour::Never, &forced));
}

#[test]
fn a_code_that_is_mistyped_is_suggested() {
    for (asked, meant) in [
        ("SPEC04", "SPEC004"),
        ("unknown-kye", "(unknown-key)"),
        ("unknown_key", "(unknown-key)"),
        ("lock", "`LOCK001`"),
        ("Price", "`PRICE001`"),
        ("retired", "(runtime-retired)"),
    ] {
        let done = polder(&MemoryWorld::new(), &format!("explain {asked}"));
        assert_eq!(done.status, Status::Error);
        assert!(done.messages.contains("did you mean") && done.messages.contains(meant), "{}", done.messages);
    }
    assert!(!polder(&MemoryWorld::new(), "explain qqqqqqqq").messages.contains("did you mean"));
}

#[test]
fn prices_are_not_refreshed_without_credentials_or_over_a_file_of_others() {
    let none = polder(&MemoryWorld::new(), "facts refresh");
    assert_eq!(none.status, Status::Error);
    assert!(none.messages.contains("`AWS_ACCESS_KEY_ID` is not set"), "{}", none.messages);
    let world = MemoryWorld::new()
        .with_env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .with_env("AWS_SECRET_ACCESS_KEY", "hush")
        .with_env("AWS_ENDPOINT_URL", "https://127.0.0.1:1")
        .with_file("prices.toml", "version = 1");
    let foreign = polder(&world, "facts refresh");
    assert!(foreign.messages.contains("was not written by `polder facts refresh`"), "{}", foreign.messages);
    assert!(!foreign.messages.contains("hush"));
    assert!(polder(&world, "facts price.nat-gateway.hour").out.contains("price.nat-gateway.hour"));
}

#[test]
fn tables_of_money_fit_a_page() {
    for command in ["price", "price --flows", "price --waste"] {
        let done = polder(&MemoryWorld::new(), command);
        assert_eq!(done.status, Status::Fine, "{}", done.messages);
        assert_eq!(too_long(&done.out), [""; 0], "{command}");
    }
}

/// Lines that do not fit a page.
fn too_long(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.chars().count() > 100).collect()
}

#[test]
fn the_engine_validates_a_copy_with_the_users_own_files_and_leaves_nothing() {
    let own = "polder-overrides/stacks/production/global/edge/own_override.tf";
    let validate = |status| {
        move |world: &MemoryWorld, command: &polder_world::Command| {
            let folder = command.dir.clone().unwrap_or_default();
            assert!(folder.starts_with("/scratch"), "{}", folder.display());
            let copied = |path: &std::path::PathBuf| {
                path.starts_with("/scratch")
                    && path.ends_with("stacks/production/global/edge/own_override.tf")
            };
            assert!(world.files().keys().any(copied), "the user's own file is validated");
            Ok(polder_world::Ran { status: Some(status), stdout: vec![], stderr: b"no".to_vec() })
        }
    };
    for (status, expected) in [(0, Status::Fine), (1, Status::Error)] {
        let world = MemoryWorld::new()
            .with_file("polder.toml", polder::EXAMPLE)
            .with_file(own, "# mine")
            .with_env("TMPDIR", "/scratch")
            .with_program("tofu", validate(status));
        let done = polder(&world, "check --engine -q");
        assert_eq!(done.status, expected, "{}", done.messages);
        assert!(!world.files().keys().any(|path| path.starts_with("/scratch") || path.starts_with("build")));
    }
}

#[test]
fn the_engine_uses_no_folder_that_somebody_else_has_prepared() {
    let prepared = format!("/scratch/polder-check-{}/build/stacks/own.tf", std::process::id());
    let world = MemoryWorld::new()
        .with_file("polder.toml", polder::EXAMPLE)
        .with_file(&prepared, "not yours")
        .with_env("TMPDIR", "/scratch")
        .with_program("tofu", |_, command| panic!("nothing is validated: {}", command.line()));
    let done = polder(&world, "check --engine -q");
    assert_eq!(done.status, Status::Error);
    assert!(
        done.messages.contains("cannot make the temporary folder `/scratch/polder-check-"),
        "{}",
        done.messages
    );
    assert!(world.files().contains_key(Path::new(&prepared)), "it is not removed either");
}
