//! Keys, secrets and parameters.

use polder_cloud::View;
use polder_inventory::billing::Usage;
use polder_inventory::model::{Known, Link, Reason};

use super::line::Line;
use crate::kind::Read;
use crate::reader::Reader;
use crate::value::{given_text, text_or};

pub(super) const BILLABLES: &[(&str, Read)] = &[
    ("aws_kms_key", key),
    ("aws_kms_external_key", key),
    ("aws_kms_replica_key", key),
    ("aws_kms_replica_external_key", key),
    ("aws_secretsmanager_secret", secret),
    ("aws_ssm_parameter", parameter),
    ("aws_cloudhsm_v2_hsm", module),
];

/// A key, and the requests to it; requests to asymmetric keys cost more.
fn key<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let spec = text_or(view, "customer_master_key_spec", "SYMMETRIC_DEFAULT");
    let item = match &spec {
        Known::Value(spec) if spec == "SYMMETRIC_DEFAULT" => "symmetric_requests",
        // Keys of this length cost as much as symmetric ones. Source: AWS KMS pricing.
        Known::Value(spec) if spec == "RSA_2048" => "rsa_2048_requests",
        Known::Value(_) => "asymmetric_requests",
        Known::Unknown(_) => "requests",
    };
    let requests = Line::used("kms", item, "10000_requests", Usage::Requests);
    let requests = if item == "symmetric_requests" { requests } else { requests.with("spec", spec) };
    reader.bill(view, [Line::one("kms", "customer_key", "key_month"), requests]);
}

/// The secret and each of its replicas are billed, each in its region.
fn secret<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    let lines = || {
        [
            Line::one("secrets_manager", "secret", "secret_month"),
            Line::used("secrets_manager", "api_calls", "10000_requests", Usage::Requests),
        ]
    };
    reader.bill(view, lines());
    for (number, replica) in (1..).zip(view.blocks("replica")) {
        let of = reader
            .entry_number(view.id(), number)
            .map_or(Link::Unknown(Reason::AttributeNotModelled), Link::To);
        let region = given_text(replica, "region");
        let part = region.value().map_or_else(|| "replica".to_owned(), |region| format!("replica.{region}"));
        let source = reader.part_in(view, part, region.map(Some));
        reader.bill_of(source, of, lines());
    }
}

/// Standard parameters are free.
fn parameter<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    match text_or(view, "tier", "Standard") {
        Known::Value(tier) if tier == "Standard" => {}
        tier => reader.bill(
            view,
            [
                Line::one("ssm", "advanced_parameter", "parameter_month").with("tier", tier),
                Line::used("ssm", "api_calls", "10000_requests", Usage::Requests),
            ],
        ),
    }
}

fn module<'a>(reader: &mut Reader<'_, 'a>, view: View<'_, 'a>) {
    reader.bill(view, [Line::one("cloudhsm", "module", "hour")]);
}
