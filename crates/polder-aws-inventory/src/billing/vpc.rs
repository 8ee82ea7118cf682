//! Networks: gateways, endpoints, public addresses, and transfer between zones, regions and the internet.

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::{Decimal, Known};

use super::line::{Line, count};
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{is_set, text_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_vpc", network),
    ("aws_default_vpc", network),
    ("aws_nat_gateway", nat_gateway),
    ("aws_eip", public_address),
    ("aws_vpc_endpoint", endpoint),
    ("aws_networkfirewall_firewall", firewall),
    ("aws_flow_log", flow_log),
];

/// Transfer is billed by the amount that the interfaces of a network send. The class of each flow depends on
/// traffic and topology.
fn network<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            // Both directions are billed.
            Line::used("data_transfer", "inter_az_each_direction", "gb", Usage::BytesProcessed),
            Line::used("data_transfer", "inter_region", "gb", Usage::BytesOut),
            Line::used("data_transfer", "internet_out", "gb", Usage::BytesOut).tiered(),
        ],
    );
}

fn nat_gateway<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::one("nat_gateway", "hour", "hour"),
            Line::used("nat_gateway", "data_processed", "gb", Usage::BytesProcessed),
        ],
    );
}

/// Each public IPv4 address costs the same, whether it is used or not. Those that the owner brought are free. Source: Amazon VPC
/// pricing.
fn public_address<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    if view.text("public_ipv4_pool").is_some_and(|pool| !pool.is_empty() && pool != "amazon") {
        return;
    }
    reader.bill(view, [Line::one("vpc", "public_ipv4", "hour")]);
}

/// Interface endpoints are billed in each zone; gateway endpoints are free.
fn endpoint<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let zones = subnets(view, "subnet_ids", "subnet_configuration");
    match text_or(view, "vpc_endpoint_type", "Gateway") {
        Known::Value(kind) if kind == "Gateway" => {}
        Known::Value(kind) if kind == "GatewayLoadBalancer" => reader.bill(
            view,
            [
                Line::constant("vpc", "gateway_load_balancer_endpoint_per_az", "hour", zones),
                Line::used("vpc", "gateway_load_balancer_endpoint_data", "gb", Usage::BytesProcessed),
            ],
        ),
        _ => reader.bill(
            view,
            [
                Line::constant("vpc", "interface_endpoint_per_az", "hour", zones),
                Line::used("vpc", "interface_endpoint_data", "gb", Usage::BytesProcessed).tiered(),
            ],
        ),
    }
}

/// The number of subnets in a list, or the number of blocks.
pub(super) fn subnets(view: View<'_, '_>, list: &str, blocks: &str) -> Known<Decimal> {
    let value = view.get(list);
    if matches!(value, polder_cloud::index::Resolved::Unknown(_)) {
        return Known::Unknown(crate::value::reason(&value));
    }
    let listed = if is_set(view, list) { view.list(list).len() } else { 0 };
    count(listed.max(view.blocks(blocks).len()))
}

fn firewall<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let zones = count(view.blocks("subnet_mapping").len());
    reader.bill(
        view,
        [
            Line::constant("network_firewall", "endpoint", "hour", zones),
            Line::used("network_firewall", "data_processed", "gb", Usage::BytesProcessed),
        ],
    );
}

/// Vended logs are billed by volume, with a price for each kind of destination.
fn flow_log<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let item = match text_or(view, "log_destination_type", "cloud-watch-logs") {
        Known::Value(kind) if kind == "s3" => "logs_delivered_to_s3",
        Known::Value(kind) if kind == "kinesis-data-firehose" => "logs_delivered_to_firehose",
        _ => "logs_ingest_vended",
    };
    reader.bill(view, [Line::used("cloudwatch", item, "gb", Usage::BytesIn).tiered()]);
}
