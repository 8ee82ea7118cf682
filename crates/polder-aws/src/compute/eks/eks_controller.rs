//! The controllers of a cluster: what runs in it beside the processes, each with a role that may do its work alone.

use std::collections::BTreeSet;

use polder_cloud::{Handle, Policy, Statement, Value, allow, body, text};
use polder_design::kubernetes::{self, Controller};
use polder_design::{Component, Party};

use crate::compute::app_context::AppContext;
use crate::compute::eks::eks_pod_identity_association::{Pods, role};
use crate::encryption::kms_key::decrypt_via;
use crate::names::{arn_here, local};

/// Writes the roles of a site's controllers and gives them to their pods.
pub(crate) fn eks_controllers(place: &AppContext<'_>, cluster: &Handle) {
    let s = place.s;
    s.file(
        "controllers",
        "What runs in the cluster beside the processes. The manifests install it; here is what it may do: put pods\n\
         into the target groups of this load balancer, read the secrets that this site's processes start\n\
         with, and change how many machines this cluster has.",
    );
    for controller in kubernetes::controllers(place.design, place.site) {
        let _controller = s.part(Component::Controller(controller));
        let (suffix, description, statements) = match controller {
            Controller::LoadBalancer => ("-lbc", "Puts pods into target groups.", targets(place)),
            Controller::ExternalSecrets => {
                ("-secrets", "Reads the secrets that processes start with.", secrets(place))
            }
            Controller::Autoscaler => {
                ("-scaler", "Changes how many machines the cluster has.", machines(cluster))
            }
        };
        let pods = Pods { namespace: controller.namespace(), account: controller.account() };
        let role = role(place, controller.name(), suffix, description, pods);
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

/// The load balancer, its listeners and its groups are made here and not in the cluster: a controller that can change
/// nothing but who is in a group cannot open a way in.
fn targets(place: &AppContext<'_>) -> Vec<Statement> {
    let groups: Vec<Value> = place.edge.target_groups.values().map(Handle::arn).collect();
    vec![
        // Neither of these services knows a narrower resource for looking.
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
fn secrets(place: &AppContext<'_>) -> Vec<Statement> {
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for flow in &place.site.flows {
        if let (Party::Cluster, Party::Secret(id)) = (&flow.from, &flow.to) {
            ids.insert(id);
        }
    }
    let secrets: Vec<Value> = ids.iter().map(|id| place.secret(id)).collect();
    vec![
        allow("ReadSecrets").actions(["secretsmanager:GetSecretValue"]).on_all(secrets),
        decrypt_via("OpenSecrets", &place.base.keys.secrets, "secretsmanager"),
    ]
}

/// EKS marks the groups of a cluster's machines as the autoscaler's, under the cluster's name.
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
