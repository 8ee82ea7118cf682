//! `aws_ecs_task_definition`: the containers of a service or job.

use polder_cloud::{After, Container, DependencyCondition, Document, Handle, HealthCommand, SmolStr, body};
use polder_design::{Architecture, EnvironmentValue, Health, Process, Service, Volume};

use crate::compute::app_context::AppContext;
use crate::compute::cache_proxy;
use crate::compute::image;
use crate::iam::iam_role::Roles;
use crate::names::{local, named};

/// How long Fargate waits for a container to stop at most, in seconds.
const STOP_MAX: u64 = 120;

/// How long failures of a health command may be forgiven at most, in seconds.
const START_PERIOD_MAX: u64 = 300;

/// The container that makes the volumes ready before a process starts.
const PREPARATION: &str = "volumes";

/// The comment in the head of the file.
const WHY_ON_FARGATE: &str = "The containers: images of the region's own registry, secrets by reference only, a root file system that\n\
         nobody writes to, and a proxy to the cache beside those who use it.\n\
         Fargate gives an empty volume to root alone, whatever the image has at its path. So a first container of the\n\
         same image fills the volumes and opens them to the user that the process runs as, and ends. Images of your\n\
         own have none, since they may have no shell: those that do not run as root declare `VOLUME /tmp`.";

/// The same where tasks run on machines.
const WHY_ON_MACHINES: &str = "The containers: images of the region's own registry, secrets by reference only, a root file system that\n\
         nobody writes to, and a proxy to the cache beside those who use it.\n\
         An empty volume is root's alone, whatever the image has at its path. So a first container of the\n\
         same image fills the volumes and opens them to the user that the process runs as, and ends. Images of your\n\
         own have none, since they may have no shell: those that do not run as root declare `VOLUME /tmp`.";

/// The task definition of a service or job, and what its roles need before they are of use.
pub(crate) struct Task {
    /// `aws_ecs_task_definition`.
    pub(crate) definition: Handle,
    /// `aws_iam_role_policy` of its roles.
    pub(crate) policies: Vec<Handle>,
}

/// Writes the task definition of a service or job.
pub(crate) fn task_definition(
    place: &AppContext<'_>,
    service: &Service,
    roles: &Roles,
    log_group: &Handle,
) -> Handle {
    let s = place.s;
    let on_machines = !place.site.machines.is_empty();
    s.file("task_definitions", if on_machines { WHY_ON_MACHINES } else { WHY_ON_FARGATE });
    let name = service.process.name();
    s.resource(
        "aws_ecs_task_definition",
        name,
        body! {
            family = named(format!("-{name}"));
            requires_compatibilities = if on_machines { ["EC2"] } else { ["FARGATE"] };
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
            for volume in service.process.writable() => volume {
                name = volume.name;
            }
            container_definitions = Document::from(containers(place, service, log_group));
        },
    )
}

fn containers(place: &AppContext<'_>, service: &Service, log_group: &Handle) -> Vec<Container> {
    let proxy = service
        .cache_proxy
        .then(|| cache_proxy::container(place, service, log_group.name(), local("region")));
    let preparation = is_prepared(service).then(|| preparation(place, service, log_group));
    [container(place, service, log_group)].into_iter().chain(preparation).chain(proxy).collect()
}

fn container(place: &AppContext<'_>, service: &Service, log_group: &Handle) -> Container {
    let (mut environment, mut secrets) = (vec![], vec![]);
    for (name, value) in &service.environment {
        let kind = if matches!(value, EnvironmentValue::Secret(_)) { &mut secrets } else { &mut environment };
        kind.push((SmolStr::from(name), place.variable(service, name, value)));
    }
    let prepared = After { name: PREPARATION.into(), until: DependencyCondition::Succeeded };
    let proxied = After { name: cache_proxy::NAME.into(), until: DependencyCondition::Healthy };
    let after = [(is_prepared(service), prepared), (service.cache_proxy, proxied)];
    Container {
        name: service.process.name().to_owned().into(),
        image: image::of_service(place, service),
        essential: true,
        entry_point: vec![],
        command: place.command(service),
        ports: service.port.into_iter().collect(),
        environment,
        secrets,
        health: health(service),
        log_group: log_group.name(),
        log_region: local("region"),
        stop_timeout_seconds: service.stop_timeout.as_seconds().min(STOP_MAX),
        readonly_root: true,
        // Saleor's image makes this user and then runs as root unless it is told otherwise.
        user: if service.process.is_saleor() { "saleor".into() } else { SmolStr::default() },
        mounts: service.process.writable().iter().map(|it| (it.name.into(), it.path.into())).collect(),
        after: after.into_iter().filter_map(|(waits, after)| waits.then_some(after)).collect(),
        memory_reservation_mib: 0,
    }
}

/// Whether a first container makes the volumes ready. Of images of the user's own nothing is known, not even that they
/// have a shell; the official ones have one, and declare none of these paths as a volume.
fn is_prepared(service: &Service) -> bool {
    !matches!(service.process, Process::Own(_))
}

/// Fills and opens the volumes, as root and with nothing else in reach: no secret, no other place to write to.
fn preparation(place: &AppContext<'_>, service: &Service, log_group: &Handle) -> Container {
    let at = |volume: &Volume| format!("/volumes/{}", volume.name);
    let volumes = service.process.writable();
    let steps = volumes.iter().map(|volume| match volume.filled {
        true => format!("cp -a {}/. {}/", volume.path, at(volume)),
        false => format!("chmod 1777 {}", at(volume)),
    });
    Container {
        name: PREPARATION.into(),
        image: image::of_service(place, service),
        essential: false,
        entry_point: vec!["sh".into(), "-c".into()],
        command: vec![steps.collect::<Vec<_>>().join(" && ").into()],
        ports: vec![],
        environment: vec![],
        secrets: vec![],
        health: None,
        log_group: log_group.name(),
        log_region: local("region"),
        stop_timeout_seconds: place.design.timings.containers.preparation_stop.as_seconds(),
        readonly_root: true,
        user: "0".into(),
        mounts: volumes.iter().map(|volume| (volume.name.into(), at(volume).into())).collect(),
        after: vec![],
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
