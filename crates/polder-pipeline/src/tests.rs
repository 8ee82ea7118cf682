//! The workflows of a small platform, and invariants of all.

use polder_cloud::{Cloud, Layer, Links, StackId, StackKey, StackScope, Value, Variable, body, link};
use polder_design::delivery::FUNCTIONS_BUCKET_OUTPUT;
use polder_design::{Design, Environment};
use polder_facts::Facts;
use proptest::prelude::*;
use saphyr::{LoadableYamlNode, Yaml};

use crate::order::groups;
use crate::variables::{PLATFORM_FILE, REPOSITORY, REVISION};
use crate::{Repository, github};

const OWNER: &str = include_str!("../../../examples/saleor-eu/polder.toml");

fn design() -> Design {
    let facts = Facts::embedded();
    let read = polder_spec::read(OWNER, facts);
    read.and_then(|platform| polder_design::design(&platform, facts)).sound().expect("a sound platform")
}

/// Stacks by account and layer, each with the number of the one that it reads from.
fn cloud(stacks: &[(&str, Layer, Option<usize>)]) -> (Cloud, Links) {
    let mut cloud = Cloud { provider: &polder_aws::AWS, ..Cloud::default() };
    let mut made: Vec<polder_cloud::Handle> = vec![];
    for (account, layer, reads) in stacks {
        let scope = StackScope::Region("eu-west-1".into());
        let key = StackKey { account: (*account).into(), scope, layer: *layer };
        let s = cloud.draft(key, "eu-west-1", "A stack.");
        for (name, sensitive) in
            [("alarm_email", false), ("github_repository", false), ("origin_secret", true)]
        {
            s.variable(Variable {
                name: name.into(),
                kind: "string".into(),
                description: "What only the user knows.".into(),
                default: Value::Null,
                sensitive,
                pattern: None,
                example: "x".into(),
            });
        }
        let from = reads.and_then(|index| made.get(index)).map(polder_cloud::Handle::id);
        made.push(s.resource("aws_vpc", "main", body! { cidr_block = from; }));
        cloud.add(s);
    }
    let links = link(&cloud);
    (cloud, links)
}

fn small() -> (Cloud, Links) {
    cloud(&[
        ("production", Layer::Dns, None),
        ("production", Layer::Base, None),
        ("production", Layer::Network, Some(1)),
        ("staging", Layer::Network, None),
        ("staging", Layer::App, Some(3)),
    ])
}

/// Each group with what it needs.
fn order(stacks: &[(&str, Layer, Option<usize>)]) -> String {
    let (cloud, links) = cloud(stacks);
    let line = |group: &crate::order::Group| {
        format!(
            "{} <- {}\n",
            group.id,
            if group.needs.is_empty() { "nothing".into() } else { group.needs.join(" ") }
        )
    };
    groups(&design(), &cloud, &links).iter().map(line).collect()
}

#[test]
fn the_workflows_of_a_small_platform() {
    let (cloud, links) = small();
    for file in github(&design(), &cloud, &links, &Repository::default()) {
        if let Some(name) = file.path.strip_prefix(".github/workflows/") {
            insta::assert_snapshot!(name, file.content);
        }
        if file.path == ".github/polder/README.md" {
            insta::assert_snapshot!("setup", file.content);
        }
    }
}

/// Whoever can push a branch can change the stacks and scripts of its pull request.
#[test]
fn a_pull_request_assumes_no_role_of_accounts_with_customers() {
    let (design, (cloud, links)) = (design(), small());
    let files = github(&design, &cloud, &links, &Repository::default());
    let of = |name: &str| {
        let path = format!(".github/workflows/polder-{name}.yml");
        files.iter().find(|file| file.path == path).expect("a workflow").content.as_str()
    };
    let (plan, apply) = (of("plan"), of("apply"));
    let environments: Vec<&str> =
        plan.lines().filter_map(|line| line.trim().strip_prefix("environment: ")).collect();
    assert_eq!(environments, ["staging-plan", "staging-plan"]);
    assert!(apply.contains("environment: production-plan") && !apply.contains("pull_request"));
    for job in plan.split("\n  plan-").skip(1) {
        let (_, with_role) = job.split_once("role-to-assume").expect("a role");
        let runs: Vec<&str> =
            with_role.lines().filter_map(|line| line.trim().strip_prefix("run: ")).collect();
        assert!(runs.iter().take(1).all(|run| run.contains(".base/")), "{runs:?}");
    }
}

