//! Versions of TLS, and certificates.

use polder_units::Duration;

use super::DnsRecordId;
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};

/// A version of TLS, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsVersion {
    /// SSL 3.0.
    Ssl3,
    /// TLS 1.0.
    Tls10,
    /// TLS 1.1.
    Tls11,
    /// TLS 1.2.
    Tls12,
    /// TLS 1.3.
    Tls13,
}

choice!(TlsVersion { Ssl3, Tls10, Tls11, Tls12, Tls13 });

/// A certificate for host names. Endurance: everything that shows it fails with it; encryption: whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The resource.
    pub source: SourceId,
    /// The host names that it is valid for, wildcards among them.
    pub names: Known<Set<Text>>,
    /// Who signed it, and how it is renewed.
    pub issuer: Known<CertificateIssuer>,
    /// How long it is valid, where the inventory can know.
    pub validity: Option<Known<Duration>>,
    /// Records that show the authority whose names these are; the certificate lives as long as they do.
    pub validation_records: Set<Link<DnsRecordId>>,
}

entry!(Certificate { names, issuer, validity, validation_records });

/// Who signed a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateIssuer {
    /// The provider's public authority; renewed by itself as long as the record in the DNS stays.
    ProviderByDns,
    /// The provider's public authority; somebody answers a mail at each renewal.
    ProviderByMail,
    /// A private authority.
    Private,
    /// Somebody else: brought from outside and renewed by hand.
    Imported,
}

choice!(CertificateIssuer { ProviderByDns, ProviderByMail, Private, Imported });
