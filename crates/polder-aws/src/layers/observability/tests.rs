//! Alarms are described, and monitor what exists.

use polder_cloud::{Body, Cloud, Resource, Stack, Value, check};
use polder_design::{Broker, DatabaseEngine, Design, FunctionKind, Site, Trigger};

use crate::examples::{EXAMPLES, design};

/// Calls `check` with the alarms of every site of every example.
fn every_site(check: impl Fn(&Design, &Site, &Stack)) {
    for (name, _) in EXAMPLES {
        let design = design(name);
        let cloud = crate::lower(&design).cloud;
        for site in &design.sites {
            check(&design, site, stack(&design, &cloud, site));
        }
    }
}

fn stack<'a>(design: &Design, cloud: &'a Cloud, site: &Site) -> &'a Stack {
    let (account, cell) = (&design.accounts[site.account].name, &design.cells[site.cell].name);
    cloud.by_path(&format!("{account}/{}/{cell}/observability", site.region)).expect("alarms for each site")
}

fn alarms(stack: &Stack) -> impl Iterator<Item = &Resource> {
    stack.resources.iter().filter(|resource| resource.address.kind == "aws_cloudwatch_metric_alarm")
}

fn alarm<'a>(stack: &'a Stack, name: &str) -> Option<&'a Body> {
    alarms(stack).find(|alarm| *alarm.address.name == *name).map(|alarm| alarm.body.as_ref())
}

fn text<'a>(body: &'a Body, key: &str) -> &'a str {
    let Some(Value::Text(text)) = body.get(key) else { panic!("no text {key}") };
    text
}

fn local<'a>(stack: &'a Stack, name: &str) -> Option<&'a Value> {
    stack.locals.iter().find(|local| local.name == name).map(|local| &local.value)
}

#[test]
fn every_example_has_a_sound_shape() {
    for (name, _) in EXAMPLES {
        let findings = check(&crate::lower(&design(name)).cloud);
        let lines: Vec<String> =
            findings.iter().map(|it| format!("{} {} {:?}", it.code.id, it.message, it.notes)).collect();
        assert!(lines.is_empty(), "{name}:\n{}", lines.join("\n"));
    }
}

#[test]
fn alarms_name_a_runbook_and_notify_at_the_end() {
    every_site(|_, site, stack| {
        assert!(alarms(stack).count() > 30, "{}", site.name);
        for alarm in alarms(stack) {
            let name = &alarm.address;
            let description = text(&alarm.body, "alarm_description");
            let (said, _) = description.split_once(" Runbook: ").expect("it names its runbook");
            assert!(said.ends_with('.') && said.len() > 60, "{name}: {said}");
            assert_eq!(alarm.body.get("alarm_actions"), alarm.body.get("ok_actions"), "{name}");
        }
    });
}

#[test]
fn every_alarm_belongs_to_an_objective() {
    every_site(|_, site, stack| {
        let rules = stack.resources.iter().filter_map(|resource| resource.body.get("alarm_rule"));
        let mut named = vec![];
        for rule in rules {
            rule.walk(&mut |value| {
                if let Value::Reference(reference) = value {
                    named.push(reference.address.name.to_string());
                }
            });
        }
        let mut written: Vec<String> = alarms(stack).map(|alarm| alarm.address.name.to_string()).collect();
        named.sort();
        written.sort();
        assert_eq!(named, written, "{}", site.name);
    });
}

#[test]
fn the_lag_alarm_is_the_recovery_point_objective() {
    every_site(|design, site, stack| {
        let lag = alarm(stack, "database_lag");
        assert_eq!(lag.is_some(), site.database.follows.is_some(), "{}", site.name);
        if let Some(lag) = lag {
            let units = match site.database.engine {
                DatabaseEngine::Instances => 1,
                DatabaseEngine::SharedStorage => 1_000,
            };
            let allowed = design.objectives.region_loss.1.as_seconds() * units;
            assert_eq!(lag.get("threshold"), Some(&Value::from(allowed)), "{}", site.name);
            // Missing data is the worst lag of all.
            assert_eq!(text(lag, "treat_missing_data"), "breaching");
        }
    });
}

#[test]
fn the_latency_alarm_is_the_objective() {
    every_site(|design, site, stack| {
        let slow = alarm(stack, "slow_api").expect("the API is reached through the load balancer");
        let objective = Value::from(design.objectives.latency_p95.milliseconds);
        assert_eq!(slow.get("threshold"), Some(&objective), "{}", site.name);
    });
}

/// Saleor's broker must never evict: a lost task is an order without its mail.
#[test]
fn one_eviction_of_the_broker_is_an_alarm() {
    every_site(|_, site, stack| {
        let evictions = alarm(stack, "broker_evictions");
        assert_eq!(evictions.is_some(), matches!(site.broker, Broker::Valkey { .. }), "{}", site.name);
        if let Some(evictions) = evictions {
            assert_eq!(evictions.get("threshold"), Some(&Value::from(0)), "{}", site.name);
        }
    });
}

/// Without its single beat no scheduled work is done, and no errors show it.
#[test]
fn every_service_that_has_no_task_is_an_alarm() {
    every_site(|_, site, stack| {
        for service in &site.services {
            let name = format!("{}_tasks", service.process.name().replace('-', "_"));
            let tasks = alarm(stack, &name).expect("an alarm for each service");
            let patience = service.start_grace.as_seconds().div_ceil(60);
            let Some(Value::Integer(periods)) = tasks.get("evaluation_periods") else { panic!("no periods") };
            assert!(u64::try_from(*periods).is_ok_and(|periods| periods > patience), "{name}");
        }
    });
}

#[test]
fn sizes_are_locals_so_that_peers_share_their_text() {
    every_site(|_, site, stack| {
        let connections = local(stack, "database_connections_most");
        assert_eq!(connections, Some(&Value::from(site.database.connections)), "{}", site.name);
        let storage = local(stack, "database_storage_least");
        let least = match site.database.engine {
            DatabaseEngine::Instances => site.database.storage.0.div_ceil(20),
            // Not the data's: the instance's own.
            DatabaseEngine::SharedStorage => 1 << 30,
        };
        assert_eq!(storage, Some(&Value::from(least)), "{}", site.name);
    });
}

#[test]
fn every_dead_letter_queue_has_an_alarm() {
    every_site(|_, site, stack| {
        for queue in &site.queues {
            let name = format!("queue_{}_dead", queue.key.replace('-', "_"));
            let dead = alarm(stack, &name).expect("an alarm for each queue");
            assert_eq!(dead.get("threshold"), Some(&Value::from(0)), "{name}");
        }
    });
}

/// What is wrong depends on what the function does, not on how often it does it.
#[test]
fn alarms_of_functions_say_what_failed() {
    every_site(|_, site, stack| {
        for function in &site.functions {
            let name = format!("{}_errors", function.kind.name().replace('-', "_"));
            let said = match (&function.trigger, function.kind) {
                (Trigger::Daily { enabled: true, .. }, FunctionKind::SetupRunner) => "a missing tax rate",
                (Trigger::Every { enabled: true, .. }, FunctionKind::ShopProbe) => {
                    "No checkout can be started"
                }
                (Trigger::Queue { .. }, _) => "its messages wait",
                _ => {
                    assert!(alarm(stack, &name).is_none(), "{name} of {}", site.name);
                    continue;
                }
            };
            let description = text(alarm(stack, &name).expect("an alarm"), "alarm_description");
            assert!(description.contains(said), "{name} of {}: {description}", site.name);
        }
    });
}
