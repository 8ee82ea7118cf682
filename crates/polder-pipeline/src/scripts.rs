//! The scripts that the workflows run. They are separate files, so that they can be read and checked as scripts.

use std::collections::BTreeMap;

use polder_cloud::provider::ProviderModel;
use polder_emit::File;

/// A script.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script {
    /// How a step runs it.
    pub(crate) command: &'static str,
}

/// Builds Polder.
pub(crate) const INSTALL: Script = Script { command: "bash .github/polder/install.sh" };
/// Recompiles and compares.
pub(crate) const FRESH: Script = Script { command: "bash .github/polder/fresh.sh" };
/// The folder of the checkout with the scripts of the base branch. It begins with a dot, so that no stack is in it.
pub(crate) const BASE: &str = ".base";
/// Checks the protection of branches and environments.
pub(crate) const PREFLIGHT: Script = Script { command: "bash .github/polder/preflight.sh" };
/// Plans one stack.
pub(crate) const PLAN_FROM_BASE: Script = Script { command: "bash .base/.github/polder/plan.sh" };
/// Plans the stacks of a wave.
pub(crate) const WAVE: Script = Script { command: "bash .github/polder/wave.sh" };
/// Plans stacks and lists those with changes.
pub(crate) const DRIFT: Script = Script { command: "bash .github/polder/drift.sh" };
/// Applies one stack.
pub(crate) const APPLY: Script = Script { command: "bash .github/polder/apply.sh" };

/// Builds the functions.
pub(crate) const PACKAGES: Script = Script { command: "bash .github/polder/packages.sh" };
/// Signs and uploads the functions.
pub(crate) const FUNCTIONS: Script = Script { command: "bash .github/polder/functions.sh" };

/// The code that writes the comment, for GitHub's script action.
pub(crate) const COMMENT: &str = include_str!("../scripts/comment.js");

/// The code that writes the issue about stacks that differ, for the same action.
pub(crate) const REPORT_DRIFT: &str = include_str!("../scripts/drift.js");

const FILES: [(&str, &str); 9] = [
    ("apply", include_str!("../scripts/apply.sh")),
    ("common", include_str!("../scripts/common.sh")),
    ("drift", include_str!("../scripts/drift.sh")),
    ("fresh", include_str!("../scripts/fresh.sh")),
    ("install", include_str!("../scripts/install.sh")),
    ("packages", include_str!("../scripts/packages.sh")),
    ("plan", include_str!("../scripts/plan.sh")),
    ("preflight", include_str!("../scripts/preflight.sh")),
    ("wave", include_str!("../scripts/wave.sh")),
];

/// The scripts as files, by name. Those that use the provider's commands come from its model.
pub(crate) fn files(provider: &ProviderModel) -> impl Iterator<Item = File> {
    let workflow = &provider.workflow;
    let own = [
        ("functions", workflow.release),
        ("prerequisites", workflow.prerequisites),
        ("rollout", workflow.rollout),
    ];
    let all: BTreeMap<_, _> = FILES.into_iter().chain(own).collect();
    all.into_iter()
        .map(|(name, text)| File { path: format!(".github/polder/{name}.sh"), content: text.to_owned() })
}
