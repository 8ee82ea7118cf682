//! The workflow of a pull request: consistency of the build, and plans.

use polder_design::delivery::{BRANCH, Phase};
use polder_yaml::{Map, Yaml};

use crate::actions::{CHECKOUT, DOWNLOAD, SCRIPT, UPLOAD};
use crate::expression::data;
use crate::order::Group;
use crate::preflight;
use crate::repository::{Repository, environment};
use crate::scripts::{BASE, COMMENT, FRESH, INSTALL, PLAN_FROM_BASE};
use crate::steps::{RUNNER, Roles, checkout, json, runs, tofu, uses};
use crate::variables::{self, Asked, PLATFORM_FILE};

/// The first line of the file.
pub(crate) const ABOUT: &str = "Plans stacks on a pull request and lists the changes in one comment. Those of production and management\n\
                                are planned after the merge only, before their approval: a branch runs its own scripts.";

/// A pull request from a fork gets no OIDC token, and its jobs would fail.
const OWN: &str = "${{ github.event.pull_request.head.repo.full_name == github.repository }}";

/// The workflow.
pub(crate) fn workflow(roles: &Roles<'_>, repository: &Repository, groups: &[Group], asked: &[Asked]) -> Map {
    let (later, now): (Vec<&Group>, Vec<&Group>) =
        groups.iter().partition(|group| preflight::is_restricted(roles.design, &group.account));
    let mut jobs = Map::new().with("check", check(repository));
    for group in &now {
        jobs = jobs.with(format!("plan-{}", group.id), plan(roles, group, asked));
    }
    jobs = jobs.with("comment", comment(&now, &later));
    Map::new()
        .with("name", "Plan")
        .with("on", Map::new().with("pull_request", Map::new().with("branches", vec![BRANCH])))
        .with("permissions", Map::new())
        .above("Permissions are set for each job.")
        .with(
            "concurrency",
            Map::new()
                .with("group", "polder-plan-${{ github.event.pull_request.number }}")
                .with("cancel-in-progress", true),
        )
        .with("env", environment(repository))
        .with("jobs", jobs)
}

/// The scripts of the branch that the pull request is for. Those of the pull request itself do not run with the role.
fn base() -> Map {
    let with = Map::new()
        .with("ref", "${{ github.event.pull_request.base.sha }}")
        .with("path", BASE)
        .with("sparse-checkout", ".github/polder")
        .with("persist-credentials", false);
    uses("Check out the scripts of the base branch", CHECKOUT, with)
}

fn job(name: impl Into<Yaml>, minutes: i64) -> Map {
    Map::new().with("name", name).with("runs-on", RUNNER).with("timeout-minutes", minutes)
}

fn check(repository: &Repository) -> Map {
    let install = variables::sources();
    let fresh = Map::new().with(PLATFORM_FILE, data(&repository.platform));
    job("Check", 20)
        .with("if", OWN)
        .with("permissions", Map::new().with("contents", "read").behind("to check out"))
        .with(
            "steps",
            vec![
                checkout(),
                runs("Install polder", INSTALL, install),
                runs("Check and recompile", FRESH, fresh),
            ],
        )
}

/// A job for each stack of a group. None waits for another wave, since nothing is applied.
fn plan(roles: &Roles<'_>, group: &Group, asked: &[Asked]) -> Map {
    let entry = |stack: &String| {
        // Artifacts cannot have slashes in their names, and names of accounts and cells have no double hyphens.
        Map::new()
            .with("stack", data(stack))
            .with("artifact", data(&format!("plan-{}", stack.replace('/', "--"))))
    };
    let matrix = Map::new().with("include", group.stacks.iter().map(entry).collect::<Vec<_>>());
    let keep = Map::new()
        .with("name", "${{ matrix.artifact }}")
        .with("path", "${{ runner.temp }}/report")
        .with("retention-days", 14);
    let environment = variables::environment(asked).with("STACK", "${{ matrix.stack }}");
    job("Plan ${{ matrix.stack }}", 30)
        .with("needs", vec!["check"])
        .with("permissions", roles.permissions())
        .with("environment", data(&Phase::Plan.environment(&group.account)))
        .with("strategy", Map::new().with("fail-fast", false).with("matrix", matrix))
        .with(
            "steps",
            vec![
                checkout(),
                base(),
                tofu(),
                roles.assume(Phase::Plan),
                runs("Plan", PLAN_FROM_BASE, environment),
                uses("Store the plan", UPLOAD, keep).with("if", "${{ !cancelled() }}"),
            ],
        )
}

/// One comment, updated with each push. The job fails if any job before it failed, so that a branch rule needs to
/// require this job only.
fn comment(now: &[&Group], later: &[&Group]) -> Map {
    let stacks =
        |groups: &[&Group]| -> Vec<String> { groups.iter().flat_map(|group| group.stacks.clone()).collect() };
    let mut needs = vec!["check".to_owned()];
    needs.extend(now.iter().map(|group| format!("plan-{}", group.id)));
    let get = Map::new().with("pattern", "plan-*").with("path", "reports");
    let environment = Map::new()
        .with("NEEDS", "${{ toJSON(needs) }}")
        .with("STACKS", json(&stacks(now)))
        .with("LATER", json(&stacks(later)));
    let write = uses("Write the comment", SCRIPT, Map::new().with("script", Yaml::Lines(COMMENT)))
        .with("env", environment);
    job("Plans", 10)
        .with("needs", needs)
        .with(
            "if",
            "${{ !cancelled() && github.event.pull_request.head.repo.full_name == github.repository }}",
        )
        .with("permissions", Map::new().with("pull-requests", "write").behind("to write the comment"))
        .with("steps", vec![uses("Get the plans", DOWNLOAD, get), write])
}
