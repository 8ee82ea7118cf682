//! The workflows as files.

use polder_cloud::{Cloud, Links};
use polder_design::Design;
use polder_emit::File;
use polder_yaml::{Map, document};

use crate::names::{apply_environment, apply_role, plan_environment, plan_role};
use crate::order::{accounts, groups};
use crate::repository::Repository;
use crate::variables::{asked, listed};
use crate::{apply, functions, plan, scripts};

/// `.github/workflows/polder-plan.yml`, `polder-apply.yml` and `polder-functions.yml`, and their scripts in `.github/polder`.
pub fn github(design: &Design, cloud: &Cloud, links: &Links, repository: &Repository) -> Vec<File> {
    let (groups, asked) = (groups(design, cloud, links), asked(cloud));
    let accounts = accounts(design, cloud);
    let about = about(design, &accounts, &listed(&asked));
    let plan = plan::workflow(design, repository, &groups, &asked);
    let apply = apply::workflow(design, repository, &accounts, &groups, &asked);
    let file = |name: &str, what: &str, map: &Map| File {
        path: format!(".github/workflows/{name}.yml"),
        content: document(&format!("{what}\n\n{about}"), map),
    };
    let functions = functions::workflow(design, cloud, repository, &accounts);
    let functions = functions.map(|map| file("polder-functions", functions::ABOUT, &map));
    let workflows = [file("polder-plan", plan::ABOUT, &plan), file("polder-apply", apply::ABOUT, &apply)];
    workflows.into_iter().chain(functions).chain(scripts::files()).collect()
}

fn about(design: &Design, accounts: &[&str], variables: &str) -> String {
    let environments: String = accounts
        .iter()
        .map(|account| {
            let (plan, apply) = (plan_environment(account), apply_environment(account));
            format!(
                "  {plan}: takes the role {}\n  {apply}: takes the role {}\n",
                plan_role(design),
                apply_role(design)
            )
        })
        .collect();
    format!(
        "Written by `polder init --ci github`; do not edit, write it anew when the stacks change.\n\n\
         Environments of this repository, whose reviewers approve what is applied:\n{environments}\n\
         What each environment must have:\n{variables}\n\
         What the repository must have: POLDER_REPOSITORY and POLDER_REVISION (variables), from which polder is built."
    )
}
