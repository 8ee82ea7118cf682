//! Alarms, dashboards, logs and runbooks: CloudWatch, EventBridge rules.

pub(crate) mod observability_context; // the parts of a site that are monitored
pub(crate) mod cloudwatch_metric;
pub(crate) mod cloudwatch_load; // load of processes, on ECS and EKS
pub(crate) mod cloudwatch_database; // metrics of the database, on RDS and Aurora
pub(crate) mod cloudwatch_metric_alarm;
pub(crate) mod cloudwatch_alarms_edge; // alarms of the load balancer and the NAT gateways
pub(crate) mod cloudwatch_alarms_services;
pub(crate) mod cloudwatch_alarms_machines;
pub(crate) mod cloudwatch_alarms_data_stores;
pub(crate) mod cloudwatch_alarms_mail;
pub(crate) mod cloudwatch_alarms_replication;
pub(crate) mod cloudwatch_alarms_functions;
pub(crate) mod cloudwatch_alarms_gateway;
pub(crate) mod cloudwatch_composite_alarm; // one for each objective
pub(crate) mod cloudwatch_event_rule; // events of AWS services
pub(crate) mod cloudwatch_dashboard; // of a site
pub(crate) mod cloudwatch_platform_dashboard; // of the platform
pub(crate) mod cloudwatch_log_group;
pub(crate) mod cloudwatch_log_metric_filter;
pub(crate) mod cloudwatch_log_delivery;
pub(crate) mod oam; // observability across accounts
pub(crate) mod runbook; // the pages that alarms refer to
