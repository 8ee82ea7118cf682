//! Whole commands in memory.

use clap::Parser;
use polder_world::{MemoryWorld, World};

use crate::arguments::Arguments;
use crate::run;
use crate::streams::{Status, Streams};

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
    let mut streams = Streams { out: &mut out, messages: &mut messages, colour: false };
    let status = run(&arguments.command, world, &mut streams).unwrap_or_else(|error| {
        streams.error(&format!("{error:#}")).expect("memory takes everything");
        Status::Error
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
    assert_eq!(files, world.files());
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
    let none = polder(&world, "check --plan polder.toml");
    assert_eq!(none.status, Status::Error);
    assert!(none.messages.contains("give the output of `terraform show -json`"), "{}", none.messages);
    assert!(polder(&world, "check --plan missing.json").messages.contains("cannot read `missing.json`"));
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
    let world = MemoryWorld::new().with_file("build/notes.txt", "mine");
    polder(&world, "init --example");
    polder(&world, "up");
    let all = world.files().len();
    polder(&world, "init --force");
    polder(&world, "up");
    let files = world.files();
    assert!(files.len() < all);
    assert!(files.contains_key(std::path::Path::new("build/notes.txt")));
    assert!(!files.keys().any(|path| path.to_string_lossy().contains("benelux")));
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
