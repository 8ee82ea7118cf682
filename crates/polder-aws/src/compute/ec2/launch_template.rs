//! `aws_launch_template`: what each machine of a pool is made from.

use polder_cloud::{Handle, Value, body};
use polder_design::{Architecture, MachineKind};

use crate::compute::app_context::AppContext;
use crate::compute::ec2::machine_figures::Figures;
use crate::compute::ec2::machine_role::MachineRole;
use crate::compute::ec2::user_data::Agent;
use crate::names::named;

/// The image that the provider makes for machines of ECS. A new one shows in the next plan, and machines are replaced
/// one after the other when that is applied.
pub(crate) fn image(place: &AppContext<'_>) -> Value {
    let architecture = match place.design.architecture {
        Architecture::Arm64 => "arm64/",
        Architecture::X86_64 => "",
    };
    let name = format!("/aws/service/ecs/optimized-ami/amazon-linux-2023/{architecture}recommended/image_id");
    place.s.data("aws_ssm_parameter", "machine_image", body! { name = name; }).get("insecure_value")
}

/// Writes the template of a pool.
pub(crate) fn launch_template(
    place: &AppContext<'_>,
    kind: MachineKind,
    figures: &Figures,
    image: &Value,
    cluster: &Handle,
    role: &MachineRole,
) -> Handle {
    let s = place.s;
    let kind = kind.name();
    let agent = Agent(vec![
        ("ECS_CLUSTER", cluster.name()),
        // What the design kept for the system: the engine must not promise it to tasks.
        ("ECS_RESERVED_MEMORY", figures.system_memory.clone()),
        // No task gets at the machine's own role.
        ("ECS_AWSVPC_BLOCK_IMDS", "true".into()),
        // Logs are written in the name of each process.
        ("ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE", "true".into()),
        // Two minutes before a machine is taken back its tasks move.
        ("ECS_ENABLE_SPOT_INSTANCE_DRAINING", "true".into()),
        ("ECS_IMAGE_PULL_BEHAVIOR", "default".into()),
    ]);
    let template = s.resource(
        "aws_launch_template",
        kind,
        body! {
            name = named(format!("-{kind}"));
            description = format!("Machines of the {kind} pool");
            image_id = image;
            instance_type = figures.classes.first().cloned();
            update_default_version = true;
            ebs_optimized = true;
            /// Nobody signs in to a machine: there is no key, and nothing listens.
            user_data = agent.user_data();
            iam_instance_profile {
                arn = role.profile.arn();
            }
            metadata_options {
                http_endpoint = "enabled";
                http_tokens = "required";
                /// No container is near enough to be answered.
                http_put_response_hop_limit = 1;
                instance_metadata_tags = "disabled";
            }
            monitoring {
                enabled = true;
            }
            network_interfaces {
                associate_public_ip_address = false;
                delete_on_termination = true;
                security_groups = place.network.groups.cluster.iter().map(Handle::id).collect::<Vec<_>>();
            }
            block_device_mappings {
                device_name = "/dev/xvda";
                ebs {
                    volume_type = "gp3";
                    volume_size = &figures.disk;
                    encrypted = true;
                    kms_key_id = place.base.keys.machines.as_ref().map(Handle::arn);
                    delete_on_termination = true;
                }
            }
        },
    );
    let at = |block: &'static str, field: &'static str| template.get(block).at(0).field(field);
    s.expect(
        format!("machines of the {kind} pool must answer about themselves to sessions only"),
        at("metadata_options", "http_tokens"),
        "required",
    );
    s.expect(
        format!("machines of the {kind} pool must have no public address"),
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
