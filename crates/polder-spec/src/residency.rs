//! What a stated residency allows.

/// Whether personal data may be stored in a jurisdiction, if these are stated. `EEA` includes `EU`: it is the EU and three states more.
pub fn allows(residency: &[String], jurisdiction: &str) -> bool {
    residency.iter().any(|allowed| allowed == jurisdiction || (allowed == "EEA" && jurisdiction == "EU"))
}
