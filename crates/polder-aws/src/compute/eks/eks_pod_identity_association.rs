//! `aws_eks_pod_identity_association`: which pods get which role.

use polder_cloud::{Handle, Policy, Statement, Value, allow, body, text};
use polder_design::{Service, kubernetes};

use crate::compute::app_context::AppContext;
use crate::draft::Draft;
use crate::iam::iam_role::task_role;
use crate::names::{account, arn_here, local, named_worldwide};

/// The comment at the head of the file.
const WHY: &str = "The roles of pods. A role can be assumed only for its service account, in this cluster only, and has\n\
    the permissions that the declared flows of its process need. The cluster fetches images and secrets\n\
    and writes logs for pods: processes have no access to them.";

/// Pods of one service account.
#[derive(Clone, Copy)]
pub(crate) struct Pods<'a> {
    /// Their namespace.
    pub(crate) namespace: &'a str,
    /// Their service account.
    pub(crate) account: &'a str,
}

/// The trust policy for pods of a service account of the site's cluster. EKS identifies the pod in session
/// tags.
pub(crate) fn trust(s: &Draft, namespace: impl Into<Value>, service_account: &str) -> Statement {
    let arn = arn_here("eks", text!["cluster/", local("name")]);
    let cluster = s.later("aws_eks_cluster", "main").mention("arn", arn);
    allow("PodsOfThisCluster")
        .to_service("pods.eks.amazonaws.com")
        .actions(["sts:AssumeRole", "sts:TagSession"])
        .when("StringEquals", "aws:SourceAccount", [account()])
        .when("ArnEquals", "aws:SourceArn", [cluster])
        .when("StringEquals", "aws:RequestTag/kubernetes-namespace", [namespace.into()])
        .when("StringEquals", "aws:RequestTag/kubernetes-service-account", [service_account.to_owned()])
}

/// Writes the role of a process and associates it with its pods.
pub(crate) fn process(context: &AppContext<'_>, cluster: &Handle, service: &Service) {
    let s = context.s;
    s.file("roles", WHY);
    let service_account = kubernetes::service_account(&service.process);
    // The namespace has the cluster's name, which is the prefix of all names of the site.
    let (role, _) = task_role(context, service, trust(s, local("name"), service_account));
    s.resource(
        "aws_eks_pod_identity_association",
        service.process.name(),
        body! {
            cluster_name = cluster.name();
            namespace = local("name");
            service_account = service_account.to_owned();
            role_arn = role.arn();
        },
    );
}

/// Writes the role of pods that belong to no process.
pub(crate) fn role(
    context: &AppContext<'_>,
    name: &str,
    suffix: &'static str,
    description: &'static str,
    pods: Pods<'_>,
) -> Handle {
    context.s.resource(
        "aws_iam_role",
        name,
        body! {
            name = named_worldwide(suffix);
            description = description;
            assume_role_policy = Policy::of([trust(context.s, pods.namespace.to_owned(), pods.account)]);
        },
    )
}
