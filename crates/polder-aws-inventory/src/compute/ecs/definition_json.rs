//! Containers as JSON: the text of a foreign task definition. Source of the defaults: AWS, Amazon ECS API Reference,
//! `ContainerDefinition` and `HealthCheck`.

use polder_cloud::index::Resolved;
use polder_inventory::compute::{
    Container, ContainerDependency, ContainerRole, ContainerState, EnvironmentValue, EnvironmentVariable,
    Probe,
};
use polder_inventory::model::{Known, Pattern, Reason, Set, Text};
use polder_inventory::networks::{ListeningPort, Protocol};
use polder_units::{Bytes, Duration, MilliCpu};

use super::container::unknown_word;
use super::environment::secret;
use super::health::{Command, probe};
use super::image::image;
use crate::json::Json;
use crate::reader::Reader;
use crate::value::{or_provider, reason};

/// The containers, sorted by name: their order has no meaning.
pub(super) fn of_json<'a>(reader: &mut Reader<'_, 'a>, document: &Json<'a>) -> Box<[Container]> {
    let all = document.items();
    let mut sorted: Vec<Container> = all.iter().map(|one| container(reader, one, all)).collect();
    sorted.sort_by(|one, other| one.name.cmp(&other.name));
    sorted.into()
}

fn container<'a>(reader: &mut Reader<'_, 'a>, one: &Json<'a>, all: &[Json<'a>]) -> Container {
    Container {
        name: or_provider(one.get("name").text()),
        role: role(one, all),
        image: image(reader, &one.get("image").one()),
        command: command(reader, one),
        listens: listens(one),
        environment: environment(reader, one),
        probes: health(one).into_iter().collect(),
        user: one.get("user").text().map(|user| user.filter(|user| !user.is_empty())),
        read_only_root: one.get("readonlyRootFilesystem").truth_or(false),
        privileged: one.get("privileged").truth_or(false),
        cpu: one.get("cpu").number().map(|units| units.filter(|units| *units > 0).map(cpu)),
        memory: one.get("memory").number().map(|size| size.filter(|size| *size > 0).map(Bytes::mib)),
        stop_timeout: one.get("stopTimeout").number().map(|time| time.map(Duration::seconds)),
        depends_on: waits_for(one),
    }
}

/// 1024 units are one processor.
pub(super) fn cpu(units: u64) -> MilliCpu {
    MilliCpu(units.saturating_mul(1000) / 1024)
}

/// A container is essential by default.
fn role(one: &Json<'_>, all: &[Json<'_>]) -> ContainerRole {
    if one.get("essential").truth_or(true) != Known::Value(false) {
        return ContainerRole::Essential;
    }
    let name = one.get("name").text();
    let prepares = |other: &Json<'_>| {
        let after = other.get("dependsOn");
        after.items().iter().any(|it| {
            let until = it.get("condition").text();
            let ended = matches!(&until, Known::Value(Some(word)) if word == "SUCCESS" || word == "COMPLETE");
            ended && it.get("containerName").text() == name
        })
    };
    if all.iter().any(prepares) { ContainerRole::Init } else { ContainerRole::Sidecar }
}

/// The entry point followed by the command.
fn command<'a>(reader: &Reader<'_, 'a>, one: &Json<'a>) -> Known<Option<Box<[Pattern]>>> {
    let mut words: Vec<Pattern> = vec![];
    for name in ["entryPoint", "command"] {
        let list = one.get(name);
        if list.is_unknown() {
            return Known::Unknown(reason(&list.one()));
        }
        words.extend(list.items().iter().map(|word| match reader.text_pattern(&word.one()) {
            Known::Value(word) => word,
            Known::Unknown(reason) => unknown_word(reason),
        }));
    }
    Known::Value((!words.is_empty()).then(|| words.into()))
}

fn listens(one: &Json<'_>) -> Known<Set<ListeningPort>> {
    let list = one.get("portMappings");
    if list.is_unknown() {
        return Known::Unknown(reason(&list.one()));
    }
    let mut found = vec![];
    for port in list.items() {
        let protocol = match port.get("protocol").text() {
            Known::Value(word) if word.as_deref() == Some("udp") => Protocol::Udp,
            Known::Value(_) => Protocol::Tcp,
            Known::Unknown(reason) => return Known::Unknown(reason),
        };
        match port.get("containerPort").number() {
            Known::Value(Some(port)) => found.push(ListeningPort { protocol, port }),
            // A range of ports.
            Known::Value(None) => return Known::Unknown(Reason::AttributeNotModelled),
            Known::Unknown(reason) => return Known::Unknown(reason),
        }
    }
    Known::Value(found.into())
}

fn environment<'a>(reader: &mut Reader<'_, 'a>, one: &Json<'a>) -> Known<Set<EnvironmentVariable>> {
    if !one.get("environmentFiles").is_absent() && !one.get("environmentFiles").items().is_empty() {
        return Known::Unknown(Reason::Elsewhere);
    }
    let mut found = vec![];
    for (list, of_secret) in [(one.get("environment"), false), (one.get("secrets"), true)] {
        if list.is_unknown() {
            return Known::Unknown(reason(&list.one()));
        }
        for variable in list.items() {
            let name = match or_provider(variable.get("name").text()) {
                Known::Value(name) => name,
                Known::Unknown(reason) => return Known::Unknown(reason),
            };
            let value = if of_secret {
                secret(reader, &variable.get("valueFrom").one())
            } else {
                EnvironmentValue::Text(reader.text_pattern(&variable.get("value").one()))
            };
            found.push(EnvironmentVariable { name, value });
        }
    }
    Known::Value(found.into())
}

/// A check by a command. `["NONE"]` disables that of the image.
fn health(one: &Json<'_>) -> Option<Probe> {
    let check = one.get("healthCheck");
    if check.is_absent() {
        return None;
    }
    let list = check.get("command");
    let words: Known<Box<[Text]>> = if list.is_unknown() {
        Known::Unknown(reason(&list.one()))
    } else {
        // `CMD` means that the other words are run directly, without a shell.
        let own = list.items().strip_prefix(&[Json::One(Resolved::Text("CMD".into()))]);
        let own = own.unwrap_or(list.items());
        let words: Option<Box<[Text]>> =
            own.iter().map(|word| word.text().value().cloned().flatten()).collect();
        words.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
    };
    if matches!(&words, Known::Value(words) if words.first().is_some_and(|word| word == "NONE")) {
        return None;
    }
    let seconds = |name: &str, default: u64| {
        check.get(name).number().map(|time| Duration::seconds(time.unwrap_or(default)))
    };
    Some(probe(Command {
        words,
        delay: seconds("startPeriod", 0),
        interval: seconds("interval", 30),
        timeout: seconds("timeout", 5),
        failures: check.get("retries").number().map(|count| count.unwrap_or(3)),
    }))
}

fn waits_for(one: &Json<'_>) -> Set<ContainerDependency> {
    let after = one.get("dependsOn");
    let dependency = |it: &Json<'_>| {
        let container = it.get("containerName").text().value().cloned().flatten()?;
        let until = or_provider(it.get("condition").text()).and_then(|word| match word.as_str() {
            "START" => Known::Value(ContainerState::Started),
            "HEALTHY" => Known::Value(ContainerState::Healthy),
            "COMPLETE" => Known::Value(ContainerState::Complete),
            "SUCCESS" => Known::Value(ContainerState::Success),
            _ => Known::Unknown(Reason::NotUnderstood),
        });
        Some(ContainerDependency { container, state: until })
    };
    after.items().iter().filter_map(dependency).collect()
}
