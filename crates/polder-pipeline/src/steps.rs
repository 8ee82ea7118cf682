//! Steps that several jobs have.

use polder_cloud::provider::{Action, ProviderModel, TakeRole};
use polder_design::Design;
use polder_design::delivery::Phase;
use polder_yaml::Map;

use crate::actions::{CHECKOUT, TOFU};
use crate::expression::data;
use crate::scripts::Script;

/// Knows how the store of the state locks it, and is what the stacks were held against.
const TOFU_VERSION: &str = "1.12.6";

/// What jobs run on: named, so that it changes when somebody wants it to.
pub(crate) const RUNNER: &str = "ubuntu-24.04";

/// A step that runs an action.
pub(crate) fn uses(name: &'static str, action: Action, with: Map) -> Map {
    let step = Map::new()
        .with("name", name)
        .with("uses", format!("{}@{}", action.name, action.commit))
        .behind(action.version);
    if with.is_empty() { step } else { step.with("with", with) }
}

/// A step that runs one of the scripts that stand beside the workflows. Values reach it through `environment` alone, so
/// that none of them can become a command.
pub(crate) fn runs(name: &'static str, script: Script, environment: Map) -> Map {
    let step = Map::new().with("name", name);
    let step = if environment.is_empty() { step } else { step.with("env", environment) };
    step.with("run", script.command)
}

/// The repository, without its credentials: no later step can push with them.
pub(crate) fn checkout() -> Map {
    uses("Check out", CHECKOUT, Map::new().with("persist-credentials", false))
}

/// OpenTofu itself and not the wrapper around it, which hides exit statuses.
pub(crate) fn tofu() -> Map {
    let with = Map::new().with("tofu_version", TOFU_VERSION).with("tofu_wrapper", false);
    uses("Install OpenTofu", TOFU, with)
}

/// The roles of the accounts, and how jobs take them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roles<'a> {
    pub(crate) design: &'a Design,
    pub(crate) provider: &'static ProviderModel,
}

impl Roles<'_> {
    /// Takes the role of a phase in the account that the job's environment names.
    pub(crate) fn take(&self, phase: Phase) -> Map {
        let workflow = &self.provider.workflow;
        let inputs = (workflow.inputs)(&TakeRole {
            account: "${{ vars.ACCOUNT_ID }}",
            role: &data(&phase.role(self.design)),
            session: "polder-${{ github.run_id }}-${{ github.run_attempt }}",
            region: &data(&self.design.state.region),
        });
        let with = inputs.into_iter().fold(Map::new(), |with, (name, value)| with.with(name, value));
        uses("Take the role", workflow.action, with)
    }

    /// What a job that takes a role may do at GitHub.
    pub(crate) fn permissions(&self) -> Map {
        Map::new()
            .with("contents", "read")
            .behind("to check out")
            .with("id-token", "write")
            .behind(format!("to prove to {} which job this is", self.provider.name))
    }
}

/// A list of texts as JSON, for scripts.
pub(crate) fn json(texts: &[String]) -> String {
    let quoted = |text: &String| {
        let mut out = String::from("\"");
        for c in text.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => out.push(c),
            }
        }
        out.push('"');
        out
    };
    data(&format!("[{}]", texts.iter().map(quoted).collect::<Vec<_>>().join(",")))
}
