//! Security policies of AWS: the oldest TLS version that each accepts.

use polder_inventory::model::{Known, Reason, Text};
use polder_inventory::networks::TlsVersion;

/// The oldest version that a policy of Elastic Load Balancing accepts: "Security policies for your Application Load
/// Balancer" and the same of Network and Classic Load Balancers.
pub(in crate::networks) fn of_load_balancer(policy: &str) -> Known<TlsVersion> {
    let Some(name) = policy.strip_prefix("ELBSecurityPolicy-") else {
        return Known::Unknown(Reason::NotUnderstood);
    };
    // `TLS13-1-2-Ext1-2021-06`, `TLS-1-1-2017-01`, `FS-1-2-Res-2020-10`: the numbers name the oldest version.
    let families = ["TLS13-1-", "TLS-1-", "FS-1-"];
    let version = families.into_iter().find_map(|family| name.strip_prefix(family));
    match version.and_then(|rest| rest.split('-').next()) {
        Some("0") => Known::Value(TlsVersion::Tls10),
        Some("1") => Known::Value(TlsVersion::Tls11),
        Some("2") => Known::Value(TlsVersion::Tls12),
        Some("3") => Known::Value(TlsVersion::Tls13),
        _ => match name {
            "2016-08" | "2015-05" | "2015-03" | "2015-02" | "FS-2018-06" => Known::Value(TlsVersion::Tls10),
            "2014-10" | "2014-01" => Known::Value(TlsVersion::Tls10),
            "2011-08" => Known::Value(TlsVersion::Ssl3),
            _ => Known::Unknown(Reason::NotUnderstood),
        },
    }
}

/// The oldest version that a policy of CloudFront or API Gateway accepts: `TLSv1.2_2021`, `TLS_1_2`,
/// `SecurityPolicy_TLS13_1_3_2025_09`.
pub(in crate::networks) fn of_edge(policy: &str) -> Known<TlsVersion> {
    let versions = [
        ("SSLv3", TlsVersion::Ssl3),
        ("TLSv1.3", TlsVersion::Tls13),
        ("TLSv1.2", TlsVersion::Tls12),
        ("TLSv1.1", TlsVersion::Tls11),
        ("TLSv1", TlsVersion::Tls10),
        ("TLS_1_0", TlsVersion::Tls10),
        ("TLS_1_2", TlsVersion::Tls12),
        ("SecurityPolicy_TLS13_1_3", TlsVersion::Tls13),
        ("SecurityPolicy_TLS13_1_2", TlsVersion::Tls12),
        ("SecurityPolicy_TLS12", TlsVersion::Tls12),
    ];
    let known = versions.iter().find(|(start, _)| policy.starts_with(start));
    known.map_or(Known::Unknown(Reason::NotUnderstood), |(_, version)| Known::Value(*version))
}

/// The oldest version that a policy accepts, where the policy may be unknown.
pub(in crate::networks) fn minimum(
    policy: &Known<Text>,
    of: fn(&str) -> Known<TlsVersion>,
) -> Known<TlsVersion> {
    match policy {
        Known::Value(policy) => of(policy),
        Known::Unknown(reason) => Known::Unknown(*reason),
    }
}
