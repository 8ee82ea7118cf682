//! Typed documents as the values that Terraform encodes.

use polder_cloud::{
    Body, Container, Document, Effect, Policy, Principals, Statement, Until, Value, body, text,
};

/// The expression that makes a document.
pub(crate) fn value(document: &Document) -> Value {
    match document {
        Document::Policy(policy) => encoded(policy_body(policy).into()),
        Document::Containers(containers) => {
            encoded(containers.iter().map(container).collect::<Vec<Body>>().into())
        }
        Document::Json(body) => encoded(body.clone().into()),
        Document::EdgeFunction(function) => file(format!("functions/{}.js", function.name)),
        Document::Text(text) => file(text.path.to_string()),
    }
}

/// The text of a file beside the stack.
fn file(path: String) -> Value {
    Value::Call("file", vec![text![Value::Keyword("path.module"), "/", path]])
}

fn encoded(value: Value) -> Value {
    Value::Call("jsonencode", vec![value])
}

fn policy_body(policy: &Policy) -> Body {
    body! {
        Version = "2012-10-17";
        Statement = policy.statements.iter().map(statement).collect::<Vec<Body>>();
    }
}

fn statement(statement: &Statement) -> Body {
    body! {
        Sid = statement.sid.clone();
        Effect = match statement.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        };
        Principal = statement.principals.as_ref().map(principals);
        Action = one_or_many(statement.actions.iter().cloned().map(Value::from).collect());
        NotAction = one_or_many(statement.all_but.iter().cloned().map(Value::from).collect());
        Resource = one_or_many(statement.resources.clone());
        Condition = conditions(statement);
    }
}

fn principals(principals: &Principals) -> Value {
    let (kind, some) = match principals {
        Principals::Anyone => return "*".into(),
        Principals::Services(some) => ("Service", some),
        Principals::Aws(some) => ("AWS", some),
        Principals::Federated(some) => ("Federated", some),
    };
    let mut body = Body::default();
    body.set(None, kind, one_or_many(some.clone()));
    body.into()
}

/// Conditions by operator: IAM wants each operator once.
fn conditions(statement: &Statement) -> Option<Body> {
    let mut operators: Vec<(&str, Body)> = vec![];
    for condition in &statement.conditions {
        let values = one_or_many(condition.values.clone());
        let known = operators.iter().position(|(operator, _)| *operator == condition.operator);
        let at = known.unwrap_or_else(|| {
            operators.push((condition.operator, Body::default()));
            operators.len() - 1
        });
        operators[at].1.set(None, condition.key.clone(), values);
    }
    let mut body = Body::default();
    for (operator, keys) in operators {
        body.set(None, operator.to_owned(), keys);
    }
    (!body.items.is_empty()).then_some(body)
}

/// Nothing, the one, or a list.
fn one_or_many(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::Null,
        1 => values.remove(0),
        _ => Value::List(values),
    }
}

fn container(container: &Container) -> Body {
    let pairs = |pairs: &[(std::borrow::Cow<'static, str>, Value)], key: &'static str| -> Vec<Body> {
        let pair = |(name, value): &(std::borrow::Cow<'static, str>, Value)| {
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
                Until::Healthy => "HEALTHY",
                Until::Succeeded => "SUCCESS",
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

/// A list, or nothing when it is empty.
fn some<T: Into<Value>>(items: Vec<T>) -> Value {
    if items.is_empty() { Value::Null } else { items.into() }
}
