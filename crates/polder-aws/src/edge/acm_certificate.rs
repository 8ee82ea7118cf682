//! `aws_acm_certificate`: one for each host, validated by DNS.
//!
//! The validation record of a host is the same in all regions of an account. It is therefore written once:
//! for hosts of the account's distributions by the global edge, for origins and storefronts by the edge of
//! their cell's primary site. Other certificates for the host use the existing record.

use polder_cloud::{Handle, Value, body};

use crate::draft::Draft;

/// The comment at the head of the file with certificates.
pub(crate) const WHY: &str = "One certificate for each host: removing a host affects no other. They are renewed automatically as\n\
    long as their validation records exist.";

/// A certificate for `host`, and its validation record. Returns the validated certificate and the record.
pub(crate) fn with_record(s: &Draft, name: &str, host: &Value, zone: &Handle) -> (Handle, Handle) {
    let certificate = certificate(s, name, host);
    let option = || Value::call("tolist", vec![certificate.get("domain_validation_options")]).at(0);
    let record = s.resource(
        "aws_route53_record",
        format!("{name}_validation"),
        body! {
            zone_id = zone.get("zone_id");
            name = option().field("resource_record_name");
            type = option().field("resource_record_type");
            ttl = 300;
            records = [option().field("resource_record_value")];
        },
    );
    (validated(s, name, &certificate, record.get("fqdn")), record)
}

/// A certificate for a host whose validation record is written by another stack.
pub(crate) fn with_record_of(s: &Draft, name: &str, host: &Value, record: &Handle) -> Handle {
    let certificate = certificate(s, name, host);
    validated(s, name, &certificate, record.get("fqdn"))
}

fn certificate(s: &Draft, name: &str, host: &Value) -> Handle {
    s.resource(
        "aws_acm_certificate",
        name,
        body! {
            domain_name = host;
            validation_method = "DNS";
            options {
                certificate_transparency_logging_preference = "ENABLED";
            }
            lifecycle {
                create_before_destroy = true;
            }
        },
    )
}

/// Waits until the certificate is issued: resources that refer to it never see a pending one.
fn validated(s: &Draft, name: &str, certificate: &Handle, record: Value) -> Handle {
    s.resource(
        "aws_acm_certificate_validation",
        name,
        body! {
            certificate_arn = certificate.arn();
            validation_record_fqdns = [record];
        },
    )
}
