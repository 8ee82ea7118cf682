//! `aws_eks_node_group`: the nodes of a cluster, a group for each machine pool of the design.

use polder_cloud::{Handle, Policy, Value, allow, body};
use polder_design::{Architecture, Component, MachineKind, Machines, kubernetes};

use crate::compute::app_context::AppContext;
use crate::iam::iam_service_role::{MACHINES, managed, role};
use crate::names::{local, named};

/// The root volume of a node; pods write to the second volume.
const SYSTEM_DISK_GIB: u64 = 4;

/// The permissions of nodes. Pods have roles of their own.
const RIGHTS: [(&str, &str); 2] = [
    ("nodes", "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"),
    ("nodes_images", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"),
];

/// Writes the nodes of a site. `before` is what must be in the cluster when the first of them joins.
pub(crate) fn eks_node_groups(context: &AppContext<'_>, cluster: &Handle, before: &[Handle]) -> Vec<Handle> {
    let s = context.s;
    s.file(
        "machines",
        "The node groups, one for each pool: On-Demand Instances, and Spot Instances, which AWS may interrupt\n\
         with two minutes' notice. They run Bottlerocket: no login, a read-only root file system, and updates\n\
         of the whole image. Pods cannot reach the instance metadata service; they have roles of their own.",
    );
    let role = role(s, "nodes", "-nodes", MACHINES, "Role of the nodes.");
    let mut rights: Vec<Handle> =
        RIGHTS.into_iter().map(|(name, policy)| managed(s, &role, name, policy)).collect();
    rights.push(sessions(context, &role));
    let release = release(context);
    let before: Vec<Value> = rights.iter().chain(before).map(Handle::whole).collect();
    let groups = context.site.machines.iter();
    groups.map(|machines| group(context, machines, cluster, &release, (&role, &before))).collect()
}

/// Session Manager is the only access to the control plane from outside the VPC: a forwarded port, without a bastion. AWS's policy
/// `AmazonSSMManagedInstanceCore` would let nodes read every parameter of the account as well. Only the first of these
/// actions has a resource. Source: AWS, Systems Manager User Guide, "Add Session Manager permissions to an existing IAM role".
fn sessions(context: &AppContext<'_>, role: &Handle) -> Handle {
    context.s.resource(
        "aws_iam_role_policy",
        "nodes_sessions",
        body! {
            name = "sessions";
            role = role.id();
            policy = Policy::of([
                allow("Instance").actions(["ssm:UpdateInstanceInformation"]).on("arn:aws:ec2:*:*:instance/*"),
                allow("Sessions")
                    .actions([
                        "ssmmessages:CreateControlChannel",
                        "ssmmessages:CreateDataChannel",
                        "ssmmessages:OpenControlChannel",
                        "ssmmessages:OpenDataChannel",
                    ])
                    .on("*"),
            ]);
        },
    )
}

/// The recommended Bottlerocket release. A new one appears in the next plan; applying it replaces the nodes
/// one after the other. Nodes get patches in no other way.
fn release(context: &AppContext<'_>) -> Value {
    let architecture = match context.design.architecture {
        Architecture::Arm64 => "arm64",
        Architecture::X86_64 => "x86_64",
    };
    let version = &context.design.kubernetes;
    let name = format!("/aws/service/bottlerocket/aws-k8s-{version}/{architecture}/latest/image_version");
    context.s.data("aws_ssm_parameter", "machine_release", body! { name = name; }).get("insecure_value")
}

fn group(
    context: &AppContext<'_>,
    machines: &Machines,
    cluster: &Handle,
    release: &Value,
    (role, before): (&Handle, &[Value]),
) -> Handle {
    let s = context.s;
    let _machines = s.part(Component::Machines(machines.kind));
    let name = machines.kind.name();
    let steady = machines.kind == MachineKind::Steady;
    let template = template(context, machines);
    let number = |what: &str, value: u64| s.local(format!("{name}_{what}"), value);
    let group = s.resource(
        "aws_eks_node_group",
        name,
        body! {
            cluster_name = cluster.name();
            node_group_name = name;
            node_role_arn = role.arn();
            subnet_ids = context.subnets();
            /// Nodes follow the Kubernetes version of the control plane.
            version = cluster.get("version");
            release_version = release;
            ami_type = match context.design.architecture {
                Architecture::Arm64 => "BOTTLEROCKET_ARM_64",
                Architecture::X86_64 => "BOTTLEROCKET_x86_64",
            };
            capacity_type = if steady { "ON_DEMAND" } else { "SPOT" };
            instance_types = s.local(format!("{name}_classes"), machines.classes.clone());
            labels = { (kubernetes::POOL_LABEL) = pool(machines.kind); };
            launch_template {
                id = template.id();
                version = template.get("latest_version");
            }
            scaling_config {
                min_size = number("min", machines.min);
                desired_size = number("desired", machines.desired);
                max_size = number("max", machines.max);
            }
            update_config {
                max_unavailable_percentage = 33;
            }
            node_repair_config {
                enabled = true;
            }
            if !steady => taint {
                key = kubernetes::POOL_LABEL;
                value = pool(machines.kind);
                effect = "NO_SCHEDULE";
            }
            lifecycle {
                /// The cluster autoscaler sets the desired size.
                ignore_changes = [Value::expression("scaling_config[0].desired_size")];
            }
            depends_on = before.to_vec();
        },
    );
    interfaces(context, machines, &group);
    group
}

/// The label of a pool's nodes.
fn pool(kind: MachineKind) -> &'static str {
    match kind {
        MachineKind::Steady => kubernetes::STEADY,
        MachineKind::Interruptible => kubernetes::INTERRUPTIBLE,
    }
}

