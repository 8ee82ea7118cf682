//! `aws_route53_zone` of the other domains of an account's markets, each with DNSSEC and a query log.

use std::collections::BTreeMap;

use polder_cloud::{Handle, Policy, Value, allow, body, text};
use polder_design::{Account, Component, Design, OwnDomain};

use crate::draft::Draft;
use crate::edge::hosts::domain_name;
use crate::edge::route53_zone::{self, authorities, sign, signing_key};
use crate::names::{account, named};
use crate::observability::cloudwatch_log_group;

/// The zones by domain. One key signs them all: a signing key of a zone is a key of its own, made from it.
pub(crate) fn zones(s: &Draft, design: &Design, of: &Account, logs_key: &Handle) -> BTreeMap<String, Handle> {
    if of.domains.is_empty() {
        return BTreeMap::new();
    }
    s.file(
        "route53_own_zones",
        "Zones of the other domains. Of each that is created here, enter the name servers at its registrar, then\n\
         its DS record.",
    );
    let _domain = s.part(Component::Domain);
    let (existing, new): (Vec<&OwnDomain>, Vec<&OwnDomain>) =
        of.domains.iter().partition(|own| own.zone_exists);
    let name = |own: &OwnDomain| domain_name(&own.domain);
    let looked_up = existing
        .into_iter()
        .map(|own| (own.domain.clone(), route53_zone::existing(s, &name(own), &own.domain)));
    let mut zones: BTreeMap<String, Handle> = looked_up.collect();
    if new.is_empty() {
        return zones;
    }
    let key = signing_key(s, "dnssec_others", "-dnssec-others");
    let mut groups = vec![];
    for own in new {
        let name = name(own);
        let zone = zone(s, design, &name, &own.domain);
        let signing_key = sign(s, &name, &zone, &key);
        let ds_record = signing_key.get("ds_record");
        s.output(format!("ds_record_{name}"), "DS record: enter this at the registrar.", ds_record);
        groups.push((name.clone(), log_group(s, design, &name, &own.domain, logs_key), zone.clone()));
        zones.insert(own.domain.clone(), zone);
    }
    query_logs(s, &groups);
    zones
}

fn zone(s: &Draft, design: &Design, name: &str, domain: &str) -> Handle {
    let zone = s.resource(
        "aws_route53_zone",
        name,
        body! {
            name = domain.to_owned();
            force_destroy = false;
        },
    );
    authorities(s, &design.timings.failover, &format!("{name}_caa"), &zone, domain.to_owned().into());
    let description = format!("Name servers of {domain}: enter these at its registrar.");
    s.output(format!("name_servers_{name}"), description, zone.get("name_servers"));
    zone
}

fn log_group(s: &Draft, design: &Design, name: &str, domain: &str, key: &Handle) -> Handle {
    s.resource(
        "aws_cloudwatch_log_group",
        format!("queries_{name}"),
        body! {
            name = format!("/aws/route53/{domain}");
            kms_key_id = key.arn();
            retention_in_days = cloudwatch_log_group::days(design.retention.access_logs);
        },
    )
}

/// One policy for all: a region accepts ten.
fn query_logs(s: &Draft, groups: &[(String, Handle, Handle)]) {
    let logs: Vec<Value> = groups.iter().map(|(_, group, _)| text![group.arn(), ":*"]).collect();
    let zones: Vec<Value> = groups.iter().map(|(.., zone)| zone.arn()).collect();
    s.resource(
        "aws_cloudwatch_log_resource_policy",
        "queries_others",
        body! {
            policy_name = named("-route53-queries-others");
            policy_document = Policy::of([allow("Queries")
                .to_service("route53.amazonaws.com")
                .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
                .on_all(logs)
                .when("StringEquals", "aws:SourceAccount", [account()])
                .when("ArnLike", "aws:SourceArn", zones)]);
        },
    );
    for (name, group, zone) in groups {
        s.resource(
            "aws_route53_query_log",
            name,
            body! {
                zone_id = zone.get("zone_id");
                cloudwatch_log_group_arn = group.arn();
                depends_on = [Value::expression("aws_cloudwatch_log_resource_policy.queries_others")];
            },
        );
    }
}
