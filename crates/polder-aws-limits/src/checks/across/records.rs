//! Records of a zone that exclude each other, and the key that signs a zone.

use std::collections::BTreeMap;

use crate::codes;
use crate::context::Context;
use crate::report::Report;
use crate::subject::{Fault, Subject};

const PAGE: &str = "docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html";

/// How records of one name and type share the answers.
const POLICIES: [&str; 7] = [
    "weighted_routing_policy",
    "latency_routing_policy",
    "failover_routing_policy",
    "geolocation_routing_policy",
    "geoproximity_routing_policy",
    "cidr_routing_policy",
    "multivalue_answer_routing_policy",
];

/// What is known of a record.
struct Record {
    kind: String,
    policy: &'static str,
    /// The role of a failover record.
    role: Option<String>,
    address: String,
}

/// Reports records that Route 53 refuses because of another one.
pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    let mut by_name: BTreeMap<(String, String), Vec<Record>> = BTreeMap::new();
    for item in context.of_kind("aws_route53_record") {
        let Some(record) = record(&item) else { continue };
        let Some(key) = key(&item) else { continue };
        let others = by_name.entry(key).or_default();
        if let Some((message, accepts)) = others.iter().find_map(|other| conflict(&record, other)) {
            let fault = Fault { attribute: "type".to_owned(), message, accepts, source: PAGE.to_owned() };
            item.find(report, &codes::REFERENCE, fault);
        }
        others.push(record);
    }
    for item in context.of_kind("aws_route53_key_signing_key") {
        signing(context, &item, report);
    }
}

fn record(item: &Subject<'_, '_>) -> Option<Record> {
    let policy = POLICIES.into_iter().find(|policy| item.tree.get(policy).is_set() != Some(false));
    Some(Record {
        kind: item.text("type")?,
        policy: policy.unwrap_or("simple"),
        role: item.text("failover_routing_policy.type"),
        address: item.view.address().to_string(),
    })
}

/// The zone and the name of a record.
fn key(item: &Subject<'_, '_>) -> Option<(String, String)> {
    let name = item.text("name")?.trim_end_matches('.').to_ascii_lowercase();
    // The ID of a zone is unique in all accounts.
    let zone = item.parent("zone_id", "")?;
    Some((zone, name))
}

fn conflict(record: &Record, other: &Record) -> Option<(String, String)> {
    let of = format!("`{}`", other.address);
    if (record.kind == "CNAME") != (other.kind == "CNAME") {
        let message = format!("a `CNAME` has the name of another record, {of}");
        return Some((message, "no other record with the name of a `CNAME`".to_owned()));
    }
    if record.kind != other.kind {
        return None;
    }
    if record.policy != other.policy {
        let message = format!("the record has `{}`, and {of} `{}`", record.policy, other.policy);
        return Some((message, "one routing policy for a name and a type".to_owned()));
    }
    let is_same_role = record.role.is_some() && record.role == other.role;
    is_same_role.then(|| {
        let role = record.role.as_deref().unwrap_or_default();
        (format!("the failover record is `{role}`, as {of}"), "one `PRIMARY` and one `SECONDARY`".to_owned())
    })
}

/// A zone is signed with an asymmetric key.
fn signing(context: &Context<'_, '_>, item: &Subject<'_, '_>, report: &mut Report) {
    let attribute = "key_management_service_arn";
    let Some(key) = context.target(&item.view, attribute, &["aws_kms_key"]) else { return };
    let spec = key.text_or("customer_master_key_spec", "SYMMETRIC_DEFAULT");
    let usage = key.text_or("key_usage", "ENCRYPT_DECRYPT");
    let (Some(spec), Some(usage)) = (spec, usage) else {
        return item.undecided(report, &codes::REFERENCE, attribute);
    };
    if spec != "ECC_NIST_P256" || usage != "SIGN_VERIFY" {
        let fault = Fault {
            attribute: attribute.to_owned(),
            message: format!("the key is `{spec}` for `{usage}`"),
            accepts: "a key `ECC_NIST_P256` for `SIGN_VERIFY`".to_owned(),
            source: "docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html"
                .to_owned(),
        };
        item.find(report, &codes::REFERENCE, fault);
    }
}
