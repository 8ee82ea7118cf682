//! `aws_api_gateway_vpc_link` and `aws_apigatewayv2_vpc_link`.

use polder_cloud::View;
use polder_inventory::networks::ApiLink;

use crate::reader::Reader;

/// Reads a link. Links of REST APIs have load balancers as targets, links of HTTP APIs have subnets.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let load_balancers = reader.all_lead_to(view, "target_arns", "load-balancer").into();
    reader.inventory.networks.api_links.push(ApiLink { source, load_balancers });
}
