//! `aws_acm_certificate`, `aws_acm_certificate_validation` and `aws_iam_server_certificate`.

use polder_cloud::View;
use polder_inventory::model::{Known, Link, Reason, Set, Text};
use polder_inventory::networks::{Certificate, CertificateId, CertificateIssuer, DnsRecordId};

use crate::networks::attribute;
use crate::networks::dns::route53_zone::plain;
use crate::reader::Reader;
use crate::value::is_set;

/// Reads a certificate.
pub(in crate::networks) fn read<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let source = reader.source(view);
    let certificate = Certificate {
        source,
        names: names(view),
        issuer: issuer(view),
        // ACM renews certificates that it has issued; their lifetime is a fact about ACM. The
        // lifetime of an imported certificate is in the certificate only.
        validity: None,
        validation_records: Set::default(),
    };
    reader.inventory.networks.certificates.push(certificate);
}

fn names(view: View<'_, '_>) -> Known<Set<Text>> {
    let imported = is_set(view, "private_key") || is_set(view, "certificate_body");
    match (attribute::text(view, "domain_name"), attribute::texts(view, "subject_alternative_names")) {
        // The names of an imported certificate are in the certificate only.
        (Known::Value(None), _) if imported => Known::Unknown(Reason::NotUnderstood),
        (Known::Value(name), Known::Value(others)) => {
            Known::Value(others.iter().cloned().chain(name).collect())
        }
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    }
}

fn issuer(view: View<'_, '_>) -> Known<CertificateIssuer> {
    if view.kind() == "aws_iam_server_certificate" || is_set(view, "private_key") {
        return Known::Value(CertificateIssuer::Imported);
    }
    if is_set(view, "certificate_authority_arn") {
        return Known::Value(CertificateIssuer::Private);
    }
    if !view.is_managed() {
        let words = [
            ("AMAZON_ISSUED", CertificateIssuer::ProviderDns),
            ("IMPORTED", CertificateIssuer::Imported),
            ("PRIVATE", CertificateIssuer::Private),
        ];
        let said = view.texts("types");
        let word = words.iter().find(|(word, _)| said.len() == 1 && said[0] == *word);
        return word.map_or(Known::Unknown(Reason::Elsewhere), |(_, issuer)| match issuer {
            // By DNS or by email: a data source does not contain it.
            CertificateIssuer::ProviderDns => Known::Unknown(Reason::Elsewhere),
            issuer => Known::Value(*issuer),
        });
    }
    let words = [
        ("DNS", CertificateIssuer::ProviderDns),
        ("EMAIL", CertificateIssuer::ProviderEmail),
        // In a state, an imported certificate has the validation method `NONE`.
        ("NONE", CertificateIssuer::Imported),
    ];
    attribute::required_word(view, "validation_method", &words)
}

/// Reads the DNS records that validate a certificate.
pub(in crate::networks) fn read_validation<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) {
    let certificate: Link<CertificateId> = reader.must_lead_to(view, "certificate_arn", "certificate");
    let Some(id) = certificate.id() else { return };
    let records: Vec<Link<DnsRecordId>> = records(reader, view);
    if let Some(certificate) = reader.inventory.networks.certificates.get_mut(id) {
        let known = certificate.validation_records.iter().copied();
        certificate.validation_records = known.chain(records).collect();
    }
    reader.contribute(view, id, &["validation_records"]);
}

/// By reference, or by the full names of records in a state.
fn records<'i, 'a>(reader: &mut Reader<'i, 'a>, view: View<'i, 'a>) -> Vec<Link<DnsRecordId>> {
    let mut found = vec![];
    for name in view.texts("validation_record_fqdns") {
        let same = reader.with_text(("aws_route53_record", "fqdn"), &plain(&name));
        found.extend(same.iter().filter_map(|id| reader.id(*id)).map(Link::To));
    }
    if !found.is_empty() {
        return found;
    }
    reader.all_lead_to(view, "validation_record_fqdns", "record")
}
