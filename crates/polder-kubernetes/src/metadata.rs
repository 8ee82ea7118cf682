//! Names and labels of all resources of a site.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use polder_design::kubernetes::{PROCESS_LABEL, namespace};
use polder_design::{Cell, Design, Process, Service, Site};

/// The name of the port that a process listens on.
pub(crate) const PORT: &str = "http";

/// The label with the rollout step of a resource.
pub(crate) const STEP_LABEL: &str = "step";

/// A rollout step: steps are applied in order, each selected by its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The foundation of all others.
    Foundation,
    /// The job of this name.
    Migrate,
    /// The job of this name.
    Static,
    /// A long-running service.
    Services,
}

impl Step {
    /// Its name in labels.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Step::Foundation => "foundation",
            Step::Migrate => "migrate",
            Step::Static => "static",
            Step::Services => "services",
        }
    }

    /// The step of a process.
    pub(crate) fn of(process: &Process) -> Step {
        match process {
            Process::Migrate => Step::Migrate,
            Process::Static => Step::Static,
            Process::Api
            | Process::Worker
            | Process::Beat
            | Process::Dashboard
            | Process::Storefront
            | Process::Own(_) => Step::Services,
        }
    }
}

/// The context of a site's manifests.
#[derive(Clone, Copy)]
pub(crate) struct SiteContext<'a> {
    /// The whole platform.
    pub(crate) design: &'a Design,
    /// The site's cell.
    pub(crate) cell: &'a Cell,
    /// The site.
    pub(crate) site: &'a Site,
}

impl<'a> SiteContext<'a> {
    /// The namespace of the site's processes.
    pub(crate) fn namespace(&self) -> String {
        namespace(self.design, self.site)
    }

    /// All services and jobs of the site.
    pub(crate) fn processes(&self) -> impl Iterator<Item = &'a Service> {
        self.site.services.iter().chain(&self.site.jobs)
    }

    /// The name in the secret store of a secret of the site or its cell.
    pub(crate) fn secret_name(&self, id: &str) -> Option<&'a str> {
        let mut all = self.site.secrets.iter().chain(&self.cell.secrets);
        all.find(|secret| secret.id == id).map(|secret| secret.name.as_str())
    }

    /// Metadata of a resource in the namespace.
    pub(crate) fn meta(&self, name: &str, step: Step) -> ObjectMeta {
        let labels = [
            ("app.kubernetes.io/name", name),
            ("app.kubernetes.io/part-of", self.design.name.as_str()),
            (STEP_LABEL, step.name()),
        ];
        ObjectMeta {
            name: Some(name.to_owned()),
            namespace: Some(self.namespace()),
            labels: Some(owned(&labels)),
            ..ObjectMeta::default()
        }
    }

    /// Metadata of a resource of a process.
    pub(crate) fn meta_of(&self, process: &Process) -> ObjectMeta {
        self.meta(process.name(), Step::of(process))
    }

    /// Metadata of a cluster-scoped resource.
    pub(crate) fn worldwide(&self, name: &str) -> ObjectMeta {
        ObjectMeta { namespace: None, ..self.meta(name, Step::Foundation) }
    }

    /// The pods of a process.
    pub(crate) fn template(
        &self,
        process: &Process,
        spec: k8s_openapi::api::core::v1::PodSpec,
    ) -> PodTemplateSpec {
        let labels = [
            ("app.kubernetes.io/name", process.name()),
            ("app.kubernetes.io/part-of", self.design.name.as_str()),
            (PROCESS_LABEL, process.name()),
        ];
        let metadata = ObjectMeta { labels: Some(owned(&labels)), ..ObjectMeta::default() };
        PodTemplateSpec { metadata: Some(metadata), spec: Some(spec) }
    }
}

/// The selector of the pods of a process.
pub(crate) fn pods_of(process: &Process) -> LabelSelector {
    let labels = owned(&[(PROCESS_LABEL, process.name())]);
    LabelSelector { match_labels: Some(labels), ..LabelSelector::default() }
}

/// Pairs as a map.
pub(crate) fn owned(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}
