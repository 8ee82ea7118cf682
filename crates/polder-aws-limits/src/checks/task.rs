//! Task definitions: the sizes that Fargate offers, and the containers.

use serde_json::Value;

use crate::codes;
use crate::report::Report;
use crate::subject::{Fault, Subject};

const SOURCE: &str = "docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html";

/// CPU units, and the least and the greatest memory in MiB with the step between. Of a quarter of a CPU, 512 MiB are
/// offered, too.
const SIZES: [(u64, u64, u64, u64); 7] = [
    (256, 512, 2048, 512),
    (512, 1024, 4096, 1024),
    (1024, 2048, 8192, 1024),
    (2048, 4096, 16384, 1024),
    (4096, 8192, 30720, 1024),
    (8192, 16384, 61440, 4096),
    (16384, 32768, 122_880, 8192),
];

/// Reports sizes that Fargate does not offer, and containers that AWS does not accept.
pub(crate) fn check(subject: &Subject<'_, '_>, report: &mut Report) {
    if subject.kind() != "aws_ecs_task_definition" {
        return;
    }
    let needs = subject.tree.at("requires_compatibilities");
    let needs = needs.iter().flat_map(|tree| tree.leaves()).filter_map(|value| value.as_text());
    let is_fargate = { needs }.any(|text| text == "FARGATE");
    let size = |name: &str, unit: u64| subject.tree.get(name).text().and_then(|text| amount(&text, unit));
    let (cpu, memory) = (size("cpu", 1024), size("memory", 1024));
    if is_fargate {
        match (cpu, memory) {
            (Some(cpu), Some(memory)) => fargate(subject, report, cpu, memory),
            _ => subject.undecided(report, &codes::TASK_SIZE, "cpu"),
        }
    }
    match subject.tree.get("container_definitions").text() {
        Some(text) => containers(subject, report, &text, cpu, memory, is_fargate),
        None => subject.undecided(report, &codes::DOCUMENT, "container_definitions"),
    }
}

/// `1024`, or `1 vCPU` and `2 GB`.
fn amount(text: &str, unit: u64) -> Option<u64> {
    let text = text.trim();
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).trim();
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let hundredths: u64 = format!("{fraction:0<2}").get(..2)?.parse().ok()?;
    Some(whole * unit + hundredths * unit / 100)
}

fn fargate(subject: &Subject<'_, '_>, report: &mut Report, cpu: u64, memory: u64) {
    let Some((_, least, most, step)) = SIZES.iter().find(|(size, ..)| *size == cpu) else {
        let accepts = SIZES.map(|(size, ..)| format!("`{size}`")).join(", ");
        return find(subject, report, "cpu", format!("`cpu` is {cpu} for Fargate"), accepts);
    };
    let fits = (*least..=*most).contains(&memory) && memory.is_multiple_of(*step);
    if !fits {
        let message = format!("`memory` is {memory} while `cpu` is {cpu} for Fargate");
        find(subject, report, "memory", message, format!("from {least} to {most} in steps of {step}"));
    }
}

/// The containers, as text.
fn containers(
    subject: &Subject<'_, '_>,
    report: &mut Report,
    text: &str,
    cpu: Option<u64>,
    memory: Option<u64>,
    is_fargate: bool,
) {
    let Ok(Value::Array(containers)) = serde_json::from_str(text) else {
        return wrong(
            subject,
            report,
            "`container_definitions` is not a JSON list".to_owned(),
            "a JSON list of containers",
        );
    };
    if containers.is_empty() {
        return wrong(
            subject,
            report,
            "`container_definitions` is empty".to_owned(),
            "at least one container",
        );
    }
    for container in &containers {
        let name = container["name"].as_str().unwrap_or_default();
        let is_name = |name: &str| {
            let letters = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
            !name.is_empty() && name.len() <= 255 && name.chars().all(letters)
        };
        if !is_name(name) {
            wrong(
                subject,
                report,
                format!("a container is named `{name}`"),
                "letters, digits, hyphens and underscores",
            );
        }
        if container["image"].as_str().is_none_or(|image| image.is_empty() || image.contains(' ')) {
            wrong(subject, report, format!("container `{name}` has no image"), "an image for each container");
        }
        one(subject, report, container, name, is_fargate, memory);
    }
    if containers.iter().all(|container| container["essential"] == Value::Bool(false)) {
        let message = "no container is essential".to_owned();
        wrong(subject, report, message, "at least one essential container");
    }
    let names: Vec<&str> = containers.iter().filter_map(|container| container["name"].as_str()).collect();
    if let Some(twice) = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
        let fault = Fault {
            attribute: "container_definitions".to_owned(),
            message: format!("two containers are named `{}`", twice.1),
            accepts: "a name for each container".to_owned(),
            source: SOURCE.to_owned(),
        };
        subject.find(report, &codes::TWICE, fault);
    }
    for (what, key, limit) in [("CPU", "cpu", cpu), ("memory", "memoryReservation", memory)] {
        let sum: u64 = containers.iter().filter_map(|container| container[key].as_u64()).sum();
        if let Some(limit) = limit.filter(|limit| sum > *limit) {
            let message = format!("containers need {sum} of {what} while the task has {limit}");
            find(subject, report, "container_definitions", message, format!("at most {limit}"));
        }
    }
}

