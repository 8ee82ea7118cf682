//! Layer `dns`, once in each account that has cells: the zone of its domain.
//!
//! No certificate is waited for here. One is issued when its validation record is publicly resolvable, and
//! for that this zone must first be delegated: at the registrar of the domain, or by the account of the
//! parent domain, whose own `dns` is applied after this.

use polder_cloud::Layer;
use polder_design::{AccountId, Component};

use crate::context::Context;
use crate::edge::{own_zones, route53_zone};
use crate::encryption::kms_key;
use crate::handles::Dns;
use crate::messaging::sesv2_email_identity;

pub(crate) fn lower(context: &mut Context<'_>, account: AccountId) {
    let design = context.design;
    let owner = &design.accounts[account];
    let what = if owner.zone_exists {
        "The zone of the domain, which exists already."
    } else {
        "The zone of the domain, signed."
    };
    let s = context.global_stack(account, Layer::Dns, what);
    s.file("kms_key", "Key of the log groups in us-east-1.");
    let logs_key = kms_key::key(&s, "logs", "Log groups in us-east-1.", [kms_key::log_groups()]);
    let of_domain = s.part(Component::Domain);
    let (zone, signing_key) = if owner.zone_exists {
        s.file(
            "route53_zone",
            "The zone of the domain exists already: it is looked up, and nothing in it is changed here.",
        );
        (route53_zone::existing(&s, "main", &owner.domain), None)
    } else {
        let zone = route53_zone::zone(&s, &design.timings.failover, &owner.domain, owner.parent.is_some());
        let signing_key = route53_zone::signing(&s, &zone);
        route53_zone::query_log(&s, &zone, &logs_key, design.retention.access_logs);
        (zone, Some(signing_key))
    };
    // Accounts with subdomains of this account's domain come before it.
    for (child, dns) in &context.handles.dns {
        let child = &design.accounts[*child];
        if child.parent == Some(account) {
            let _child = s.part(Component::Account(child.id));
            route53_zone::delegation(&s, &design.timings.failover, &child.name, &child.domain, &zone, dns);
        }
    }
    drop(of_domain);
    sesv2_email_identity::dmarc(&s, design, &zone, &owner.domain);
    let own_zones = own_zones::zones(&s, design, owner, &logs_key);
    context.add(s);
    context.handles.dns.insert(account, Dns { zone, own_zones, signing_key, logs_key });
}
