//! Workloads against the design: numbers of pods, probes, ports, images, commands and variables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use k8s_openapi::api::core::v1::{Container, PodSpec, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use polder_cloud::{Index, Layer};
use polder_design::{Design, EnvironmentValue, Health, Party, Service, Site};

use super::designs::all;
use crate::images::LATE;
use crate::manifest::{Manifest, SiteManifests};

/// A site and its manifests.
struct Folder {
    design: &'static Design,
    site: &'static Site,
    manifests: SiteManifests,
}

/// The sites of all designs.
fn folders() -> &'static [Folder] {
    static FOLDERS: LazyLock<Vec<Folder>> = LazyLock::new(|| {
        let sites = all().iter().flat_map(|design| design.sites.iter().map(move |site| (design, site)));
        let folder = |(design, site)| Folder {
            design,
            site,
            manifests: crate::site::manifests(design, site).expect("each site has manifests"),
        };
        sites.map(folder).collect()
    });
    &FOLDERS
}

impl Folder {
    /// The manifests of a process, by their kind.
    fn of(&self, service: &Service) -> BTreeMap<&'static str, &Manifest> {
        let named =
            |manifest: &&Manifest| manifest.metadata().name.as_deref() == Some(service.process.name());
        self.manifests.manifests().filter(named).map(|manifest| (manifest.kind(), manifest)).collect()
    }

    fn pod(&self, service: &Service) -> Option<&PodSpec> {
        self.of(service).into_values().find_map(Manifest::pod)
    }

    /// The services and jobs that the site runs, with their containers.
    fn containers(&self) -> Vec<(&Service, &PodSpec, &Container)> {
        let all = self.site.services.iter().chain(&self.site.jobs);
        let found = all.filter_map(|service| {
            let pod = self.pod(service)?;
            let [container] = pod.containers.as_slice() else {
                panic!("one container: {}", self.name(service))
            };
            Some((service, pod, container))
        });
        found.collect()
    }

    fn name(&self, service: &Service) -> String {
        format!("{}: {}", self.site.name, service.process.name())
    }

    /// Whether the load balancer routes requests to it.
    fn is_reached(&self, service: &Service) -> bool {
        let to = Party::Process(service.process.clone());
        self.site.flows.iter().any(|flow| flow.from == Party::LoadBalancer && flow.to == to)
    }
}

