//! Controllers that the manifests rely on: values of their Helm charts.
//!
//! Charts are pinned, and their images come from the platform's own registry: a site must be able to start without
//! external registries.

use polder_design::Protocol;
use polder_design::kubernetes::{Controller, POOL_LABEL, STEADY, cluster, controllers};
use polder_emit::File;
use polder_yaml::{Map, document};

use crate::metadata::SiteContext;

/// A Helm chart and its values for a site.
pub(crate) struct Chart {
    /// Its controller.
    pub(crate) controller: Controller,
    /// Its repository and name.
    pub(crate) repository: &'static str,
    pub(crate) name: &'static str,
    /// Its version.
    pub(crate) version: &'static str,
    /// The image that it runs, for the copy in the platform's registry.
    pub(crate) image: &'static str,
    pub(crate) tag: &'static str,
    /// The key of the image in the values.
    pub(crate) image_keys: &'static [&'static str],
    values: fn(&SiteContext<'_>) -> Map,
}

/// The chart of a controller.
fn chart(controller: Controller) -> Chart {
    match controller {
        Controller::LoadBalancer => Chart {
            controller,
            repository: "https://aws.github.io/eks-charts",
            name: "aws-load-balancer-controller",
            version: "3.6.0",
            image: "public.ecr.aws/eks/aws-load-balancer-controller",
            tag: "v3.6.0",
            image_keys: &["image"],
            values: load_balancer,
        },
        Controller::ExternalSecrets => Chart {
            controller,
            repository: "https://charts.external-secrets.io",
            name: "external-secrets",
            version: "2.14.0",
            image: "ghcr.io/external-secrets/external-secrets",
            tag: "v2.14.0",
            image_keys: &["image", "webhook.image", "certController.image"],
            values: external_secrets,
        },
        Controller::Autoscaler => Chart {
            controller,
            repository: "https://kubernetes.github.io/autoscaler",
            name: "cluster-autoscaler",
            version: "9.56.0",
            image: "registry.k8s.io/autoscaling/cluster-autoscaler",
            tag: "v1.35.0",
            image_keys: &["image"],
            values: autoscaler,
        },
    }
}

/// The charts of a site.
pub(crate) fn charts(context: &SiteContext<'_>) -> impl Iterator<Item = Chart> {
    controllers(context.design, context.site).into_iter().map(chart)
}

/// The file of a chart's values.
pub(crate) fn path(chart: &Chart) -> String {
    format!("controllers/{}.yaml", chart.name)
}

/// The values of each chart.
pub(crate) fn files(context: &SiteContext<'_>) -> Vec<File> {
    let file = |chart: Chart| {
        let head = format!(
            "Values of the chart `{}` {}. See README.md for its installation.",
            chart.name, chart.version
        );
        File { path: path(&chart), content: document(&head, &(chart.values)(context)) }
    };
    charts(context).map(file).collect()
}

fn account(controller: Controller) -> Map {
    Map::new().with("create", true).with("name", controller.account())
}

fn steady() -> Map {
    Map::new().with(POOL_LABEL, STEADY)
}

fn load_balancer(context: &SiteContext<'_>) -> Map {
    Map::new()
        .with("clusterName", cluster(context.design, context.site))
        .with("region", context.site.region.clone())
        .with("vpcTags", Map::new().with("Name", cluster(context.design, context.site)))
        .above("Pods have no access to instance metadata.")
        .with("serviceAccount", account(Controller::LoadBalancer))
        .with("replicaCount", 2_i64)
        .with("nodeSelector", steady())
        .with("createIngressClassResource", false)
        .above("It only registers pods in target groups: the stacks create the load balancer.")
        .with("enableServiceMutatorWebhook", false)
        .with("enableBackendSecurityGroup", false)
        .with("enableShield", false)
        .with("enableWaf", false)
        .with("enableWafv2", false)
        .with(
            "controllerConfig",
            Map::new()
                .with("featureGates", Map::new().with("ALBGatewayAPI", false).with("NLBGatewayAPI", false)),
        )
}

fn external_secrets(context: &SiteContext<'_>) -> Map {
    Map::new()
        .with("installCRDs", true)
        .with("serviceAccount", account(Controller::ExternalSecrets))
        .with("replicaCount", 2_i64)
        .with("leaderElect", true)
        .with("nodeSelector", steady())
        .with("scopedNamespace", context.namespace())
        .above("It may write secrets only in the site's namespace, from that namespace's store.")
        .with("scopedRBAC", true)
        .with("processClusterStore", false)
        .with("processClusterExternalSecret", false)
        .with("processClusterPushSecret", false)
        .with("processPushSecret", false)
        // Health checks and webhooks use this port: there is no flow for the chart's default port.
        .with(
            "webhook",
            Map::new().with("port", i64::from(Protocol::ADMISSION.port)).with("nodeSelector", steady()),
        )
        .with("certController", Map::new().with("nodeSelector", steady()))
}

fn autoscaler(context: &SiteContext<'_>) -> Map {
    Map::new()
        .with("fullnameOverride", Controller::Autoscaler.account())
        .with("cloudProvider", "aws")
        .with("awsRegion", context.site.region.clone())
        .with("autoDiscovery", Map::new().with("clusterName", cluster(context.design, context.site)))
        .with("rbac", Map::new().with("serviceAccount", account(Controller::Autoscaler)))
        .with("nodeSelector", steady())
        .with(
            "extraArgs",
            Map::new()
                .with("balance-similar-node-groups", true)
                .with("expander", "least-waste")
                .with("skip-nodes-with-system-pods", false),
        )
}
