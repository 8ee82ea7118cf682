//! Network interfaces of all kinds of resources, including those that other sections read.

mod interface_settings;
mod machines;
mod network_interface;
mod load_balancer;
mod programs;
mod stores;
mod ways;

use polder_cloud::View;
use polder_inventory::networks::InterfaceId;

use crate::reader::Reader;

pub(super) use network_interface::{read, read_attachment, read_groups, read_parts};

/// Derives the interfaces of a resource.
type Derive = for<'i, 'a> fn(&mut Reader<'i, 'a>, View<'i, 'a>) -> Vec<InterfaceId>;

/// The kinds of resources that have interfaces in subnets.
const KINDS: [(&str, Derive); 39] = [
    ("aws_alb", load_balancer::load_balancer),
    ("aws_apigatewayv2_vpc_link", ways::api_link),
    ("aws_autoscaling_group", machines::autoscaling_group),
    ("aws_cloudwatch_event_target", programs::event_target),
    ("aws_codebuild_project", programs::build_project),
    ("aws_dax_cluster", stores::table_cache),
    ("aws_db_instance", stores::db_instance),
    ("aws_dms_replication_instance", stores::replication_instance),
    ("aws_docdb_cluster", stores::db_cluster),
    ("aws_ec2_transit_gateway_vpc_attachment", ways::transit_attachment),
    ("aws_ecs_service", programs::ecs_service),
    ("aws_ecs_task_definition", programs::task_definition),
    ("aws_efs_mount_target", stores::mount_target),
    ("aws_eks_cluster", machines::eks_cluster),
    ("aws_eks_fargate_profile", machines::fargate_profile),
    ("aws_eks_node_group", machines::eks_node_group),
    ("aws_elasticache_cluster", stores::cache_cluster),
    ("aws_elasticache_replication_group", stores::replication_group),
    ("aws_elasticache_serverless_cache", stores::serverless_cache),
    ("aws_elb", load_balancer::classic),
    ("aws_fsx_lustre_file_system", stores::file_server),
    ("aws_fsx_ontap_file_system", stores::file_server),
    ("aws_fsx_openzfs_file_system", stores::file_server),
    ("aws_fsx_windows_file_system", stores::file_server),
    ("aws_instance", machines::instance),
    ("aws_lambda_function", programs::lambda_function),
    ("aws_lb", load_balancer::load_balancer),
    ("aws_memorydb_cluster", stores::memory_cluster),
    ("aws_mq_broker", stores::broker),
    ("aws_msk_cluster", stores::stream_cluster),
    ("aws_nat_gateway", ways::nat_gateway),
    ("aws_neptune_cluster", stores::db_cluster),
    ("aws_opensearch_domain", stores::search_domain),
    ("aws_rds_cluster", stores::db_cluster),
    ("aws_redshift_cluster", stores::warehouse),
    ("aws_route53_resolver_endpoint", ways::resolver_endpoint),
    ("aws_scheduler_schedule", programs::schedule),
    ("aws_spot_instance_request", machines::instance),
    ("aws_vpc_endpoint", ways::vpc_endpoint),
];

/// Derives the interfaces of all resources that have any.
pub(super) fn read_all(reader: &mut Reader<'_, '_>) {
    for (kind, _) in KINDS {
        let index = reader.index;
        for view in index.of_kind(kind).iter().filter_map(|id| index.view(*id)) {
            reader.interfaces_of(view);
        }
    }
}

impl<'i, 'a> Reader<'i, 'a> {
    /// The interfaces of a resource, the primary interface first.
    pub(in crate::networks) fn interfaces_of(&mut self, view: View<'i, 'a>) -> Vec<InterfaceId> {
        if let Some(known) = self.networks.interfaces.get(&view.id()) {
            return known.clone();
        }
        let derive = KINDS.iter().find(|(kind, _)| *kind == view.kind()).map(|(_, derive)| derive);
        let Some(derive) = derive.filter(|_| self.networks.derives && view.is_managed()) else {
            return vec![];
        };
        let interfaces = derive(self, view);
        self.networks.interfaces.insert(view.id(), interfaces.clone());
        interfaces
    }
}
