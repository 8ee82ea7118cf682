//! `README.md` of the folder: the first rollout, and upgrades.

use polder_design::kubernetes::{cluster, late::REGISTRY};
use polder_design::{Process, Service};
use polder_emit::File;

use crate::controllers::{Chart, charts, path};
use crate::kustomization::{LATE_FILE, TAGS_FILE, tags};
use crate::metadata::{STEP_LABEL, SiteContext, Step};

/// The page.
pub(crate) fn file(place: &SiteContext<'_>) -> File {
    let parts =
        [head(place), access(place), values(place), installation(place), rollout(place), later(place)];
    File { path: "README.md".to_owned(), content: parts.join("\n") }
}

fn head(place: &SiteContext<'_>) -> String {
    format!(
        "# Manifests of {}\n\nWritten by polder; another build writes them again. All commands run in this folder.\n",
        place.site.name
    )
}

fn access(place: &SiteContext<'_>) -> String {
    let (region, cluster) = (&place.site.region, cluster(place.design, place.site));
    format!(
        "## Reach the cluster\n\nIts endpoint is private: run this from inside the site's network, with \
         the role that deploys.\n\n```sh\naws eks update-kubeconfig --region {region} --name {cluster}\n```\n\nFrom \
         elsewhere, forward a local port through a node of the cluster, with a logged Session Manager \
         record:\n\n```sh\nhost=$(terraform -chdir=.. output -raw cluster_endpoint | sed 's|^https://||')\nmachine=$(aws ec2 \
         describe-instances --region {region} --query 'Reservations[0].Instances[0].InstanceId' --output text \\\n  \
         --filters Name=tag:eks:cluster-name,Values={cluster} Name=instance-state-name,Values=running)\naws ssm \
         start-session --region {region} --target \"$machine\" --document-name \
         AWS-StartPortForwardingSessionToRemoteHost \\\n  --parameters \
         \"host=$host,portNumber=443,localPortNumber=8443\" &\nkubectl config set-cluster \"$(kubectl config view --minify \
         -o jsonpath='{{.clusters[0].name}}')\" \\\n  --server=https://127.0.0.1:8443 --tls-server-name=\"$host\"\n```\n",
    )
}

fn values(place: &SiteContext<'_>) -> String {
    let tags: String = tags(place).iter().map(|tag| format!("{tag}=\n")).collect();
    format!(
        "## Late values\n\nValues that are known only after the stack is applied:\n\n```sh\nterraform -chdir=.. output -raw \
         late_env > {LATE_FILE}\n```\n\nThe image tags, in `{TAGS_FILE}`: a tag of each repository, which never moves to \
         another image.\n\n```\n{tags}```\n"
    )
}

fn installation(place: &SiteContext<'_>) -> String {
    let charts: String = charts(place).map(|chart| install(place, &chart)).collect();
    format!(
        "## Controllers\n\nInstall them once, and again for a new version. Copy their images to the platform's registry first, so \
         that pods start without other registries.\n\n```sh\nkubectl apply -f namespace.yaml\n. \
         ./{LATE_FILE}\n{charts}```\n"
    )
}

fn install(place: &SiteContext<'_>, chart: &Chart) -> String {
    let Chart { controller, repository, name, version, image, tag, image_keys, .. } = chart;
    let (platform, copy) = (&place.design.name, controller.name());
    let images: String = image_keys
        .iter()
        .map(|key| {
            format!(" \\\n  --set {key}.repository=\"${REGISTRY}/{platform}/{copy}\" --set {key}.tag={tag}")
        })
        .collect();
    format!(
        "# copy {image}:{tag} to ${REGISTRY}/{platform}/{copy}:{tag}\nhelm upgrade --install {name} {name} --repo \
         {repository} --version {version} \\\n  --namespace {} --create-namespace --wait --values {}{images}\n",
        controller.namespace(),
        path(chart)
    )
}

fn rollout(place: &SiteContext<'_>) -> String {
    let namespace = place.namespace();
    let migrates = wanted(place, &Process::Migrate);
    let mut steps = vec![
        apply(Step::Foundation),
        format!("kubectl wait -n {namespace} --for=condition=Ready externalsecret --all --timeout=5m"),
    ];
    let working = || place.site.services.iter().filter(|service| migrates && works(service));
    steps.extend(working().map(|service| scale(place, service, 0)));
    if migrates {
        steps.extend(job(place, Step::Migrate));
    }
    if wanted(place, &Process::Static) {
        steps.extend(job(place, Step::Static));
    }
    steps.push(apply(Step::Services));
    // An autoscaler ignores a workload with zero replicas.
    steps.extend(working().map(|service| scale(place, service, service.scaling.desired)));
    steps.push(format!(
        "kubectl rollout status -n {namespace} deployment --timeout=15m --selector {STEP_LABEL}={}",
        Step::Services.name()
    ));
    let note = if migrates {
        "In the first rollout there is nothing to stop: the two commands report that.\n"
    } else {
        "The database of this site is a replica: migrations run at the other site.\n"
    };
    format!(
        "## Roll out a version\n\n`kubectl apply -k .` alone would apply everything at once. Apply step by step; each must \
         succeed before the next.\n\n```sh\n{}\n```\n\n{note}",
        steps.join("\n")
    )
}

/// Whether the site runs a job.
fn wanted(place: &SiteContext<'_>, process: &Process) -> bool {
    place.site.jobs.iter().any(|job| job.process == *process && job.scaling.desired > 0)
}

/// Whether it uses tables that a migration changes, and can be stopped.
fn works(service: &Service) -> bool {
    matches!(service.process, Process::Worker | Process::Beat)
}

fn scale(place: &SiteContext<'_>, service: &Service, to: u64) -> String {
    let kind = if service.scaling.singleton { "statefulset" } else { "deployment" };
    format!("kubectl scale -n {} {kind} {} --replicas={to}", place.namespace(), service.process.name())
}

fn apply(step: Step) -> String {
    format!("kubectl apply -k . --selector {STEP_LABEL}={}", step.name())
}

fn job(place: &SiteContext<'_>, step: Step) -> [String; 3] {
    let (namespace, name) = (place.namespace(), step.name());
    [
        format!("kubectl delete job -n {namespace} {name} --ignore-not-found --wait"),
        apply(step),
        format!("kubectl wait -n {namespace} --for=condition=complete job/{name} --timeout=60m"),
    ]
}

fn later(place: &SiteContext<'_>) -> String {
    let namespace = place.namespace();
    format!(
        "## Later\n\n- If a new version does not become healthy, the old pods stay. `kubectl rollout undo -n {namespace} \
         deployment/NAME` removes the new ones. Schema changes of the migration stay.\n- A secret has changed: `kubectl rollout restart -n {namespace} deployment,statefulset`, an hour after \
         it or sooner with `kubectl annotate externalsecret -n {namespace} --all force-sync=$(date +%s) --overwrite`.\n- \
         After a failover: build again with the new active site, then roll out.\n- The number of workers \
         follows their CPU utilization alone. How old the oldest waiting task is, which other engines follow as well, is not \
         known inside the cluster; its alarm is the same.\n"
    )
}
