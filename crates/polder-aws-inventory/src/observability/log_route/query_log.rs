//! `aws_route53_query_log` and `aws_route53_resolver_query_log_config_association`.

use polder_cloud::View;
use polder_inventory::model::{Link, Reason};
use polder_inventory::observability::LogKind;

use super::route;
use crate::reader::Reader;

/// Which names of a zone were asked for.
pub(crate) fn of_zone<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let unknown = Link::Unknown(Reason::NotGiven);
    let from = reader.entry_link(view, "zone_id", "zone", &[("aws_route53_zone", "zone_id")]).unwrap_or(unknown);
    let to = reader.entry_link(view, "cloudwatch_log_group_arn", "log group", &[]).unwrap_or(unknown);
    let source = reader.source(view);
    reader.inventory.observability.log_routes.push(route(source, from, LogKind::Query, to));
}

/// Which names were asked for inside a network.
pub(crate) fn of_network<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let unknown = Link::Unknown(Reason::NotGiven);
    let from = reader.entry_link(view, "resource_id", "network", &[("aws_vpc", "id")]).unwrap_or(unknown);
    let configuration = view.target("resolver_query_log_config_id");
    let to = configuration.and_then(|it| reader.entry_link(it, "destination_arn", "store of logs", &[]));
    let source = reader.source(view);
    let to = to.unwrap_or(Link::Unknown(Reason::Elsewhere));
    reader.inventory.observability.log_routes.push(route(source, from, LogKind::Query, to));
}
