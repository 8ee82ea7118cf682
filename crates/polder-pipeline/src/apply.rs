//! The workflow that applies the stacks: wave by wave, account by account, each after its approval.

use std::iter;

use polder_design::delivery::{BRANCH, Phase};
use polder_yaml::{Map, Yaml};

use crate::expression::{data, literal};
use crate::order::Group;
use crate::preflight;
use crate::repository::{Repository, environment};
use crate::scripts::{APPLY, WAVE};
use crate::steps::{RUNNER, Roles, checkout, json, runs, tofu};
use crate::variables::{self, Asked};

/// The first line of the file.
pub(crate) const ABOUT: &str = "Applies the stacks in order. Each wave of an account is planned, approved and applied as planned; where\n\
nothing changes, no approval is requested.";

/// The choice that means every account. No account can have this name, since it contains a space.
const ALL: &str = "all accounts";

/// The workflow.
pub(crate) fn workflow(
    roles: &Roles<'_>,
    repository: &Repository,
    accounts: &[&str],
    groups: &[Group],
    asked: &[Asked],
) -> Map {
    let mut jobs = Map::new().with(preflight::ID, preflight::job(roles.design, accounts));
    for group in groups {
        jobs = jobs.with(format!("plan-{}", group.id), plan(roles, group, asked));
        jobs = jobs.with(format!("apply-{}", group.id), apply(roles, group, asked));
    }
    Map::new()
        .with("name", "Apply")
        .with("on", triggers(repository, accounts))
        .with("permissions", Map::new())
        .above("Permissions are set for each job.")
        .with("concurrency", Map::new().with("group", "polder-apply").with("cancel-in-progress", false))
        .above("One run at a time, and none is cancelled.")
        .with("env", environment(repository))
        .with("jobs", jobs)
}

fn triggers(repository: &Repository, accounts: &[&str]) -> Map {
    let mut options = vec![Yaml::from(ALL)];
    options.extend(accounts.iter().map(|account| Yaml::from(data(account))));
    let account = Map::new()
        .with("description", "Which account")
        .with("type", "choice")
        .with("required", true)
        .with("default", ALL)
        .with("options", options);
    let paths = vec![
        Yaml::from(data(&format!("{}/**", repository.build))),
        Yaml::from(".github/workflows/polder-apply.yml"),
    ];
    Map::new()
        .with("push", Map::new().with("branches", vec![BRANCH]).with("paths", paths))
        .with("workflow_dispatch", Map::new().with("inputs", Map::new().with("account", account)))
}

/// The condition of a job: no job before it failed, and its account is selected. Skipped jobs do not stop it.
fn condition(account: &str) -> String {
    format!(
        "!cancelled() && !failure() && (github.event_name == 'push' || inputs.account == '{ALL}' || inputs.account \
         == {})",
        literal(account)
    )
}

fn job(name: impl Into<Yaml>, phase: Phase) -> Map {
    let minutes = i64::from(phase.job_minutes());
    Map::new().with("name", name).with("runs-on", RUNNER).with("timeout-minutes", minutes)
}

/// Plans the stacks of a group one by one, and outputs those with changes.
fn plan(roles: &Roles<'_>, group: &Group, asked: &[Asked]) -> Map {
    let before = group.needs.iter().flat_map(|id| [format!("plan-{id}"), format!("apply-{id}")]);
    let needs: Vec<String> = iter::once(preflight::ID.to_owned()).chain(before).collect();
    let environment = variables::environment(asked)
        .with("STACKS", json(&group.stacks))
        .with("GH_TOKEN", "${{ github.token }}");
    let early = if group.early { ", what other accounts need" } else { "" };
    job(data(&format!("Plan {}, wave {}{early}", group.account, group.wave)), Phase::Plan)
        .with("needs", needs)
        .with("if", format!("${{{{ {} }}}}", condition(&group.account)))
        .with("permissions", roles.permissions())
        .with("environment", data(&Phase::Plan.environment(&group.account)))
        .with("outputs", Map::new().with("changed", "${{ steps.plan.outputs.changed }}"))
        .with(
            "steps",
            vec![
                checkout(),
                tofu(),
                roles.assume(Phase::Plan),
                Map::new().with("id", "plan").joined(runs("Plan", WAVE, environment)),
            ],
        )
}

/// Applies the stacks of a group that have changes, in parallel.
fn apply(roles: &Roles<'_>, group: &Group, asked: &[Asked]) -> Map {
    let id = &group.id;
    let changed = format!("needs.plan-{id}.outputs.changed");
    let matrix = Map::new().with("include", format!("${{{{ fromJSON({changed}) }}}}"));
    let environment = variables::environment(asked)
        .with("STACK", "${{ matrix.stack }}")
        .with("EXPECTED", "${{ matrix.fingerprint }}")
        .with("GH_TOKEN", "${{ github.token }}");
    job("Apply ${{ matrix.stack }}", Phase::Apply)
        .with("needs", vec![format!("plan-{id}")])
        .with(
            "if",
            format!(
                "${{{{ {} && needs.plan-{id}.result == 'success' && {changed} != '[]' }}}}",
                condition(&group.account)
            ),
        )
        .with("permissions", roles.permissions())
        .with("environment", data(&Phase::Apply.environment(&group.account)))
        .with("strategy", Map::new().with("fail-fast", false).with("matrix", matrix))
        .with(
            "steps",
            vec![
                checkout(),
                tofu(),
                roles.assume(Phase::Apply),
                runs("Plan anew, compare, apply", APPLY, environment),
            ],
        )
}
