//! The main container of a process.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    Capabilities, Container, ContainerPort, EnvVar, EnvVarSource, Lifecycle, LifecycleHandler,
    ResourceRequirements, SecretKeySelector, SecurityContext, SleepAction, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use polder_design::{EnvironmentValue, Service};
use polder_units::{Bytes, MilliCpu};

use crate::images;
use crate::integers::whole;
use crate::metadata::{PORT, SiteContext};
use crate::workload::probes;

/// The container of a service or job.
pub(crate) fn container(context: &SiteContext<'_>, service: &Service) -> Container {
    let probes = probes::of(&context.design.timings, service);
    let mounts: Vec<VolumeMount> =
        service.process.writable().iter().map(|volume| mount(volume.name, volume.path.to_owned())).collect();
    let arguments: Vec<String> = service.command.iter().map(|word| literal(word)).collect();
    Container {
        name: service.process.name().to_owned(),
        image: Some(images::of_service(context, service)),
        image_pull_policy: Some("Always".to_owned()),
        // The command of ECS becomes `args` here: the image's entry point is kept.
        args: Some(arguments).filter(|arguments| !arguments.is_empty()),
        env: Some(environment(context, service)).filter(|all| !all.is_empty()),
        ports: service.port.map(|port| vec![container_port(port)]),
        resources: Some(resources(
            MilliCpu(service.cpu.0.saturating_sub(service.proxy_cpu.0)),
            Bytes(service.memory.0.saturating_sub(service.proxy_memory.0)),
        )),
        startup_probe: probes.startup,
        readiness_probe: probes.readiness,
        liveness_probe: probes.liveness,
        lifecycle: context.leaves_slowly(service).map(sleep),
        security_context: Some(locked_down()),
        volume_mounts: Some(mounts).filter(|mounts| !mounts.is_empty()),
        ..Container::default()
    }
}

fn container_port(port: u16) -> ContainerPort {
    ContainerPort {
        name: Some(PORT.to_owned()),
        container_port: i32::from(port),
        protocol: Some("TCP".to_owned()),
        ..ContainerPort::default()
    }
}

/// A volume mount of a container.
pub(crate) fn mount(name: &str, path: String) -> VolumeMount {
    VolumeMount { name: name.to_owned(), mount_path: path, ..VolumeMount::default() }
}

/// Waits before the process gets SIGTERM, so that the load balancer can deregister the pod.
fn sleep(seconds: u64) -> Lifecycle {
    let sleep = SleepAction { seconds: whole(seconds) };
    let pre_stop = LifecycleHandler { sleep: Some(sleep), ..LifecycleHandler::default() };
    Lifecycle { pre_stop: Some(pre_stop), ..Lifecycle::default() }
}

/// Environment variables of the process, in the order of their names: plain text, or a value of its secret.
fn environment(context: &SiteContext<'_>, service: &Service) -> Vec<EnvVar> {
    let variable = |(name, value): &(String, EnvironmentValue)| match value {
        EnvironmentValue::Text(text) => Some(open(name, text)),
        EnvironmentValue::Secret(id) => context.secret_name(id).map(|_| secret(name, service.process.name())),
    };
    service.environment.iter().filter_map(variable).collect()
}

/// A variable with plain text.
fn open(name: &str, text: &str) -> EnvVar {
    EnvVar { name: name.to_owned(), value: Some(literal(text)), ..EnvVar::default() }
}

/// A variable with the value of the same name in a secret.
pub(crate) fn secret(name: &str, of: &str) -> EnvVar {
    let selector =
        SecretKeySelector { name: of.to_owned(), key: name.to_owned(), ..SecretKeySelector::default() };
    let source = EnvVarSource { secret_key_ref: Some(selector), ..EnvVarSource::default() };
    EnvVar { name: name.to_owned(), value_from: Some(source), ..EnvVar::default() }
}

/// Text with `$` escaped: Kubernetes expands `$(NAME)` as a variable, and `$$` as a dollar sign.
pub(crate) fn literal(text: &str) -> String {
    text.replace('$', "$$")
}

/// Requests equal limits, so that the resources are guaranteed.
pub(crate) fn resources(cpu: MilliCpu, memory: Bytes) -> ResourceRequirements {
    let all: BTreeMap<String, Quantity> = BTreeMap::from([
        ("cpu".to_owned(), Quantity(format!("{}m", cpu.0))),
        ("memory".to_owned(), Quantity(format!("{}Mi", memory.as_mib()))),
    ]);
    ResourceRequirements { requests: Some(all.clone()), limits: Some(all), claims: None }
}

/// The security context of all containers.
pub(crate) fn locked_down() -> SecurityContext {
    SecurityContext {
        allow_privilege_escalation: Some(false),
        capabilities: Some(Capabilities { drop: Some(vec!["ALL".to_owned()]), add: None }),
        privileged: Some(false),
        read_only_root_filesystem: Some(true),
        ..SecurityContext::default()
    }
}
