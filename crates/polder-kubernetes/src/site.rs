//! The folder of a site.

use polder_cloud::{Layer, StackKey, StackScope};
use polder_design::{Design, Service, Site};
use polder_emit::File;

use crate::controllers;
use crate::external_secret;
use crate::kustomization;
use crate::manifest::{Manifest, ManifestFile, SiteManifests};
use crate::metadata::{SiteContext, Step};
use crate::namespace;
use crate::network::network_policy;
use crate::network::security_group_policy;
use crate::network::{service, target_group_binding};
use crate::readme;
use crate::service_account;
use crate::workload::job;
use crate::workload::priority_class;
use crate::workload::{deployment, horizontal_pod_autoscaler, pod_disruption_budget, stateful_set};
use crate::yaml_documents;

/// The manifests of a site; none where the design does not name its cell.
pub(crate) fn manifests(design: &Design, site: &Site) -> Option<SiteManifests> {
    let context = context(design, site)?;
    let account = design.accounts.get(site.account)?;
    let key = StackKey {
        account: account.name.clone().into(),
        scope: StackScope::Site {
            region: site.region.clone().into(),
            cell: context.cell.name.clone().into(),
        },
        layer: Layer::App,
    };
    let mut files = foundation(&context);
    files.extend(site.jobs.iter().filter_map(|job| of_job(&context, job)));
    files.extend(site.services.iter().map(|service| of_service(&context, service)));
    Some(SiteManifests { stack: format!("stacks/{key}"), files })
}

/// All files of a site's folder.
pub(crate) fn files(design: &Design, site: &Site) -> Vec<File> {
    let (Some(context), Some(manifests)) = (context(design, site), manifests(design, site)) else {
        return vec![];
    };
    let folder = format!("{}/kubernetes", manifests.stack);
    let names: Vec<String> = manifests.files.iter().map(|file| file.path.clone()).collect();
    let list = kustomization::file(&context, "kustomization.yaml".to_owned(), &names);
    let rest = controllers::files(&context).into_iter().chain([readme::file(&context)]);
    let in_folder = |file: File| File { path: format!("{folder}/{}", file.path), ..file };
    let written = manifests.files.iter().map(|file| yaml_documents::file(&folder, file));
    [in_folder(list)].into_iter().chain(written).chain(rest.map(in_folder)).collect()
}

fn context<'a>(design: &'a Design, site: &'a Site) -> Option<SiteContext<'a>> {
    Some(SiteContext { design, cell: design.cells.get(site.cell)?, site })
}

/// A file with one kind of manifests or several.
fn file(path: impl Into<String>, comment: impl Into<String>, manifests: Vec<Manifest>) -> ManifestFile {
    ManifestFile { path: path.into(), comment: comment.into(), manifests }
}

/// Some manifests of one type.
fn all<M: Into<Manifest>>(manifests: impl IntoIterator<Item = M>) -> impl Iterator<Item = Manifest> {
    manifests.into_iter().map(Into::into)
}

/// The foundation of all others.
fn foundation(context: &SiteContext<'_>) -> Vec<ManifestFile> {
    let space = all([namespace::namespace(context)]).chain(all(priority_class::classes(context)));
    let secrets = all([external_secret::store(context)]).chain(all(external_secret::external(context)));
    vec![
        file(
            "namespace.yaml",
            "The namespace of the processes. It enforces the restricted pod security standard.",
            space.collect(),
        ),
        file(
            "service-accounts.yaml",
            "One for each process. The stack associates each with an IAM role (EKS Pod Identity);\n\
             none has access to the Kubernetes API.",
            all(service_account::accounts(context)).collect(),
        ),
        file(
            "secrets.yaml",
            "Secrets of each process: the External Secrets Operator reads them with its own\n\
             role and stores them in the Kubernetes secret of the process. A process reads it when it starts: after a change of a\n\
             secret, restart the processes that use it.",
            secrets.collect(),
        ),
        file(
            "network-policies.yaml",
            format!(
                "All connections are denied, except for the flows of the design. Another service gets its rules by \
                 declaring what\nit uses in the platform file, not by editing this file. The rules and their reasons:\n\n{}",
                network_policy::reasons(context)
            ),
            all(network_policy::policies(context)).collect(),
        ),
        file(
            "security-groups.yaml",
            "Pods of a process are in the security group of the process, as its containers are on every\n\
             other engine. The group's ID is a late value.",
            all(security_group_policy::policies(context)).collect(),
        ),
    ]
}

fn of_job(context: &SiteContext<'_>, service: &Service) -> Option<ManifestFile> {
    let job = job::job(context, service)?;
    let comment = match Step::of(&service.process) {
        Step::Migrate => {
            "Sets the passwords and privileges of the database's roles, and migrates the database. Runs once, before a new version's services start and with the workers stopped. A job\n\
             is immutable: delete the last one before it is applied again."
        }
        Step::Foundation | Step::Static | Step::Services => {
            "Copies static files to their bucket, before a new version's services start. A job is immutable:\n\
             delete the last one before it is applied again."
        }
    };
    Some(file(format!("jobs/{}.yaml", service.process.name()), comment, vec![job.into()]))
}

fn of_service(context: &SiteContext<'_>, service: &Service) -> ManifestFile {
    // Before the pods: pods that start earlier would not get readiness gates.
    let front = all(service::front(context, service));
    let binding = all(target_group_binding::binding(context, service));
    let (workload, comment): (Manifest, _) = if service.scaling.singleton {
        (
            stateful_set::singleton(context, service).into(),
            "There are never two of these, not even during a rollout or while a node is drained. So it is a\n\
             StatefulSet, which waits until a pod is gone: a Deployment would start the next one in parallel.",
        )
    } else {
        (
            deployment::deployment(context, service).into(),
            "New pods start before old ones stop. Requests equal limits.",
        )
    };
    let scaling = all(horizontal_pod_autoscaler::autoscaler(context, service));
    let budget = all(pod_disruption_budget::budget(context, service));
    let manifests = front.chain(binding).chain([workload]).chain(scaling).chain(budget).collect();
    file(format!("services/{}.yaml", service.process.name()), comment, manifests)
}
