//! `aws_eks_cluster`: where the pods of a site run, and who may talk to it.

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

/// All that the control plane can tell.
const LOGS: [&str; 5] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/// Writes the cluster of a site.
pub(crate) fn eks_cluster(place: &AppContext<'_>) -> Handle {
    let s = place.s;
    s.file(
        "cluster",
        "Where the pods run. The control plane answers inside the network alone; who may ask it is said by IAM in\n\
         the entries below, and by nothing inside the cluster. Its secrets are sealed with a key of their own, and\n\
         all that it does is on record.",
    );
    let secrets = kms_key::key(s, "cluster", "What the cluster keeps as secrets.", []);
    let log = log_group(
        s,
        LogGroup {
            resource: "control_plane",
            name: text!["/aws/eks/", local("name"), "/cluster"],
            key: &place.base.keys.logs,
            retention: place.design.retention.audit_logs,
            site: place.site,
        },
    );
    let role = role(s, "cluster", "-cluster", CLUSTER, "Works for the control plane.");
    let mut before = vec![log.whole()];
    before.extend(rights(place, &role, &secrets));
    let groups: Vec<Value> = place.network.groups.cluster.iter().map(Handle::id).collect();
    let cluster = s.resource(
        "aws_eks_cluster",
        "main",
        body! {
            name = local("name");
            role_arn = role.arn();
            version = place.design.kubernetes.clone();
            enabled_cluster_log_types = LOGS;
            /// The add-ons below bring what a cluster needs, each with a role of its own.
            bootstrap_self_managed_addons = false;
            access_config {
                authentication_mode = "API";
                /// Whoever makes the cluster has no more rights in it than its entry says.
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
                    kubernetes::service_network(place.site).map(|it| s.local("service_cidr", it.to_string()));
            }
            upgrade_policy {
                /// A release that runs out costs more until it is raised, and is not raised by surprise.
                support_type = "EXTENDED";
            }
            vpc_config {
                subnet_ids = place.subnets();
                security_group_ids = groups;
                endpoint_private_access = true;
                endpoint_public_access = false;
            }
            zonal_shift_config {
                /// A zone that is ill can be left at once.
                enabled = true;
            }
            depends_on = before;
        },
    );
    let open = cluster.get("vpc_config").at(0).field("endpoint_public_access");
    s.expect("the control plane answers on the internet", open, false);
    s.output("cluster", "Name of the cluster that pods run in.", cluster.name());
    s.output(
        "cluster_endpoint",
        "Where its control plane answers, inside the network.",
        cluster.get("endpoint"),
    );
    entries(place, &cluster);
    cluster
}

/// What the control plane may do: keep interfaces for pods, and seal secrets.
fn rights(place: &AppContext<'_>, role: &Handle, secrets: &Handle) -> [Value; 3] {
    let s = place.s;
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
        // Pods have interfaces with groups of their own, which this part of the control plane makes.
        managed(s, role, "cluster_pods", "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController").whole(),
        seal.whole(),
    ]
}

/// Who may ask the control plane for what.
fn entries(place: &AppContext<'_>, cluster: &Handle) {
    place.s.file(
        "access_entries",
        "Who may ask the control plane for what: the pipeline changes things, and so do people in an emergency;\n\
         its plans only look. Machines get in by their own entry, which AWS keeps.",
    );
    // Where people take on their rights through Identity Center, AWS draws the names of their roles: none is known here.
    let (all, view) = ("AmazonEKSClusterAdminPolicy", "AmazonEKSViewPolicy");
    for (phase, policy) in [(Phase::Apply, all), (Phase::Plan, view)] {
        let role = bootstrap_arns::role(place.s, place.design, phase);
        entry(place, cluster, phase.word(), role, policy);
    }
    entry(place, cluster, BREAK_GLASS, bootstrap_arns::break_glass(place.s, place.design), all);
}

fn entry(place: &AppContext<'_>, cluster: &Handle, who: &'static str, role: Value, policy: &'static str) {
    let s = place.s;
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
