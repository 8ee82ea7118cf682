//! EC2 instances for ECS: launch template, Auto Scaling group, instance role.

pub(crate) mod machine_figures; // values of a pool that differ between sites
pub(crate) mod launch_template;
pub(crate) mod user_data; // settings of the ECS agent
pub(crate) mod machine_role; // instance role and profile
pub(crate) mod autoscaling_group;
