//! Containers on ECS: cluster, services, task definitions, scaling.

pub(crate) mod ecs_cluster;
pub(crate) mod ecs_task_definition;
pub(crate) mod ecs_service;
pub(crate) mod appautoscaling; // the number of tasks
pub(crate) mod appautoscaling_scheduled_action; // start and stop times
pub(crate) mod ecs_capacity_provider; // pools of EC2 instances
