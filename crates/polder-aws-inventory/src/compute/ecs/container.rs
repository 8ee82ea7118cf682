//! Containers as Polder writes them.

use polder_cloud::{Container as Typed, DependencyCondition, Stack, Value};
use polder_inventory::compute::{
    Container, ContainerDependency, ContainerRole, ContainerState, EnvironmentValue, EnvironmentVariable,
    Probe,
};
use polder_inventory::model::{Known, Pattern, Reason, Set, Text};
use polder_inventory::networks::{ListeningPort, Protocol};
use polder_units::Duration;

use super::environment::typed_secret;
use super::health::{Command, probe};
use super::image::image;
use crate::reader::Reader;

/// The containers of a task with their roles, sorted by name, as in plans: their order has no meaning.
pub(super) fn of_typed<'a>(
    reader: &mut Reader<'_, 'a>,
    stack: &'a Stack,
    all: &'a [Typed],
) -> Box<[Container]> {
    let mut sorted: Vec<&'a Typed> = all.iter().collect();
    sorted.sort_by(|one, other| one.name.cmp(&other.name));
    sorted.into_iter().map(|one| container(reader, stack, one, all)).collect()
}

fn container<'a>(
    reader: &mut Reader<'_, 'a>,
    stack: &'a Stack,
    one: &'a Typed,
    all: &'a [Typed],
) -> Container {
    let index = reader.index;
    let waits_until_ended = |other: &Typed| {
        other.after.iter().any(|it| it.name == one.name && it.until == DependencyCondition::Succeeded)
    };
    let role = match one.essential {
        true => ContainerRole::Essential,
        false if all.iter().any(waits_until_ended) => ContainerRole::Init,
        false => ContainerRole::Sidecar,
    };
    let mut environment = vec![];
    for (name, value) in &one.environment {
        let value = EnvironmentValue::Text(reader.text_pattern(&index.resolve(stack, value)));
        environment.push(EnvironmentVariable { name: name.clone(), value });
    }
    for (name, value) in &one.secrets {
        let value = typed_secret(reader, stack, value);
        environment.push(EnvironmentVariable { name: name.clone(), value });
    }
    let after = one.after.iter().map(|it| ContainerDependency {
        container: it.name.clone(),
        state: Known::Value(match it.until {
            DependencyCondition::Healthy => ContainerState::Healthy,
            DependencyCondition::Succeeded => ContainerState::Success,
        }),
    });
    Container {
        name: Known::Value(one.name.clone()),
        role,
        image: image(reader, &index.resolve(stack, &one.image)),
        command: command(reader, stack, one),
        listens: Known::Value(
            one.ports.iter().map(|port| ListeningPort { protocol: Protocol::Tcp, port: *port }).collect(),
        ),
        environment: Known::Value(environment.into()),
        probes: one.health.iter().map(health).collect(),
        user: Known::Value(Some(one.user.clone()).filter(|user| !user.is_empty())),
        read_only_root: Known::Value(one.readonly_root),
        privileged: Known::Value(false),
        cpu: Known::Value(None),
        // A memory reservation is not a limit.
        memory: Known::Value(None),
        stop_timeout: Known::Value(Some(Duration::seconds(one.stop_timeout_seconds))),
        depends_on: after.collect::<Set<ContainerDependency>>(),
    }
}

/// The entry point followed by the command.
fn command<'a>(reader: &Reader<'_, 'a>, stack: &'a Stack, one: &'a Typed) -> Known<Option<Box<[Pattern]>>> {
    let words: Vec<&'a Value> = one.entry_point.iter().chain(&one.command).collect();
    if words.is_empty() {
        return Known::Value(None);
    }
    let words = words.into_iter().map(|word| match reader.text_pattern(&reader.index.resolve(stack, word)) {
        Known::Value(word) => word,
        Known::Unknown(reason) => unknown_word(reason),
    });
    Known::Value(Some(words.collect()))
}

/// A word of the command, which may be unknown.
pub(super) fn unknown_word(reason: Reason) -> Pattern {
    Pattern::of([polder_inventory::model::Piece::Unknown(reason)])
}

fn health(command: &polder_cloud::HealthCommand) -> Probe {
    probe(Command {
        words: Known::Value(command.command.iter().cloned().collect::<Box<[Text]>>()),
        delay: Known::Value(Duration::seconds(command.start_period_seconds)),
        interval: Known::Value(Duration::seconds(command.interval_seconds)),
        timeout: Known::Value(Duration::seconds(command.timeout_seconds)),
        failures: Known::Value(u32::try_from(command.retries).unwrap_or(u32::MAX)),
    })
}
