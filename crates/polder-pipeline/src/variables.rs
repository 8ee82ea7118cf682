//! What the stacks ask of their user, and where GitHub keeps it.

use std::collections::BTreeMap;

use polder_cloud::{Cloud, Value};
use polder_yaml::Map;

/// A variable of the stacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Its name in the stacks: `alarm_email`.
    pub(crate) name: String,
    /// What it is.
    pub(crate) description: String,
    /// Whether GitHub must keep it as a secret.
    pub(crate) secret: bool,
}

impl Asked {
    /// Its name at GitHub: `ALARM_EMAIL`.
    pub(crate) fn kept_as(&self) -> String {
        self.name.to_uppercase()
    }
}

/// What has no value unless its user gives one, sorted by name. What is empty by default can be left out there as well.
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
        let place = if variable.secret { "secrets" } else { "vars" };
        let value = format!("${{{{ {place}.{} }}}}", variable.kept_as());
        map = map.with(format!("TF_VAR_{}", variable.name), value);
    }
    map
}

/// Lines for the head of a workflow.
pub(crate) fn listed(asked: &[Asked]) -> String {
    let mut out = String::from("  ACCOUNT_ID (variable): Number of the account.\n");
    for variable in asked.iter().filter(|variable| variable.name != "account_id") {
        let kind = if variable.secret { "secret" } else { "variable" };
        out.push_str(&format!("  {} ({kind}): {}\n", variable.kept_as(), variable.description));
    }
    out
}
