//! Layer `dns`, once in each account that has cells: the zone of its domain and the certificates of the world's entry.

use polder_cloud::Layer;

use crate::acm_certificate;
use crate::context::Context;
use crate::handles::Dns;
use crate::hosts::{resource_name, viewer_hosts};
use crate::kms_key;
use crate::route53_zone;

pub(crate) fn lower(context: &mut Context<'_>, account: usize) {
    let design = context.design;
    let owner = &design.accounts[account];
    let s = context.global_stack(
        account,
        Layer::Dns,
        "The zone of the domain and the certificates of the hosts that the world calls.",
    );
    s.file("kms_key", "The key of the logs that AWS writes in us-east-1 only.");
    let logs_key = kms_key::key(&s, "logs", "Log groups in us-east-1.", [kms_key::log_groups()]);
    let zone = route53_zone::zone(&s, &owner.domain, owner.parent.is_some());
    let signing_key = route53_zone::signing(&s, &zone);
    route53_zone::query_log(&s, &zone, &logs_key, design.retention.logs);
    // Accounts whose domains are parts of this one's stand before it.
    for (child, dns) in &context.handles.dns {
        let child = &design.accounts[*child];
        if child.parent == Some(account) {
            route53_zone::delegation(&s, &child.name, &child.domain, &zone, dns);
        }
    }
    s.file("acm_certificate", acm_certificate::WHY);
    let certificates = viewer_hosts(design, account).into_iter().map(|host| {
        let name = resource_name(&owner.domain, host);
        // Of the managed API only the record counts here: its regions have certificates of their own.
        let (certificate, record) = acm_certificate::with_record(&s, &name, &host.to_owned().into(), &zone);
        (host.to_owned(), (certificate, record))
    });
    let certificates = certificates.collect();
    context.cloud.add(s);
    context.handles.dns.insert(account, Dns { zone, signing_key, certificates, logs_key });
}
