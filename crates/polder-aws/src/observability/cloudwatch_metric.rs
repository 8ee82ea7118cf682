//! Metrics of a site's resources, for alarms and dashboards.

use polder_cloud::{Body, Handle, Value, body};

use crate::storage::s3_replication::RULE;

/// A metric and its statistic.
#[derive(Clone, Debug)]
pub(crate) struct Metric {
    /// Its namespace: `AWS/RDS`.
    pub(crate) namespace: Value,
    /// Its name: `CPUUtilization`.
    pub(crate) name: &'static str,
    /// `Sum`, `Average`, `Minimum`, `Maximum` or a percentile: `p95`.
    pub(crate) stat: &'static str,
    /// Its dimensions.
    pub(crate) dimensions: Vec<(&'static str, Value)>,
}

impl Metric {
    fn of(namespace: &'static str, name: &'static str, stat: &'static str) -> Metric {
        Metric { namespace: namespace.into(), name, stat, dimensions: vec![] }
    }

    fn on(mut self, dimension: &'static str, value: Value) -> Metric {
        self.dimensions.push((dimension, value));
        self
    }

    /// The dimensions as a map.
    pub(crate) fn dimensions(&self) -> Body {
        body! {
            for (name, value) in &self.dimensions => { (*name) = value; }
        }
    }
}

/// Of a load balancer.
pub(crate) fn load_balancer(balancer: &Handle, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("AWS/ApplicationELB", name, stat).on("LoadBalancer", balancer.get("arn_suffix"))
}

/// Of a target group behind a load balancer.
pub(crate) fn target_group(
    balancer: &Handle,
    group: &Handle,
    name: &'static str,
    stat: &'static str,
) -> Metric {
    load_balancer(balancer, name, stat).on("TargetGroup", group.get("arn_suffix"))
}

/// Of a web ACL, over all of its rules. Metrics use a name of their own.
pub(crate) fn web_acl(acl: &Handle, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("AWS/WAFV2", name, stat)
        .on("WebACL", acl.name())
        .on("Region", crate::names::local("region"))
        .on("Rule", "ALL".into())
}

/// Of a NAT gateway.
pub(crate) fn nat_gateway(gateway: &Handle, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("AWS/NATGateway", name, stat).on("NatGatewayId", gateway.id())
}

/// Of a service, from Container Insights: the number of tasks, running and desired.
pub(crate) fn tasks(cluster: &Handle, service: &Handle, name: &'static str, stat: &'static str) -> Metric {
    on_service(Metric::of("ECS/ContainerInsights", name, stat), cluster, service)
}

/// Of a service: its utilization.
pub(crate) fn service(cluster: &Handle, service: &Handle, name: &'static str, stat: &'static str) -> Metric {
    on_service(Metric::of("AWS/ECS", name, stat), cluster, service)
}

/// Of a machine pool: the desired number of instances, in percent of the present one.
pub(crate) fn capacity_provider(
    cluster: &Handle,
    provider: &Handle,
    name: &'static str,
    stat: &'static str,
) -> Metric {
    Metric::of("AWS/ECS/ManagedScaling", name, stat)
        .on("ClusterName", cluster.name())
        .on("CapacityProviderName", provider.name())
}

fn on_service(metric: Metric, cluster: &Handle, service: &Handle) -> Metric {
    metric.on("ClusterName", cluster.name()).on("ServiceName", service.name())
}

/// Of the pods of a workload in the namespace of a site's processes, which has the cluster's name.
pub(crate) fn pods(cluster: &Handle, workload: &str, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("ContainerInsights", name, stat)
        .on("ClusterName", cluster.name())
        .on("Namespace", cluster.name())
        .on("PodName", workload.to_owned().into())
}

/// Of a Kubernetes cluster as a whole.
pub(crate) fn cluster(cluster: &Handle, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("ContainerInsights", name, stat).on("ClusterName", cluster.name())
}

/// Of a database instance.
pub(crate) fn database(instance: &Handle, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("AWS/RDS", name, stat).on("DBInstanceIdentifier", instance.get("identifier"))
}

/// Of an Aurora cluster as a whole.
pub(crate) fn database_cluster(cluster: &Handle, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("AWS/RDS", name, stat).on("DBClusterIdentifier", cluster.get("cluster_identifier"))
}

/// Of one node of a cache or broker: there are no metrics of a whole group. Nodes have the group's name and a
/// number.
pub(crate) fn cache_node(group: &Handle, number: &str, name: &'static str, stat: &'static str) -> Metric {
    let node = polder_cloud::text![group.get("replication_group_id"), "-", number.to_owned()];
    Metric::of("AWS/ElastiCache", name, stat).on("CacheClusterId", node)
}

/// Of a queue.
pub(crate) fn queue(queue: &Handle, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("AWS/SQS", name, stat).on("QueueName", queue.name())
}

/// Of the mail that is sent by a configuration set.
pub(crate) fn mail(set: &Handle, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("AWS/SES", name, stat).on("ses:configuration-set", set.get("configuration_set_name"))
}

/// Of a function.
pub(crate) fn function(function: &Handle, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("AWS/Lambda", name, stat).on("FunctionName", function.get("function_name"))
}

/// Of a stage of the managed API.
pub(crate) fn gateway(api: &Handle, stage: &Handle, name: &'static str, stat: &'static str) -> Metric {
    let metric = Metric::of("AWS/ApiGateway", name, stat);
    metric.on("ApiName", api.name()).on("Stage", stage.get("stage_name"))
}

/// Of the replication from one bucket to another.
pub(crate) fn replication(from: &Handle, to: &Handle, name: &'static str, stat: &'static str) -> Metric {
    replication_by_name(from.get("bucket"), to.get("bucket"), name, stat)
}

/// The same, of buckets whose stacks the open one may not read.
pub(crate) fn replication_by_name(from: Value, to: Value, name: &'static str, stat: &'static str) -> Metric {
    Metric::of("AWS/S3", name, stat)
        .on("SourceBucket", from)
        .on("DestinationBucket", to)
        .on("RuleId", RULE.into())
}

/// From a log group.
pub(crate) fn logged(namespace: Value, name: &'static str) -> Metric {
    Metric { namespace, ..Metric::of("", name, "Sum") }
}
