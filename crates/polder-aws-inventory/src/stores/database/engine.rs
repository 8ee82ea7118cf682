//! Engines of relational databases: names, ports and defaults of parameters.

use polder_inventory::model::{Known, Reason, Set, Text};
use polder_inventory::networks::TlsVersion;
use polder_inventory::stores::{EngineParameter, TransitEncryption};

/// The neutral name of an engine: `postgresql` for `postgres` and `aurora-postgresql`.
pub(super) fn neutral(engine: &str) -> Text {
    let family = engine.strip_prefix("custom-").unwrap_or(engine);
    match family.split('-').next() {
        Some("postgres") => Text::new_static("postgresql"),
        Some("aurora") if family == "aurora-postgresql" => Text::new_static("postgresql"),
        Some("aurora") => Text::new_static("mysql"),
        Some("mysql" | "mariadb" | "oracle" | "sqlserver" | "db2") => {
            Text::new(family.split('-').next().unwrap_or(family))
        }
        _ => Text::new(engine),
    }
}

/// The default port of an engine. Source: AWS, Amazon RDS API Reference, `CreateDBInstance`, `Port`.
pub(super) fn default_port(neutral: &str) -> Option<u16> {
    match neutral {
        "postgresql" => Some(5432),
        "mysql" | "mariadb" => Some(3306),
        "oracle" => Some(1521),
        "sqlserver" => Some(1433),
        "db2" => Some(50000),
        _ => None,
    }
}

/// What determines whether unencrypted connections are accepted.
pub(super) struct Engine<'a> {
    pub(super) neutral: &'a str,
    /// Whether it is an engine of Aurora.
    pub(super) aurora: bool,
    /// The requested version.
    pub(super) version: Known<&'a str>,
}

impl Engine<'_> {
    /// Which connections are refused.
    pub(super) fn transit(&self, parameters: &Known<Set<EngineParameter>>) -> TransitEncryption {
        let parameters = match parameters {
            Known::Value(parameters) => parameters,
            Known::Unknown(reason) => {
                return TransitEncryption {
                    required: Known::Unknown(*reason),
                    minimum: Known::Unknown(*reason),
                };
            }
        };
        let set = |name: &str| parameters.iter().find(|it| it.name == name).map(|it| it.value.clone());
        let required = match self.neutral {
            "postgresql" | "sqlserver" => {
                set("rds.force_ssl").map_or_else(|| self.ssl_forced(), |it| is_on(&it))
            }
            "mysql" | "mariadb" => {
                set("require_secure_transport").map_or_else(|| self.ssl_forced(), |it| is_on(&it))
            }
            // Oracle and Db2 use options for this, which are not read.
            _ => Known::Unknown(Reason::AttributeNotModelled),
        };
        let minimum = match self.neutral {
            "postgresql" => set("ssl_min_protocol_version").map_or_else(|| self.minimum(), |it| version(&it)),
            "mysql" | "mariadb" => {
                set("tls_version").map_or(Known::Unknown(Reason::AttributeNotModelled), |it| oldest(&it))
            }
            _ => Known::Unknown(Reason::AttributeNotModelled),
        };
        TransitEncryption { required, minimum }
    }

    fn major(&self) -> Known<u32> {
        self.version.and_then(|version| {
            let major = version.split('.').next().and_then(|major| major.parse().ok());
            major.map_or(Known::Unknown(Reason::NotUnderstood), Known::Value)
        })
    }

    /// Whether unencrypted connections are refused by default. Sources: AWS, Amazon RDS User Guide,
    /// "Requiring an SSL connection to a PostgreSQL DB instance" (1 since version 15); Amazon Aurora User
    /// Guide, "Securing Aurora PostgreSQL data with SSL/TLS" (1 since version 17); "Using SSL with a
    /// Microsoft SQL Server DB instance" (0); "Requiring SSL/TLS for specific user accounts" for MySQL
    /// before 8.4 (OFF).
    fn ssl_forced(&self) -> Known<bool> {
        match (self.neutral, self.aurora) {
            ("postgresql", false) => self.major().map(|major| major >= 15),
            ("postgresql", true) => self.major().map(|major| major >= 17),
            ("sqlserver", _) => Known::Value(false),
            ("mysql", _) => self.version.and_then(|version| {
                let old = ["5.", "8.0"].iter().any(|old| version.starts_with(old));
                // The documentation does not say whether 8.4 requires TLS by default.
                if old { Known::Value(false) } else { Known::Unknown(Reason::AttributeNotModelled) }
            }),
            _ => Known::Unknown(Reason::AttributeNotModelled),
        }
    }

    /// Since version 13, the minimum of PostgreSQL is TLS 1.2 by default. Source: PostgreSQL 13 release
    /// notes, `ssl_min_protocol_version`.
    fn minimum(&self) -> Known<Option<TlsVersion>> {
        self.major().and_then(|major| {
            if major >= 13 {
                Known::Value(Some(TlsVersion::Tls12))
            } else {
                Known::Unknown(Reason::AttributeNotModelled)
            }
        })
    }
}

fn is_on(value: &Known<Text>) -> Known<bool> {
    value.as_ref().and_then(|value| match value.to_ascii_lowercase().as_str() {
        "1" | "on" | "true" => Known::Value(true),
        "0" | "off" | "false" => Known::Value(false),
        _ => Known::Unknown(Reason::NotUnderstood),
    })
}

fn tls(text: &str) -> Option<TlsVersion> {
    match text.trim() {
        "TLSv1" => Some(TlsVersion::Tls10),
        "TLSv1.1" => Some(TlsVersion::Tls11),
        "TLSv1.2" => Some(TlsVersion::Tls12),
        "TLSv1.3" => Some(TlsVersion::Tls13),
        _ => None,
    }
}

fn version(value: &Known<Text>) -> Known<Option<TlsVersion>> {
    value
        .as_ref()
        .and_then(|text| tls(text).map_or(Known::Unknown(Reason::NotUnderstood), |it| Known::Value(Some(it))))
}

/// The oldest version in a list like `TLSv1.2,TLSv1.3`.
fn oldest(value: &Known<Text>) -> Known<Option<TlsVersion>> {
    value.as_ref().and_then(|text| {
        let versions: Option<Vec<TlsVersion>> = text.split(',').map(tls).collect();
        match versions.and_then(|versions| versions.into_iter().min()) {
            Some(oldest) => Known::Value(Some(oldest)),
            None => Known::Unknown(Reason::NotUnderstood),
        }
    })
}
