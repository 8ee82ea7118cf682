//! Steps that several jobs have.

use polder_cloud::provider::{Action, AssumeRole, ProviderModel};
use polder_design::Design;
use polder_design::delivery::Phase;
use polder_yaml::Map;

use crate::actions::{CHECKOUT, TOFU};
use crate::expression::data;
use crate::scripts::Script;

/// The version of OpenTofu, which supports locking in the state's bucket, and with which the stacks were validated.
const TOFU_VERSION: &str = "1.12.6";

/// The runner of jobs: a fixed version, so that it does not change by itself.
pub(crate) const RUNNER: &str = "ubuntu-24.04";

/// A step that runs an action.
pub(crate) fn uses(name: &'static str, action: Action, with: Map) -> Map {
    let step = Map::new()
        .with("name", name)
        .with("uses", format!("{}@{}", action.name, action.commit))
        .behind(action.version);
    if with.is_empty() { step } else { step.with("with", with) }
}

/// A step that runs one of the scripts. Values are passed through `environment` only, so that none of them can become a
/// command.
pub(crate) fn runs(name: &'static str, script: Script, environment: Map) -> Map {
    let step = Map::new().with("name", name);
    let step = if environment.is_empty() { step } else { step.with("env", environment) };
    step.with("run", script.command)
}

/// The repository, without its credentials: no later step can push with them.
pub(crate) fn checkout() -> Map {
    uses("Check out", CHECKOUT, Map::new().with("persist-credentials", false))
}

/// OpenTofu without the wrapper script, which hides exit statuses.
pub(crate) fn tofu() -> Map {
    let with = Map::new().with("tofu_version", TOFU_VERSION).with("tofu_wrapper", false);
    uses("Install OpenTofu", TOFU, with)
}

/// The roles of the accounts, and how jobs assume them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roles<'a> {
    pub(crate) design: &'a Design,
    pub(crate) provider: &'static ProviderModel,
}

impl Roles<'_> {
    /// Assumes the role of a phase in the account of the job's environment.
    pub(crate) fn assume(&self, phase: Phase) -> Map {
        let workflow = &self.provider.workflow;
        let inputs = (workflow.inputs)(&AssumeRole {
            account: "${{ vars.ACCOUNT_ID }}",
            role: &data(&phase.role(self.design)),
            session: "polder-${{ github.run_id }}-${{ github.run_attempt }}",
            seconds: phase.session_seconds(),
            region: &data(&self.design.state.region),
        });
        let with = inputs.into_iter().fold(Map::new(), |with, (name, value)| with.with(name, value));
        uses("Assume the role", workflow.action, with)
    }

    /// The GitHub permissions of a job that assumes a role.
    pub(crate) fn permissions(&self) -> Map {
        Map::new()
            .with("contents", "read")
            .behind("to check out")
            .with("id-token", "write")
            .behind(format!("to authenticate the job to {}", self.provider.name))
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
