//! Invariants of every document: Kubernetes' own types parse it without loss, its names are valid, and every
//! placeholder has a late value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{Namespace, Service, ServiceAccount};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::scheduling::v1::PriorityClass;
use proptest::prelude::*;
use saphyr::{LoadableYamlNode, Yaml};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::designs::all;
use crate::custom_resources::{Custom, ExternalSecret, SecretStore, SecurityGroupPolicy, TargetGroupBinding};
use crate::images::LATE;
use crate::workload::container::literal;

/// The documents of a file.
pub(super) fn documents(text: &str) -> Vec<Value> {
    let parsed = Yaml::load_from_str(text).expect("it is YAML");
    parsed.iter().map(json_of).collect()
}

fn json_of(yaml: &Yaml<'_>) -> Value {
    if let Some(map) = yaml.as_mapping() {
        let entry = |(key, value)| (text_of(key), json_of(value));
        return Value::Object(map.iter().map(entry).collect::<Map<String, Value>>());
    }
    if let Some(items) = yaml.as_sequence() {
        return items.iter().map(json_of).collect();
    }
    yaml.as_str()
        .map(Value::from)
        .or(yaml.as_bool().map(Value::from))
        .or(yaml.as_integer().map(Value::from))
        .into()
}

fn text_of(yaml: &Yaml<'_>) -> String {
    yaml.as_str().expect("keys are text").to_owned()
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// A document of an example's folders.
struct Manifest {
    /// The example and the folder.
    folder: (usize, String),
    path: String,
    document: Value,
}

impl Manifest {
    fn kind(&self) -> &str {
        text(&self.document, "/kind")
    }

    fn name(&self) -> &str {
        text(&self.document, "/metadata/name")
    }
}

/// All documents, parsed once.
fn everything() -> &'static [Manifest] {
    static ALL: LazyLock<Vec<Manifest>> = LazyLock::new(|| {
        let files =
            all().iter().enumerate().flat_map(|(at, design)| crate::files(design).map(move |it| (at, it)));
        let yaml = files.filter(|(_, file)| file.path.ends_with(".yaml"));
        let parsed = yaml.flat_map(|(at, file)| {
            let folder = file.path.split("/kubernetes/").next().unwrap_or_default().to_owned();
            documents(&file.content).into_iter().map(move |document| Manifest {
                folder: (at, folder.clone()),
                path: file.path.clone(),
                document,
            })
        });
        parsed.collect()
    });
    &ALL
}

/// Manifests only: other files in the folders are for other programs.
fn manifests() -> impl Iterator<Item = &'static Manifest> {
    let other = |path: &str| path.contains("/controllers/") || path.ends_with("/kustomization.yaml");
    everything().iter().filter(move |manifest| !other(&manifest.path))
}

/// A document after parsing into a type and serializing. It must be equal, or the type lacks a field.
fn again<T: DeserializeOwned + Serialize>(document: &Value) -> Value {
    let read: Result<T, _> = serde_json::from_value(document.clone());
    read.map_or_else(
        |error| json!(error.to_string()),
        |read| serde_json::to_value(read).expect("it was JSON"),
    )
}

#[test]
fn types_read_back_what_was_written() {
    let mut kinds = BTreeSet::new();
    for Manifest { path, document, .. } in manifests() {
        let kind = format!("{} {}", text(document, "/apiVersion"), text(document, "/kind"));
        let read = match kind.as_str() {
            "apps/v1 Deployment" => again::<Deployment>,
            "apps/v1 StatefulSet" => again::<StatefulSet>,
            "autoscaling/v2 HorizontalPodAutoscaler" => again::<HorizontalPodAutoscaler>,
            "batch/v1 Job" => again::<Job>,
            "elbv2.k8s.aws/v1beta1 TargetGroupBinding" => again::<Custom<TargetGroupBinding>>,
            "external-secrets.io/v1 ExternalSecret" => again::<Custom<ExternalSecret>>,
            "external-secrets.io/v1 SecretStore" => again::<Custom<SecretStore>>,
            "networking.k8s.io/v1 NetworkPolicy" => again::<NetworkPolicy>,
            "policy/v1 PodDisruptionBudget" => again::<PodDisruptionBudget>,
            "scheduling.k8s.io/v1 PriorityClass" => again::<PriorityClass>,
            "v1 Namespace" => again::<Namespace>,
            "v1 Service" => again::<Service>,
            "v1 ServiceAccount" => again::<ServiceAccount>,
            "vpcresources.k8s.aws/v1beta1 SecurityGroupPolicy" => again::<Custom<SecurityGroupPolicy>>,
            other => panic!("{path}: nobody reads {other}"),
        };
        assert_eq!(read(document), *document, "{path}");
        kinds.insert(kind);
    }
    assert_eq!(kinds.len(), 14, "{kinds:?}");
}

