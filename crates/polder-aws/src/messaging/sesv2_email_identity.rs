//! `aws_sesv2_email_identity`: the domain of an account's mail, with the records that prove where mail comes from.

use polder_cloud::{Handle, body, text};
use polder_design::{Account, AccountRegion, Component, Design, MailService};

use crate::draft::Draft;
use crate::edge::route53_record::plain;
use crate::names::local;

/// The comment at the head of the file.
const WHY: &str = "The identity of the domain in this region. Receivers check mail against the records: the service signs it with keys\n\
    that it replaces itself, and failures to deliver return to a name of this region below the domain.";

/// Keys that sign mail: the service has three, of which it uses one.
const KEYS: u32 = 3;

/// Writes the identity of the region, if the provider's service sends the mail. Cells of an account share their domain.
pub(crate) fn identity(
    s: &Draft,
    design: &Design,
    account: &Account,
    region: &AccountRegion,
    zone: &Handle,
) -> Option<Handle> {
    if design.mail == MailService::Relay {
        return None;
    }
    let keys = design.region_traits.get(&region.region).and_then(|traits| traits.mail_keys.as_ref())?;
    s.file("sesv2_email_identity", WHY);
    let _mail = s.part(Component::named("mail"));
    let domain = s.local("mail_domain", &account.domain);
    let identity = s.resource(
        "aws_sesv2_email_identity",
        "main",
        body! {
            email_identity = domain.clone();
            dkim_signing_attributes {
                next_signing_key_length = "RSA_2048_BIT";
            }
        },
    );
    let keys = s.local("mail_keys", keys);
    for number in 0..KEYS {
        let token = identity.get("dkim_signing_attributes").at(0).field("tokens").at(number);
        let host = text![token.clone(), "._domainkey.", domain.clone()];
        plain(s, &format!("mail_key_{}", number + 1), zone, host, "CNAME", text![token, ".", keys.clone()]);
    }
    let sender = s.resource(
        "aws_sesv2_email_identity_mail_from_attributes",
        "main",
        body! {
            email_identity = identity.get("email_identity");
            /// One for each region: the name may have one MX record only.
            mail_from_domain = text!["bounce-", local("region"), ".", domain];
            /// Mail is sent, and later checked by its signature alone, if the records cannot be found.
            behavior_on_mx_failure = "USE_DEFAULT_VALUE";
        },
    );
    let host = sender.get("mail_from_domain");
    let exchanger = text!["10 feedback-smtp.", local("region"), ".amazonses.com"];
    plain(s, "mail_from", zone, host.clone(), "MX", exchanger);
    plain(s, "mail_from_senders", zone, host, "TXT", "v=spf1 include:amazonses.com -all".into());
    Some(identity)
}

/// The DMARC record of a domain: what receivers do with mail that only pretends to come from it. Other domains get none:
/// what their owners send is not known.
pub(crate) fn dmarc(s: &Draft, design: &Design, zone: &Handle, domain: &str) {
    let Some(policy) = design.dmarc else { return };
    s.file("route53_dmarc", "What receivers do with mail that only pretends to come from the domain.");
    let _mail = s.part(Component::named("mail"));
    let policy = format!("v=DMARC1; p={}", policy.word());
    plain(s, "dmarc", zone, format!("_dmarc.{domain}").into(), "TXT", policy.into());
}
