//! `aws_eks_addon`: components that AWS provides in a cluster and updates with its version.

use polder_cloud::{Body, Document, Handle, Policy, Value, allow, body, text};

use crate::compute::app_context::AppContext;
use crate::compute::eks::eks_pod_identity_association::{Pods, role};
use crate::compute::eks::fluent_bit;
use crate::iam::iam_service_role::managed;
use crate::names::{arn_here, local};
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};

/// The comment at the head of the file.
const WHY: &str = "Add-ons that AWS maintains. Each has the default version for the Kubernetes version of the cluster:\n\
    an upgrade of the cluster upgrades them in the same plan, which shows it.";

/// The logs that the agent writes besides those of processes: cluster components, instances and metrics.
const LOGS: [&str; 4] = ["cluster", "dataplane", "host", "performance"];

/// An add-on.
struct Addon<'a> {
    name: &'static str,
    settings: Option<Body>,
    /// Its service account and its role.
    works: Option<(&'static str, &'a Handle)>,
    /// What it depends on.
    after: Vec<Value>,
}

/// What the first nodes depend on: the VPC CNI, kube-proxy and the Pod Identity agent.
pub(crate) fn before_machines(context: &AppContext<'_>, cluster: &Handle) -> Vec<Handle> {
    let pods = Pods { namespace: "kube-system", account: "aws-node" };
    context.s.file("addons", WHY);
    let network =
        role(context, "pod_network", "-cni", "VPC CNI: manages the network interfaces of pods.", pods);
    let rights = managed(context.s, &network, "pod_network", "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy");
    let agent = addon(context, cluster, plain("eks-pod-identity-agent", vec![]));
    let network = Addon {
        name: "vpc-cni",
        settings: Some(pod_network()),
        works: Some((pods.account, &network)),
        after: vec![rights.whole(), agent.whole()],
    };
    let network = addon(context, cluster, network);
    vec![agent, network, addon(context, cluster, plain("kube-proxy", vec![]))]
}

/// Add-ons that need nodes to run on.
pub(crate) fn on_machines(context: &AppContext<'_>, cluster: &Handle, machines: &[Handle]) {
    let after: Vec<Value> = machines.iter().map(Handle::whole).collect();
    context.s.file("addons", WHY);
    addon(context, cluster, plain("coredns", after.clone()));
    addon(context, cluster, plain("metrics-server", after.clone()));
    observability(context, cluster, after);
}

fn plain(name: &'static str, after: Vec<Value>) -> Addon<'static> {
    Addon { name, settings: None, works: None, after }
}

fn addon(context: &AppContext<'_>, cluster: &Handle, addon: Addon<'_>) -> Handle {
    let s = context.s;
    let version = s.data(
        "aws_eks_addon_version",
        addon.name,
        body! {
            addon_name = addon.name;
            kubernetes_version = cluster.get("version");
        },
    );
    s.resource(
        "aws_eks_addon",
        addon.name,
        body! {
            cluster_name = cluster.name();
            addon_name = addon.name;
            addon_version = version.get("version");
            /// Terraform's configuration overwrites changes made in the cluster.
            resolve_conflicts_on_create = "OVERWRITE";
            resolve_conflicts_on_update = "OVERWRITE";
            configuration_values = addon.settings.map(|settings| Value::from(Document::Json(settings)));
            if let Some((account, role)) = addon.works => pod_identity_association {
                service_account = account;
                role_arn = role.arn();
            }
            depends_on = if addon.after.is_empty() { Value::Null } else { addon.after.into() };
        },
    )
}

/// Pods have network interfaces with the security groups of their process.
fn pod_network() -> Body {
    body! {
        enableNetworkPolicy = "true";
        env = {
            /// A branch network interface for each pod that a policy gives a security group.
            ENABLE_POD_ENI = "true";
            /// The Pod Identity agent is reached at a link-local address of the node, which the strict mode blocks.
            POD_SECURITY_GROUP_ENFORCING_MODE = "standard";
            /// Traffic to the internet keeps the pod's own address and security group.
            AWS_VPC_K8S_CNI_EXTERNALSNAT = "true";
        };
    }
}

/// Collects metrics, and sends the output of pods to the log group of their process.
fn observability(context: &AppContext<'_>, cluster: &Handle, mut after: Vec<Value>) {
    let s = context.s;
    s.file("logs", "");
    for what in LOGS {
        let name = match what {
            "cluster" => text!["/", local("name"), "/cluster"],
            // Component names of the agent.
            _ => text!["/aws/containerinsights/", local("name"), format!("/{what}")],
        };
        let retention = context.design.retention.logs;
        let group =
            LogGroup { resource: what, name, key: &context.base.keys.logs, retention, site: context.site };
        after.push(log_group(s, group).whole());
    }
    s.file("addons", WHY);
    let pods = Pods { namespace: "amazon-cloudwatch", account: "cloudwatch-agent" };
    let role = role(
        context,
        "observability",
        "-watch",
        "CloudWatch agent: writes logs and metrics of the cluster.",
        pods,
    );
    let groups = [text!["/", local("name"), "/*"], text!["/aws/containerinsights/", local("name"), "/*"]];
    let rights = s.resource(
        "aws_iam_role_policy",
        "observability",
        body! {
            name = "logs";
            role = role.id();
            policy = Policy::of([
                allow("WriteLogs")
                    .actions(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"])
                    .on_all(groups.map(|group| arn_here("logs", text!["log-group:", group]))),
                // `ec2:Describe*` actions have no resource-level permissions.
                allow("LookAtMachines").actions(["ec2:DescribeTags", "ec2:DescribeVolumes"]).on("*"),
            ]);
        },
    );
    after.push(rights.whole());
    let settings = body! {
        agent = {
            config = {
                logs = {
                    metrics_collected = {
                        kubernetes = { enhanced_container_insights = true; };
                    };
                };
            };
        };
        containerLogs = {
            enabled = true;
            fluentBit = {
                config = {
                    extraFiles = { "application-log.conf" = fluent_bit::configuration(); };
                };
            };
        };
    };
    let works = Some((pods.account, &role));
    addon(
        context,
        cluster,
        Addon { name: "amazon-cloudwatch-observability", settings: Some(settings), works, after },
    );
}
