//! The manual set-up of the repository on GitHub, before the workflows can run, as a page beside the scripts.

use polder_design::Design;
use polder_design::delivery::Phase;
use polder_emit::File;

use crate::preflight::{allows_main_only, needs_approval};
use crate::variables::{REPOSITORY, REVISION};

/// The page.
pub(crate) fn page(design: &Design, accounts: &[&str], variables: &str) -> File {
    let environments: String = accounts
        .iter()
        .flat_map(|account| Phase::ALL.map(|phase| (*account, phase)))
        .map(|(account, phase)| {
            format!(
                "| `{}` | {} | {} | `{}` |\n",
                phase.environment(account),
                if allows_main_only(design, account, phase) { "`main` only" } else { "all" },
                if needs_approval(design, account, phase) { "at least one" } else { "none needed" },
                phase.role(design)
            )
        })
        .collect();
    let repository = [
        format!("- `{REPOSITORY}`: https address of the repository of Polder\n"),
        format!("- `{REVISION}`: full commit of Polder, from which it and the functions are built\n"),
    ];
    let content = format!(
        "{HEAD}{environments}{COMMANDS}{}{SOURCE}\n## Variables and secrets of each environment\n\n```text\n{variables}```\n",
        repository.concat()
    );
    File { path: ".github/polder/README.md".to_owned(), content }
}

const HEAD: &str = "# Set-up of this repository

Written by `polder init --ci github`; do not edit. The workflows assume roles in the accounts. The rules below protect these
roles. Each apply and each release of functions begins with the job `Preflight`, which fails if `main` does not require an
approval and the status check, or if an environment lacks a rule of the table.

## The branch

Protect `main` by a ruleset: require a pull request with at least one approval, dismiss approvals at each push, require the
approval of the most recent push by somebody else, and require the status check `Plans`. With a file `.github/CODEOWNERS`,
require owners of the platform for `.github/` and for the build.

## Environments

| environment | branches | reviewers | role |
| --- | --- | --- | --- |
";

const SOURCE: &str = "
Whoever can push can set variables of the repository; those of an environment only administrators can. Set both also in the
environment of the job `Source` of the workflow `Functions`, where they take precedence: they are the source of the functions that
production runs.
";

const COMMANDS: &str = "
Create each environment. Leave out `reviewers` and `prevent_self_review` if it needs no reviewer, and `deployment_branch_policy`
and the second command if it allows all branches. `gh api orgs/OWNER/teams/TEAM --jq .id` prints the ID of a team.

```sh
gh api -X PUT repos/OWNER/REPOSITORY/environments/ENVIRONMENT --input - <<< '{
  \"reviewers\": [{\"type\": \"Team\", \"id\": TEAM_ID}],
  \"prevent_self_review\": true,
  \"deployment_branch_policy\": {\"protected_branches\": false, \"custom_branch_policies\": true}
}'
gh api -X POST repos/OWNER/REPOSITORY/environments/ENVIRONMENT/deployment-branch-policies -f name=main
```

Then lock the provider, as the README of the build describes: the workflows install only locked providers.

## Variables of the repository

";
