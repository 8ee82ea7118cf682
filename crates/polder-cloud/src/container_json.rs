//! The JSON form of the containers of a task definition, as values.

use smol_str::SmolStr;

use crate::body;
use crate::body::Body;
use crate::container::{Container, DependencyCondition};
use crate::value::Value;

/// Containers as the value that becomes their JSON document.
pub fn print(containers: &[Container]) -> Value {
    containers.iter().map(container).collect::<Vec<Body>>().into()
}

fn container(container: &Container) -> Body {
    let pairs = |pairs: &[(SmolStr, Value)], key: &'static str| -> Vec<Body> {
        let pair = |(name, value): &(SmolStr, Value)| {
            let mut body = body! { name = name.clone(); };
            body.set(None, key, value.clone());
            body
        };
        pairs.iter().map(pair).collect()
    };
    body! {
        name = container.name.clone();
        image = container.image.clone();
        essential = container.essential;
        entryPoint = some(container.entry_point.clone());
        command = some(container.command.clone());
        portMappings = some(container.ports.iter().map(|port| body! {
            containerPort = *port;
            hostPort = *port;
            protocol = "tcp";
        }).collect::<Vec<Body>>());
        environment = some(pairs(&container.environment, "value"));
        secrets = some(pairs(&container.secrets, "valueFrom"));
        if let Some(health) = &container.health => {
            healthCheck = {
                command = [Value::from("CMD")].into_iter()
                    .chain(health.command.iter().cloned().map(Value::from)).collect::<Vec<_>>();
                interval = health.interval_seconds;
                timeout = health.timeout_seconds;
                retries = health.retries;
                startPeriod = health.start_period_seconds;
            };
        }
        dependsOn = some(container.after.iter().map(|after| body! {
            containerName = after.name.clone();
            condition = match after.until {
                DependencyCondition::Healthy => "HEALTHY",
                DependencyCondition::Succeeded => "SUCCESS",
            };
        }).collect::<Vec<Body>>());
        memoryReservation = (container.memory_reservation_mib > 0).then_some(container.memory_reservation_mib);
        user = (!container.user.is_empty()).then(|| container.user.clone());
        readonlyRootFilesystem = container.readonly_root;
        mountPoints = some(container.mounts.iter().map(|(volume, path)| body! {
            sourceVolume = volume.clone();
            containerPath = path.clone();
            readOnly = false;
        }).collect::<Vec<Body>>());
        linuxParameters = { initProcessEnabled = true; };
        stopTimeout = container.stop_timeout_seconds;
        logConfiguration = {
            logDriver = "awslogs";
            options = {
                "awslogs-group" = container.log_group.clone();
                "awslogs-region" = container.log_region.clone();
                "awslogs-stream-prefix" = container.name.clone();
                "mode" = "non-blocking";
                "max-buffer-size" = "25m";
            };
        };
    }
}

/// A list, or null if it is empty.
fn some<T: Into<Value>>(items: Vec<T>) -> Value {
    if items.is_empty() { Value::Null } else { items.into() }
}
