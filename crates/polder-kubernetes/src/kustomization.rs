//! `kustomization.yaml`: the manifests of a site, and the replacements of late values.

use std::collections::BTreeSet;

use polder_aws::kubernetes::PROXY_NAME;
use polder_design::Service;
use polder_design::kubernetes::late::{CACHE_HOST, REGISTRY, security_group};
use polder_emit::File;
use polder_yaml::{Map, Yaml, document};

use crate::images::{PROXY_TAG, tag_key};
use crate::metadata::{STEP_LABEL, SiteContext, Step};

/// The output of `terraform output -raw late_env`.
pub(crate) const LATE_FILE: &str = "late.env";

/// The image tags, set by the owner.
pub(crate) const TAGS_FILE: &str = "tags.env";

/// The name of the config maps of both.
const LATE: &str = "late";

const HEAD: &str = "\
Everything that runs in this cluster. Placeholders with `late` are replaced by values that are known only after the stacks\n\
are applied: `late.env` is the output of `terraform output -raw late_env` of this stack, `tags.env` has the image tags. README.md\n\
describes the steps of a rollout.";

/// The kustomization file.
pub(crate) fn file(context: &SiteContext<'_>, path: String, manifests: &[String]) -> File {
    let generator = Map::new()
        .with("name", LATE)
        .with("namespace", context.namespace())
        .with("envs", vec![LATE_FILE, TAGS_FILE])
        .with(
            "options",
            Map::new()
                .with("disableNameSuffixHash", true)
                .above("For replacements only, not for the cluster.")
                .with("labels", Map::new().with(STEP_LABEL, Step::Foundation.name())),
        );
    let map = Map::new()
        .with("apiVersion", "kustomize.config.k8s.io/v1beta1")
        .with("kind", "Kustomization")
        .with("resources", manifests.iter().map(Yaml::from).collect::<Vec<_>>())
        .with("sortOptions", Map::new().with("order", "fifo"))
        .above("In this order: dependencies come first.")
        .with("configMapGenerator", vec![generator])
        .with("replacements", replacements(context));
    File { path, content: document(HEAD, &map) }
}

/// The targets of each late value.
fn replacements(context: &SiteContext<'_>) -> Vec<Map> {
    let processes: Vec<&Service> = context.processes().filter(|service| kind(service).is_some()).collect();
    let mut all = vec![];
    let registry: Vec<Map> =
        processes.iter().map(|service| target(service, &images(service), "/", 0)).collect();
    all.push(replacement(REGISTRY, registry));
    let keys: BTreeSet<String> = processes.iter().map(|service| tag_key(&service.process)).collect();
    for key in keys {
        let of = processes.iter().filter(|service| tag_key(&service.process) == key);
        all.push(replacement(
            &key,
            of.map(|service| target(service, &own_images(service), ":", 1)).collect(),
        ));
    }
    let with_proxy: Vec<&&Service> = processes.iter().filter(|service| service.cache_proxy).collect();
    if !with_proxy.is_empty() {
        let proxy = format!("spec.template.spec.initContainers.[name={PROXY_NAME}]");
        let tags = with_proxy.iter().map(|service| target(service, &[format!("{proxy}.image")], ":", 1));
        all.push(replacement(PROXY_TAG, tags.collect()));
        let host = format!("{proxy}.env.[name={CACHE_HOST}].value");
        let hosts =
            with_proxy.iter().map(|service| whole(&kind_and_name(service), std::slice::from_ref(&host)));
        all.push(replacement(CACHE_HOST, hosts.collect()));
    }
    for service in context.processes() {
        let of =
            Map::new().with("kind", "SecurityGroupPolicy").with("name", service.process.name().to_owned());
        let group = whole(&of, &["spec.securityGroups.groupIds.0".to_owned()]);
        all.push(replacement(&security_group(&service.process), vec![group]));
    }
    all
}

/// The workload of a service or job; `None` for a job that the site does not run.
fn kind(service: &Service) -> Option<&'static str> {
    match Step::of(&service.process) {
        Step::Services if service.scaling.singleton => Some("StatefulSet"),
        Step::Services | Step::Foundation => Some("Deployment"),
        Step::Migrate | Step::Static => (service.scaling.desired > 0).then_some("Job"),
    }
}

fn kind_and_name(service: &Service) -> Map {
    Map::new().with("kind", kind(service).unwrap_or_default()).with("name", service.process.name().to_owned())
}

/// Paths of the images of a process: its container, and its volume init container.
fn own_images(service: &Service) -> Vec<String> {
    let own = format!("spec.template.spec.containers.[name={}].image", service.process.name());
    let filled = service.process.writable().iter().any(|volume| volume.filled);
    let volumes = filled.then(|| "spec.template.spec.initContainers.[name=volumes].image".to_owned());
    [own].into_iter().chain(volumes).collect()
}

/// The same with the proxy's.
fn images(service: &Service) -> Vec<String> {
    let proxy = format!("spec.template.spec.initContainers.[name={PROXY_NAME}].image");
    own_images(service).into_iter().chain(service.cache_proxy.then_some(proxy)).collect()
}

fn replacement(key: &str, targets: Vec<Map>) -> Map {
    let source =
        Map::new().with("kind", "ConfigMap").with("name", LATE).with("fieldPath", format!("data.{key}"));
    Map::new().with("source", source).with("targets", targets)
}

/// The whole text at some paths.
fn whole(select: &Map, paths: &[String]) -> Map {
    let paths: Vec<Yaml> = paths.iter().map(Yaml::from).collect();
    Map::new().with("select", select.clone()).with("fieldPaths", paths)
}

/// One part of the texts at some paths.
fn target(service: &Service, paths: &[String], delimiter: &'static str, index: i64) -> Map {
    let options = Map::new().with("delimiter", delimiter).with("index", index);
    whole(&kind_and_name(service), paths).with("options", options)
}

/// The lines of `tags.env`, without values.
pub(crate) fn tags(context: &SiteContext<'_>) -> BTreeSet<String> {
    let own = context.processes().map(|service| tag_key(&service.process));
    let proxy = context.processes().any(|service| service.cache_proxy).then(|| PROXY_TAG.to_owned());
    own.chain(proxy).collect()
}
