//! Containers of a task definition: what Fargate and the mode of the network support, and what they refer to.

use serde_json::Value;

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};
use crate::tree::Tree;

const SOURCE: &str = "docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html";

/// Reports containers that ECS does not register.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    if subject.kind() != "aws_ecs_task_definition" {
        return;
    }
    // What is not a list of containers is another finding.
    let Some(text) = subject.text("container_definitions") else { return };
    let Ok(Value::Array(containers)) = serde_json::from_str::<Value>(&text) else { return };
    let task = Task::of(subject, &containers);
    for container in &containers {
        let name = container["name"].as_str().unwrap_or_default();
        if let Some((problem, accepts)) = task.problem(container) {
            let fault = Fault {
                attribute: "container_definitions".to_owned(),
                message: format!("container `{name}` {problem}"),
                accepts,
                source: SOURCE.to_owned(),
            };
            subject.find(report, &codes::DOCUMENT, fault);
        }
    }
}

/// What the containers depend on.
struct Task<'t> {
    containers: &'t [Value],
    is_fargate: bool,
    is_awsvpc: bool,
    /// `None` if it is not known.
    has_execution_role: Option<bool>,
    /// `None` if they are not known.
    volumes: Option<Vec<String>>,
}

/// What is wrong, and what ECS accepts.
type Problem = (String, String);

