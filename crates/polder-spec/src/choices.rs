//! The values of keys that take one of a fixed list, and those that are planned but not implemented.

pub(crate) use crate::model::{
    Architecture, BackupMode, BrokerEngine, ComputeEngine, DatabaseEngine, Dmarc, Environment, Existing,
    Framework, MailService, Provider, Role, StateCopy, TerraformVersion, Use,
};

/// A value out of a fixed list of words.
pub(crate) trait Choice: Copy + 'static {
    /// The words and what they mean.
    const WORDS: &'static [(&'static str, Self)];
    /// Words that are reserved for later versions.
    const LATER: &'static [&'static str] = &[];
}

/// The words of a choice.
pub(crate) fn names<T: Choice>() -> Vec<&'static str> {
    T::WORDS.iter().map(|(word, _)| *word).collect()
}

/// The word of a value.
fn word<T: Choice + PartialEq>(value: T) -> &'static str {
    T::WORDS.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}

impl Choice for Provider {
    const WORDS: &'static [(&'static str, Self)] = &[("aws", Provider::Aws)];
    const LATER: &'static [&'static str] = &["azure", "gcp"];
}

impl Choice for TerraformVersion {
    const WORDS: &'static [(&'static str, Self)] =
        &[("1.11", TerraformVersion::V1_11), ("1.10", TerraformVersion::V1_10)];
}

impl Choice for Framework {
    const WORDS: &'static [(&'static str, Self)] =
        &[("gdpr", Framework::Gdpr), ("pci-dss", Framework::PciDss), ("cis", Framework::Cis)];
}

impl Choice for Environment {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("production", Environment::Production),
        ("staging", Environment::Staging),
        ("development", Environment::Development),
        ("management", Environment::Management),
        ("log-archive", Environment::LogArchive),
        ("security", Environment::Security),
        ("backup", Environment::Backup),
    ];
}

impl Environment {
    /// Its word in the platform file.
    pub fn word(self) -> &'static str {
        word(self)
    }
}

impl Choice for Existing {
    const WORDS: &'static [(&'static str, Self)] = &[("oidc-provider", Existing::IdentityProvider)];
}

/// Named running hours.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum NamedHours {
    /// Office hours.
    Office,
    /// All of them.
    Always,
}

impl Choice for NamedHours {
    const WORDS: &'static [(&'static str, Self)] =
        &[("office", NamedHours::Office), ("always", NamedHours::Always)];
}

impl Choice for Role {
    const WORDS: &'static [(&'static str, Self)] = &[("primary", Role::Primary), ("backup", Role::Backup)];
}

impl Choice for StateCopy {
    const WORDS: &'static [(&'static str, Self)] =
        &[("primary", StateCopy::Primary), ("replica", StateCopy::Replica)];
}

impl Choice for BackupMode {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("pilot-light", BackupMode::PilotLight),
        ("warm-standby", BackupMode::WarmStandby),
        ("hot-standby", BackupMode::HotStandby),
    ];
}

impl Choice for ComputeEngine {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("ecs-fargate", ComputeEngine::ServerlessContainers),
        ("ecs-ec2", ComputeEngine::ContainersOnMachines),
        ("eks", ComputeEngine::Kubernetes),
    ];
}

impl ComputeEngine {
    /// Its word in the platform file.
    pub fn word(self) -> &'static str {
        word(self)
    }
}

impl Choice for Architecture {
    const WORDS: &'static [(&'static str, Self)] =
        &[("arm64", Architecture::Arm64), ("x86-64", Architecture::X86_64)];
}

impl Choice for DatabaseEngine {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("rds-postgresql", DatabaseEngine::Instances),
        ("aurora-postgresql", DatabaseEngine::SharedStorage),
    ];
}

impl DatabaseEngine {
    /// The word of the platform file: `rds-postgresql`.
    pub fn word(self) -> &'static str {
        word(self)
    }
}

impl Choice for BrokerEngine {
    const WORDS: &'static [(&'static str, Self)] =
        &[("valkey", BrokerEngine::Valkey), ("sqs", BrokerEngine::Queues)];
}

impl Choice for MailService {
    const WORDS: &'static [(&'static str, Self)] =
        &[("relay", MailService::Relay), ("ses", MailService::Provider)];
}

impl Choice for Dmarc {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("none", Dmarc::None),
        ("quarantine", Dmarc::Quarantine),
        ("reject", Dmarc::Reject),
        ("existing", Dmarc::Existing),
    ];
}

impl Dmarc {
    /// Its word in the platform file. All but `existing` are also the words of the record.
    pub fn word(self) -> &'static str {
        word(self)
    }
}

impl Choice for Use {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("api", Use::Api),
        ("cache", Use::Cache),
        ("database", Use::Database),
        ("events", Use::Events),
        ("media", Use::Media),
        ("internet", Use::Internet),
    ];
}
