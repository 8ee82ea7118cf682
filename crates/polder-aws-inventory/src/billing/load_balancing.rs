//! Load balancers and certificates.

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::Known;

use super::line::{Line, count};
use super::vpc::subnets;
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{is_set, text_or, truth_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_lb", load_balancer),
    ("aws_alb", load_balancer),
    ("aws_elb", classic),
    ("aws_lb_trust_store", trust_store),
    ("aws_acmpca_certificate_authority", authority),
    ("aws_globalaccelerator_accelerator", accelerator),
];

fn load_balancer<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    match text_or(view, "load_balancer_type", "application") {
        Known::Value(kind) if kind == "network" => reader.bill(
            view,
            [Line::one("nlb", "hour", "hour"), Line::used("nlb", "nlcu", "lcu_hour", Usage::CapacityUnits)],
        ),
        Known::Value(kind) if kind == "gateway" => reader.bill(
            view,
            [Line::one("gwlb", "hour", "hour"), Line::used("gwlb", "glcu", "lcu_hour", Usage::CapacityUnits)],
        ),
        _ => reader.bill(
            view,
            [Line::one("alb", "hour", "hour"), Line::used("alb", "lcu", "lcu_hour", Usage::CapacityUnits)],
        ),
    }
    addresses(reader, view);
}

/// An internet-facing load balancer has a public address in each subnet. Elastic IP addresses are billed as such. One for
/// gateways has no address that anybody connects to.
fn addresses<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let without = view.text("ip_address_type").as_deref() == Some("dualstack-without-public-ipv4");
    let gateway = view.text("load_balancer_type").as_deref() == Some("gateway");
    if without || gateway || truth_or(view, "internal", false) == Known::Value(true) {
        return;
    }
    let mappings = view.blocks("subnet_mapping");
    let given = match mappings.is_empty() {
        true => subnets(view, "subnets", "subnet_mapping"),
        false => count(mappings.iter().filter(|it| !is_set(**it, "allocation_id")).count()),
    };
    if given != count(0) {
        reader.bill(view, [Line::constant("vpc", "public_ipv4", "hour", given)]);
    }
}

fn classic<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [Line::one("clb", "hour", "hour"), Line::used("clb", "data_processed", "gb", Usage::BytesProcessed)],
    );
    if truth_or(view, "internal", false) != Known::Value(true) {
        let given = subnets(view, "subnets", "subnets");
        reader.bill(view, [Line::constant("vpc", "public_ipv4", "hour", given)]);
    }
}

fn trust_store<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::one("alb", "trust_store", "hour")]);
}

fn authority<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::one("acm_pca", "authority", "authority_month")
                .with("mode", text_or(view, "usage_mode", "GENERAL_PURPOSE")),
            Line::used("acm_pca", "certificate", "certificate", Usage::Evaluations).tiered(),
        ],
    );
}

fn accelerator<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(
        view,
        [
            Line::one("global_accelerator", "fixed_fee", "hour"),
            Line::used("global_accelerator", "data_transfer_premium", "gb", Usage::BytesProcessed),
        ],
    );
}