/// The number of pods: initial, minimum and maximum.
fn numbers(manifests: &BTreeMap<&'static str, &Manifest>) -> (i32, i32, i32) {
    match (
        manifests.get("Deployment"),
        manifests.get("StatefulSet"),
        manifests.get("HorizontalPodAutoscaler"),
    ) {
        (Some(Manifest::Deployment(it)), None, None) => {
            let fixed = it.spec.as_ref().and_then(|spec| spec.replicas).expect("a number of pods");
            (fixed, fixed, fixed)
        }
        (None, Some(Manifest::StatefulSet(it)), None) => {
            let fixed = it.spec.as_ref().and_then(|spec| spec.replicas).expect("a number of pods");
            (fixed, fixed, fixed)
        }
        (Some(Manifest::Deployment(it)), None, Some(Manifest::HorizontalPodAutoscaler(scaler))) => {
            // A fixed number would undo the autoscaler's at each rollout.
            assert_eq!(it.spec.as_ref().and_then(|spec| spec.replicas), None);
            let scaler = scaler.spec.as_ref().expect("a specification");
            assert_eq!(scaler.scale_target_ref.name, it.metadata.name.clone().unwrap_or_default());
            let min = scaler.min_replicas.expect("a least number");
            (min, min, scaler.max_replicas)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_of_pods_are_those_of_the_design() {
    let mut scaled = 0;
    for folder in folders() {
        for service in &folder.site.services {
            let (scaling, name) = (service.scaling, folder.name(service));
            let manifests = folder.of(service);
            let (start, min, max) = numbers(&manifests);
            let number = |count: u64| i32::try_from(count).expect("few pods");
            assert_eq!(manifests.contains_key("StatefulSet"), scaling.singleton, "{name}: never two of it");
            if manifests.contains_key("HorizontalPodAutoscaler") {
                // The minimum of an autoscaler is one.
                assert_eq!((min, max), (number(scaling.min.max(1)), number(scaling.max)), "{name}");
                assert!(scaling.desired > 0 && !scaling.singleton, "{name}");
                scaled += 1;
            } else {
                assert_eq!(start, number(scaling.desired), "{name}");
                let varies = scaling.desired > 0 && !scaling.singleton && scaling.min.max(1) < scaling.max;
                assert!(!varies, "{name}: nothing follows the load");
            }
            // With several pods, one at a time may be evicted. With a budget, a single pod could never be evicted.
            let budget = manifests.get("PodDisruptionBudget").map(|manifest| match manifest {
                Manifest::PodDisruptionBudget(it) => {
                    it.spec.as_ref().and_then(|spec| spec.max_unavailable.clone())
                }
                other => panic!("{other:?}"),
            });
            let several = scaling.min >= 2 && !scaling.singleton;
            assert_eq!(budget, several.then_some(Some(IntOrString::Int(1))), "{name}");
        }
        for job in &folder.site.jobs {
            let runs = folder.of(job).contains_key("Job");
            assert_eq!(runs, job.scaling.desired > 0, "{}", folder.name(job));
        }
    }
    assert!(scaled > 10, "{scaled}");
}

/// The autoscaler's target is the CPU utilization of the process's container, without sidecars.
#[test]
fn autoscalers_target_the_container_of_the_process() {
    for folder in folders() {
        for service in &folder.site.services {
            let Some(Manifest::HorizontalPodAutoscaler(it)) =
                folder.of(service).remove("HorizontalPodAutoscaler")
            else {
                continue;
            };
            let metrics = it.spec.as_ref().and_then(|spec| spec.metrics.clone()).unwrap_or_default();
            let [metric] = metrics.as_slice() else { panic!("one metric: {}", folder.name(service)) };
            let cpu = metric.container_resource.as_ref().expect("of a container");
            assert_eq!((cpu.name.as_str(), cpu.container.as_str()), ("cpu", service.process.name()));
            let aim = i32::try_from(service.scaling.cpu_target_percent).expect("a share");
            assert_eq!(cpu.target.average_utilization, Some(aim), "{}", folder.name(service));
        }
    }
}

#[test]
fn probes_are_the_health_checks_of_the_design() {
    for folder in folders() {
        let timings = &folder.design.timings;
        for (service, _, container) in folder.containers() {
            let name = folder.name(service);
            let probes = [&container.startup_probe, &container.readiness_probe, &container.liveness_probe];
            let asks = |probe: &Probe| {
                let get = probe.http_get.as_ref().map(|get| {
                    assert_eq!(get.port, IntOrString::String("http".to_owned()), "{name}");
                    get.path.clone().unwrap_or_default()
                });
                (get, probe.exec.as_ref().and_then(|exec| exec.command.clone()))
            };
            let asked: Vec<_> = probes.iter().filter_map(|probe| probe.as_ref().map(asks)).collect();
            let wanted = match &service.health {
                None => vec![],
                Some(Health::Http { path }) => vec![(Some(path.clone()), None); 3],
                Some(Health::Command { command, .. }) => vec![(None, Some(command.clone())); 3],
            };
            assert_eq!(asked, wanted, "{name}");
            // The startup probe allows the grace period of the design, rounded up to a whole period.
            if let Some(start) = &container.startup_probe {
                let (every, tries) =
                    (start.period_seconds.unwrap_or(10), start.failure_threshold.unwrap_or(3));
                let patience = u64::try_from(every * tries).expect("a time");
                let (wanted, period) =
                    (service.start_grace.as_seconds(), timings.containers.starting.as_seconds());
                assert!((wanted..wanted + period.max(1)).contains(&patience), "{name}: {patience} s");
            }
        }
    }
}

#[test]
fn ports_are_those_of_the_design_and_open_to_the_load_balancer_only() {
    let mut reached = 0;
    for folder in folders() {
        for (service, _, container) in folder.containers() {
            let (name, manifests) = (folder.name(service), folder.of(service));
            let ports =
                container.ports.iter().flatten().map(|port| (port.name.as_deref(), port.container_port));
            let wanted = service.port.map(|port| (Some("http"), i32::from(port)));
            assert_eq!(ports.collect::<Vec<_>>(), wanted.into_iter().collect::<Vec<_>>(), "{name}");
            let bound = manifests.contains_key("TargetGroupBinding");
            assert_eq!(manifests.contains_key("Service"), bound, "{name}");
            assert_eq!(bound, folder.is_reached(service), "{name}");
            if let Some(Manifest::Service(front)) = manifests.get("Service") {
                let spec = front.spec.as_ref().expect("a specification");
                let ports: Vec<_> =
                    spec.ports.iter().flatten().map(|port| (port.port, port.target_port.clone())).collect();
                let target = Some(IntOrString::String("http".to_owned()));
                assert_eq!(ports, [(i32::from(service.port.expect("a port")), target)], "{name}");
                let selector = spec.selector.clone().unwrap_or_default();
                let labels = match manifests.get("Deployment") {
                    Some(Manifest::Deployment(it)) => {
                        it.spec.as_ref().and_then(|spec| spec.template.metadata.clone())
                    }
                    other => panic!("{other:?}"),
                };
                let labels = labels.and_then(|metadata| metadata.labels).unwrap_or_default();
                let chosen = !selector.is_empty()
                    && selector.iter().all(|(key, value)| labels.get(key) == Some(value));
                assert!(chosen, "{name}: {selector:?} chooses none of {labels:?}");
                reached += 1;
            }
        }
    }
    assert!(reached > 20, "{reached}");
}

/// A target group binding names a target group of the stacks, and the port of the process.
#[test]
fn bindings_name_target_groups_of_the_stacks() {
    for design in all() {
        let cloud = polder_aws::lower(design).cloud;
        let index = Index::new(&cloud);
        let groups = index.of_kind("aws_lb_target_group").iter().filter_map(|id| index.view(*id));
        let groups: BTreeSet<(String, String, Option<i64>)> = groups
            .filter(|view| view.stack().key.layer == Layer::Edge)
            .map(|view| {
                let stack = view.stack().key.to_string();
                let folder = format!("stacks/{}", stack.replace("/edge", "/app"));
                (folder, view.text("name").expect("a name").into_owned(), view.integer("port"))
            })
            .collect();
        let bound: BTreeSet<(String, String, Option<i64>)> = folders()
            .iter()
            .filter(|folder| std::ptr::eq(folder.design, design))
            .flat_map(|folder| folder.site.services.iter().map(move |service| (folder, service)))
            .filter_map(|(folder, service)| match folder.of(service).remove("TargetGroupBinding") {
                Some(Manifest::TargetGroupBinding(it)) => {
                    let port = service.port.map(i64::from);
                    Some((folder.manifests.stack.clone(), it.spec.target_group_name.clone(), port))
                }
                _ => None,
            })
            .collect();
        assert!(!bound.is_empty());
        assert_eq!(bound, groups, "{}", design.name);
    }
}

#[test]
fn containers_have_the_image_command_and_user_of_the_design() {
    for folder in folders() {
        for (service, pod, container) in folder.containers() {
            let name = folder.name(service);
            let image = format!("{LATE}/{}/{}:late", folder.design.name, service.image);
            assert_eq!(container.image, Some(image), "{name}");
            let arguments = container.args.clone().unwrap_or_default();
            assert_eq!(
                arguments,
                service.command.iter().map(|it| it.replace('$', "$$")).collect::<Vec<_>>(),
                "{name}"
            );
            assert_eq!(container.command, None, "{name}: the start script of the image stays");
            let user = pod.security_context.as_ref().and_then(|it| it.run_as_user);
            assert_eq!(user, service.user_id.map(i64::from), "{name}");
            let memory: u64 = [container]
                .into_iter()
                .chain(pod.init_containers.iter().flatten().filter(|it| it.restart_policy.is_some()))
                .map(|it| {
                    let limits = it.resources.as_ref().and_then(|it| it.limits.clone()).unwrap_or_default();
                    let memory =
                        limits.get("memory").expect("a limit").0.strip_suffix("Mi").map(str::parse::<u64>);
                    memory.expect("mebibytes").expect("a number")
                })
                .sum();
            assert_eq!(memory, service.memory.as_mib(), "{name}");
            // The grace period is the design's stop timeout, after the time for deregistration from the load balancer.
            let grace = pod.termination_grace_period_seconds.unwrap_or(30);
            assert!(grace >= i64::try_from(service.stop_timeout.as_seconds()).expect("a time"), "{name}");
            let before = container.lifecycle.as_ref().and_then(|it| it.pre_stop.as_ref()?.sleep.as_ref());
            assert_eq!(before.is_some(), folder.is_reached(service), "{name}");
            let pool =
                pod.node_selector.iter().flatten().map(|(_, value)| value.as_str()).collect::<Vec<_>>();
            assert_eq!(pool, [if service.interruptible { "interruptible" } else { "steady" }], "{name}");
        }
    }
}

/// The name in Secrets Manager of a secret of a site or its cell.
fn stored(folder: &Folder, id: &str) -> String {
    let cell = &folder.design.cells[folder.site.cell];
    let mut all = folder.site.secrets.iter().chain(&cell.secrets);
    all.find(|secret| secret.id == id).unwrap_or_else(|| panic!("a secret {id}")).name.clone()
}

/// Plain values are in the manifest; secret ones come from Secrets Manager, by the names in the design.
#[test]
fn variables_have_the_values_of_the_design() {
    let mut secret = 0;
    for folder in folders() {
        for (service, _, container) in folder.containers() {
            let name = folder.name(service);
            let external = match folder.of(service).remove("ExternalSecret") {
                Some(Manifest::ExternalSecret(it)) => Some(it.spec.clone()),
                _ => None,
            };
            let values: Vec<(String, EnvironmentValue)> = container
                .env
                .iter()
                .flatten()
                .map(|variable| {
                    let source = variable.value_from.as_ref().and_then(|it| it.secret_key_ref.as_ref());
                    let value = match (&variable.value, source) {
                        (Some(text), None) => EnvironmentValue::Text(text.replace("$$", "$")),
                        (None, Some(key)) => {
                            let external = external.as_ref().expect("the secret is carried into the cluster");
                            assert_eq!(external.target.name, key.name, "{name}");
                            let datum = external.data.iter().find(|datum| datum.secret_key == key.key);
                            EnvironmentValue::Secret(datum.expect("a value").remote_ref.key.clone())
                        }
                        other => panic!("{name}: {other:?}"),
                    };
                    (variable.name.clone(), value)
                })
                .collect();
            let wanted: Vec<(String, EnvironmentValue)> = service
                .environment
                .iter()
                .map(|(variable, value)| match value {
                    EnvironmentValue::Secret(id) => {
                        (variable.clone(), EnvironmentValue::Secret(stored(folder, id)))
                    }
                    EnvironmentValue::Text(_) => (variable.clone(), value.clone()),
                })
                .collect();
            assert_eq!(values, wanted, "{name}");
            // The external secret has the secret variables of the process, and the token of the cache proxy.
            let carried = external
                .map(|it| it.data.iter().map(|datum| datum.remote_ref.key.clone()).collect::<BTreeSet<_>>());
            let named = wanted.iter().filter_map(|(_, value)| match value {
                EnvironmentValue::Secret(name) => Some(name.clone()),
                EnvironmentValue::Text(_) => None,
            });
            let proxy = service.cache_proxy.then(|| stored(folder, polder_design::secrets::CACHE_TOKEN));
            let needed: BTreeSet<String> = named.chain(proxy).collect();
            secret += needed.len();
            assert_eq!(carried.unwrap_or_default(), needed, "{name}");
        }
    }
    assert!(secret > 100, "{secret}");
}

#[test]
fn the_namespace_enforces_the_restricted_pod_security_standard() {
    for folder in folders() {
        let spaces: Vec<_> = folder.manifests.manifests().filter(|it| it.kind() == "Namespace").collect();
        let [space] = spaces.as_slice() else { panic!("one namespace: {}", folder.site.name) };
        let labels = space.metadata().labels.clone().unwrap_or_default();
        assert_eq!(labels.get("pod-security.kubernetes.io/enforce").map(String::as_str), Some("restricted"));
    }
}
