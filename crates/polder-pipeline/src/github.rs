//! The workflows as files.

use polder_cloud::{Cloud, Links};
use polder_design::Design;
use polder_design::delivery::Phase;
use polder_emit::File;
use polder_yaml::{Map, document};

use crate::order::{accounts, groups};
use crate::repository::Repository;
use crate::steps::Roles;
use crate::variables::{REPOSITORY, REVISION, asked, listed};
use crate::{apply, drift, functions, plan, scripts, setup};

/// The workflows in `.github/workflows`, `polder-plan.yml`, `polder-apply.yml`, `polder-drift.yml` and `polder-functions.yml`,
/// and their scripts in `.github/polder`.
pub fn github(design: &Design, cloud: &Cloud, links: &Links, repository: &Repository) -> Vec<File> {
    let (groups, asked) = (groups(design, cloud, links), asked(cloud));
    let accounts = accounts(design, cloud);
    let listed = listed(&asked);
    let about = about(design, &accounts, &listed);
    let setup = setup::page(design, &accounts, &listed);
    let provider = cloud.provider;
    let roles = Roles { design, provider };
    let plan = plan::workflow(&roles, repository, &groups, &asked);
    let apply = apply::workflow(&roles, repository, &accounts, &groups, &asked);
    let file = |name: &str, what: &str, map: &Map| File {
        path: format!(".github/workflows/{name}.yml"),
        content: document(&format!("{what}\n\n{about}"), map),
    };
    let functions = functions::workflow(&roles, cloud, repository, &accounts);
    let functions = functions.map(|map| file("polder-functions", functions::ABOUT, &map));
    let drift = drift::workflow(&roles, repository, &groups, &asked);
    let workflows = [
        file("polder-plan", plan::ABOUT, &plan),
        file("polder-apply", apply::ABOUT, &apply),
        file("polder-drift", drift::ABOUT, &drift),
    ];
    workflows.into_iter().chain(functions).chain([setup]).chain(scripts::files(provider)).collect()
}

fn about(design: &Design, accounts: &[&str], variables: &str) -> String {
    let environments: String = accounts
        .iter()
        .map(|account| {
            let line = |phase: Phase| {
                format!("{}: assumes the role {}\n", phase.environment(account), phase.role(design))
            };
            Phase::ALL.map(line).concat()
        })
        .collect();
    format!(
        "Written by `polder init --ci github`; do not edit; run it again when the stacks change.\n\n\
         Environments of this repository, whose reviewers approve applies:\n{environments}\n\
         Variables and secrets of each environment:\n{variables}\n\
         Variables of the repository: {REPOSITORY} and {REVISION}, from which Polder is built."
    )
}
