//! `README.md` of the folder: the first rollout, and upgrades.

use polder_design::kubernetes::{cluster, late::REGISTRY};
use polder_design::{Process, Service};
use polder_emit::File;

use crate::controllers::{Chart, charts, path};
use crate::kustomization::{LATE_FILE, TAGS_FILE, tags};
use crate::metadata::{STEP_LABEL, SiteContext, Step};

/// The page.
pub(crate) fn file(context: &SiteContext<'_>) -> File {
    let parts = [
        head(context),
        access(context),
        values(context),
        installation(context),
        rollout(context),
        later(context),
    ];
    File { path: "README.md".to_owned(), content: parts.join("\n") }
}

fn head(context: &SiteContext<'_>) -> String {
    format!(
        "# Manifests of {}\n\nWritten by polder; another build writes them again. All commands run in this folder.\n",
        context.site.name
    )
}

fn access(context: &SiteContext<'_>) -> String {
    let (region, cluster) = (&context.site.region, cluster(context.design, context.site));
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

fn values(context: &SiteContext<'_>) -> String {
    let tags: String = tags(context).iter().map(|tag| format!("{tag}=\n")).collect();
    format!(
        "## Late values\n\nValues that are known only after the stack is applied:\n\n```sh\nterraform -chdir=.. output -raw \
         late_env > {LATE_FILE}\n```\n\nThe image tags, in `{TAGS_FILE}`: a tag of each repository, which never moves to \
         another image.\n\n```\n{tags}```\n"
    )
}

fn installation(context: &SiteContext<'_>) -> String {
    let charts: String = charts(context).map(|chart| install(context, &chart)).collect();
    format!(
        "## Controllers\n\nInstall them once, and again for a new version. Copy their images to the platform's registry first, so \
         that pods start without other registries.\n\n```sh\nkubectl apply -f namespace.yaml\n. \
         ./{LATE_FILE}\n{charts}```\n"
    )
}

fn install(context: &SiteContext<'_>, chart: &Chart) -> String {
    let Chart { controller, repository, name, version, image, tag, image_keys, .. } = chart;
    let (platform, copy) = (&context.design.name, controller.name());
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

fn rollout(context: &SiteContext<'_>) -> String {
    let namespace = context.namespace();
    let migrates = wanted(context, &Process::Migrate);
    let mut steps = vec![
        apply(Step::Foundation),
        format!("kubectl wait -n {namespace} --for=condition=Ready externalsecret --all --timeout=5m"),
    ];
    let working = || context.site.services.iter().filter(|service| migrates && works(service));
    steps.extend(working().map(|service| scale(context, service, 0)));
    if migrates {
        steps.extend(job(context, Step::Migrate));
    }
    if wanted(context, &Process::Static) {
        steps.extend(job(context, Step::Static));
    }
    steps.push(apply(Step::Services));
    // An autoscaler ignores a workload with zero replicas.
    steps.extend(working().map(|service| scale(context, service, service.scaling.desired)));
    steps.push(format!(
        "kubectl rollout status -n {namespace} deployment --timeout=15m --selector {STEP_LABEL}={}",
        Step::Services.name()
    ));
    if migrates {
        // A new version may add settings.
        steps.push(format!(
            "aws lambda invoke --region {} --function-name \"$(terraform -chdir=../../functions output -raw \
             setup_runner)\" \\\n  --cli-binary-format raw-in-base64-out --cli-read-timeout 660 \\\n  --payload \
             '{{\"format_version\":1,\"action\":\"setup\"}}' answer.json && cat answer.json",
            context.site.region
        ));
    }
    let note = if migrates {
        "In the first rollout there is nothing to stop: the two commands report that. The last command needs the stack \
         `functions` and the token of the shop: see `docs/shop.md` of polder.\n"
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
fn wanted(context: &SiteContext<'_>, process: &Process) -> bool {
    context.site.jobs.iter().any(|job| job.process == *process && job.scaling.desired > 0)
}

/// Whether it uses tables that a migration changes, and can be stopped.
fn works(service: &Service) -> bool {
    matches!(service.process, Process::Worker | Process::Beat)
}

fn scale(context: &SiteContext<'_>, service: &Service, to: u64) -> String {
    let kind = if service.scaling.singleton { "statefulset" } else { "deployment" };
    format!("kubectl scale -n {} {kind} {} --replicas={to}", context.namespace(), service.process.name())
}

fn apply(step: Step) -> String {
    format!("kubectl apply -k . --selector {STEP_LABEL}={}", step.name())
}

fn job(context: &SiteContext<'_>, step: Step) -> [String; 3] {
    let (namespace, name) = (context.namespace(), step.name());
    [
        format!("kubectl delete job -n {namespace} {name} --ignore-not-found --wait"),
        apply(step),
        format!("kubectl wait -n {namespace} --for=condition=complete job/{name} --timeout=60m"),
    ]
}

fn later(context: &SiteContext<'_>) -> String {
    let namespace = context.namespace();
    format!(
        "## Later\n\n- If a new version does not become healthy, the old pods stay. `kubectl rollout undo -n {namespace} \
         deployment/NAME` removes the new ones. Schema changes of the migration stay.\n- A secret has changed: `kubectl rollout restart -n {namespace} deployment,statefulset`, an hour after \
         it or sooner with `kubectl annotate externalsecret -n {namespace} --all force-sync=$(date +%s) --overwrite`. \
         If it is a password of the database, run the migration job before the restart: it sets the passwords of the roles.\n- \
         After a failover: build again with the new active site, then roll out.\n- Workers \
         scale on their CPU utilization only. If the broker is SQS, ECS services also scale on the age of the oldest message, \
         a CloudWatch metric that is not available inside the cluster. The alarm on it is the same.\n"
    )
}