fn one(
    subject: &Subject<'_, '_>,
    report: &mut Report,
    container: &Value,
    name: &str,
    is_fargate: bool,
    memory: Option<u64>,
) {
    if let (Some(hard), Some(soft)) = (container["memory"].as_u64(), container["memoryReservation"].as_u64())
        && hard < soft
    {
        let message = format!("container `{name}` reserves {soft} of memory, and may use {hard}");
        find(
            subject,
            report,
            "container_definitions",
            message,
            "a limit that is not below the reservation".to_owned(),
        );
    }
    if let (Some(hard), Some(task)) = (container["memory"].as_u64(), memory)
        && hard > task
    {
        let message = format!("container `{name}` has {hard} of memory while the task has {task}");
        find(subject, report, "container_definitions", message, format!("at most {task}"));
    }
    if !is_fargate
        && memory.is_none()
        && container["memory"].is_null()
        && container["memoryReservation"].is_null()
    {
        let is_known = subject.tree.get("memory").is_absent();
        if is_known {
            let message = format!("neither the task nor container `{name}` has memory");
            wrong(
                subject,
                report,
                message,
                "`memory` of the task, or `memory` or `memoryReservation` of each container",
            );
        }
    }
    let driver = container["logConfiguration"]["logDriver"].as_str();
    if let Some(driver) =
        driver.filter(|driver| is_fargate && !["awslogs", "splunk", "awsfirelens"].contains(driver))
    {
        let message = format!("container `{name}` logs with `{driver}` on Fargate");
        wrong(subject, report, message, "`awslogs`, `splunk`, `awsfirelens`");
    }
    if is_fargate && container["privileged"] == Value::Bool(true) {
        let message = format!("container `{name}` is privileged on Fargate");
        wrong(subject, report, message, "containers without privileges");
    }
    for mapping in container["portMappings"].as_array().into_iter().flatten() {
        ports(subject, report, mapping, name);
    }
}

fn ports(subject: &Subject<'_, '_>, report: &mut Report, mapping: &Value, name: &str) {
    let port = mapping["containerPort"].as_u64();
    if let Some(port) = port.filter(|port| !(1..=65535).contains(port)) {
        let message = format!("container `{name}` has the port {port}");
        wrong(subject, report, message, "ports from 1 to 65535");
    }
    let is_awsvpc = subject.tree.get("network_mode").text().as_deref() == Some("awsvpc");
    if let (Some(inner), Some(outer)) = (port, mapping["hostPort"].as_u64())
        && is_awsvpc
        && inner != outer
    {
        let message = format!("container `{name}` maps port {inner} to {outer} in the mode `awsvpc`");
        wrong(subject, report, message, "the same port, since the task has an interface of its own");
    }
}

fn wrong(subject: &Subject<'_, '_>, report: &mut Report, message: String, accepts: &str) {
    let fault = Fault {
        attribute: "container_definitions".to_owned(),
        message,
        accepts: accepts.to_owned(),
        source: "docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html".to_owned(),
    };
    subject.find(report, &codes::DOCUMENT, fault);
}

fn find(subject: &Subject<'_, '_>, report: &mut Report, attribute: &str, message: String, accepts: String) {
    let fault = Fault { attribute: attribute.to_owned(), message, accepts, source: SOURCE.to_owned() };
    subject.find(report, &codes::TASK_SIZE, fault);
}
