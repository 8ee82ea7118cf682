//! The controllers of a cluster, each with a role for its own tasks only.

use std::collections::BTreeSet;

use polder_cloud::{Handle, Policy, Statement, Value, allow, body, text};
use polder_design::kubernetes::{self, Controller};
use polder_design::{Component, Party};

use crate::compute::app_context::AppContext;
use crate::compute::eks::eks_pod_identity_association::{Pods, role};
use crate::encryption::kms_key::decrypt_via;
use crate::iam::iam_role_policy::read_secrets;
use crate::names::{arn_here, local};

/// Writes the roles of a site's controllers and associates them with their pods.
pub(crate) fn eks_controllers(context: &AppContext<'_>, cluster: &Handle) {
    let s = context.s;
    s.file(
        "controllers",
        "Controllers of the cluster. The manifests install them; here are their permissions: register pods in\n\
         the target groups of this load balancer, read the secrets that this site's processes start with, and\n\
         change the size of this cluster's node groups.",
    );
    for controller in kubernetes::controllers(context.design, context.site) {
        let _controller = s.part(Component::Controller(controller));
        let (suffix, description, statements) = match controller {
            Controller::LoadBalancer => {
                ("-lbc", "AWS Load Balancer Controller: registers pods in target groups.", targets(context))
            }
            Controller::ExternalSecrets => {
                ("-secrets", "External Secrets Operator: reads the secrets of processes.", secrets(context))
            }
            Controller::Autoscaler => {
                ("-scaler", "Cluster Autoscaler: changes the size of node groups.", machines(cluster))
            }
        };
        let pods = Pods { namespace: controller.namespace(), account: controller.account() };
        let role = role(context, controller.name(), suffix, description, pods);
        s.resource(
            "aws_iam_role_policy",
            controller.name(),
            body! {
                name = "work";
                role = role.id();
                policy = Policy::of(statements);
            },
        );
        s.resource(
            "aws_eks_pod_identity_association",
            controller.name(),
            body! {
                cluster_name = cluster.name();
                namespace = controller.namespace();
                service_account = controller.account();
                role_arn = role.arn();
            },
        );
    }
}

/// The load balancer, its listeners and its target groups are created here and not in the cluster: a
/// controller that can only register targets cannot expose anything.
fn targets(context: &AppContext<'_>) -> Vec<Statement> {
    let groups: Vec<Value> = context.edge.target_groups.values().map(Handle::arn).collect();
    vec![
        // The describe actions of both services have no resource-level permissions.
        allow("Look")
            .actions([
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeInstances",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
                "elasticloadbalancing:DescribeTargetGroupAttributes",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetHealth",
            ])
            .on("*"),
        allow("PutIntoGroups")
            .actions(["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"])
            .on_all(groups),
    ]
}

/// The secrets that flows let the cluster read.
fn secrets(context: &AppContext<'_>) -> Vec<Statement> {
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for flow in &context.site.flows {
        if let (Party::Cluster, Party::Secret(id)) = (&flow.from, &flow.to) {
            ids.insert(id);
        }
    }
    let secrets: Vec<Value> = ids.iter().map(|id| context.secret(id)).collect();
    vec![
        read_secrets(context, secrets),
        decrypt_via("OpenSecrets", &context.base.keys.secrets, "secretsmanager"),
    ]
}

/// EKS tags the Auto Scaling groups of node groups for the autoscaler, with the cluster's name.
fn machines(cluster: &Handle) -> Vec<Statement> {
    vec![
        allow("Look")
            .actions([
                "autoscaling:DescribeAutoScalingGroups",
                "autoscaling:DescribeAutoScalingInstances",
                "autoscaling:DescribeLaunchConfigurations",
                "autoscaling:DescribeScalingActivities",
                "autoscaling:DescribeTags",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeLaunchTemplateVersions",
                "ec2:GetInstanceTypesFromInstanceRequirements",
            ])
            .on("*"),
        allow("LookAtPools")
            .actions(["eks:DescribeNodegroup"])
            .on(arn_here("eks", text!["nodegroup/", cluster.mention("name", local("name")), "/*"])),
        allow("ChangeHowMany")
            .actions(["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"])
            .on(arn_here("autoscaling", "autoScalingGroup:*"))
            .when(
                "StringEquals",
                "aws:ResourceTag/eks:cluster-name",
                [cluster.mention("name", local("name"))],
            ),
    ]
}
