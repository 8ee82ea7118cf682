//! Containers, functions, instances.

use super::source::{
    APPLICATION_AUTO_SCALING, AUTO_SCALING, DEFAULTS, EC2, ECR, ECS, EKS, FARGATE, LAMBDA, TEMPLATES,
};
use crate::measure::{data, fargate, function, machine};
use crate::quota::{Quota, Unit, each, items, number, of, own, own_with, region, sum, sum_with};

pub(super) static QUOTAS: &[Quota] = &[
    region(
        "fargate",
        "L-3032A538",
        "Fargate On-Demand vCPU resource count",
        6,
        &FARGATE,
        &[sum_with("aws_ecs_service", fargate::service)],
    )
    .unit(Unit::Vcpu)
    .parts(fargate::UNITS),
    region(
        "fargate",
        "L-36FBB829",
        "Fargate Spot vCPU resource count",
        6,
        &FARGATE,
        &[sum_with("aws_ecs_service", fargate::spot_service)],
    )
    .unit(Unit::Vcpu)
    .parts(fargate::UNITS),
    region("ecs", "L-21C621EB", "Clusters per account", 10_000, &ECS, &[each("aws_ecs_cluster")]),
    region("ecs", "", "Services per cluster", 5000, &ECS, &[of("aws_ecs_service", "cluster")]).support(),
    region("ecs", "", "Tasks per service", 5000, &ECS, &[number("aws_ecs_service", "desired_count")])
        .support(),
    region("ecs", "", "Target groups per service", 5, &ECS, &[items("aws_ecs_service", "load_balancer")]),
    region(
        "ecs",
        "",
        "Subnets specified in an awsvpcConfiguration",
        16,
        &ECS,
        &[items("aws_ecs_service", "network_configuration.subnets")],
    ),
    region(
        "ecs",
        "",
        "Capacity providers per cluster",
        20,
        &ECS,
        &[items("aws_ecs_cluster_capacity_providers", "capacity_providers")],
    ),
    region(
        "ecs",
        "",
        "Containers per task definition",
        10,
        &ECS,
        &[own("aws_ecs_task_definition", fargate::containers)],
    ),
    region("ecr", "L-CFEB8E8D", "Registered repositories", 100_000, &ECR, &[each("aws_ecr_repository")]),
    region(
        "ecr",
        "",
        "Rules per replication configuration",
        10,
        &ECR,
        &[items("aws_ecr_replication_configuration", "replication_configuration.rule")],
    ),
    region(
        "lambda",
        "L-B99A9384",
        "Concurrent executions",
        1000,
        &LAMBDA,
        &[sum("aws_lambda_function", function::reserved)],
    )
    .standing(function::UNRESERVED)
    .new_account(10),
    region("lambda", "", "Function layers", 5, &LAMBDA, &[items("aws_lambda_function", "layers")]),
    region(
        "lambda",
        "",
        "Environment variable size",
        4096,
        &LAMBDA,
        &[own_with("aws_lambda_function", function::environment)],
    )
    .unit(Unit::Bytes),
    region("eks", "L-1194D53C", "Clusters", 100, &EKS, &[each("aws_eks_cluster")]),
    region(
        "eks",
        "L-6D54EA21",
        "Managed node groups per cluster",
        30,
        &EKS,
        &[of("aws_eks_node_group", "cluster_name")],
    ),
    region(
        "eks",
        "L-BD136A63",
        "Nodes per managed node group",
        450,
        &EKS,
        &[own("aws_eks_node_group", machine::nodes_max)],
    ),
    region(
        "eks",
        "L-33415657",
        "Fargate profiles per cluster",
        10,
        &EKS,
        &[of("aws_eks_fargate_profile", "cluster_name")],
    ),
    region(
        "eks",
        "L-D78D8AF8",
        "Selectors per Fargate profile",
        5,
        &EKS,
        &[items("aws_eks_fargate_profile", "selector")],
    ),
    region(
        "eks",
        "",
        "Control plane security groups per cluster",
        4,
        &EKS,
        &[items("aws_eks_cluster", "vpc_config.security_group_ids")],
    ),
    region(
        "eks",
        "",
        "Public endpoint access CIDR ranges per cluster",
        40,
        &EKS,
        &[items("aws_eks_cluster", "vpc_config.public_access_cidrs")],
    ),
    region(
        "ec2",
        "L-1216C47A",
        "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
        5,
        &EC2,
        &[
            sum("aws_instance", machine::standard_instance),
            sum("aws_autoscaling_group", machine::standard_group),
            sum("aws_eks_node_group", machine::standard_nodes),
        ],
    )
    .unit(Unit::Vcpu),
    region(
        "ec2",
        "L-34B43A08",
        "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
        5,
        &EC2,
        &[
            sum("aws_instance", machine::spot_instance),
            sum("aws_autoscaling_group", machine::spot_group),
            sum("aws_eks_node_group", machine::spot_nodes),
        ],
    )
    .unit(Unit::Vcpu),
    region(
        "ec2",
        "L-DB2E81BA",
        "Running On-Demand G and VT instances",
        0,
        &EC2,
        &[
            sum("aws_instance", machine::graphics_instance),
            sum("aws_autoscaling_group", machine::graphics_group),
            sum("aws_eks_node_group", machine::graphics_nodes),
        ],
    )
    .unit(Unit::Vcpu),
    region(
        "ec2",
        "L-417A185B",
        "Running On-Demand P instances",
        0,
        &EC2,
        &[
            sum("aws_instance", machine::accelerated_instance),
            sum("aws_autoscaling_group", machine::accelerated_group),
            sum("aws_eks_node_group", machine::accelerated_nodes),
        ],
    )
    .unit(Unit::Vcpu),
    region(
        "ec2",
        "L-7295265B",
        "Running On-Demand X instances",
        0,
        &EC2,
        &[
            sum("aws_instance", machine::memory_instance),
            sum("aws_autoscaling_group", machine::memory_group),
            sum("aws_eks_node_group", machine::memory_nodes),
        ],
    )
    .unit(Unit::Vcpu),
    region("ec2", "", "Launch templates per Region", 5000, &TEMPLATES, &[each("aws_launch_template")]),
    region(
        "ebs",
        "L-D18FCD1D",
        "Storage for General Purpose SSD (gp2) volumes, in TiB",
        50,
        &DEFAULTS,
        &[sum("aws_ebs_volume", data::gp2)],
    )
    .unit(Unit::Tebibytes)
    .parts(1024),
    region(
        "ebs",
        "L-7A658B76",
        "Storage for General Purpose SSD (gp3) volumes, in TiB",
        50,
        &DEFAULTS,
        &[sum("aws_ebs_volume", data::gp3)],
    )
    .unit(Unit::Tebibytes)
    .parts(1024),
    region(
        "ebs",
        "L-FD252861",
        "Storage for Provisioned IOPS SSD (io1) volumes, in TiB",
        50,
        &DEFAULTS,
        &[sum("aws_ebs_volume", data::io1)],
    )
    .unit(Unit::Tebibytes)
    .parts(1024),
    region(
        "ebs",
        "L-09BD8365",
        "Storage for Provisioned IOPS SSD (io2) volumes, in TiB",
        20,
        &DEFAULTS,
        &[sum("aws_ebs_volume", data::io2)],
    )
    .unit(Unit::Tebibytes)
    .parts(1024),
    region(
        "autoscaling",
        "L-CDE20ADC",
        "Auto Scaling groups per region",
        500,
        &AUTO_SCALING,
        &[each("aws_autoscaling_group")],
    ),
    region(
        "autoscaling",
        "L-6B80B8FA",
        "Launch configurations per region",
        200,
        &AUTO_SCALING,
        &[each("aws_launch_configuration")],
    ),
    region(
        "autoscaling",
        "",
        "Target groups per Auto Scaling group",
        50,
        &AUTO_SCALING,
        &[items("aws_autoscaling_group", "target_group_arns")],
    ),
    region(
        "autoscaling",
        "",
        "Scaling policies per Auto Scaling group",
        50,
        &AUTO_SCALING,
        &[of("aws_autoscaling_policy", "autoscaling_group_name")],
    ),
    region(
        "autoscaling",
        "",
        "Scheduled actions per Auto Scaling group",
        125,
        &AUTO_SCALING,
        &[of("aws_autoscaling_schedule", "autoscaling_group_name")],
    ),
    region(
        "autoscaling",
        "",
        "Lifecycle hooks per Auto Scaling group",
        50,
        &AUTO_SCALING,
        &[
            of("aws_autoscaling_lifecycle_hook", "autoscaling_group_name"),
            items("aws_autoscaling_group", "initial_lifecycle_hook"),
        ],
    ),
    region(
        "autoscaling",
        "",
        "Step adjustments per step scaling policy",
        20,
        &AUTO_SCALING,
        &[items("aws_autoscaling_policy", "step_adjustment")],
    ),
    region(
        "application-autoscaling",
        "",
        "Step adjustments per step scaling policy",
        20,
        &APPLICATION_AUTO_SCALING,
        &[items("aws_appautoscaling_policy", "step_scaling_policy_configuration.step_adjustment")],
    ),
];
