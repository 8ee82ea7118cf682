//! The workflow that plans all stacks every day and reports what differs from the main branch.
//!
//! Scheduled runs have the main branch as their `ref`, and their jobs run in the environments of the plan roles, so that
//! the trust policies of these roles accept them as they accept an apply's plans. Source: GitHub Docs, "Events that trigger
//! workflows", `schedule`; "OpenID Connect reference", the subject of a job with an environment.

use polder_design::delivery::Phase;
use polder_yaml::{Map, Yaml};

use crate::actions::SCRIPT;
use crate::expression::data;
use crate::order::Group;
use crate::repository::{Repository, environment};
use crate::scripts::{DRIFT, REPORT_DRIFT};
use crate::steps::{RUNNER, Roles, checkout, json, runs, tofu, uses};
use crate::variables::{self, Asked};

/// The first line of the file.
pub(crate) const ABOUT: &str = "Plans all stacks every day, without applying them, and reports those that differ from the main branch in one issue.";

/// Daily, at a minute at which few others start: GitHub delays or drops runs of busy times.
const DAILY: &str = "23 4 * * *";

/// The workflow.
pub(crate) fn workflow(roles: &Roles<'_>, repository: &Repository, groups: &[Group], asked: &[Asked]) -> Map {
    let mut jobs = Map::new();
    for group in groups {
        jobs = jobs.with(format!("plan-{}", group.id), plan(roles, group, asked));
    }
    let daily = Map::new().with("cron", DAILY);
    let triggers = Map::new().with("schedule", vec![Yaml::from(daily)]).with("workflow_dispatch", Map::new());
    Map::new()
        .with("name", "Drift")
        .with("on", triggers)
        .with("permissions", Map::new())
        .above("Permissions are set for each job.")
        .with("concurrency", Map::new().with("group", "polder-drift").with("cancel-in-progress", true))
        .with("env", environment(repository))
        .with("jobs", jobs.with("report", report(groups)))
}

/// Plans the stacks of a group. None waits for another group, since nothing is applied.
fn plan(roles: &Roles<'_>, group: &Group, asked: &[Asked]) -> Map {
    let values = variables::environment(asked).with("STACKS", json(&group.stacks));
    Map::new()
        .with("name", data(&format!("Plan {}, wave {}", group.account, group.wave)))
        .with("runs-on", RUNNER)
        .with("timeout-minutes", i64::from(Phase::Plan.job_minutes()))
        .with("permissions", roles.permissions())
        .with("environment", data(&Phase::Plan.environment(&group.account)))
        .with("outputs", Map::new().with("drift", "${{ steps.drift.outputs.drift }}"))
        .with(
            "steps",
            vec![
                checkout(),
                tofu(),
                roles.assume(Phase::Plan),
                Map::new().with("id", "drift").joined(runs("Plan", DRIFT, values)),
            ],
        )
}

/// One issue, which is updated by each run and closed when nothing differs. It has names and numbers only.
fn report(groups: &[Group]) -> Map {
    let needs: Vec<String> = groups.iter().map(|group| format!("plan-{}", group.id)).collect();
    let write = uses("Write the issue", SCRIPT, Map::new().with("script", Yaml::Lines(REPORT_DRIFT)))
        .with("env", Map::new().with("NEEDS", "${{ toJSON(needs) }}"));
    Map::new()
        .with("name", "Report")
        .with("runs-on", RUNNER)
        .with("timeout-minutes", 10)
        .with("needs", needs)
        .with("if", "${{ !cancelled() }}")
        .with("permissions", Map::new().with("issues", "write").behind("to write the issue"))
        .with("steps", vec![write])
}
