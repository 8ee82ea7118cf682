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

/// Whether an environment must allow the main branch only.
pub(crate) fn allows_main_only(design: &Design, account: &str, phase: Phase) -> bool {
    phase == Phase::Apply || is_restricted(design, account)
}

/// Whether an environment must have a reviewer.
pub(crate) fn needs_approval(design: &Design, account: &str, phase: Phase) -> bool {
    phase == Phase::Apply && is_restricted(design, account)
}

/// The job, for the environments of some accounts.
pub(crate) fn job(design: &Design, accounts: &[&str]) -> Map {
    let environments = |must: fn(&Design, &str, Phase) -> bool| -> Vec<String> {
        let all = [Phase::Apply, Phase::Plan]
            .into_iter()
            .flat_map(|phase| accounts.iter().map(move |account| (*account, phase)));
        all.filter(|(account, phase)| must(design, account, *phase))
            .map(|(account, phase)| phase.environment(account))
            .collect()
    };
    let (restricted, approved) = (environments(allows_main_only), environments(needs_approval));
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
