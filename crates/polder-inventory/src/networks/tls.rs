//! TLS versions and certificates.

use polder_units::Duration;

use super::DnsRecordId;
use crate::describe::{choice, entry};
use crate::entries::SourceId;
use crate::model::{Known, Link, Set, Text};

/// A TLS version, oldest first.
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

/// As people write it: `TLS 1.2`.
impl std::fmt::Display for TlsVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            TlsVersion::Ssl3 => "SSL 3.0",
            TlsVersion::Tls10 => "TLS 1.0",
            TlsVersion::Tls11 => "TLS 1.1",
            TlsVersion::Tls12 => "TLS 1.2",
            TlsVersion::Tls13 => "TLS 1.3",
        })
    }
}

choice!(TlsVersion { Ssl3, Tls10, Tls11, Tls12, Tls13 });

/// A TLS certificate. Endurance: everything that serves it fails when it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The resource.
    pub source: SourceId,
    /// The host names it is valid for, wildcards included.
    pub names: Known<Set<Text>>,
    /// How it is issued and renewed.
    pub issuer: Known<CertificateIssuer>,
    /// Its validity period; none if the provider decides.
    pub validity: Option<Known<Duration>>,
    /// The DNS records that validate control of the names. Renewal depends on them.
    pub validation_records: Set<Link<DnsRecordId>>,
}

entry!(Certificate { names, issuer, validity, validation_records });

/// How a certificate is issued and renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateIssuer {
    /// By the provider's public CA, validated by DNS and renewed automatically while the records exist.
    ProviderDns,
    /// By the provider's public CA, validated by email at each renewal.
    ProviderEmail,
    /// By a private CA.
    Private,
    /// Imported, and renewed manually.
    Imported,
}

choice!(CertificateIssuer { ProviderDns, ProviderEmail, Private, Imported });
