//! Pods: the containers of a process, their user, and scheduling.

use k8s_openapi::api::core::v1::{
    Container, EmptyDirVolumeSource, PodSecurityContext, PodSpec, SeccompProfile, Sysctl, Toleration,
    TopologySpreadConstraint, Volume,
};
use polder_design::kubernetes::{INTERRUPTIBLE, POOL_LABEL, STEADY, service_account};
use polder_design::{Service, Volume as Writable};

use crate::images;
use crate::integers::whole;
use crate::metadata::{SiteContext, owned, pods_of};
use crate::workload::cache_proxy;
use crate::workload::container::{container, locked_down, mount, resources};
use crate::workload::priority_class;

/// Ports below this are privileged.
const FIRST_FREE_PORT: u16 = 1024;

impl SiteContext<'_> {
    /// The delay before SIGTERM: as long as the load balancer needs to deregister the pod.
    pub(crate) fn leaves_slowly(&self, service: &Service) -> Option<u64> {
        let delay = self.design.timings.entry.deregistration_delay.as_seconds();
        self.is_reached(service).then_some(delay)
    }
}

/// The pods of a service or job.
pub(crate) fn pod(context: &SiteContext<'_>, service: &Service, restart: &str) -> PodSpec {
    let process = &service.process;
    let proxy = service.cache_proxy.then(|| cache_proxy::sidecar(context, service));
    let before: Vec<Container> = preparation(context, service).into_iter().chain(proxy).collect();
    let timings = &context.design.timings.containers;
    let stop = service.stop_timeout.as_seconds()
        + context.leaves_slowly(service).unwrap_or_default()
        + if service.cache_proxy { timings.proxy_stop.as_seconds() } else { 0 };
    let pool = if service.interruptible { INTERRUPTIBLE } else { STEADY };
    PodSpec {
        service_account_name: Some(service_account(process).to_owned()),
        automount_service_account_token: Some(false),
        enable_service_links: Some(false),
        init_containers: Some(before).filter(|before| !before.is_empty()),
        containers: vec![container(context, service)],
        volumes: Some(process.writable().iter().map(volume).collect()),
        restart_policy: Some(restart.to_owned()),
        termination_grace_period_seconds: Some(whole(stop)),
        security_context: Some(identity(service)),
        priority_class_name: Some(priority_class::of(context, service).to_owned()),
        node_selector: Some(owned(&[(POOL_LABEL, pool)])),
        tolerations: Some(tolerations(context, service)).filter(|all| !all.is_empty()),
        topology_spread_constraints: Some(spread(context, service)).filter(|all| !all.is_empty()),
        ..PodSpec::default()
    }
}

fn volume(volume: &Writable) -> Volume {
    Volume {
        name: volume.name.to_owned(),
        empty_dir: Some(EmptyDirVolumeSource::default()),
        ..Volume::default()
    }
}

/// Copies the image's files into volumes that need them. Kubernetes lets every user write to an empty volume, so no
/// other preparation and no root is needed.
fn preparation(context: &SiteContext<'_>, service: &Service) -> Option<Container> {
    let at = |volume: &Writable| format!("/volumes/{}", volume.name);
    let filled = || service.process.writable().iter().filter(|volume| volume.filled);
    let steps: Vec<String> =
        filled().map(|volume| format!("cp -R {}/. {}/", volume.path, at(volume))).collect();
    (!steps.is_empty()).then(|| Container {
        name: "volumes".to_owned(),
        image: Some(images::of_service(context, service)),
        image_pull_policy: Some("Always".to_owned()),
        command: Some(vec!["sh".to_owned(), "-c".to_owned(), steps.join(" && ")]),
        resources: Some(resources(service.cpu, service.memory)),
        security_context: Some(locked_down()),
        volume_mounts: Some(filled().map(|volume| mount(volume.name, at(volume))).collect()),
        ..Container::default()
    })
}

/// Never root. If the image sets its user by name, the UID is set here: Kubernetes cannot verify a name.
fn identity(service: &Service) -> PodSecurityContext {
    let low = service.port.is_some_and(|port| port < FIRST_FREE_PORT);
    // A namespaced sysctl. No container has the capability for ports below 1024.
    let ports = || Sysctl { name: "net.ipv4.ip_unprivileged_port_start".to_owned(), value: "0".to_owned() };
    PodSecurityContext {
        run_as_non_root: Some(true),
        run_as_user: service.user_id.map(i64::from),
        seccomp_profile: Some(SeccompProfile { type_: "RuntimeDefault".to_owned(), localhost_profile: None }),
        sysctls: low.then(|| vec![ports()]),
        ..PodSecurityContext::default()
    }
}

/// Tolerations: of interruptible nodes, if it may be interrupted, and of an unreachable node for a limited time.
fn tolerations(context: &SiteContext<'_>, service: &Service) -> Vec<Toleration> {
    let pool = service.interruptible.then(|| Toleration {
        key: Some(POOL_LABEL.to_owned()),
        operator: Some("Equal".to_owned()),
        value: Some(INTERRUPTIBLE.to_owned()),
        effect: Some("NoSchedule".to_owned()),
        ..Toleration::default()
    });
    // The default of five minutes is the whole RTO for the loss of a zone.
    let unreachable = context.design.timings.containers.unreachable.as_seconds();
    let lost = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"].map(|key| Toleration {
        key: Some(key.to_owned()),
        operator: Some("Exists".to_owned()),
        effect: Some("NoExecute".to_owned()),
        toleration_seconds: Some(whole(unreachable)),
        ..Toleration::default()
    });
    // A singleton may still run on an unreachable node.
    let lost = lost.into_iter().filter(|_| !service.scaling.singleton);
    pool.into_iter().chain(lost).collect()
}

/// Spread over zones, so that the loss of one affects only its share, and over nodes if there are several. Zones
/// without schedulable nodes are ignored, so that the rest of the site continues.
fn spread(context: &SiteContext<'_>, service: &Service) -> Vec<TopologySpreadConstraint> {
    if service.scaling.max < 2 {
        return vec![];
    }
    let strict = service.scaling.min >= 2 && context.site.zones.len() >= 2;
    let over = |key: &str, unsatisfiable: &str| TopologySpreadConstraint {
        max_skew: 1,
        topology_key: key.to_owned(),
        when_unsatisfiable: unsatisfiable.to_owned(),
        label_selector: Some(pods_of(&service.process)),
        match_label_keys: Some(vec!["pod-template-hash".to_owned()]),
        node_taints_policy: Some("Honor".to_owned()),
        ..TopologySpreadConstraint::default()
    };
    let zones = if strict { "DoNotSchedule" } else { "ScheduleAnyway" };
    vec![over("topology.kubernetes.io/zone", zones), over("kubernetes.io/hostname", "ScheduleAnyway")]
}