fn is_label(name: &str) -> bool {
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=63).contains(&name.len())
        && name.chars().all(inside)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

#[test]
fn names_are_names_and_no_two_things_share_one() {
    let mut seen = BTreeSet::new();
    for manifest in manifests() {
        let Manifest { folder, path, document } = manifest;
        let (kind, name) = (manifest.kind(), manifest.name());
        assert!(is_label(name), "{path}: {name}");
        assert!(seen.insert((folder, kind, name)), "{path}: {kind} {name}");
        let namespace = text(document, "/metadata/namespace");
        let bare = ["Namespace", "PriorityClass"].contains(&kind);
        assert_eq!(is_label(namespace), !bare, "{path}: {kind} {name}");
        for label in document.pointer("/metadata/labels").and_then(Value::as_object).into_iter().flatten() {
            let value = label.1.as_str().expect("labels are text");
            assert!(value.len() <= 63, "{path}: {value}");
        }
    }
}

/// Paths of placeholders in a document, as kustomize writes paths.
fn waits(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.starts_with(LATE) => {
            found.insert(path.trim_start_matches('.').to_owned());
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let name = item.get("name").and_then(Value::as_str);
                let step = name.map_or_else(|| at.to_string(), |name| format!("[name={name}]"));
                waits(item, &format!("{path}.{step}"), found);
            }
        }
        Value::Object(entries) => {
            entries.iter().for_each(|(key, value)| waits(value, &format!("{path}.{key}"), found));
        }
        _ => {}
    }
}

/// A resource of a folder, by kind and name.
type Thing = ((usize, String), String, String);

#[test]
fn late_values_come_wherever_they_are_waited_for_and_nowhere_else() {
    let mut waiting: BTreeMap<Thing, BTreeSet<String>> = BTreeMap::new();
    for manifest in manifests() {
        let mut found = BTreeSet::new();
        waits(&manifest.document, "", &mut found);
        if !found.is_empty() {
            let thing = (manifest.folder.clone(), manifest.kind().to_owned(), manifest.name().to_owned());
            waiting.insert(thing, found);
        }
    }
    let mut coming: BTreeMap<Thing, BTreeSet<String>> = BTreeMap::new();
    for list in everything().iter().filter(|manifest| manifest.kind() == "Kustomization") {
        let replacements = list.document["replacements"].as_array().expect("some come late");
        for target in replacements.iter().flat_map(|it| it["targets"].as_array().into_iter().flatten()) {
            let select = |what| text(target, what).to_owned();
            let thing = (list.folder.clone(), select("/select/kind"), select("/select/name"));
            let paths = target["fieldPaths"].as_array().expect("each has places");
            let paths = paths.iter().filter_map(Value::as_str).map(str::to_owned);
            coming.entry(thing).or_default().extend(paths);
        }
    }
    assert!(waiting.len() > 50);
    assert_eq!(waiting, coming);
}

/// Kubernetes' expansion of text in commands and variables, without any variables.
fn expanded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        out.push(c);
        if c == '$' && rest.peek() == Some(&'$') {
            rest.next();
        }
    }
    out
}

proptest! {
    #[test]
    fn text_stays_what_it_is(text in "[$()A-Z a-z]{0,12}") {
        let written = literal(&text);
        prop_assert!(!written.replace("$$", "").contains('$'));
        prop_assert_eq!(expanded(&written), text);
    }
}

