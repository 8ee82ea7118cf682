//! Steps that several jobs have.

use polder_design::Design;
use polder_yaml::Map;

use crate::actions::{Action, CHECKOUT, CREDENTIALS, TOFU};
use crate::expression::data;
use crate::names::AUDIENCE;
use crate::scripts::Script;

/// Knows how S3 locks state, and is what the stacks were held against.
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

/// A role of the account that the job's environment names.
pub(crate) fn credentials(design: &Design, role: &str) -> Map {
    let role = format!("arn:aws:iam::${{{{ vars.ACCOUNT_ID }}}}:role/{}", data(role));
    let with = Map::new()
        .with("role-to-assume", role)
        .with("role-session-name", "polder-${{ github.run_id }}-${{ github.run_attempt }}")
        .with("aws-region", data(&design.state.region))
        .with("audience", AUDIENCE);
    uses("Take the role", CREDENTIALS, with)
}

/// What a job that takes a role may do at GitHub.
pub(crate) fn permissions() -> Map {
    Map::new()
        .with("contents", "read")
        .behind("to check out")
        .with("id-token", "write")
        .behind("to prove to AWS which job this is")
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