/// Runs of a schedule have the main branch as their `ref`; the subject of a token names the environment of the job.
#[test]
fn drift_is_searched_for_with_plan_roles_in_environments_of_the_main_branch() {
    let (design, (cloud, links)) = (design(), small());
    let files = github(&design, &cloud, &links, &Repository::default());
    let file =
        files.iter().find(|file| file.path == ".github/workflows/polder-drift.yml").expect("a workflow");
    let of = |key: &str| -> Vec<&str> {
        let values = file.content.lines().filter_map(|line| line.trim().strip_prefix(key));
        values.map(|value| value.trim_matches('"')).collect()
    };
    let environments = of("environment: ");
    assert_eq!(environments.len(), groups(&design, &cloud, &links).len());
    assert!(environments.iter().all(|it| it.ends_with("-plan")), "{environments:?}");
    assert!(of("role-to-assume: ").iter().all(|it| it.ends_with("-plan")), "{:?}", of("role-to-assume: "));
    assert!(file.content.contains("  schedule:\n") && !file.content.contains("pull_request"));
    assert_eq!(of("issues: ").len(), 1);
}

#[test]
fn functions_are_released_to_the_buckets_of_packages() {
    let (mut cloud, _) = small();
    let scope = StackScope::Site { region: "eu-central-1".into(), cell: "de".into() };
    let key = StackKey { account: "production".into(), scope, layer: Layer::Base };
    let s = cloud.draft(key, "eu-central-1", "A stack.");
    s.output(FUNCTIONS_BUCKET_OUTPUT, "The bucket of packages.", "packages");
    cloud.add(s);
    let links = link(&cloud);
    let files = github(&design(), &cloud, &links, &Repository::default());
    let file = files.iter().find(|file| file.path == ".github/workflows/polder-functions.yml");
    insta::assert_snapshot!(file.map(|file| file.content.as_str()).unwrap_or_default());
}