/// The service or job of a manifest.
fn service_of(manifest: &Manifest) -> Option<&'static polder_design::Service> {
    let (at, folder) = &manifest.folder;
    let design = all().get(*at)?;
    let site = design.sites.iter().find(|site| {
        let (account, cell) = (&design.accounts[site.account], &design.cells[site.cell]);
        *folder == format!("stacks/{}/{}/{}/app", account.name, site.region, cell.name)
    })?;
    let mut processes = site.services.iter().chain(&site.jobs);
    processes.find(|service| service.process.name() == manifest.name())
}

/// `950m` as 950.
fn millis(value: &Value) -> u64 {
    let text = value.as_str().and_then(|text| text.strip_suffix('m'));
    text.and_then(|text| text.parse().ok()).expect("processors are told in thousandths")
}

/// The files equal the typed values, document by document.
#[test]
fn typed_values_are_what_is_written() {
    let mut count = 0;
    for (at, design) in all().iter().enumerate() {
        for site in crate::manifests(design) {
            let written: Vec<&Value> = manifests()
                .filter(|manifest| manifest.folder == (at, site.stack.clone()))
                .map(|manifest| &manifest.document)
                .collect();
            let typed: Vec<Value> =
                site.manifests().map(|it| serde_json::to_value(it).expect("it is an object")).collect();
            assert_eq!(written, typed.iter().collect::<Vec<_>>(), "{}", site.stack);
            count += typed.len();
        }
    }
    assert_eq!(count, manifests().count());
}

#[test]
fn pods_have_no_rights_beyond_their_own() {
    let mut seen = 0;
    for manifest in
        all().iter().flat_map(crate::manifests).flat_map(|site| site.files).flat_map(|it| it.manifests)
    {
        let Some(pod) = manifest.pod() else { continue };
        let name = manifest.metadata().name.clone();
        assert_eq!(pod.automount_service_account_token, Some(false), "{name:?}");
        assert!(pod.host_network.is_none() && pod.host_pid.is_none() && pod.host_ipc.is_none(), "{name:?}");
        for container in pod.containers.iter().chain(pod.init_containers.iter().flatten()) {
            let rights = container.security_context.as_ref().expect("a security context");
            assert_eq!(rights.allow_privilege_escalation, Some(false), "{name:?} {}", container.name);
            assert_eq!(rights.read_only_root_filesystem, Some(true), "{name:?} {}", container.name);
            let dropped = rights.capabilities.as_ref().and_then(|it| it.drop.clone()).unwrap_or_default();
            assert_eq!(dropped, ["ALL"], "{name:?} {}", container.name);
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn a_process_has_what_it_has_on_every_engine() {
    let mut seen = 0;
    for manifest in manifests() {
        let Some(pod) = manifest.document.pointer("/spec/template/spec") else { continue };
        let service = service_of(manifest).expect("pods are those of a process");
        let container = &pod["containers"][0];
        let list = |value: &'static Value| value.as_array().into_iter().flatten();
        let names: Vec<&str> = list(&container["env"]).filter_map(|it| it["name"].as_str()).collect();
        let wanted: Vec<&str> = service.environment.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, wanted, "{}", manifest.path);
        let mounted: Vec<&str> =
            list(&container["volumeMounts"]).filter_map(|it| it["mountPath"].as_str()).collect();
        let writable: Vec<&str> = service.process.writable().iter().map(|volume| volume.path).collect();
        assert_eq!(mounted, writable, "{}", manifest.path);
        let beside = list(&pod["initContainers"]).filter(|it| it["restartPolicy"] == "Always").count();
        assert_eq!(beside == 1, service.cache_proxy, "{}", manifest.path);
        let running = [container]
            .into_iter()
            .chain(list(&pod["initContainers"]).filter(|it| it["restartPolicy"] == "Always"));
        let cpu: u64 = running.map(|it| millis(&it["resources"]["requests"]["cpu"])).sum();
        assert_eq!(cpu, service.cpu.0, "{}", manifest.path);
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}
