//! The variables of the stacks that the user sets, and where GitHub stores them.

use std::collections::BTreeMap;

use polder_cloud::{Cloud, Value};
use polder_design::delivery::{ACCOUNT_VARIABLE, REPOSITORY_VARIABLE};
use polder_yaml::Map;

/// The variable of the repository with the source of Polder: an https URL.
pub(crate) const REPOSITORY: &str = "POLDER_REPOSITORY";

/// The variable of the repository with the version of Polder: a full commit hash.
pub(crate) const REVISION: &str = "POLDER_REVISION";

/// Both of them.
pub(crate) const SOURCES: [&str; 2] = [REPOSITORY, REVISION];

/// The variable with the path of the platform file, for scripts.
pub(crate) const PLATFORM_FILE: &str = "POLDER_FILE";

/// A variable of the stacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Its name in the stacks: `alarm_email`.
    pub(crate) name: String,
    /// What it is.
    pub(crate) description: String,
    /// Whether it must be a GitHub secret.
    pub(crate) secret: bool,
}

impl Asked {
    /// Its name at GitHub: `ALARM_EMAIL`. GitHub reserves names that begin with `GITHUB_`.
    fn kept_as(&self) -> String {
        let name = self.name.to_uppercase();
        if name.starts_with("GITHUB_") { format!("TF_VAR_{name}") } else { name }
    }

    /// Where a workflow finds it: `vars.ALARM_EMAIL`.
    fn expression(&self) -> String {
        match (self.name.as_str(), self.secret) {
            // This one comes from the run itself.
            (REPOSITORY_VARIABLE, _) => "github.repository".to_owned(),
            (_, true) => format!("secrets.{}", self.kept_as()),
            (_, false) => format!("vars.{}", self.kept_as()),
        }
    }
}

/// Variables without a default, sorted by name, and those with an empty default, which may be left out.
pub(crate) fn asked(cloud: &Cloud) -> Vec<Asked> {
    let mut found: BTreeMap<&str, Asked> = BTreeMap::new();
    for variable in cloud.stacks.iter().flat_map(|stack| &stack.variables) {
        let open = match &variable.default {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            _ => false,
        };
        if open {
            found.entry(&variable.name).or_insert_with(|| Asked {
                name: variable.name.to_string(),
                description: variable.description.to_string(),
                secret: variable.sensitive,
            });
        }
    }
    found.into_values().collect()
}

/// The environment of a step that runs the stacks.
pub(crate) fn environment(asked: &[Asked]) -> Map {
    let mut map = Map::new().with("ACCOUNT_ID", "${{ vars.ACCOUNT_ID }}");
    for variable in asked {
        let value = format!("${{{{ {} }}}}", variable.expression());
        map = map.with(format!("TF_VAR_{}", variable.name), value);
    }
    map
}

/// The environment of a step that builds Polder, or a part of it.
pub(crate) fn sources() -> Map {
    SOURCES.into_iter().fold(Map::new(), |map, name| map.with(name, format!("${{{{ vars.{name} }}}}")))
}

/// Lines for the comment at the top of a workflow.
pub(crate) fn listed(asked: &[Asked]) -> String {
    let mut out = String::from("  ACCOUNT_ID (variable): Account ID.\n");
    for variable in asked
        .iter()
        .filter(|variable| ![ACCOUNT_VARIABLE, REPOSITORY_VARIABLE].contains(&variable.name.as_str()))
    {
        let kind = if variable.secret { "secret" } else { "variable" };
        out.push_str(&format!("  {} ({kind}): {}\n", variable.kept_as(), variable.description));
    }
    out
}
