//! `aws_route53_zone`: the domain, with DNSSEC and a query log.

use polder_cloud::{Handle, Policy, Principals, Statement, Value, allow, body, list, text};
use polder_design::{Component, FailoverTimings};
use polder_units::Duration;

use crate::draft::Draft;
use crate::handles::Dns;
use crate::names::{account, account_root, local, named};
use crate::observability::cloudwatch_log_group;

/// The zone of a domain, which is `delegated` by the zone of another account or registered by itself.
pub(crate) fn zone(s: &Draft, timings: &FailoverTimings, domain: &str, delegated: bool) -> Handle {
    let why = if delegated {
        "The zone of the domain. The account of the parent domain delegates to it, once its own zone is\n\
         applied after this one."
    } else {
        "The zone of the domain. Enter its name servers at the registrar."
    };
    s.file("route53_zone", why);
    let domain = s.local("domain", domain.to_owned());
    let zone = s.resource(
        "aws_route53_zone",
        "main",
        body! {
            name = domain.clone();
            force_destroy = false;
        },
    );
    authorities(s, timings, "caa", &zone, domain);
    s.output("name_servers", "Name servers: enter these at the registrar.", zone.get("name_servers"));
    zone
}

/// A zone that exists already: its other records, its signatures and its query log stay as they are.
pub(crate) fn existing(s: &Draft, name: &str, domain: &str) -> Handle {
    s.data(
        "aws_route53_zone",
        name,
        body! {
            name = domain.to_owned();
            private_zone = false;
        },
    )
}

/// The CAA record of a zone.
pub(crate) fn authorities(s: &Draft, timings: &FailoverTimings, name: &str, zone: &Handle, domain: Value) {
    let authority = |name: &str| format!("0 issue \"{name}\"");
    let issuers = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"].map(authority);
    let records = issuers.into_iter().chain(["0 issuewild \";\"".to_owned()]);
    s.resource(
        "aws_route53_record",
        name,
        body! {
            zone_id = zone.get("zone_id");
            name = domain;
            type = "CAA";
            ttl = timings.zone_ttl.as_seconds();
            /// Only Amazon may issue certificates for names of the domain, and nobody wildcard certificates.
            records = records.collect::<Vec<_>>();
        },
    );
}

/// Signs the zone. Until its DS record is at the registrar, nobody validates the signatures; nothing breaks.
pub(crate) fn signing(s: &Draft, zone: &Handle) -> Handle {
    s.file(
        "route53_dnssec",
        "The zone is signed with DNSSEC. To complete the chain of trust, enter the DS record (an output) at\n\
         the registrar. To remove the signatures, remove the DS record there first and wait two days.",
    );
    let key = signing_key(s, "dnssec", "-dnssec");
    let signing_key = sign(s, "main", zone, &key);
    s.output("ds_record", "DS record: enter this at the registrar.", signing_key.get("ds_record"));
    signing_key
}

/// Signs a zone with a key of its own, which a KMS key signs. Returns the key of the zone.
pub(crate) fn sign(s: &Draft, name: &str, zone: &Handle, key: &Handle) -> Handle {
    let signing_key = s.resource(
        "aws_route53_key_signing_key",
        name,
        body! {
            hosted_zone_id = zone.get("zone_id");
            key_management_service_arn = key.arn();
            name = "main";
        },
    );
    s.resource(
        "aws_route53_hosted_zone_dnssec",
        name,
        body! {
            hosted_zone_id = signing_key.get("hosted_zone_id");
        },
    );
    signing_key
}

/// A KMS key that signs the keys of zones.
pub(crate) fn signing_key(s: &Draft, name: &str, alias: &'static str) -> Handle {
    let _key = s.part(Component::Key("dnssec".to_owned()));
    let key = s.resource(
        "aws_kms_key",
        name,
        body! {
            description = "DNSSEC key-signing key.";
            customer_master_key_spec = "ECC_NIST_P256";
            key_usage = "SIGN_VERIFY";
            deletion_window_in_days = 30;
            policy = Policy::of(signing_statements());
        },
    );
    s.resource(
        "aws_kms_alias",
        name,
        body! {
            name = text!["alias/", named(alias)];
            target_key_id = key.get("key_id");
        },
    );
    key
}

/// Delegates to the zone of another account and publishes its signing key: that account can create names
/// below its own domain, and none beside it.
pub(crate) fn delegation(
    s: &Draft,
    timings: &FailoverTimings,
    account: &str,
    domain: &str,
    zone: &Handle,
    child: &Dns,
) {
    s.file(
        "route53_delegation",
        "Delegations to other accounts. Each account can create names below its own domain only.",
    );
    let signer = child.signing_key.iter().map(|key| ("_signer", "DS", list![key.get("ds_record")]));
    for (suffix, kind, records) in std::iter::once(("", "NS", child.zone.get("name_servers"))).chain(signer) {
        s.resource(
            "aws_route53_record",
            format!("{account}{suffix}"),
            body! {
                zone_id = zone.get("zone_id");
                name = domain.to_owned();
                type = kind;
                ttl = timings.zone_ttl.as_seconds();
                records = records;
            },
        );
    }
}

fn signing_statements() -> [Statement; 3] {
    let service = |sid: &'static str| {
        allow(sid)
            .to_service("dnssec-route53.amazonaws.com")
            .on("*")
            .when("StringEquals", "aws:SourceAccount", [account()])
            .when("ArnLike", "aws:SourceArn", ["arn:aws:route53:::hostedzone/*"])
    };
    [
        allow("Administration").to(Principals::aws(vec![account_root()])).actions(["kms:*"]).on("*"),
        service("Signing").actions(["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"]),
        service("Grants").actions(["kms:CreateGrant"]).when("Bool", "kms:GrantIsForAWSResource", ["true"]),
    ]
}

/// Logs DNS queries. The log contains resolvers, and sometimes the network of a visitor without its last
/// part, never an address; Route 53 writes it to us-east-1 only.
pub(crate) fn query_log(s: &Draft, zone: &Handle, key: &Handle, retention: Duration) {
    s.file("route53_query_log", "Query log. Route 53 writes it in us-east-1 only.");
    let group = s.resource(
        "aws_cloudwatch_log_group",
        "queries",
        body! {
            name = text!["/aws/route53/", local("domain")];
            kms_key_id = key.arn();
            retention_in_days = cloudwatch_log_group::days(retention);
        },
    );
    let policy = s.resource(
        "aws_cloudwatch_log_resource_policy",
        "queries",
        body! {
            policy_name = named("-route53-queries");
            policy_document = Policy::of([allow("Queries")
                .to_service("route53.amazonaws.com")
                .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
                .on(text![group.arn(), ":*"])
                .when("StringEquals", "aws:SourceAccount", [account()])
                .when("ArnLike", "aws:SourceArn", [zone.arn()])]);
        },
    );
    s.resource(
        "aws_route53_query_log",
        "main",
        body! {
            zone_id = zone.get("zone_id");
            cloudwatch_log_group_arn = group.arn();
            depends_on = [Value::expression("aws_cloudwatch_log_resource_policy.queries")];
        },
    );
    s.expect(
        "route 53 may not write the log of queries",
        policy.get("policy_name"),
        named("-route53-queries"),
    );
}