fn wrong(problem: impl Into<String>, accepts: impl Into<String>) -> Option<Problem> {
    Some((problem.into(), accepts.into()))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

impl<'t> Task<'t> {
    fn of(subject: &Subject<'_, '_>, containers: &'t [Value]) -> Task<'t> {
        let compatible = subject.tree.get("requires_compatibilities").elements();
        let names: Option<Vec<String>> =
            subject.tree.get("volume").elements().iter().map(|it| it.get("name").text()).collect();
        Task {
            containers,
            is_fargate: compatible.iter().filter_map(Tree::text).any(|text| text == "FARGATE"),
            is_awsvpc: subject.text("network_mode").as_deref() == Some("awsvpc"),
            has_execution_role: subject.tree.get("execution_role_arn").is_set(),
            volumes: names,
        }
    }

    fn problem(&self, container: &Value) -> Option<Problem> {
        self.dependencies(container)
            .or_else(|| self.secrets(container))
            .or_else(|| self.logs(container))
            .or_else(|| self.volumes(container))
            .or_else(|| self.network(container))
            .or_else(|| self.fargate(container))
            .or_else(|| health(container))
    }

    fn dependencies(&self, container: &Value) -> Option<Problem> {
        const CONDITIONS: [&str; 4] = ["START", "COMPLETE", "SUCCESS", "HEALTHY"];
        for dependency in list(&container["dependsOn"]) {
            let name = dependency["containerName"].as_str().unwrap_or_default();
            let condition = dependency["condition"].as_str().unwrap_or_default();
            let Some(other) = self.containers.iter().find(|it| it["name"].as_str() == Some(name)) else {
                return wrong(
                    format!("depends on `{name}`, which is not a container"),
                    "a container of the task",
                );
            };
            if !CONDITIONS.contains(&condition) {
                return wrong(
                    format!("depends on the condition `{condition}`"),
                    CONDITIONS.map(|it| format!("`{it}`")).join(", "),
                );
            }
            if condition == "HEALTHY" && other["healthCheck"].is_null() {
                return wrong(
                    format!("depends on the health of `{name}`, which has no check"),
                    "a `healthCheck` of that container",
                );
            }
            // A container is essential unless it says otherwise.
            let ends = ["COMPLETE", "SUCCESS"].contains(&condition);
            if ends && other["essential"] != Value::Bool(false) {
                return wrong(
                    format!("depends on the end of `{name}`, which is essential"),
                    "a container with `essential` false",
                );
            }
        }
        None
    }

    fn secrets(&self, container: &Value) -> Option<Problem> {
        for secret in list(&container["secrets"]) {
            let Some(name) = secret["name"].as_str() else { continue };
            if list(&container["environment"]).any(|variable| variable["name"] == name) {
                return wrong(format!("has `{name}` as a variable and as a secret"), "one of the two");
            }
        }
        let has_secrets = list(&container["secrets"]).next().is_some();
        (has_secrets && self.has_execution_role == Some(false)).then(|| {
            (
                "has secrets, and the task no `execution_role_arn`".to_owned(),
                "an `execution_role_arn`".to_owned(),
            )
        })
    }

    fn logs(&self, container: &Value) -> Option<Problem> {
        let logs = &container["logConfiguration"];
        if logs["logDriver"] != "awslogs" {
            let image = container["image"].as_str().unwrap_or_default();
            let is_private = image.contains(".dkr.ecr.");
            let is_refused = self.is_fargate && is_private && self.has_execution_role == Some(false);
            return is_refused.then(|| {
                (
                    "has an image of ECR, and the task no `execution_role_arn`".to_owned(),
                    "an `execution_role_arn`".to_owned(),
                )
            });
        }
        if self.is_fargate && self.has_execution_role == Some(false) {
            return wrong(
                "logs with `awslogs`, and the task has no `execution_role_arn`",
                "an `execution_role_arn`",
            );
        }
        let needed: &[&str] = if self.is_fargate {
            &["awslogs-group", "awslogs-region", "awslogs-stream-prefix"]
        } else {
            &["awslogs-group", "awslogs-region"]
        };
        let missing = needed.iter().find(|option| logs["options"][**option].is_null())?;
        wrong(format!("logs with `awslogs` without `{missing}`"), format!("the option `{missing}`"))
    }

    fn volumes(&self, container: &Value) -> Option<Problem> {
        let volumes = self.volumes.as_ref()?;
        let mut points = list(&container["mountPoints"]).filter_map(|point| point["sourceVolume"].as_str());
        let unknown = points.find(|name| !name.is_empty() && !volumes.iter().any(|volume| volume == name))?;
        wrong(format!("mounts `{unknown}`, which is not a volume of the task"), "a `volume` with this name")
    }

    fn network(&self, container: &Value) -> Option<Problem> {
        let has = |key: &str| list(&container[key]).next().is_some();
        let given = ["links", "extraHosts"].into_iter().find(|key| self.is_awsvpc && has(key))?;
        wrong(format!("has `{given}` in the mode `awsvpc`"), format!("no `{given}`"))
    }

    fn fargate(&self, container: &Value) -> Option<Problem> {
        const STOP_SECONDS_MAX: u64 = 120;
        if !self.is_fargate {
            return None;
        }
        if let Some(seconds) = container["stopTimeout"].as_u64().filter(|seconds| *seconds > STOP_SECONDS_MAX)
        {
            return wrong(
                format!("has {seconds} seconds to stop on Fargate"),
                format!("at most {STOP_SECONDS_MAX} seconds"),
            );
        }
        let linux = &container["linuxParameters"];
        let added = list(&linux["capabilities"]["add"]).find(|name| **name != "SYS_PTRACE");
        if let Some(capability) = added.map(|name| name.as_str().unwrap_or_default()) {
            return wrong(format!("adds `{capability}` on Fargate"), "no capability but `SYS_PTRACE`");
        }
        let given = ["devices", "sharedMemorySize"].into_iter().find(|key| !linux[*key].is_null());
        if let Some(given) = given.filter(|key| linux[*key] != Value::Array(vec![])) {
            return wrong(format!("has `{given}` on Fargate"), format!("no `{given}`"));
        }
        let other = list(&container["ulimits"]).find(|limit| limit["name"] != "nofile")?;
        let name = other["name"].as_str().unwrap_or_default();
        wrong(format!("has the limit `{name}` on Fargate"), "no limit but `nofile`")
    }
}

/// Ranges of the check of a container's health.
fn health(container: &Value) -> Option<Problem> {
    let check = &container["healthCheck"];
    if check.is_null() {
        return None;
    }
    if list(&check["command"]).next().is_none() {
        return wrong("has a check of its health without a command", "a `command`");
    }
    for (key, least, most) in
        [("interval", 5, 300), ("timeout", 2, 120), ("retries", 1, 10), ("startPeriod", 0, 300)]
    {
        let Some(number) = check[key].as_i64().filter(|number| !(least..=most).contains(number)) else {
            continue;
        };
        return wrong(format!("has {number} as `{key}` of its check"), format!("from {least} to {most}"));
    }
    None
}
