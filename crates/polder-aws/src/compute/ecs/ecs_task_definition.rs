//! `aws_ecs_task_definition`: the containers of a service or job.

use polder_cloud::{After, Container, DependencyCondition, Document, Handle, HealthCommand, SmolStr, body};
use polder_design::{Architecture, EnvironmentValue, Health, Process, Service, Volume};

use crate::compute::app_context::AppContext;
use crate::compute::cache_proxy;
use crate::compute::image;
use crate::iam::iam_role::Roles;
use crate::names::{local, named};

/// The maximum stop timeout on Fargate, in seconds.
const STOP_MAX: u64 = 120;

/// The maximum start period of a health check, in seconds.
const START_PERIOD_MAX: u64 = 300;

/// The init container that prepares the volumes.
const PREPARATION: &str = "volumes";

/// The comment at the head of the file.
const WHY_ON_FARGATE: &str = "The containers: images of the region's own registry, secrets by reference only, a read-only root\n\
    file system, and a sidecar proxy for processes that use the cache.\n\
    Fargate mounts an empty volume with root as its owner, whatever the image has at its path. So an\n\
    init container of the same image fills the volumes, opens them to the user of the process, and\n\
    exits. Your own images have none, since they may have no shell: those that do not run as root\n\
    declare `VOLUME /tmp`.";

/// The same for tasks on EC2 instances.
const WHY_ON_MACHINES: &str = "The containers: images of the region's own registry, secrets by reference only, a read-only root\n\
    file system, and a sidecar proxy for processes that use the cache.\n\
    An empty volume is owned by root, whatever the image has at its path. So an init container of the\n\
    same image fills the volumes, opens them to the user of the process, and exits. Your own images have\n\
    none, since they may have no shell: those that do not run as root declare `VOLUME /tmp`.";

/// The task definition of a service or job, and the policies that its roles depend on.
pub(crate) struct Task {
    /// `aws_ecs_task_definition`.
    pub(crate) definition: Handle,
    /// `aws_iam_role_policy` of its roles.
    pub(crate) policies: Vec<Handle>,
}

/// Writes the task definition of a service or job.
pub(crate) fn task_definition(
    context: &AppContext<'_>,
    service: &Service,
    roles: &Roles,
    log_group: &Handle,
) -> Handle {
    let s = context.s;
    // Jobs run before there are machines.
    let on_machines = !context.site.machines.is_empty() && !service.process.is_job();
    s.file("task_definitions", if on_machines { WHY_ON_MACHINES } else { WHY_ON_FARGATE });
    let name = service.process.name();
    s.resource(
        "aws_ecs_task_definition",
        name,
        body! {
            family = named(format!("-{name}"));
            requires_compatibilities = if on_machines { ["EC2"] } else { ["FARGATE"] };
            network_mode = "awsvpc";
            cpu = context.number(service, "cpu", service.cpu.ecs_units());
            memory = context.number(service, "memory", service.memory.as_mib());
            execution_role_arn = roles.execution.arn();
            task_role_arn = roles.task.arn();
            /// Earlier revisions stay: a failed deployment rolls back to one.
            skip_destroy = true;
            runtime_platform {
                operating_system_family = "LINUX";
                cpu_architecture = match context.design.architecture {
                    Architecture::Arm64 => "ARM64",
                    Architecture::X86_64 => "X86_64",
                };
            }
            for volume in service.process.writable() => volume {
                name = volume.name;
            }
            container_definitions = Document::from(containers(context, service, log_group));
        },
    )
}

fn containers(context: &AppContext<'_>, service: &Service, log_group: &Handle) -> Vec<Container> {
    let proxy = service
        .cache_proxy
        .then(|| cache_proxy::container(context, service, log_group.name(), local("region")));
    let preparation = is_prepared(service).then(|| preparation(context, service, log_group));
    [container(context, service, log_group)].into_iter().chain(preparation).chain(proxy).collect()
}

fn container(context: &AppContext<'_>, service: &Service, log_group: &Handle) -> Container {
    let (mut environment, mut secrets) = (vec![], vec![]);
    for (name, value) in &service.environment {
        let kind = if matches!(value, EnvironmentValue::Secret(_)) { &mut secrets } else { &mut environment };
        kind.push((SmolStr::from(name), context.variable(service, name, value)));
    }
    let prepared = After { name: PREPARATION.into(), until: DependencyCondition::Succeeded };
    let proxied = After { name: cache_proxy::NAME.into(), until: DependencyCondition::Healthy };
    let after = [(is_prepared(service), prepared), (service.cache_proxy, proxied)];
    Container {
        name: service.process.name().to_owned().into(),
        image: image::of_service(context, service),
        essential: true,
        entry_point: vec![],
        command: context.command(service),
        ports: service.port.into_iter().collect(),
        environment,
        secrets,
        health: health(service),
        log_group: log_group.name(),
        log_region: local("region"),
        stop_timeout_seconds: service.stop_timeout.as_seconds().min(STOP_MAX),
        readonly_root: true,
        // Saleor's image creates this user but runs as root by default.
        user: if service.process.is_saleor() { "saleor".into() } else { SmolStr::default() },
        mounts: service.process.writable().iter().map(|it| (it.name.into(), it.path.into())).collect(),
        after: after.into_iter().filter_map(|(waits, after)| waits.then_some(after)).collect(),
        memory_reservation_mib: 0,
    }
}

/// Whether an init container prepares the volumes. Images of the user are unknown and may not even have a
/// shell; the official ones have one, and declare none of these paths as a volume.
fn is_prepared(service: &Service) -> bool {
    !matches!(service.process, Process::Own(_))
}

/// Fills the volumes and opens their permissions, as root but without secrets or other writable volumes.
fn preparation(context: &AppContext<'_>, service: &Service, log_group: &Handle) -> Container {
    let at = |volume: &Volume| format!("/volumes/{}", volume.name);
    let volumes = service.process.writable();
    let steps = volumes.iter().map(|volume| match volume.filled {
        true => format!("cp -a {}/. {}/", volume.path, at(volume)),
        false => format!("chmod 1777 {}", at(volume)),
    });
    Container {
        name: PREPARATION.into(),
        image: image::of_service(context, service),
        essential: false,
        entry_point: vec!["sh".into(), "-c".into()],
        command: vec![steps.collect::<Vec<_>>().join(" && ").into()],
        ports: vec![],
        environment: vec![],
        secrets: vec![],
        health: None,
        log_group: log_group.name(),
        log_region: local("region"),
        stop_timeout_seconds: context.design.timings.containers.preparation_stop.as_seconds(),
        readonly_root: true,
        user: "0".into(),
        mounts: volumes.iter().map(|volume| (volume.name.into(), at(volume).into())).collect(),
        after: vec![],
        memory_reservation_mib: 0,
    }
}

/// The health check inside the container. Processes that serve HTTP are checked by the load balancer.
fn health(service: &Service) -> Option<HealthCommand> {
    let Some(Health::Command { command, interval }) = &service.health else { return None };
    let interval_seconds = interval.as_seconds();
    Some(HealthCommand {
        command: command.iter().map(|word| word.clone().into()).collect(),
        interval_seconds,
        // The timeout of a check is its interval, within the limits of ECS.
        timeout_seconds: interval_seconds.clamp(2, 60),
        retries: 3,
        start_period_seconds: service.start_grace.as_seconds().min(START_PERIOD_MAX),
    })
}
