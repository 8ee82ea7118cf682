//! `aws_eks_pod_identity_association`: which pods work in which role.

use polder_cloud::{Handle, Policy, Statement, Value, allow, body, text};
use polder_design::{Service, kubernetes};

use crate::compute::app_context::AppContext;
use crate::draft::Draft;
use crate::iam::iam_role::task_role;
use crate::names::{account, arn_here, local, named_worldwide};

/// The comment in the head of the file.
const WHY: &str = "Which pods work in which role. A role can be taken on only for the service account that it is for, in\n\
         this cluster alone, and may do what the declared flows of its process need. Whoever starts a pod gets\n\
         its image, its log and its secrets from the cluster: processes may reach none of them by themselves.";

/// Pods of one service account.
#[derive(Clone, Copy)]
pub(crate) struct Pods<'a> {
    /// Their namespace.
    pub(crate) namespace: &'a str,
    /// Their service account.
    pub(crate) account: &'a str,
}

/// Trust in pods of a service account of the site's cluster. EKS says in the tags of the session for whom it asks.
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

/// Writes the role of a process and gives it to its pods.
pub(crate) fn process(place: &AppContext<'_>, cluster: &Handle, service: &Service) {
    let s = place.s;
    s.file("roles", WHY);
    let service_account = kubernetes::service_account(&service.process);
    // The namespace is called as the cluster is, which is the name that all of the site's things begin with.
    let (role, _) = task_role(place, service, trust(s, local("name"), service_account));
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

/// Writes the role of pods that are none of a process.
pub(crate) fn role(
    place: &AppContext<'_>,
    name: &str,
    suffix: &'static str,
    description: &'static str,
    pods: Pods<'_>,
) -> Handle {
    place.s.resource(
        "aws_iam_role",
        name,
        body! {
            name = named_worldwide(suffix);
            description = description;
            assume_role_policy = Policy::of([trust(place.s, pods.namespace.to_owned(), pods.account)]);
        },
    )
}
