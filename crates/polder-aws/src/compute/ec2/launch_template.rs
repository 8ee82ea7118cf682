//! `aws_launch_template`: the configuration of the EC2 instances of a pool.

use polder_cloud::{Handle, Value, body};
use polder_design::{Architecture, MachineKind};

use crate::compute::app_context::AppContext;
use crate::compute::ec2::machine_figures::Figures;
use crate::compute::ec2::machine_role::MachineRole;
use crate::compute::ec2::user_data::Agent;
use crate::names::named;

/// The ECS-optimized AMI of AWS. A new one appears in the next plan; applying it replaces the instances one
/// after the other.
pub(crate) fn image(context: &AppContext<'_>) -> Value {
    let architecture = match context.design.architecture {
        Architecture::Arm64 => "arm64/",
        Architecture::X86_64 => "",
    };
    let name = format!("/aws/service/ecs/optimized-ami/amazon-linux-2023/{architecture}recommended/image_id");
    context.s.data("aws_ssm_parameter", "machine_image", body! { name = name; }).get("insecure_value")
}

/// Writes the template of a pool.
pub(crate) fn launch_template(
    context: &AppContext<'_>,
    kind: MachineKind,
    figures: &Figures,
    image: &Value,
    cluster: &Handle,
    role: &MachineRole,
) -> Handle {
    let s = context.s;
    let kind = kind.name();
    let agent = Agent(vec![
        ("ECS_CLUSTER", cluster.name()),
        // What the design reserved for the system: ECS must not allocate it to tasks.
        ("ECS_RESERVED_MEMORY", figures.system_memory.clone()),
        // No task has access to the instance's own role.
        ("ECS_AWSVPC_BLOCK_IMDS", "true".into()),
        // Logs are written with the role of each process.
        ("ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE", "true".into()),
        // Tasks move in the two minutes before a Spot Instance is interrupted.
        ("ECS_ENABLE_SPOT_INSTANCE_DRAINING", "true".into()),
        ("ECS_IMAGE_PULL_BEHAVIOR", "default".into()),
    ]);
    let template = s.resource(
        "aws_launch_template",
        kind,
        body! {
            name = named(format!("-{kind}"));
            description = format!("Instances of the {kind} pool");
            image_id = image;
            instance_type = figures.classes.first().cloned();
            update_default_version = true;
            ebs_optimized = true;
            /// Nobody logs in to an instance: there is no key pair, and no open port.
            user_data = agent.user_data();
            iam_instance_profile {
                arn = role.profile.arn();
            }
            metadata_options {
                http_endpoint = "enabled";
                http_tokens = "required";
                /// One hop: containers cannot reach the instance metadata service.
                http_put_response_hop_limit = 1;
                instance_metadata_tags = "disabled";
            }
            monitoring {
                enabled = true;
            }
            network_interfaces {
                associate_public_ip_address = false;
                delete_on_termination = true;
                security_groups = context.network.groups.cluster.iter().map(Handle::id).collect::<Vec<_>>();
            }
            block_device_mappings {
                device_name = "/dev/xvda";
                ebs {
                    volume_type = "gp3";
                    volume_size = &figures.disk;
                    encrypted = true;
                    kms_key_id = context.base.keys.machines.as_ref().map(Handle::arn);
                    delete_on_termination = true;
                }
            }
        },
    );
    let at = |block: &'static str, field: &'static str| template.get(block).at(0).field(field);
    s.expect(
        format!("instances of the {kind} pool must require IMDSv2"),
        at("metadata_options", "http_tokens"),
        "required",
    );
    s.expect(
        format!("instances of the {kind} pool must have no public address"),
        at("network_interfaces", "associate_public_ip_address"),
        "false",
    );
    s.expect(
        format!("disks of the {kind} pool must be encrypted"),
        at("block_device_mappings", "ebs").at(0).field("encrypted"),
        "true",
    );
    template
}
