//! The workflow that releases the functions: a job without permissions builds them; a job for each account signs them
//! with each site's signing profile and uploads them to buckets.

use polder_cloud::{Cloud, Stack};
use polder_design::delivery::{FUNCTIONS_BUCKET_OUTPUT, Phase};
use polder_yaml::{Map, Yaml};

use crate::actions::{DOWNLOAD, UPLOAD};
use crate::expression::data;
use crate::order::identifier;
use crate::preflight;
use crate::repository::{Repository, environment};
use crate::scripts::{FUNCTIONS, PACKAGES};
use crate::steps::{RUNNER, Roles, checkout, json, runs, tofu, uses};
use crate::variables;

/// The first line of the file.
pub(crate) const ABOUT: &str = "Releases the functions: builds them, signs them for every site, and uploads them to where the stacks\n\
                                `functions` expect them. Apply the stacks `base` before; set the variable functions_release after.";

/// The runner for builds: its C library is hardly newer than that of the functions' runtime.
const BUILDER: &str = "ubuntu-22.04";

/// The ID of the job that builds. Those of the others have a prefix.
const BUILD: &str = "build";

/// The ID of the job that reads which commit of Polder is built.
const SOURCE: &str = "source";

/// The artifact with the packages.
const ARTIFACT: &str = "functions";

/// The workflow; none if no site has functions.
pub(crate) fn workflow(
    roles: &Roles<'_>,
    cloud: &Cloud,
    repository: &Repository,
    accounts: &[&str],
) -> Option<Map> {
    let mut jobs = Map::new();
    for account in accounts {
        let stacks = buckets(cloud, account);
        if !stacks.is_empty() {
            jobs = jobs.with(format!("release-{}", identifier(account)), job(roles, account, &stacks));
        }
    }
    if jobs.is_empty() {
        return None;
    }
    let jobs = Map::new()
        .with(preflight::ID, preflight::job(roles.design, accounts))
        .with(SOURCE, source(roles, accounts))
        .with(BUILD, build())
        .joined(jobs);
    let release = Map::new()
        .with("description", "Name of the release, which must be unique")
        .with("type", "string")
        .with("required", true);
    let inputs = Map::new().with("inputs", Map::new().with("release", release));
    let workflow = Map::new()
        .with("name", "Functions")
        .with("on", Map::new().with("workflow_dispatch", inputs))
        .with("permissions", Map::new())
        .above("Permissions are set for each job.")
        .with("concurrency", Map::new().with("group", "polder-functions").with("cancel-in-progress", false))
        .with("env", environment(repository))
        .with("jobs", jobs);
    Some(workflow)
}

/// The stacks of an account with a bucket of packages.
fn buckets(cloud: &Cloud, account: &str) -> Vec<String> {
    let own = cloud.stacks.iter().filter(|stack| &*stack.key.account == account);
    let receives = |stack: &&Stack| stack.outputs.iter().any(|output| output.name == FUNCTIONS_BUCKET_OUTPUT);
    own.filter(receives).map(|stack| stack.key.to_string()).collect()
}

/// Reads which commit of Polder is built, from variables of an environment: whoever can push can set variables of the
/// repository, but only administrators those of an environment. Source: GitHub Docs, "Store information in variables".
fn source(roles: &Roles<'_>, accounts: &[&str]) -> Map {
    // The last one has customers, if there is one: its environment allows the main branch only.
    let restricted = |account: &&&str| preflight::is_restricted(roles.design, account);
    let account = accounts.iter().rev().find(restricted).or(accounts.last()).copied().unwrap_or_default();
    let outputs = variables::SOURCES
        .into_iter()
        .fold(Map::new(), |map, name| map.with(name.to_lowercase(), format!("${{{{ vars.{name} }}}}")));
    Map::new()
        .with("name", "Source")
        .with("runs-on", RUNNER)
        .with("timeout-minutes", 10)
        .with("permissions", Map::new().with("contents", "read").behind("to check out"))
        .with("environment", data(&Phase::Plan.environment(account)))
        .with("outputs", outputs)
        .with("steps", vec![checkout()])
}

/// Builds the packages. Build scripts of any dependency run here, so that this job has no permission, no environment and
/// no secret.
fn build() -> Map {
    let packages = Map::new()
        .with("name", ARTIFACT)
        .with("path", "${{ runner.temp }}/polder-source/target/functions/polder-*.zip")
        .with("if-no-files-found", "error")
        .with("retention-days", 1);
    let sources = variables::SOURCES.into_iter().fold(Map::new(), |map, name| {
        map.with(name, format!("${{{{ needs.{SOURCE}.outputs.{} }}}}", name.to_lowercase()))
    });
    let steps: Vec<Yaml> = vec![
        checkout().into(),
        Map::new().with("id", "packages").joined(runs("Build", PACKAGES, sources)).into(),
        uses("Store the packages", UPLOAD, packages).into(),
    ];
    Map::new()
        .with("name", "Build")
        .with("runs-on", BUILDER)
        .with("timeout-minutes", 60)
        .with("needs", vec![SOURCE])
        .with("permissions", Map::new().with("contents", "read").behind("to check out"))
        .with("outputs", Map::new().with("digest", "${{ steps.packages.outputs.digest }}"))
        .with("steps", steps)
}

/// Signs and uploads what was built.
fn job(roles: &Roles<'_>, account: &str, stacks: &[String]) -> Map {
    let packages = Map::new().with("name", ARTIFACT).with("path", "${{ runner.temp }}/functions");
    let values = Map::new()
        .with("RELEASE", "${{ inputs.release }}")
        .with("DIGEST", "${{ needs.build.outputs.digest }}")
        .with("GH_TOKEN", "${{ github.token }}")
        .with("STACKS", json(stacks));
    let steps: Vec<Yaml> = vec![
        checkout().into(),
        tofu().into(),
        uses("Get the packages", DOWNLOAD, packages).into(),
        roles.assume(Phase::Apply).into(),
        runs("Sign and upload", FUNCTIONS, values).into(),
    ];
    Map::new()
        .with("name", data(&format!("Release to {account}")))
        .with("runs-on", RUNNER)
        .with("timeout-minutes", 60)
        .with("needs", vec![preflight::ID, BUILD])
        .with("permissions", roles.permissions())
        .with("environment", data(&Phase::Apply.environment(account)))
        .with("steps", steps)
}
