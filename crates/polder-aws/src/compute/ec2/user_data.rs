//! The user data of an instance: settings of the ECS agent, read at the first boot.

use polder_cloud::{Value, text};

/// The agent's configuration file.
const FILE: &str = "/etc/ecs/ecs.config";

/// The settings of the agent, by name.
pub(crate) struct Agent(pub(crate) Vec<(&'static str, Value)>);

impl Agent {
    /// As base64-encoded user data: a script that writes the settings before the agent starts.
    pub(crate) fn user_data(&self) -> Value {
        let setting = |(name, value): &(&'static str, Value)| {
            text![format!("echo {name}="), value.clone(), format!(" >> {FILE}")]
        };
        let lines: Vec<Value> =
            [Value::from("#!/bin/sh")].into_iter().chain(self.0.iter().map(setting)).collect();
        let script = Value::call("join", vec!["\n".into(), Value::List(lines)]);
        Value::call("base64encode", vec![script])
    }
}
