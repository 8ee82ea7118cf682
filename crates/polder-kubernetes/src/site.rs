//! The folder of a site.

use polder_cloud::{Layer, Place as StackPlace, StackKey};
use polder_design::{Design, Service, Site};
use polder_emit::File;

use crate::controllers;
use crate::external_secret;
use crate::kustomization;
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
use crate::yaml_documents::Documents;

/// The manifests of a site; none where the design does not name its cell.
pub(crate) fn files(design: &Design, site: &Site) -> Vec<File> {
    let (Some(cell), Some(account)) = (design.cells.get(site.cell), design.accounts.get(site.account)) else {
        return vec![];
    };
    let place = SiteContext { design, cell, site };
    let stack = StackKey {
        account: account.name.clone().into(),
        place: StackPlace::Site { region: site.region.clone().into(), cell: cell.name.clone().into() },
        layer: Layer::App,
    };
    let folder = format!("stacks/{stack}/kubernetes");
    let mut manifests = foundation(&place);
    manifests.extend(site.jobs.iter().filter_map(|job| of_job(&place, job)));
    manifests.extend(site.services.iter().map(|service| of_service(&place, service)));
    let names: Vec<String> = manifests.iter().map(|file| file.path.clone()).collect();
    let list = kustomization::file(&place, "kustomization.yaml".to_owned(), &names);

    let rest = controllers::files(&place).into_iter().chain([readme::file(&place)]);
    let all = [list].into_iter().chain(manifests).chain(rest);
    all.map(|file| File { path: format!("{folder}/{}", file.path), ..file }).collect()
}

/// What everything else stands on.
fn foundation(place: &SiteContext<'_>) -> Vec<File> {
    let file = |name: &str, documents: Documents, head: &str| documents.file(name.to_owned(), head);
    let mut space = Documents::default();
    space.push(&namespace::namespace(place));
    space.extend(priority_class::classes(place));
    let mut accounts = Documents::default();
    accounts.extend(service_account::accounts(place));
    let mut hidden = Documents::default();
    hidden.push(&external_secret::store(place));
    hidden.extend(external_secret::external(place));
    let mut policies = Documents::default();
    policies.extend(network_policy::policies(place));
    let mut security = Documents::default();
    security.extend(security_group_policy::policies(place));
    vec![
        file(
            "namespace.yaml",
            space,
            "Where the processes run. Kubernetes itself refuses pods here that have more rights than they need.",
        ),
        file(
            "service-accounts.yaml",
            accounts,
            "One for each process. The cluster's provider knows which role each may take (Pod Identity, in the stack);\n\
             none can ask the cluster itself for anything.",
        ),
        file(
            "secrets.yaml",
            hidden,
            "What each process starts with, out of the secret store: the External Secrets Operator reads it with its own\n\
             role and keeps it in the secret of the process. A process reads it when it starts: after a change of a\n\
             secret, restart those that have it.",
        ),
        file(
            "network-policies.yaml",
            policies,
            &format!(
                "Nobody may talk to anybody, but for the flows of the design. Another service gets its rules by \
                 declaring what\nit talks to, not by editing this file. Each rule and why it is here:\n\n{}",
                network_policy::reasons(place)
            ),
        ),
        file(
            "security-groups.yaml",
            security,
            "Pods of a process are in the security group that the flows have made for it, as its containers are on every\n\
             other engine. The group's id comes late.",
        ),
    ]
}

fn of_job(place: &SiteContext<'_>, service: &Service) -> Option<File> {
    let mut documents = Documents::default();
    documents.push(&job::job(place, service)?);
    let head = match Step::of(&service.process) {
        Step::Migrate => {
            "Changes the tables. Runs once, before a new version's services start and with the workers stopped. A job\n\
             never changes: delete the last one before it is applied again."
        }
        _ => {
            "Copies static files to where they are served, before a new version's services start. A job never changes:\n\
             delete the last one before it is applied again."
        }
    };
    Some(documents.file(format!("jobs/{}.yaml", service.process.name()), head))
}

fn of_service(place: &SiteContext<'_>, service: &Service) -> File {
    let mut documents = Documents::default();
    // Before the pods: those that come before they are bound would not wait for the load balancer.
    documents.extend(service::front(place, service));
    documents.extend(target_group_binding::binding(place, service));
    let head = match service.scaling.singleton {
        true => {
            documents.push(&stateful_set::singleton(place, service));
            "There are never two of these, not even while a new version comes or a machine is emptied. So it is a\n\
             stateful set, which waits until a pod is gone: a deployment would start the next one beside it."
        }
        false => {
            documents.push(&deployment::deployment(place, service));
            "New pods come before old ones go. Each has as much processor and memory for itself as the design says."
        }
    };
    documents.extend(horizontal_pod_autoscaler::autoscaler(place, service));
    documents.extend(pod_disruption_budget::budget(place, service));
    documents.file(format!("services/{}.yaml", service.process.name()), head)
}
