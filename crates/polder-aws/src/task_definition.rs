//! `aws_ecs_task_definition`: the containers of a service or job.

use std::borrow::Cow;

use polder_cloud::{Container, Document, Handle, HealthCommand, body};
use polder_design::{Architecture, EnvironmentValue, Health, Process, Service};

use crate::cache_proxy;
use crate::iam_role::Roles;
use crate::image;
use crate::names::{local, named};
use crate::workplace::Workplace;

/// How long Fargate waits for a container to stop at most, in seconds.
const STOP_MAX: u64 = 120;

/// How long failures of a health command may be forgiven at most, in seconds.
const START_PERIOD_MAX: u64 = 300;

/// Where a process writes, as volumes and paths. Everything else in its image is read-only.
///
/// Fargate gives an empty volume to root, but fills one from the image where the image declares the path as a volume,
/// with the owner that it has there. So each image must declare these paths (`VOLUME /tmp`).
fn writable(process: &Process) -> &'static [(&'static str, &'static str)] {
    match process {
        // The start script writes the API's address into the page, and nginx keeps its process number and buffers.
        Process::Dashboard => {
            &[("cache", "/var/cache/nginx"), ("page", "/app"), ("run", "/run"), ("tmp", "/tmp")]
        }
        Process::Storefront => &[("cache", "/app/.next/cache"), ("tmp", "/tmp")],
        // Saleor keeps uploads there while it reads them.
        _ => &[("tmp", "/tmp")],
    }
}

/// Writes the task definition of a service or job.
pub(crate) fn task_definition(
    place: &Workplace<'_>,
    service: &Service,
    roles: &Roles,
    log_group: &Handle,
) -> Handle {
    let s = place.s;
    s.file(
        "task_definitions",
        "The containers: images of the region's own registry, secrets by reference only, a root file system that\n\
         nobody writes to, and a proxy to the cache beside those who use it.",
    );
    let name = service.process.name();
    s.resource(
        "aws_ecs_task_definition",
        name,
        body! {
            family = named(format!("-{name}"));
            requires_compatibilities = ["FARGATE"];
            network_mode = "awsvpc";
            cpu = place.number(service, "cpu", service.cpu.ecs_units());
            memory = place.number(service, "memory", service.memory.as_mib());
            execution_role_arn = roles.execution.arn();
            task_role_arn = roles.task.arn();
            /// Earlier revisions stay: a failed deployment goes back to one.
            skip_destroy = true;
            runtime_platform {
                operating_system_family = "LINUX";
                cpu_architecture = match place.design.architecture {
                    Architecture::Arm64 => "ARM64",
                    Architecture::X86_64 => "X86_64",
                };
            }
            for (volume, _) in writable(&service.process) => volume {
                name = *volume;
            }
            container_definitions = Document::from(containers(place, service, log_group));
        },
    )
}

fn containers(place: &Workplace<'_>, service: &Service, log_group: &Handle) -> Vec<Container> {
    let proxy = service
        .cache_proxy
        .then(|| cache_proxy::container(place, service, log_group.name(), local("region")));
    [container(place, service, log_group)].into_iter().chain(proxy).collect()
}

fn container(place: &Workplace<'_>, service: &Service, log_group: &Handle) -> Container {
    let (mut environment, mut secrets) = (vec![], vec![]);
    for (name, value) in &service.environment {
        let kind = if matches!(value, EnvironmentValue::Secret(_)) { &mut secrets } else { &mut environment };
        kind.extend(place.variable(service, name, value).map(|value| (Cow::from(name.clone()), value)));
    }
    let mounts = writable(&service.process).iter().map(|(volume, path)| ((*volume).into(), (*path).into()));
    Container {
        name: service.process.name().to_owned().into(),
        image: image::of_service(place, service),
        essential: true,
        command: place.variation.command(place.s, service),
        ports: service.port.into_iter().collect(),
        environment,
        secrets,
        health: health(service),
        log_group: log_group.name(),
        log_region: local("region"),
        stop_timeout_seconds: service.stop_timeout.as_seconds().min(STOP_MAX),
        readonly_root: true,
        // Saleor's image makes this user and then runs as root unless it is told otherwise.
        user: if service.process.is_saleor() { "saleor".into() } else { Cow::Borrowed("") },
        mounts: mounts.collect(),
        after: service.cache_proxy.then(|| cache_proxy::NAME.into()).into_iter().collect(),
        memory_reservation_mib: 0,
    }
}

/// The check that runs inside the container. What answers over HTTP is checked by the load balancer.
fn health(service: &Service) -> Option<HealthCommand> {
    let Some(Health::Command { command, interval }) = &service.health else { return None };
    let interval_seconds = interval.as_seconds();
    Some(HealthCommand {
        command: command.iter().map(|word| word.clone().into()).collect(),
        interval_seconds,
        // A try may take as long as there is until the next one, within what the engine takes.
        timeout_seconds: interval_seconds.clamp(2, 60),
        retries: 3,
        start_period_seconds: service.start_grace.as_seconds().min(START_PERIOD_MAX),
    })
}
