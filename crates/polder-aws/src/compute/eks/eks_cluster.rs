//! `aws_eks_cluster`: where the pods of a site run, and who has access to its API.

use polder_cloud::{Handle, Policy, Value, allow, body, text};
use polder_design::delivery::Phase;
use polder_design::kubernetes;

use crate::compute::app_context::AppContext;
use crate::encryption::kms_key;
use crate::iam::break_glass::BREAK_GLASS;
use crate::iam::iam_service_role::{CLUSTER, managed, role};
use crate::names::local;
use crate::observability::cloudwatch_log_group::{LogGroup, log_group};
use crate::pipeline::bootstrap_arns;

/// All types of control plane logs.
const LOGS: [&str; 5] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/// Writes the cluster of a site.
pub(crate) fn eks_cluster(context: &AppContext<'_>) -> Handle {
    let s = context.s;
    s.file(
        "cluster",
        "The cluster of the pods. The endpoint of the control plane is private; access is granted by the IAM\n\
         access entries below only. Its secrets are encrypted with a key of their own, and its audit log is\n\
         on.",
    );
    let secrets = kms_key::key(s, "cluster", "Kubernetes secrets.", []);
    let log = log_group(
        s,
        LogGroup {
            resource: "control_plane",
            name: text!["/aws/eks/", local("name"), "/cluster"],
            key: &context.base.keys.logs,
            retention: context.design.retention.audit_logs,
            site: context.site,
        },
    );
    let role = role(s, "cluster", "-cluster", CLUSTER, "Role of the control plane.");
    let mut before = vec![log.whole()];
    before.extend(rights(context, &role, &secrets));
    let groups: Vec<Value> = context.network.groups.cluster.iter().map(Handle::id).collect();
    let cluster = s.resource(
        "aws_eks_cluster",
        "main",
        body! {
            name = local("name");
            role_arn = role.arn();
            version = context.design.kubernetes.clone();
            enabled_cluster_log_types = LOGS;
            /// The add-ons below are installed explicitly, each with a role of its own.
            bootstrap_self_managed_addons = false;
            access_config {
                authentication_mode = "API";
                /// The creator of the cluster gets no access beyond its access entry.
                bootstrap_cluster_creator_admin_permissions = false;
            }
            encryption_config {
                resources = ["secrets"];
                provider {
                    key_arn = secrets.arn();
                }
            }
            kubernetes_network_config {
                service_ipv4_cidr =
                    kubernetes::service_network(context.site).map(|it| s.local("service_cidr", it.to_string()));
            }
            upgrade_policy {
                /// AWS upgrades the cluster when extended support, which costs more, ends.
                support_type = "EXTENDED";
            }
            vpc_config {
                subnet_ids = context.subnets();
                security_group_ids = groups;
                endpoint_private_access = true;
                endpoint_public_access = false;
            }
            zonal_shift_config {
                /// An unhealthy zone can be left at once (zonal shift).
                enabled = true;
            }
            depends_on = before;
        },
    );
    let open = cluster.get("vpc_config").at(0).field("endpoint_public_access");
    s.expect("the endpoint of the control plane is public", open, false);
    s.output("cluster", "Name of the cluster that pods run in.", cluster.name());
    s.output("cluster_endpoint", "Private endpoint of the control plane.", cluster.get("endpoint"));
    entries(context, &cluster);
    cluster
}

/// The permissions of the control plane: manage network interfaces, and encrypt Kubernetes secrets.
fn rights(context: &AppContext<'_>, role: &Handle, secrets: &Handle) -> [Value; 3] {
    let s = context.s;
    let seal = s.resource(
        "aws_iam_role_policy",
        "cluster",
        body! {
            name = "secrets";
            role = role.id();
            policy = Policy::of([allow("SealSecrets")
                .actions(["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"])
                .on(secrets.arn())]);
        },
    );
    [
        managed(s, role, "cluster", "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy").whole(),
        // Pods have branch network interfaces with security groups, which the VPC resource controller
        // creates.
        managed(s, role, "cluster_pods", "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController").whole(),
        seal.whole(),
    ]
}

/// The access entries of the cluster.
fn entries(context: &AppContext<'_>, cluster: &Handle) {
    context.s.file(
        "access_entries",
        "Access entries of the control plane: the pipeline and the break-glass role change things; plans only\n\
         read. Nodes have an entry that AWS manages.",
    );
    // Identity Center generates the names of the roles of its users, so that no entry can be written for them
    // here.
    let (all, view) = ("AmazonEKSClusterAdminPolicy", "AmazonEKSViewPolicy");
    for (phase, policy) in [(Phase::Apply, all), (Phase::Plan, view)] {
        let role = bootstrap_arns::role(context.s, context.design, phase);
        entry(context, cluster, phase.word(), role, policy);
    }
    entry(context, cluster, BREAK_GLASS, bootstrap_arns::break_glass(context.s, context.design), all);
}

fn entry(context: &AppContext<'_>, cluster: &Handle, who: &'static str, role: Value, policy: &'static str) {
    let s = context.s;
    let entry = s.resource(
        "aws_eks_access_entry",
        who,
        body! {
            cluster_name = cluster.name();
            principal_arn = role;
            type = "STANDARD";
        },
    );
    s.resource(
        "aws_eks_access_policy_association",
        who,
        body! {
            cluster_name = cluster.name();
            principal_arn = entry.get("principal_arn");
            policy_arn = format!("arn:aws:eks::aws:cluster-access-policy/{policy}");
            access_scope {
                type = "cluster";
            }
        },
    );
}