#[test]
fn production_comes_last_and_waves_follow_one_another() {
    let found = order(&[
        ("production", Layer::Base, None),
        ("production", Layer::Network, Some(0)),
        ("staging", Layer::Base, None),
        ("staging", Layer::Network, Some(2)),
        ("development", Layer::Base, None),
    ]);
    insta::assert_snapshot!(found, @r"
    development-1 <- nothing
    staging-1 <- development-1
    staging-2 <- staging-1
    production-1 <- development-1 staging-2
    production-2 <- production-1
    ");
}

#[test]
fn what_other_accounts_need_of_production_does_not_wait_for_them() {
    let found = order(&[
        ("production", Layer::Dns, None),
        ("production", Layer::Base, Some(0)),
        ("staging", Layer::Base, Some(0)),
        ("development", Layer::Base, None),
    ]);
    insta::assert_snapshot!(found, @r"
    development-1 <- nothing
    staging-2 <- development-1 production-early-1
    production-early-1 <- nothing
    production-2 <- development-1 production-early-1 staging-2
    ");
}

/// Zones: production delegates to staging and development, whose certificates wait for that.
#[test]
fn changes_reach_production_last_although_others_need_its_zone() {
    let found = order(&[
        ("staging", Layer::Dns, None),
        ("development", Layer::Dns, None),
        ("production", Layer::Base, Some(0)),
        ("production", Layer::Dns, Some(2)),
        ("production", Layer::Network, None),
        ("production", Layer::App, Some(4)),
        ("staging", Layer::Edge, Some(3)),
        ("development", Layer::Edge, Some(3)),
    ]);
    insta::assert_snapshot!(found, @r"
    development-1 <- nothing
    development-4 <- development-1 production-early-3
    staging-early-1 <- nothing
    staging-4 <- development-4 production-early-3 staging-early-1
    production-early-2 <- staging-early-1
    production-early-3 <- production-early-2
    production-1 <- development-4 production-early-3 staging-4
    production-2 <- production-1
    ");
}

/// On the stacks of a whole platform, and not only on those that a test invents.
#[test]
fn each_group_of_the_owners_platform_comes_after_what_its_stacks_need() {
    let design = design();
    let cloud = polder_aws::lower(&design).cloud;
    let links = link(&cloud);
    let groups = groups(&design, &cloud, &links);
    let mut done: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
    let mut applied: Vec<StackId> =
        cloud.stacks.iter().filter(|it| it.key.layer.is_applied_by_hand()).map(|it| it.id).collect();
    while done.len() < groups.len() {
        let ready: Vec<_> = groups
            .iter()
            .filter(|group| !done.contains(group.id.as_str()))
            .filter(|group| group.needs.iter().all(|id| done.contains(id.as_str())))
            .collect();
        assert!(!ready.is_empty(), "a cycle of groups: {done:?} of {groups:#?}");
        let before = applied.clone();
        for group in ready {
            done.insert(&group.id);
            for stack in group.stacks.iter().map(|path| cloud.by_path(path).expect("a stack")) {
                let missing = links.before(&cloud, stack.id).into_iter().find(|id| !before.contains(id));
                assert_eq!(missing, None, "{} is applied before what it needs", stack.key);
                applied.push(stack.id);
            }
        }
    }
    assert_eq!(applied.len(), cloud.stacks.len());
    let early: Vec<&String> = groups.iter().filter(|it| it.early).flat_map(|it| &it.stacks).collect();
    assert_eq!(early, ["staging/global/dns", "production/global/dns"]);
    let last = groups.iter().find(|it| it.stacks.iter().any(|it| it == "management/global/billing"));
    let last = last.expect("a group with the budgets");
    assert!(groups.iter().all(|it| !it.needs.contains(&last.id)), "a group waits for {}", last.id);
    assert_eq!(last.stacks.len(), 1, "billing holds up {:?}", last.stacks);
}

#[test]
fn every_stack_is_planned_and_applied_once() {
    let stacks: Vec<_> = (0..600).map(|_| ("production", Layer::Base, None)).collect();
    let (cloud, links) = cloud(&stacks);
    let groups = groups(&design(), &cloud, &links);
    assert_eq!(groups.iter().map(|group| group.stacks.len()).collect::<Vec<_>>(), [256, 256, 88]);
}

#[test]
fn scripts_read_the_variables_that_workflows_give_them() {
    let (cloud, links) = small();
    let files = github(&design(), &cloud, &links, &Repository::default());
    let script = |name: &str| {
        let path = format!(".github/polder/{name}.sh");
        files.iter().find(|file| file.path == path).map(|file| file.content.as_str()).unwrap_or_default()
    };
    for (name, variables) in [
        ("install", &[REPOSITORY, REVISION][..]),
        ("packages", &[REPOSITORY, REVISION]),
        ("fresh", &[PLATFORM_FILE]),
    ] {
        for variable in variables {
            let text = script(name);
            assert!(
                text.contains(&format!("${variable}")) || text.contains(&format!("${{{variable}")),
                "{name}"
            );
        }
    }
}

#[test]
fn nothing_runs_what_is_not_pinned_or_holds_what_it_need_not() {
    let (cloud, links) = small();
    for file in github(&design(), &cloud, &links, &Repository::default()) {
        let steps = file.content.lines().map(|line| line.trim_start().trim_start_matches("- "));
        for used in steps.filter_map(|line| line.strip_prefix("uses: ")) {
            let (action, version) = used.split_once(" # v").expect("a version beside the commit");
            let (_, commit) = action.split_once('@').expect("a commit");
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{used}");
            assert!(version.split('.').count() == 3, "{used}");
        }
        if file.path.ends_with(".yml") {
            let text = &file.content;
            assert_eq!(text.matches("\npermissions: {}\n").count(), 1);
            let jobs = text.matches("runs-on:").count();
            assert_eq!(text.matches("timeout-minutes:").count(), jobs);
            assert_eq!(
                text.matches("actions/checkout@").count(),
                text.matches("persist-credentials: false").count()
            );
        }
    }
}

/// Every text of a document, with the keys that lead to it.
fn texts(node: &Yaml<'_>, key: &str, found: &mut Vec<(String, String)>) {
    if let Some(map) = node.as_mapping() {
        map.iter().for_each(|(key, value)| texts(value, key.as_str().unwrap_or_default(), found));
    } else if let Some(items) = node.as_sequence() {
        items.iter().for_each(|item| texts(item, key, found));
    } else if let Some(text) = node.as_str() {
        found.push((key.to_owned(), text.to_owned()));
    }
}

proptest! {
    /// The reader rejects such names, but this crate does not rely on it.
    #[test]
    fn names_cannot_break_out(name in "[-:#{}\\[\\]&*!|>'\"%@`,?<>/$() \n\r\ta0]{1,16}|\\$\\{\\{ secrets.X \\}\\}|\\PC{1,16}") {
        let mut design = design();
        design.name = name.clone();
        for account in &mut design.accounts {
            if account.environment == Environment::Staging {
                account.name = name.clone();
            }
        }
        let (cloud, links) = cloud(&[("production", Layer::Base, None), (&name, Layer::Base, Some(0))]);
        let repository = Repository { platform: name.clone(), build: name };
        for file in github(&design, &cloud, &links, &repository) {
            if !file.path.ends_with(".yml") {
                continue;
            }
            let parsed = Yaml::load_from_str(&file.content).expect("YAML");
            prop_assert_eq!(parsed.len(), 1);
            let mut found = vec![];
            texts(&parsed[0], "", &mut found);
            for (key, text) in found {
                // No command and no script contains user input.
                let own = key != "run" || ["bash .github/polder/", "bash .base/.github/polder/"].iter().any(|it| text.starts_with(it));
                prop_assert!(own, "{key}: {text}");
                let foreign = key != "env" && text.contains("${{ secrets.X");
                prop_assert!(!foreign, "{key}: {text}");
            }
        }
    }
}
