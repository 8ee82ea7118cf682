//! What people set up at GitHub before the workflows can run, as a page beside the scripts.

use polder_design::Design;
use polder_design::delivery::Phase;
use polder_emit::File;

use crate::preflight::is_restricted;
use crate::variables::{REPOSITORY, REVISION};

/// The page.
pub(crate) fn page(design: &Design, accounts: &[&str], variables: &str) -> File {
    let environments: String = accounts
        .iter()
        .flat_map(|account| Phase::ALL.map(|phase| (*account, phase)))
        .map(|(account, phase)| {
            let restricted = phase == Phase::Apply || is_restricted(design, account);
            let approved = phase == Phase::Apply && is_restricted(design, account);
            format!(
                "| `{}` | {} | {} | `{}` |\n",
                phase.environment(account),
                if restricted { "`main` only" } else { "all" },
                if approved { "at least one" } else { "none needed" },
                phase.role(design)
            )
        })
        .collect();
    let repository = [
        format!("- `{REPOSITORY}`: https address of the repository of Polder\n"),
        format!("- `{REVISION}`: full commit of Polder, from which it and the functions are built\n"),
    ];
    let content = format!(
        "{HEAD}{environments}{COMMANDS}{}\n## Variables and secrets of each environment\n\n```text\n{variables}```\n",
        repository.concat()
    );
    File { path: ".github/polder/README.md".to_owned(), content }
}

const HEAD: &str = "# Set-up of this repository

Written by `polder init --ci github`; do not edit. The workflows assume roles in the accounts. What a run may do depends on the
rules below, and the first job of each run, `Preflight`, fails without them.

## The branch

Protect `main` by a ruleset: require a pull request with at least one approval, dismiss approvals at each push, require the
approval of the most recent push by somebody else, and require the status check `Plans`. With a file `.github/CODEOWNERS`,
require owners of the platform for `.github/` and for the build. Let nobody but administrators set variables of the
repository and of environments: `POLDER_REVISION` is the source of the functions that production runs.

## Environments

| environment | branches | reviewers | role |
| --- | --- | --- | --- |
";

const COMMANDS: &str = "
For an environment with a reviewer, and then for each with one branch (`gh api orgs/OWNER/teams/TEAM --jq .id` prints the ID of a
team):

```sh
gh api -X PUT repos/OWNER/REPOSITORY/environments/ENVIRONMENT --input - <<< '{
  \"reviewers\": [{\"type\": \"Team\", \"id\": TEAM_ID}],
  \"prevent_self_review\": true,
  \"deployment_branch_policy\": {\"protected_branches\": false, \"custom_branch_policies\": true}
}'
gh api -X POST repos/OWNER/REPOSITORY/environments/ENVIRONMENT/deployment-branch-policies -f name=main
```

Then lock the provider, as the README of the build describes: the workflows install no other.

## Variables of the repository

";