fn template(context: &AppContext<'_>, machines: &Machines) -> Handle {
    let s = context.s;
    let name = machines.kind.name();
    let groups: Vec<Value> = context.network.groups.cluster.iter().map(Handle::id).collect();
    let disks = [
        ("/dev/xvda", Value::from(SYSTEM_DISK_GIB)),
        ("/dev/xvdb", s.local(format!("{name}_disk_gib"), machines.disk.as_gib())),
    ];
    let template = s.resource(
        "aws_launch_template",
        name,
        body! {
            name = named(format!("-{name}"));
            update_default_version = true;
            vpc_security_group_ids = groups;
            tags = { Name = named(format!("-{name}")); };
            for (device, size) in disks => block_device_mappings {
                device_name = device;
                ebs {
                    volume_type = "gp3";
                    volume_size = size;
                    encrypted = true;
                    kms_key_id = context.base.keys.machines.as_ref().map(Handle::arn);
                    delete_on_termination = true;
                }
            }
            metadata_options {
                http_endpoint = "enabled";
                http_tokens = "required";
                http_put_response_hop_limit = 1;
                instance_metadata_tags = "disabled";
            }
            monitoring {
                enabled = true;
            }
            tag_specifications {
                resource_type = "instance";
                tags = Value::call("merge", vec![local("tags"), body! { Name = named(format!("-{name}")); }.into()]);
            }
        },
    );
    let metadata = template.get("metadata_options").at(0);
    s.expect(format!("{name} nodes accept IMDSv1"), metadata.field("http_tokens"), "required");
    template
}

/// How many pods get a branch network interface on a node. The autoscaler must know it before the first node
/// exists.
fn interfaces(context: &AppContext<'_>, machines: &Machines, group: &Handle) {
    if !kubernetes::controllers(context.design, context.site).contains(&kubernetes::Controller::Autoscaler) {
        return;
    }
    let s = context.s;
    let name = machines.kind.name();
    let scaled = group.get("resources").at(0).field("autoscaling_groups").at(0).field("name");
    s.resource(
        "aws_autoscaling_group_tag",
        name,
        body! {
            autoscaling_group_name = scaled;
            tag {
                key = "k8s.io/cluster-autoscaler/node-template/resources/vpc.amazonaws.com/pod-eni";
                value = s.local(format!("{name}_pods"), machines.tasks.to_string());
                propagate_at_launch = false;
            }
        },
    );
}
