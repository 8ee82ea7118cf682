//! The job that checks, before any role is assumed, that the repository protects its main branch and environments.
//! Without these rules, whoever can push a branch could run a job with the permissions of an account.

use polder_design::Design;
use polder_design::delivery::{self, Phase};
use polder_yaml::Map;

use crate::scripts::PREFLIGHT;
use crate::steps::{RUNNER, checkout, json, runs};

/// The ID of the job.
pub(crate) const ID: &str = "preflight";

/// Whether an account may be planned only from the main branch: a plan reads what the account contains. Its changes are
/// planned after the merge, before their approval.
pub(crate) fn is_restricted(design: &Design, account: &str) -> bool {
    let found = design.accounts.iter().find(|it| it.name == account);
    !found.is_some_and(delivery::plans_pull_requests)
}

/// The job, for the environments of some accounts.
pub(crate) fn job(design: &Design, accounts: &[&str]) -> Map {
    let apply = accounts.iter().map(|account| (account, Phase::Apply));
    let plan = accounts.iter().filter(|it| is_restricted(design, it)).map(|account| (account, Phase::Plan));
    let restricted: Vec<String> =
        apply.chain(plan).map(|(account, phase)| phase.environment(account)).collect();
    let approved: Vec<String> = accounts
        .iter()
        .filter(|account| is_restricted(design, account))
        .map(|account| Phase::Apply.environment(account))
        .collect();
    let values = Map::new()
        .with("GH_TOKEN", "${{ github.token }}")
        .with("RESTRICTED", json(&restricted))
        .with("APPROVED", json(&approved));
    let permissions = Map::new()
        .with("actions", "read")
        .behind("to read the rules of environments")
        .with("contents", "read")
        .behind("to check out, and to read the protection of the branch");
    Map::new()
        .with("name", "Preflight")
        .with("runs-on", RUNNER)
        .with("timeout-minutes", 10)
        .with("permissions", permissions)
        .with("steps", vec![checkout(), runs("Check branches and environments", PREFLIGHT, values)])
}
