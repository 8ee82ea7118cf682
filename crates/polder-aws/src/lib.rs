//! `Design → Cloud` on AWS: one file per cloud thing, written in a notation close to Terraform's own.
//!
//! Nothing here chooses: sizes, names, addresses and flows are read from the design. Layers are lowered one after the
//! other over all sites, because a layer may refer to earlier layers of any site.

mod account;
#[cfg(test)]
mod account_tests;
mod acm_certificate;
mod administration;
mod api_gateway_account;
mod api_gateway_domain_name;
mod api_gateway_rest_api;
mod api_gateway_stage;
mod api_gateway_usage_plan;
mod appautoscaling;
mod appautoscaling_scheduled_action;
mod autoscaling_group;
mod backup;
mod billing;
mod break_glass;
mod cache_proxy;
mod closed_bucket;
mod cloudfront_cache_policy;
mod cloudfront_distribution;
mod cloudfront_function;
mod cloudfront_response_headers_policy;
mod cloudtrail;
mod cloudwatch_alarms_entry;
mod cloudwatch_alarms_functions;
mod cloudwatch_alarms_gateway;
mod cloudwatch_alarms_machines;
mod cloudwatch_alarms_replication;
mod cloudwatch_alarms_services;
mod cloudwatch_alarms_stores;
mod cloudwatch_composite_alarm;
mod cloudwatch_dashboard;
mod cloudwatch_load;
mod cloudwatch_log_delivery;
mod cloudwatch_log_metric_filter;
mod cloudwatch_metric;
mod cloudwatch_metric_alarm;
mod cloudwatch_overview;
mod cloudwatch_watch;
mod config_recorder;
mod context;
mod cron;
mod data_class;
mod database;
mod db_instance;
mod db_parameter_group;
mod db_subnet_group;
mod deploy_role;
mod dynamodb_table;
mod ecr_repository;
mod ecs_capacity_provider;
mod ecs_cluster;
mod ecs_service;
#[cfg(test)]
mod edge_tests;
mod eks_addon;
mod eks_cluster;
mod eks_controller;
mod eks_hours;
mod eks_node_group;
mod eks_pod_identity_association;
mod elasticache;
mod entrance;
#[cfg(test)]
mod error_page_tests;
mod estate;
mod estate_handles;
#[cfg(test)]
mod estate_tests;
mod event_rule;
#[cfg(test)]
mod examples;
mod flow_log;
mod fluent_bit;
mod grants;
mod guardduty;
mod handles;
mod health_check;
mod hosts;
mod iam_role;
mod iam_service_role;
mod image;
mod internet_gateway;
mod kms_key;
pub mod kubernetes;
mod lambda_function;
mod late_env;
mod launch_template;
mod layer;
mod lb;
mod lb_listener;
mod lb_target_group;
mod log_archive;
mod log_group;
mod machine_agent;
mod machine_role;
mod names;
mod nat_gateway;
mod network_acl;
mod oam;
mod organization;
mod organization_policy;
mod oversight;
mod permission_set;
mod permissions_boundary;
mod place;
mod proof;
mod rds_cluster;
mod rds_cluster_instance;
mod rds_cluster_parameter_group;
#[cfg(test)]
mod rds_cluster_tests;
mod rds_global_cluster;
mod route53_record;
mod route53_zone;
mod route_table;
mod runbook;
mod s3_bucket;
mod s3_object;
mod s3_replication;
mod scheduler_schedule;
mod secret;
mod security_group;
mod security_group_rule;
mod security_services;
mod security_topic;
mod signer;
mod sns_topic;
mod sqs_queue;
mod state_bucket;
#[cfg(test)]
mod store_tests;
mod subnet;
mod tags;
mod task_definition;
mod trail_alarms;
mod variation;
mod vpc;
mod vpc_endpoint;
mod wafv2_ip_set;
mod wafv2_web_acl;
mod windows;
mod workplace;

use polder_cloud::{Backend, Cloud};
use polder_design::Design;

use crate::context::Context;
use crate::handles::Handles;

/// Lowers a design to the stacks of its platform.
pub fn lower(design: &Design) -> Cloud {
    let backend =
        Backend { bucket: design.state.bucket.as_str().into(), region: design.state.region.as_str().into() };
    let cloud = Cloud { stacks: vec![], pages: runbook::pages(), backend };
    let mut context = Context { design, cloud, handles: Handles::default() };
    layer::lower(&mut context);
    permissions_boundary::bind(&mut context.cloud, design);
    tags::complete(&mut context.cloud, design);
    context.cloud
}
