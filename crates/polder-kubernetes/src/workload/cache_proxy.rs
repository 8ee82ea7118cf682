//! The cluster-aware cache proxy as a sidecar: the same image, configuration and health check as on ECS.

use k8s_openapi::api::core::v1::{Container, EnvVar, ExecAction, Probe, SecurityContext};
use polder_aws::kubernetes::{
    PROXY_NAME, PROXY_TOKEN, PROXY_USER, proxy_command, proxy_configuration, proxy_health,
};
use polder_cloud::{Content, HealthCommand, Value};
use polder_design::Service;
use polder_design::kubernetes::late::CACHE_HOST;
use polder_design::secrets::CACHE_TOKEN;
use serde_json::{Map, Value as Json};

use crate::images::{self, LATE};
use crate::integers::whole;
use crate::metadata::SiteContext;
use crate::workload::container::{literal, locked_down, resources, secret};

/// The placeholder of the cache's host in the configuration, an environment variable that Kubernetes expands.
const HOST: &str = "late-cache-host";

/// The sidecar of a service. As an init container with `restartPolicy: Always`, it starts before the process, which
/// waits until the proxy is ready, and stops after it.
pub(crate) fn sidecar(context: &SiteContext<'_>, service: &Service) -> Container {
    let configuration = json(&Value::from(proxy_configuration(&HOST.into()))).to_string();
    let words = proxy_command(configuration.into()).into_iter().filter_map(text);
    let token = context.secret_name(CACHE_TOKEN).map(|_| secret(PROXY_TOKEN, service.process.name()));
    let host = EnvVar { name: CACHE_HOST.to_owned(), value: Some(LATE.to_owned()), ..EnvVar::default() };
    let health = proxy_health(&context.design.timings.containers);
    Container {
        name: PROXY_NAME.to_owned(),
        image: Some(images::of_proxy(context)),
        image_pull_policy: Some("Always".to_owned()),
        restart_policy: Some("Always".to_owned()),
        args: Some(words.map(|word| literal(&word).replace(HOST, &format!("$({CACHE_HOST})"))).collect()),
        env: Some([host].into_iter().chain(token).collect()),
        resources: Some(resources(service.proxy_cpu, service.proxy_memory)),
        startup_probe: Some(probe(&health, starts(&health))),
        liveness_probe: Some(probe(&health, health.retries)),
        security_context: Some(SecurityContext { run_as_user: Some(i64::from(PROXY_USER)), ..locked_down() }),
        ..Container::default()
    }
}

/// The failure threshold of the proxy's startup probe: during the grace period, and after it.
fn starts(health: &HealthCommand) -> u64 {
    health.start_period_seconds.div_ceil(health.interval_seconds.max(1)).saturating_add(health.retries)
}

fn probe(health: &HealthCommand, failures: u64) -> Probe {
    let command = health.command.iter().map(ToString::to_string).collect();
    Probe {
        exec: Some(ExecAction { command: Some(command) }),
        period_seconds: Some(whole(health.interval_seconds)),
        timeout_seconds: Some(whole(health.timeout_seconds)),
        failure_threshold: Some(whole(failures)),
        ..Probe::default()
    }
}

fn text(value: Value) -> Option<String> {
    if let Value::Text(text) = value { Some(text.to_string()) } else { None }
}

/// A literal value of the graph.
fn json(value: &Value) -> Json {
    match value {
        Value::Bool(truth) => Json::from(*truth),
        Value::Integer(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Object(body) => {
            let entries = body.items.iter().map(|item| match &item.content {
                Content::Attribute(value) => (item.key.to_string(), json(value)),
                Content::Block(_) => (item.key.to_string(), Json::Null),
            });
            Json::Object(entries.collect::<Map<String, Json>>())
        }
        _ => Json::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_is_known_but_for_the_host() {
        let known = json(&Value::from(proxy_configuration(&HOST.into())));
        let mut open = vec![&known];
        while let Some(value) = open.pop() {
            assert!(!value.is_null(), "{known:#}");
            match value {
                Json::Array(items) => open.extend(items),
                Json::Object(entries) => open.extend(entries.values()),
                _ => {}
            }
        }
        assert_eq!(known.to_string().matches(HOST).count(), 3, "{known:#}");
    }
}
